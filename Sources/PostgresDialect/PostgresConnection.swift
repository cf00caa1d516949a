import CPostgres
import DialectKit
import SQLText

/// A session with a PostgreSQL server.
final class PostgresConnection: Connection {
  let server: ServerDescription
  let sessionID: String?
  var interrupter: any Interrupter { canceller }

  let dialect: PostgresDialect
  /// The advisory locks that this session took, by what they stand for.
  var locks: [LockKey: Int64] = [:]

  /// What revisions may have set for the session.
  var settings: PostgresSettings?
  var preparations = PostgresPreparations()

  let library: PostgresLibrary
  private let canceller: PostgresInterrupter
  /// Nil once closed.
  private var handle: OpaquePointer?

  init(
    dialect: PostgresDialect, library: PostgresLibrary, endpoint: Endpoint,
    settings: SessionSettings
  ) throws(DatabaseError) {
    let opening = PostgresOpening(library: library, endpoint: endpoint, settings: settings)
    let (handle, session) = try opening.open()
    sessionID = session
    let pq = library.pq
    self.dialect = dialect
    self.library = library
    self.handle = handle
    canceller = PostgresInterrupter(library: library, handle: pq.pointee.getCancel(handle))
    // `15.18 (Debian 15.18-0+deb12u1)`
    let version = pq.pointee.parameterStatus(handle, "server_version").map { String(cString: $0) }
    server = ServerDescription(
      product: "PostgreSQL", version: String((version ?? "").prefix { $0 != " " }))
  }

  deinit {
    close()
  }

  func close() {
    canceller.invalidate()
    if let handle { library.pq.pointee.finish(handle) }
    handle = nil
    locks = [:]
  }

  // MARK: - Statements

