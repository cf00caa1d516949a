import DialectKit
import Interposition
import SQLText
import SQLiteDialect
import Synchronization

/// The calls of all connections to each database, in order.
final class CallLog: Sendable {
  private let notes = Mutex<[String: [String]]>([:])

  func reset() { notes.withLock { $0 = [:] } }

  func note(_ call: String, to database: String) {
    notes.withLock { $0[database, default: []].append(call) }
  }

  func calls(to database: String) -> [String] { notes.withLock { $0[database] ?? [] } }
}

/// SQLite with its calls noted and, if wanted, with DDL that commits as MariaDB's does.
struct ObservedDialect: InterposedDialect {
  let log: CallLog
  var commitsDDL = false
  let inner: any Dialect = SQLiteDialect()

  init(_ log: CallLog = CallLog(), commitsDDL: Bool = false) {
    self.log = log
    self.commitsDDL = commitsDDL
  }

  var traits: DialectTraits { inner.traits.committingDDL(commitsDDL) }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    let connection = try inner.connect(to: endpoint, settings: settings)
    // Nothing here outlives the machine.
    try connection.execute("PRAGMA synchronous=OFF")
    return ObservedConnection(
      connection, database: endpoint.fileName, log: log, commitsDDL: commitsDDL)
  }
}

class ObservedConnection: InterposedConnection {
  let database: String
  let log: CallLog
  private let commitsDDL: Bool
  /// DDL has committed the transaction, and a commit has nothing to add: as MariaDB has it.
  private var isCommittedByDDL = false

  init(_ inner: any Connection, database: String, log: CallLog, commitsDDL: Bool) {
    self.database = database
    self.log = log
    self.commitsDDL = commitsDDL
    super.init(inner)
  }

  override func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    log.note(name, to: database)
    return try body()
  }

  /// Whether no rollback undoes the statement.
  func commitsItself(_ statement: SQLStatement) -> Bool {
    commitsDDL && ["CREATE", "ALTER", "DROP"].contains(statement.keywords.first ?? "")
  }

  private func commitBeforeDDL(_ isDDL: Bool) throws(DatabaseError) {
    guard isDDL, inner.isInTransaction else { return }
    try inner.commit()
    isCommittedByDDL = true
  }

  override func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    let text = sql.words
    return try call(text) { () throws(DatabaseError) in
      try commitBeforeDDL(commitsDDL && (text.hasPrefix("CREATE") || text.hasPrefix("ALTER")))
      return try inner.execute(sql)
    }
  }

  override func run(_ statement: SQLStatement) throws(DatabaseError) {
    try call("run \(statement.text)") { () throws(DatabaseError) in
      try commitBeforeDDL(commitsItself(statement))
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

extension DialectTraits {
  func committingDDL(_ commitsDDL: Bool) -> DialectTraits {
    var traits = self
    traits.hasTransactionalDDL = !commitsDDL
    return traits
  }
}

extension Endpoint {
  /// The file's name up to its first dot.
  var fileName: String {
    String((database.split(separator: "/").last ?? "").prefix { $0 != "." })
  }
}
