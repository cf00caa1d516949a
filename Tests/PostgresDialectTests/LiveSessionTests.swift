import DialectKit
import Foundation
import PostgresDialect
import SQLText
import Testing

@Suite(.enabled(if: LiveServer.url != nil))
struct LiveLockTests {
  @Test func oneSessionHasIt() throws {
    let first = try LiveServer.connect(settings: SessionSettings(applicationName: "first"))
    let second = try LiveServer.connect()
    let key = LockKey(table: QualifiedName(schema: "some", name: "t_lock_version"))
    let others = LockKey(table: QualifiedName(schema: "some", name: "t_lock_other"))
    #expect(try first.tryLock(key) == .acquired)
    #expect(try first.tryLock(key) == .acquired)
    guard case .held(let owner) = try second.tryLock(key) else {
      Issue.record("two sessions have the lock")
      return
    }
    let told = try first.query(
      "SELECT pg_backend_pid(), current_user, (SELECT backend_start::text FROM pg_stat_activity "
        + "WHERE pid = pg_backend_pid())")
    #expect(owner.session == told.first?[0].text)
    #expect(owner.user == told.first?[1].text)
    #expect(owner.application == "first")
    #expect(owner.since == told.first?[2].text)
    #expect(try second.tryLock(others) == .acquired)

    // It is taken once, however often it was asked for, and giving back what one has not does nothing.
    try second.unlock(key)
    #expect(try second.tryLock(key) != .acquired)
    try first.unlock(key)
    try first.unlock(key)
    #expect(try second.tryLock(key) == .acquired)
    second.close()
    // The server may need a moment to notice the end of a session.
    while try first.tryLock(key) != .acquired {}
    try first.execute("DISCARD ALL")
    let third = try LiveServer.connect()
    #expect(try third.tryLock(key) == .acquired)
    #expect(try first.tryLock(key) != .acquired)
  }

  @Test func theSchemaIsThatOfTheTable() throws {
    try LiveServer.withSchema("t_lock_schema") { connection in
      let bare = LockKey(table: QualifiedName(name: "t_version"))
      let full = LockKey(table: QualifiedName(schema: "t_lock_schema", name: "t_version"))
      // Where it would be made,
      #expect(try connection.tryLock(bare) == .acquired)
      let other = try LiveServer.connect()
      #expect(try other.tryLock(full) != .acquired)
      // and where it is, whatever comes first in the search path.
      try connection.execute("CREATE TABLE t_version ()")
      try other.execute("SET search_path TO public, t_lock_schema")
      #expect(try other.tryLock(bare) != .acquired)
      try connection.unlock(bare)
      #expect(try other.tryLock(bare) == .acquired)
      #expect(try connection.tryLock(full) != .acquired)
    }
  }

  /// The key is a promise to other versions of the program: all must come to the same number.
  @Test func theNumberIsKept() throws {
    let connection = try LiveServer.connect()
    #expect(
      try connection.tryLock(LockKey(table: QualifiedName(schema: "public", name: "t_number")))
        == .acquired)
    // printf 'public\0t_number' | sha256sum
    #expect(
      try connection.query(
        """
        SELECT classid, to_hex(objid::int8) FROM pg_locks
        WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        """) == [Row([0x616c_7564, "7ea96e8c"])])
  }

  @Test func lockTimeout() throws {
    try LiveServer.withSchema("t_timeout") { first in
      try first.execute("CREATE TABLE t (a int)")
      try first.begin(TransactionOptions())
      try first.execute("LOCK TABLE t")
      let second = try LiveServer.connect(settings: SessionSettings(lockTimeout: .zero))
      let error = #expect(throws: DatabaseError.self) {
        try second.execute("SELECT * FROM t_timeout.t")
      }
      #expect(error?.kind == .lockTimeout)
      #expect(error?.code == "55P03")
    }
  }
}