  @discardableResult
  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    try onOwnPath { () throws(DatabaseError) in try executeDirectly(sql) }
  }

  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    try onOwnPath { () throws(DatabaseError) in try queryDirectly(sql) }
  }

  @discardableResult
  func executeDirectly(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    let result = try send(sql)
    defer { library.pq.pointee.clear(result) }
    // A SELECT, too, tells a number of rows, but it changed none.
    if command(of: result).hasPrefix("SELECT") { return 0 }
    return library.pq.pointee.commandTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
  }

  func queryDirectly(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    let result = try send(sql)
    defer { library.pq.pointee.clear(result) }
    return rows(of: result)
  }

  func rows(of result: OpaquePointer) -> [Row] {
    let fields = library.pq.pointee.fieldCount(result)
    return (0..<library.pq.pointee.rowCount(result)).map { row in
      Row(
        (0..<fields).map { field in
          SQLValue(postgresResult: result, row: row, field: field, library: library)
        })
    }
  }

  func run(_ statement: SQLStatement) throws(DatabaseError) {
    let handle = try open()
    let sql = statement.text
    try refuseNUL(in: sql)
    try noteSettings(of: statement)
    preparations.noteStatement(sql)
    let pq = library.pq
    // The extended protocol takes one statement and refuses more, so a wrong cut cannot go unseen.
    guard pq.pointee.sendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0) == 1 else {
      throw lost(handle)
    }
    // Rows are thrown away one by one instead of being gathered first.
    _ = pq.pointee.setSingleRowMode(handle)
    var failure: DatabaseError?
    var isDataTaken = false
    while let result = pq.pointee.getResult(handle) {
      defer { pq.pointee.clear(result) }
      switch pq.pointee.resultStatus(result) {
      case CPQ_COPY_IN:
        isDataTaken = true
        if statement.copyData == nil {
          failure = DatabaseError(
            .statement, message: "COPY … FROM stdin has no data lines after it")
        }
        guard copyIn(statement.copyData, on: handle) else { throw lost(handle) }
      case CPQ_COPY_OUT: copyOut(from: handle)
      case CPQ_COPY_BOTH:
        // Only a replication session gets here, and there is no way back from it.
        close()
        throw DatabaseError(.connectionLost, message: "the server began to stream a replication")
      case CPQ_FATAL_ERROR, CPQ_BAD_RESPONSE:
        failure = failure ?? error(of: result, sql: sql, handle: handle)
      default: break
      }
    }
    if let failure { throw failure }
    if pq.pointee.status(handle) == CPQ_CONNECTION_BAD { throw lost(handle) }
    if statement.copyData != nil, !isDataTaken {
      throw DatabaseError(.statement, message: "the server did not ask for the data of the COPY")
    }
  }

  /// The session of libpq.
  func open() throws(DatabaseError) -> OpaquePointer {
    guard let handle else { throw .sessionIsClosed }
    return handle
  }

  /// Runs a statement of ours and gives its result, which is the caller's to clear.
  private func send(_ sql: SQLFragment) throws(DatabaseError) -> OpaquePointer {
    let handle = try open()
    let command = try rendered(sql)
    guard let result = command.parameters.run(command.text, on: handle, library: library) else {
      throw lost(handle)
    }
    switch library.pq.pointee.resultStatus(result) {
    case CPQ_COMMAND_OK, CPQ_TUPLES_OK, CPQ_EMPTY_QUERY: return result
    case CPQ_FATAL_ERROR, CPQ_BAD_RESPONSE, CPQ_NONFATAL_ERROR:
      defer { library.pq.pointee.clear(result) }
      throw error(of: result, sql: command.text, handle: handle)
    default:
      library.pq.pointee.clear(result)
      close()
      throw DatabaseError(.connectionLost, message: "the server began a COPY that nobody asked for")
    }
  }

  func rendered(_ sql: SQLFragment) throws(DatabaseError) -> PostgresCommand {
    var parameters = PostgresParameters()
    let text = try sql.render(
      quote: { name throws(DatabaseError) in try dialect.quote(name) },
      value: { value throws(DatabaseError) in
        try parameters.append(value)
        return "$\(parameters.count)"
      })
    try refuseNUL(in: text)
    return PostgresCommand(text: text, parameters: parameters)
  }

  /// The same for a statement that may come again with other values.
  func renderedOften(_ sql: SQLFragment) throws(DatabaseError) -> PostgresCommand {
    var command = try rendered(sql)
    command.form = preparations.form(of: command)
    return command
  }

  /// A C string ends there, and the rest would be lost without a word.
  func refuseNUL(in sql: String) throws(DatabaseError) {
    guard let place = sql.utf8.firstIndex(of: 0) else { return }
    throw DatabaseError(
      .statement, message: "the statement holds a NUL character",
      offset: sql.utf8.distance(from: sql.utf8.startIndex, to: place))
  }

  /// - Returns: false when the session is lost.
  private func copyIn(_ data: String?, on handle: OpaquePointer) -> Bool {
    let pq = library.pq
    guard var data else { return pq.pointee.putCopyEnd(handle, "no data") == 1 }
    let portion = 1 << 20  // libpq counts in 32 bits
    return data.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        var start = 0
        while start < bytes.count, let base = bytes.baseAddress {
          let count = min(portion, bytes.count - start)
          guard pq.pointee.putCopyData(handle, base + start, Int32(count)) == 1 else {
            return false
          }
          start += count
        }
        return pq.pointee.putCopyEnd(handle, nil) == 1
      }
    }
  }

  /// Rows of a revision's statement are thrown away, whichever way they come.
  private func copyOut(from handle: OpaquePointer) {
    var line: UnsafeMutablePointer<CChar>?
    while library.pq.pointee.getCopyData(handle, &line, 0) > 0 {
      library.pq.pointee.freeMemory(line)
    }
  }

  /// The command's tag: `COMMIT`, `INSERT 0 1`.
  func command(of result: OpaquePointer) -> String {
    library.pq.pointee.commandStatus(result).map { String(cString: $0) } ?? ""
  }

  func error(
    of result: OpaquePointer, sql: String, handle: OpaquePointer
  ) -> DatabaseError {
    DatabaseError(
      postgresResult: result, library: library, sql: sql,
      isConnectionBad: library.pq.pointee.status(handle) == CPQ_CONNECTION_BAD)
  }

  func lost(_ handle: OpaquePointer) -> DatabaseError {
    var error = DatabaseError(lostPostgres: handle, library: library)
    // libpq refuses what it cannot send, more than 65,535 parameters for one, with the session whole.
    if library.pq.pointee.status(handle) == CPQ_CONNECTION_OK { error.kind = .statement }
    return error
  }

  // MARK: - Transactions

  var isInTransaction: Bool {
    switch transactionStatus {
    case CPQ_TRANSACTION_OPEN, CPQ_TRANSACTION_FAILED, CPQ_TRANSACTION_ACTIVE: true
    default: false
    }
  }

  /// Whether the server answers nothing any more but a rollback.
  var isTransactionFailed: Bool { transactionStatus == CPQ_TRANSACTION_FAILED }

  private var transactionStatus: Int32 {
    handle.map { library.pq.pointee.transactionStatus($0) } ?? CPQ_TRANSACTION_UNKNOWN
  }

  /// Said in full, because a database or a user may have default_transaction_read_only set.
  static let beginStatement = "BEGIN READ WRITE"

  func begin(_ options: TransactionOptions) throws(DatabaseError) {
    guard options.foreignKeys == .enforced else {
      throw DatabaseError(.statement, message: "PostgreSQL has no foreign_keys=off")
    }
    // The server only warns about a second BEGIN, and the first COMMIT would then end both.
    guard !isInTransaction else {
      throw .transactionIsOpen
    }
    try executeDirectly(SQLFragment(verbatim: Self.beginStatement))
  }

  func commit() throws(DatabaseError) {
    guard isInTransaction else {
      _ = try open()
      throw DatabaseError(.statement, message: "no transaction is open to be committed")
    }
    let result = try send("COMMIT")
    defer { library.pq.pointee.clear(result) }
    try checkCommit(result)
  }

  /// A transaction in which a statement failed is rolled back without an error (manual, COMMIT).
  func checkCommit(_ result: OpaquePointer) throws(DatabaseError) {
    guard command(of: result) != "COMMIT" else { return }
    throw DatabaseError(
      .statement,
      message: "the server answered COMMIT with \(command(of: result)): "
        + "a statement of the transaction had failed")
  }

  func rollback() throws(DatabaseError) {
    // The server rolls back what a broken session had open.
    guard isInTransaction else { return }
    try executeDirectly("ROLLBACK")
  }
}
