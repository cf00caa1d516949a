import CMariaDB
import DialectKit
import SQLText

/// A session with a server, over the text protocol: values are written into the statements.
///
/// `deinit` closes what `close` has not.
final class MySQLConnection: Connection {
  let server: ServerDescription
  let sessionID: String?
  private(set) var isInTransaction = false
  /// How the transaction that `begin` began has ended without `commit` and `rollback`.
  private var end = TransactionEnd.none
  let interrupter: any Interrupter

  let dialect: MySQLDialect
  let endpoint: Endpoint
  private let settings: SessionSettings
  /// Whether a revision has set something for the session.
  private var hasForeignSettings = false
  let killer: MySQLInterrupter
  private var handle: OpaquePointer?
  /// Whether the server takes several statements in one text.
  private var takesSeveral = false
  /// The names of the locks that are held. The server counts how often a session takes one.
  var heldLocks: [LockKey: String] = [:]

  init(
    dialect: MySQLDialect, endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) {
    let handle = try MySQLHandle.open(
      endpoint, timeout: settings.connectTimeout, applicationName: settings.applicationName)
    let setup: (server: ServerDescription, session: Int64)
    do {
      setup = try Self.setUp(handle, settings: settings)
    } catch {
      cmariadb_close(handle)
      throw DatabaseError(.connection, code: error.code, message: error.message)
    }
    self.handle = handle
    self.dialect = dialect
    self.endpoint = endpoint
    self.settings = settings
    server = setup.server
    sessionID = String(setup.session)
    killer = MySQLInterrupter(endpoint: endpoint, session: setup.session, settings: settings)
    interrupter = killer
  }

  deinit {
    close()
  }

  func close() {
    killer.retire()
    if let handle { cmariadb_close(handle) }
    handle = nil
    isInTransaction = false
    heldLocks = [:]
  }

  // MARK: - Statements

