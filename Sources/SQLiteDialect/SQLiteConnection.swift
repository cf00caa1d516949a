import CSQLite
import DialectKit
import SQLText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A session with a database file, or with a database in memory that ends with it.
final class SQLiteConnection: Connection {
  let server: ServerDescription
  let sessionID: String? = nil
  var interrupter: any Interrupter { guardedInterrupter }

  private let dialect: SQLiteDialect
  private let watch: SQLiteWatch
  private let guardedInterrupter: SQLiteInterrupter
  /// Nil once the session is closed.
  private(set) var handle: OpaquePointer?
  /// The canonical path; nil in memory.
  let file: String?
  let applicationName: String
  var locks: [LockKey: SQLiteFileLock] = [:]
  private var areForeignKeysSuspended = false

  init(dialect: SQLiteDialect, endpoint: Endpoint, settings: SessionSettings) throws(DatabaseError)
  {
    try SQLiteLibrary.load()
    self.dialect = dialect
    server = ServerDescription(product: "SQLite", version: String(cString: csqlite_libversion()))
    applicationName = settings.applicationName
    file = endpoint.isInMemory ? nil : canonicalPath(endpoint.database)
    let handle = try Self.open(
      file ?? Endpoint.memory, isFile: file != nil, creating: settings.createsMissingDatabase)
    self.handle = handle
    watch = SQLiteWatch(settings: settings)
    guardedInterrupter = SQLiteInterrupter(handle: handle, watch: watch)
    watch.install(on: handle)
    // No function or table of ours is there to be protected from the schema, so `trusted_schema` and
    // the defensive mode stay as the application has them: stricter settings would refuse triggers
    // and documented schema edits that work for it.
    csqlite_forbid_extensions(handle)
    do {
      // The first statement that reads the file: it tells that it is no database, or is locked.
      _ = try query("PRAGMA schema_version")
      try enforceForeignKeys(true)
    } catch {
      close()
      throw error
    }
  }

  deinit {
    close()
  }

  func close() {
    guard let open = handle else { return }
    handle = nil
    guardedInterrupter.retire()
    csqlite_close_v2(open)
    // The locks last: an open transaction is rolled back before another run may begin.
    for lock in locks.values { lock.release() }
    locks = [:]
  }

  /// The handle of a file, made only if `creating` says so.
  private static func open(
    _ path: String, isFile: Bool, creating: Bool
  ) throws(DatabaseError) -> OpaquePointer {
    if isFile { try checkFile(path, creating: creating) }
    var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    if creating || !isFile { flags |= SQLITE_OPEN_CREATE }
    var handle: OpaquePointer?
    let result = csqlite_open_v2(path, &handle, flags, nil)
    guard result == SQLITE_OK, let handle else {
      var error = DatabaseError.sqlite(result, on: handle)
      error.kind = .connection
      error.detail = path
      csqlite_close_v2(handle)
      throw error
    }
    csqlite_extended_result_codes(handle, 1)
    return handle
  }

