import DialectKit
import Foundation
import PostgresDialect
import SQLText
import Testing

/// A pooler in front of the test server, where PgBouncer is installed.
private struct Pooler {
  static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  static let server = ProcessInfo.processInfo.environment["ALUDEL_TEST_POSTGRESQL"]
  static var isThere: Bool { program != nil && server != nil }

  private let process = Process()
  private let folder: String
  let url: String

  init(mode: String) throws {
    let server = try ConnectionURL(parsing: try #require(Self.server))
    let socket = try #require(
      try PostgresDialect().endpoint(for: server, relativeTo: "/").socket)
    // A socket's path is short.
    folder = "/tmp/aludel-pooler-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try """
    [databases]
    postgres = host=\(socket) user=postgres dbname=postgres
    [pgbouncer]
    listen_addr =
    listen_port = 6543
    unix_socket_dir = \(folder)
    auth_type = any
    pool_mode = \(mode)
    """.write(toFile: "\(folder)/ini", atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: try #require(Self.program))
    process.arguments = ["-q", "\(folder)/ini"]
    if geteuid() == 0 {
      // It does not run as root.
      process.arguments = ["-u", "postgres"] + (process.arguments ?? [])
      let owner = try #require(getpwnam("postgres"))
      #expect(chown(folder, owner.pointee.pw_uid, owner.pointee.pw_gid) == 0)
    }
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    url = "postgresql://postgres@/postgres?host=\(folder)&port=6543"
  }

  func stop() {
    // It has nothing to keep, and its end is not worth waiting for.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Connects as soon as somebody listens.
  func connect() throws -> any Connection {
    let dialect = PostgresDialect()
    let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: "/")
    while true {
      let attempt = Result { try dialect.connect(to: endpoint, settings: SessionSettings()) }
      guard case .failure(let error) = attempt, isEarly(error) else { return try attempt.get() }
      try #require(process.isRunning, "the pooler has ended")
      usleep(10_000)
    }
  }
}

/// Whether nobody listens yet.
private func isEarly(_ error: any Error) -> Bool {
  let text = "\(error)"
  return text.contains("No such file") || text.contains("refused")
}

@Suite(.enabled(if: Pooler.isThere, "there is no PgBouncer, or no server")) struct PoolerTests {
  @Test(arguments: ["transaction", "statement"]) func sharedSessionsAreRefused(mode: String) throws
  {
    let pooler = try Pooler(mode: mode)
    defer { pooler.stop() }
    let error = #expect(throws: DatabaseError.self) { try pooler.connect() }
    #expect(error?.kind == .connection)
    #expect(error?.message.contains("pooler in transaction mode") == true, "\(error as Any)")
  }

  @Test func sessionsOfOnesOwnAreNot() throws {
    let pooler = try Pooler(mode: "session")
    defer { pooler.stop() }
    let connection = try pooler.connect()
    defer { connection.close() }
    #expect(try connection.query("SELECT 1").count == 1)
  }
}