@Suite(.enabled(if: LiveServer.url != nil))
struct LiveSessionTests {
  @Test func interrupting() async throws {
    let session = try await Session.open(
      PostgresDialect(), at: try LiveServer.endpoint(), settings: SessionSettings())
    let number = try await session.run { (connection) throws(DatabaseError) in
      try connection.query("SELECT pg_backend_pid()").first?[0].integer
    }
    let pid = try #require(number)
    let sleeping = Task {
      try await session.run { (connection) throws(DatabaseError) in
        try connection.run(SQLStatement(text: "SELECT pg_sleep(600)"))
      }
    }
    let watcher = try LiveServer.connect()
    while try watcher.query(
      "SELECT 1 FROM pg_stat_activity WHERE pid = \(bind: .integer(pid)) AND wait_event = 'PgSleep'"
    ).isEmpty {}
    session.interrupt()
    await #expect { try await sleeping.value } throws: { error in
      let error = error as? DatabaseError
      return error?.kind == .cancelled && error?.code == "57014"
    }
    // It goes on, and an interrupt of nothing or of a closed session does nothing.
    session.interrupt()
    await session.close()
    session.interrupt()
    await #expect(throws: DatabaseError(.connectionLost, message: "the session is closed")) {
      try await session.run { (connection) throws(DatabaseError) in try connection.execute("") }
    }
  }

  @Test func statementTimeout() throws {
    let connection = try LiveServer.connect(
      settings: SessionSettings(statementTimeout: .milliseconds(1)))
    let error = #expect(throws: DatabaseError.self) {
      try connection.run(SQLStatement(text: "SELECT pg_sleep(600)"))
    }
    #expect(error?.kind == .cancelled)
  }

  @Test func aBrokenSession() throws {
    let connection = try LiveServer.connect()
    try connection.begin(TransactionOptions())
    let error = #expect(throws: DatabaseError.self) {
      try connection.run(SQLStatement(text: "SELECT pg_terminate_backend(pg_backend_pid())"))
    }
    #expect(error?.kind == .connectionLost)
    #expect(error?.code == "57P01")
    #expect(!connection.isInTransaction)
    try connection.rollback()
    let next = #expect(throws: DatabaseError.self) { try connection.execute("SELECT 1") }
    #expect(next?.kind == .connectionLost)
    connection.interrupter.interrupt()
  }

  @Test func aMissingDatabase() throws {
    let error = #expect(throws: DatabaseError.self) {
      try LiveServer.connect { $0.database = "no such database" }
    }
    #expect(error?.kind == .missingDatabase)
    #expect(error?.code == "3D000")
    #expect(error?.message.contains(#""no such database" does not exist"#) == true)
    #expect(error?.message.contains("LOCATION") == false)
  }

  /// The server must ask this user for a password: `local all t_password scram-sha-256`.
  @Test func aWrongPassword() throws {
    let connection = try LiveServer.connect()
    try connection.execute("DROP ROLE IF EXISTS t_password")
    try connection.execute("CREATE ROLE t_password LOGIN PASSWORD 'right'")
    defer { _ = try? connection.execute("DROP ROLE t_password") }
    let change = { (endpoint: inout Endpoint) in
      endpoint.user = "t_password"
      endpoint.password = Secret("wr0ng-secret")
    }
    // A server that trusts everybody cannot show it.
    guard (try? LiveServer.connect(change)) == nil else { return }
    let error = #expect(throws: DatabaseError.self) { try LiveServer.connect(change) }
    #expect(error?.kind == .connection)
    #expect(error?.code == "28P01")
    let said = [error?.message, error?.detail, error?.hint].compactMap(\.self).joined()
    #expect(said.contains("t_password"))
    #expect(!said.contains("wr0ng-secret"))
    try LiveServer.connect {
      change(&$0)
      $0.password = Secret("right")
    }.close()
  }
}

/// What needs the client library, which is surely there only where there is a server.
@Suite(.enabled(if: LiveServer.url != nil))
struct UnreachableTests {
  @Test func nobodyListens() throws {
    let error = #expect(throws: DatabaseError.self) {
      try LiveServer.connect { $0.socket = "/nowhere" }
    }
    #expect(error?.kind == .connection)
    #expect(error?.code == nil)
    #expect(error?.message.contains("/nowhere/.s.PGSQL.") == true)
    #expect(error?.message.contains("No such file or directory") == true)
    #expect(error?.message.hasSuffix("\n") == false)
  }

  @Test func nobodyAnswers() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "aludel-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let listener = try Listener(at: folder.appending(path: ".s.PGSQL.5432").path)
    defer { listener.close() }
    let path = folder.path
    let error = #expect(throws: DatabaseError.self) {
      try LiveServer.connect(settings: SessionSettings(connectTimeout: .milliseconds(50))) {
        $0.socket = path
        $0.port = 5432
        $0.display = "postgresql:///shop"
      }
    }
    #expect(
      error
        == DatabaseError(.connection, message: "no answer from postgresql:///shop within 50 ms"))
  }

  /// A socket that takes connections and never says a word.
  struct Listener {
    let descriptor: Int32

    init(at path: String) throws {
      #if canImport(Glibc)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      #else
        descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
      #endif
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let capacity = MemoryLayout.size(ofValue: address.sun_path)
      try #require(path.utf8.count < capacity)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let length = socklen_t(MemoryLayout<sockaddr_un>.size)
      let descriptor = descriptor
      let bound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
      }
      try #require(bound == 0 && listen(descriptor, 5) == 0)
    }

    func close() {
      #if canImport(Glibc)
        _ = Glibc.close(descriptor)
      #else
        _ = Darwin.close(descriptor)
      #endif
    }
  }
}
