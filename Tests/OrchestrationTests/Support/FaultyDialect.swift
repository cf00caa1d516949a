import DialectKit
import Interposition
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
struct FaultyDialect: InterposedDialect {
  let plan: FaultPlan
  var commitsDDL = false
  let inner: any Dialect = SQLiteDialect()

  init(_ plan: FaultPlan = FaultPlan(), commitsDDL: Bool = false) {
    self.plan = plan
    self.commitsDDL = commitsDDL
  }

  var traits: DialectTraits {
    var traits = inner.traits
    traits.hasTransactionalDDL = !commitsDDL
    return traits
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
}

final class FaultyConnection: InterposedConnection {
  private let database: String
  private let plan: FaultPlan
  private let commitsDDL: Bool
  private var isLost = false
  /// DDL has committed the transaction, and a commit has nothing to add: as MariaDB has it.
  private var isCommittedByDDL = false

  init(_ inner: any Connection, database: String, plan: FaultPlan, commitsDDL: Bool) {
    self.database = database
    self.plan = plan
    self.commitsDDL = commitsDDL
    super.init(inner)
  }

  override var isInTransaction: Bool { !isLost && inner.isInTransaction }

  private static let lost = DatabaseError(
    .connectionLost, code: "LOST", message: "the session is gone")

  override func call<Result>(
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

  override func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    let text = sql.words
    return try call(text) { () throws(DatabaseError) in
      try commitBeforeDDL(text.hasPrefix("CREATE") || text.hasPrefix("ALTER"))
      return try inner.execute(sql)
    }
  }

  override func run(_ statement: SQLStatement) throws(DatabaseError) {
    try call("run \(statement.text)") { () throws(DatabaseError) in
      let word = statement.keywords.first ?? ""
      try commitBeforeDDL(["CREATE", "ALTER", "DROP"].contains(word))
      try inner.run(statement)
    }
  }

  override func begin(_ options: TransactionOptions) throws(DatabaseError) {
    try call("begin") { () throws(DatabaseError) in
      try inner.begin(options)
      isCommittedByDDL = false
    }
  }

  override func commit() throws(DatabaseError) {
    try call("commit") { () throws(DatabaseError) in
      if isCommittedByDDL, !inner.isInTransaction { return }
      try inner.commit()
    }
  }
}