  @discardableResult
  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    try send(rendered(sql), row: nil)
  }

  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    var rows: [Row] = []
    _ = try send(rendered(sql)) { rows.append($0) }
    return rows
  }

  func run(_ statement: SQLStatement) throws(DatabaseError) {
    guard statement.copyData == nil else {
      throw DatabaseError(.statement, message: "MySQL has no COPY with data lines")
    }
    if hasNoBackslashEscapes, hasEscapedQuote(statement.text) {
      throw DatabaseError(
        .statement,
        message: "the file was cut with a backslash before a quote as an escape, and the server's "
          + "sql_mode has NO_BACKSLASH_ESCAPES",
        hint: "double the quote instead, or take the mode from the server's sql_mode")
    }
    let word = statement.keywords.first ?? firstWord(of: statement.text)
    if Self.mayChangeSettings(statement) { hasForeignSettings = true }
    _ = try send(
      statement.text, endsTransaction: word == "COMMIT" || word == "ROLLBACK", row: nil)
  }

  func resetSession() throws(DatabaseError) {
    guard hasForeignSettings else { return }
    let statements = Self.resetStatements(
      isMariaDB: server.product == "MariaDB", settings: settings)
    for statement in statements { _ = try send(statement, row: nil) }
    hasForeignSettings = false
  }

  var hasNoBackslashEscapes: Bool {
    guard let handle else { return false }
    return cmariadb_server_status(handle) & UInt32(CMARIADB_NO_BACKSLASH_ESCAPES) != 0
  }

  func rendered(_ sql: SQLFragment) throws(DatabaseError) -> String {
    try sql.render(
      quote: { identifier throws(DatabaseError) in try dialect.quote(identifier) },
      value: { value throws(DatabaseError) in dialect.literal(value) })
  }

  /// Sends a statement and reads every answer to it; gives the number of rows it changed.
  private func send(
    _ text: String, isPacket: Bool = false, endsTransaction: Bool = false,
    result: (() -> Void)? = nil, row: ((Row) -> Void)?
  ) throws(DatabaseError) -> Int {
    guard let handle else { throw .sessionIsClosed }
    // What comes from outside is one statement, and so is each of ours; a packet is put together by us.
    if !isPacket, text.utf8.contains(UInt8(ascii: ";")) { try takingOne() }
    let wasInTransaction = isInTransaction
    var isRolledBack = endsTransaction
    defer {
      if wasInTransaction, !isInTransaction { end = isRolledBack ? .other : .implicitCommit }
    }
    do {
      let count =
        isPacket
        ? try killer.waits { () throws(DatabaseError) in
          try Self.exchange(text, on: handle, result: hearing(result), row: row)
        } : try Self.exchange(text, on: handle, result: result, row: row)
      isInTransaction = Self.isInTransaction(handle)
      return count
    } catch {
      isRolledBack = endsTransaction || [.lockTimeout, .connectionLost].contains(error.kind)
      if error.kind == .connectionLost { heldLocks = [:] }
      isInTransaction = error.kind != .connectionLost && Self.askIsInTransaction(handle)
      throw error
    }
  }

  private func hearing(_ result: (() -> Void)?) -> () -> Void {
    { [killer] in
      killer.hears()
      result?()
    }
  }

  /// As many questions as a packet holds in one text.
  func queryAll(_ questions: [SQLFragment]) throws(DatabaseError) -> [[Row]] {
    guard !questions.isEmpty else { return [] }
    _ = try takingSeveral()
    var answers: [[Row]] = []
    var packet = ""
    func ask() throws(DatabaseError) {
      _ = try send(packet, isPacket: true, result: { answers.append([]) }) {
        answers[answers.count - 1].append($0)
      }
    }
    for question in questions {
      let text = try rendered(question)
      if !packet.isEmpty, packet.utf8.count + text.utf8.count > MySQLPacket.maximumBytes {
        try ask()
        packet = ""
      }
      packet += packet.isEmpty ? text : ";\n" + text
    }
    try ask()
    return answers
  }

  /// From now on the server takes several statements in one text.
  func takingSeveral() throws(DatabaseError) -> OpaquePointer {
    guard let handle else { throw .sessionIsClosed }
    if !takesSeveral {
      guard cmariadb_set_multiple_statements(handle, true) else { throw .mysql(on: handle) }
      takesSeveral = true
    }
    return handle
  }

  /// From now on the server refuses several statements in one text.
  private func takingOne() throws(DatabaseError) {
    guard let handle, takesSeveral else { return }
    guard cmariadb_set_multiple_statements(handle, false) else { throw .mysql(on: handle) }
    takesSeveral = false
  }

  static func isInTransaction(_ handle: OpaquePointer) -> Bool {
    cmariadb_server_status(handle) & UInt32(CMARIADB_IN_TRANSACTION) != 0
  }

  /// An error message carries no status, and even a statement that fails may have committed. The next
  /// answer that is no error tells; this is the cheapest statement there is.
  private static func askIsInTransaction(_ handle: OpaquePointer) -> Bool {
    for _ in 0..<2 {  // a KILL QUERY that came late can hit the first
      do {
        _ = try exchange("DO 0", on: handle, row: nil)
        return isInTransaction(handle)
      } catch {
        if error.kind != .cancelled { return false }
      }
    }
    return false
  }

  /// A CALL has an answer for each of its statements, and any of them can be an error.
  ///
  /// - Parameter result: called before the rows of each answer.
  static func exchange(
    _ text: String, on handle: OpaquePointer, result: (() -> Void)? = nil, row: ((Row) -> Void)?
  ) throws(DatabaseError) -> Int {
    guard send(text, on: handle) else { throw .mysql(on: handle, sent: text) }
    var changed = 0
    while true {
      let isRowless = cmariadb_field_count(handle) == 0
      if !isRowless { result?() }
      let count = try readAnswer(on: handle, row: row)
      if isRowless { changed = count }
      switch cmariadb_next_result(handle) {
      case 0: continue
      case ..<0: return changed
      default: throw .mysql(on: handle)  // inside a procedure, so not at a place of `text`
      }
    }
  }

  /// - Returns: false on an error.
  static func send(_ text: String, on handle: OpaquePointer) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmariadb_query(handle, $0.baseAddress, UInt($0.count))
      }
    }
  }

  /// Reads one answer to its end and gives the number of rows that the statement changed.
  static func readAnswer(
    on handle: OpaquePointer, row: ((Row) -> Void)?
  ) throws(DatabaseError) -> Int {
    if cmariadb_field_count(handle) > 0 {
      try readRows(on: handle, row: row)
      return 0
    }
    let count = cmariadb_affected_rows(handle)
    return count == .max ? 0 : Int(clamping: count)
  }

  private static func readRows(
    on handle: OpaquePointer, row: ((Row) -> Void)?
  ) throws(DatabaseError) {
    guard let result = cmariadb_use_result(handle) else { throw .mysql(on: handle) }
    defer { cmariadb_free_result(result) }
    let decoders = row == nil ? [] : MySQLDecoder.decoders(for: result, on: handle)
    while let fields = cmariadb_fetch_row(result) {
      guard let row, let lengths = cmariadb_fetch_lengths(result) else { continue }
      row(
        Row(
          decoders.enumerated().map { index, decoder in
            decoder.value(
              UnsafeRawBufferPointer(start: fields[index], count: Int(clamping: lengths[index])))
          }))
    }
    if cmariadb_errno(handle) != 0 { throw .mysql(on: handle) }
  }

  // MARK: - Transactions

  private enum TransactionEnd {
    case none
    /// By DDL, as is usual here: what was done so far stays, and a commit has nothing to add.
    case implicitCommit
    /// By the text of a statement, or by the server to resolve a deadlock.
    case other
  }

  /// Whether the transaction that `begin` began has come to its end by DDL, and `commit` did not follow yet.
  var hasCommittedImplicitly: Bool { !isInTransaction && end == .implicitCommit }

  /// Notes how a packet has left the transaction, which is `isMeantToBeOpen` unless DDL has committed it.
  func settleTransaction(on handle: OpaquePointer, isMeantToBeOpen: Bool) {
    isInTransaction = Self.isInTransaction(handle)
    end = isMeantToBeOpen && !isInTransaction ? .implicitCommit : .none
  }

  /// The same for one that an error has cut off.
  func settleTransaction(
    on handle: OpaquePointer, after error: DatabaseError, wasInTransaction: Bool
  ) {
    let isLost = error.kind == .connectionLost
    if isLost { heldLocks = [:] }
    isInTransaction = !isLost && Self.askIsInTransaction(handle)
    guard wasInTransaction, !isInTransaction else { return }
    end = isLost || error.kind == .lockTimeout ? .other : .implicitCommit
  }

  static let beginStatement = "START TRANSACTION"

  func begin(_ options: TransactionOptions) throws(DatabaseError) {
    guard options.foreignKeys == .enforced else {
      throw DatabaseError(
        .statement, message: "MySQL cannot check foreign keys that were not enforced for a while")
    }
    // The server would commit the open one without a word.
    guard !isInTransaction else {
      throw .transactionIsOpen
    }
    _ = try send(Self.beginStatement, row: nil)
    end = .none
  }

  /// Commits, or has nothing to do when DDL has committed since `begin`.
  func commit() throws(DatabaseError) {
    defer { end = .none }
    guard isInTransaction || handle == nil else {
      if end == .implicitCommit { return }
      throw DatabaseError(
        .statement,
        message: end == .none ? "no transaction is open" : "the transaction has already ended")
    }
    _ = try send("COMMIT", endsTransaction: true, row: nil)
  }

  func rollback() throws(DatabaseError) {
    defer { end = .none }
    guard isInTransaction else { return }
    _ = try send("ROLLBACK", endsTransaction: true, row: nil)
  }
}
