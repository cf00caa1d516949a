import DialectKit
import SQLText
import SQLiteDialect
import Synchronization

/// What goes wrong with one call of a connection.
enum Fault: String, CaseIterable, Sendable {
  /// The server answers with an error and does nothing.
  case refusal
  /// The session ends before the call reaches the server.
  case hangUpBefore
  /// The call takes effect, and the session ends before the answer comes.
  case hangUpAfter
}

/// Counts and notes the calls of all connections to each database, and lets one of them fail.
final class FaultPlan: Sendable {
  struct State {
    var calls: [String: [String]] = [:]
    var fault: (database: String, number: Int, fault: Fault)?
  }

  private let state = Mutex(State())

  /// Starts counting anew; the `number`th call to `database`, from 1, fails.
  func reset(_ fault: (database: String, number: Int, fault: Fault)? = nil) {
    state.withLock { $0 = State(fault: fault) }
  }

  /// What was called, in order.
  func calls(to database: String) -> [String] {
    state.withLock { $0.calls[database] ?? [] }
  }

  func fault(for call: String, to database: String) -> Fault? {
    state.withLock { state in
      state.calls[database, default: []].append(call)
      guard let fault = state.fault, fault.database == database,
        fault.number == state.calls[database]?.count
      else { return nil }
      return fault.fault
    }
  }
}

/// SQLite with calls that fail at will, and, if wanted, with DDL that commits as MariaDB's does.
struct FaultyDialect: Dialect {
  let plan: FaultPlan
  var commitsDDL = false
  private let inner = SQLiteDialect()

  init(_ plan: FaultPlan = FaultPlan(), commitsDDL: Bool = false) {
    self.plan = plan
    self.commitsDDL = commitsDDL
  }

  var name: String { inner.name }
  var aliases: [String] { inner.aliases }
  var lexicalRules: LexicalRules { inner.lexicalRules }

  var traits: DialectTraits {
    var traits = inner.traits
    traits.hasTransactionalDDL = !commitsDDL
    return traits
  }

  func endpoint(for url: ConnectionURL, relativeTo folder: String) throws(EndpointError) -> Endpoint
  {
    try inner.endpoint(for: url, relativeTo: folder)
  }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    let connection = try inner.connect(to: endpoint, settings: settings)
    // Nothing here outlives the machine.
    try connection.execute("PRAGMA synchronous=OFF")
    let file = endpoint.database.split(separator: "/").last.map(String.init) ?? ""
    return FaultyConnection(
      connection, database: String(file.prefix { $0 != "." }), plan: plan, commitsDDL: commitsDDL)
  }

  func objection(to statement: SQLStatement, in mode: StatementMode) -> StatementObjection? {
    inner.objection(to: statement, in: mode)
  }

  func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    try inner.quote(identifier)
  }

  func literal(_ value: SQLValue) -> String { inner.literal(value) }

  func createTable(_ table: BookkeepingTable) -> SQLFragment { inner.createTable(table) }

  func createSchema(_ schema: Identifier) -> SQLFragment? { nil }

  func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? { nil }
}

final class FaultyConnection: Connection {
  private let inner: any Connection
  private let database: String
  private let plan: FaultPlan
  private let commitsDDL: Bool
  private var isLost = false
  /// DDL has committed the transaction, and a commit has nothing to add: as MariaDB has it.
  private var isCommittedByDDL = false

  init(_ inner: any Connection, database: String, plan: FaultPlan, commitsDDL: Bool) {
    self.inner = inner
    self.database = database
    self.plan = plan
    self.commitsDDL = commitsDDL
  }

  var server: ServerDescription { inner.server }
  var interrupter: any Interrupter { inner.interrupter }
  var isInTransaction: Bool { !isLost && inner.isInTransaction }

  private static let lost = DatabaseError(
    .connectionLost, code: "LOST", message: "the session is gone")

  private func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    guard !isLost else { throw Self.lost }
    switch plan.fault(for: name, to: database) {
    case nil: return try body()
    case .refusal: throw DatabaseError(.statement, code: "REFUSED", message: "refused")
    case .hangUpBefore:
      hangUp()
      throw Self.lost
    case .hangUpAfter:
      defer { hangUp() }
      _ = try body()
      throw Self.lost
    }
  }

  private func hangUp() {
    isLost = true
    inner.close()
  }

  private func commitBeforeDDL(_ isDDL: Bool) throws(DatabaseError) {
    guard commitsDDL, isDDL, inner.isInTransaction else { return }
    try inner.commit()
    isCommittedByDDL = true
  }

  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    let text = sql.words
    return try call(text) { () throws(DatabaseError) in
      try commitBeforeDDL(text.hasPrefix("CREATE") || text.hasPrefix("ALTER"))
      return try inner.execute(sql)
    }
  }

  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    try call(sql.words) { () throws(DatabaseError) in try inner.query(sql) }
  }

  func run(_ statement: SQLStatement) throws(DatabaseError) {
    try call("run \(statement.text)") { () throws(DatabaseError) in
      let word = statement.keywords.first ?? ""
      try commitBeforeDDL(["CREATE", "ALTER", "DROP"].contains(word))
      try inner.run(statement)
    }
  }

  func begin(_ options: TransactionOptions) throws(DatabaseError) {
    try call("begin") { () throws(DatabaseError) in
      try inner.begin(options)
      isCommittedByDDL = false
    }
  }

  func commit() throws(DatabaseError) {
    try call("commit") { () throws(DatabaseError) in
      if isCommittedByDDL, !inner.isInTransaction { return }
      try inner.commit()
    }
  }

  func rollback() throws(DatabaseError) {
    try call("rollback") { () throws(DatabaseError) in try inner.rollback() }
  }

  func columns(of table: QualifiedName) throws(DatabaseError) -> [ColumnDescription] {
    try call("columns") { () throws(DatabaseError) in try inner.columns(of: table) }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    try call("schema") { () throws(DatabaseError) in try inner.hasSchema(schema) }
  }

  var sessionID: String? { inner.sessionID }

  func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner] {
    try inner.blockers(ofSession: id)
  }

  func discard(_ object: CatalogObject) throws(DatabaseError) {
    try call("discard") { () throws(DatabaseError) in try inner.discard(object) }
  }

  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence {
    try call("presence") { () throws(DatabaseError) in try inner.presence(of: object) }
  }

  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    try call("lock") { () throws(DatabaseError) in try inner.tryLock(key) }
  }

  func unlock(_ key: LockKey) throws(DatabaseError) {
    try call("unlock") { () throws(DatabaseError) in try inner.unlock(key) }
  }

  func close() { inner.close() }
}

extension SQLFragment {
  /// The SQL without its names and values.
  fileprivate var words: String {
    segments.map { segment in
      switch segment {
      case .text(let text): text
      case .identifier(let identifier): identifier.name
      case .value: "?"
      }
    }.joined()
  }
}