  /// Tells apart what the library only calls "unable to open database file".
  private static func checkFile(_ path: String, creating: Bool) throws(DatabaseError) {
    if let kind = try kind(ofFile: path) {
      guard kind != S_IFDIR else {
        throw DatabaseError(
          .connection, code: "SQLITE_CANTOPEN_ISDIR", message: "\(path) is a folder")
      }
      if let reason = refusal(of: R_OK, for: path) {
        throw DatabaseError(
          .connection, code: "SQLITE_CANTOPEN", message: "\(path) cannot be read: \(reason)")
      }
      return
    }
    let folder = String(
      path.utf8[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)])
    if let folder, !folder.isEmpty, try kind(ofFile: folder) != S_IFDIR {
      throw DatabaseError(
        .missingFolder(folder), code: "SQLITE_CANTOPEN",
        message: "the folder \(folder) does not exist")
    }
    guard creating else {
      throw DatabaseError(
        .missingDatabase, code: "SQLITE_CANTOPEN",
        message: "the database file \(path) does not exist")
    }
  }

  /// What is there, or nil for nothing. What cannot be looked at may well be there.
  private static func kind(ofFile path: String) throws(DatabaseError) -> mode_t? {
    var status = stat()
    if stat(path, &status) == 0 { return status.st_mode & S_IFMT }
    let reason = errno
    if reason == ENOENT || reason == ENOTDIR { return nil }
    throw DatabaseError(
      .connection, code: "SQLITE_CANTOPEN",
      message: "\(path) cannot be looked at: \(String(cString: strerror(reason)).lowercased())")
  }

  // MARK: - Statements

  @discardableResult
  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    guard let handle else { throw .sessionIsClosed }
    // `sqlite3_changes` keeps the number of the latest INSERT, UPDATE or DELETE.
    let before = csqlite_total_changes(handle)
    try perform(sql) { _ in }
    return csqlite_total_changes(handle) == before ? 0 : Int(csqlite_changes(handle))
  }

  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    var rows: [Row] = []
    try perform(sql) { rows.append($0.row()) }
    return rows
  }

  func run(_ statement: SQLStatement) throws(DatabaseError) {
    guard let handle else { throw .sessionIsClosed }
    watch.start()
    let text = statement.text
    let prepared = try SQLitePreparedStatement(text, on: handle)
    guard let rest = SQLitePreparedStatement.offsetOfMore(in: text, after: prepared.length) else {
      try finish(prepared) { _ in }
      return
    }
    throw DatabaseError(
      .statement, code: "SQLITE_ERROR",
      message: "the text goes on after the end of the statement", offset: rest)
  }

  private func perform(
    _ sql: SQLFragment, eachRow: (SQLitePreparedStatement) -> Void
  ) throws(DatabaseError) {
    guard let handle else { throw .sessionIsClosed }
    watch.start()
    var values: [SQLValue] = []
    let text = try sql.render(
      quote: dialect.quote,
      value: { (value) throws(DatabaseError) -> String in
        values.append(value)
        return "?"
      })
    let prepared = try SQLitePreparedStatement(text, on: handle)
    try prepared.bind(values)
    try finish(prepared, eachRow: eachRow)
  }

  private func finish(
    _ prepared: SQLitePreparedStatement, eachRow: (SQLitePreparedStatement) -> Void
  ) throws(DatabaseError) {
    do {
      try prepared.step(eachRow: eachRow)
    } catch {
      var error = error
      switch watch.end {
      case .timeout:
        error.kind = .cancelled
        error.message = "the statement ran longer than the statement timeout"
      case .interrupted: error.kind = .cancelled
      case nil: break
      }
      throw error
    }
  }

  /// A section that rebuilds a table turns this on, and may have failed before it turned it off.
  func resetSession() throws(DatabaseError) {
    try execute("PRAGMA legacy_alter_table=OFF")
  }

  // MARK: - Transactions

  var isInTransaction: Bool {
    handle.map { csqlite_get_autocommit($0) == 0 } ?? false
  }

  /// A deferred transaction that turns into a writing one later can be refused at once, whatever the
  /// timeout says.
  static let beginStatement = "BEGIN IMMEDIATE"

  func begin(_ options: TransactionOptions) throws(DatabaseError) {
    guard handle != nil else { throw .sessionIsClosed }
    guard !isInTransaction else {
      throw .transactionIsOpen
    }
    // Inside a transaction the setting is ignored without a word
    // (https://sqlite.org/pragma.html#pragma_foreign_keys).
    try enforceForeignKeys(options.foreignKeys == .enforced)
    do {
      try execute(SQLFragment(verbatim: Self.beginStatement))
    } catch {
      try? enforceForeignKeys(true)
      throw error
    }
  }

  func commit() throws(DatabaseError) {
    guard handle != nil else { throw .sessionIsClosed }
    guard isInTransaction else {
      try? enforceForeignKeys(true)
      throw DatabaseError(
        .statement, message: "no transaction is open: SQLite has rolled it back, or it was ended")
    }
    if areForeignKeysSuspended { try checkForeignKeys() }
    do {
      try execute("COMMIT")
    } catch {
      if !isInTransaction { try? enforceForeignKeys(true) }
      throw error
    }
    // What is committed stays committed: a failure shows when the next transaction begins.
    try? enforceForeignKeys(true)
  }

  func rollback() throws(DatabaseError) {
    guard handle != nil else { throw .sessionIsClosed }
    if isInTransaction { try execute("ROLLBACK") }
    try enforceForeignKeys(true)
  }

  private func enforceForeignKeys(_ isOn: Bool) throws(DatabaseError) {
    try execute(isOn ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF")
    guard try query("PRAGMA foreign_keys").first?[0].integer == (isOn ? 1 : 0) else {
      areForeignKeysSuspended = isOn
      throw DatabaseError(
        .statement,
        message: "SQLite did not turn the enforcement of foreign keys \(isOn ? "on" : "off")")
    }
    areForeignKeysSuspended = !isOn
  }

  private func checkForeignKeys() throws(DatabaseError) {
    let shown = 10
    var examples: [String] = []
    var count = 0
    try perform("PRAGMA foreign_key_check") { statement in
      count += 1
      guard count <= shown else { return }
      let violation = statement.row()
      let table = violation[0].text ?? ""
      let parent = violation[2].text ?? ""
      // A table without rowids has none to tell.
      let row = violation[1].integer.map { "row \($0)" } ?? "a row"
      examples.append("\(row) of \(table) refers to a missing row of \(parent)")
    }
    guard count > 0 else { return }
    if count > shown { examples.append("and \(count - shown) more") }
    throw DatabaseError(
      .foreignKeys, code: "SQLITE_CONSTRAINT_FOREIGNKEY",
      message: count == 1 ? "1 foreign key is violated" : "\(count) foreign keys are violated",
      detail: examples.joined(separator: "\n"))
  }
}
