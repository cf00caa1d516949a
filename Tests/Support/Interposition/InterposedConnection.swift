public import DialectKit
public import SQLText

/// A connection whose every call goes through one place, so that a test can count calls, let one fail,
/// or end the world there.
///
/// A subclass overrides `call`, and what it wants to happen otherwise.
open class InterposedConnection: Connection {
  public let inner: any Connection

  public init(_ inner: any Connection) {
    self.inner = inner
  }

  /// Makes a call; `name` tells people which.
  open func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    try body()
  }

  public var server: ServerDescription { inner.server }
  open var sessionID: String? { inner.sessionID }
  open var interrupter: any Interrupter { inner.interrupter }
  open var isInTransaction: Bool { inner.isInTransaction }

  open func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int {
    try call(sql.words) { () throws(DatabaseError) in try inner.execute(sql) }
  }

  open func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] {
    try call(sql.words) { () throws(DatabaseError) in try inner.query(sql) }
  }

  open func queryAll(_ questions: [SQLFragment]) throws(DatabaseError) -> [[Row]] {
    try call(questions.map(\.words).joined(separator: "; ")) { () throws(DatabaseError) in
      try inner.queryAll(questions)
    }
  }

  open func run(_ statement: SQLStatement) throws(DatabaseError) {
    try call("run \(statement.text)") { () throws(DatabaseError) in try inner.run(statement) }
  }

  /// Item by item, each a call.
  open func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    var state = BatchState()
    try runOneByOne(batch, batch.items.indices, &state, progress: progress)
  }

  open func resetSession() throws(DatabaseError) {
    try call("reset") { () throws(DatabaseError) in try inner.resetSession() }
  }

  open func begin(_ options: TransactionOptions) throws(DatabaseError) {
    try call("begin") { () throws(DatabaseError) in try inner.begin(options) }
  }

  open func commit() throws(DatabaseError) {
    try call("commit") { () throws(DatabaseError) in try inner.commit() }
  }

  open func rollback() throws(DatabaseError) {
    try call("rollback") { () throws(DatabaseError) in try inner.rollback() }
  }

  open func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]] {
    try call("columns") { () throws(DatabaseError) in try inner.columns(of: tables) }
  }

  open func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    try call("schema") { () throws(DatabaseError) in try inner.hasSchema(schema) }
  }

  open func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence {
    try call("presence") { () throws(DatabaseError) in try inner.presence(of: object) }
  }

  open func discard(_ object: CatalogObject) throws(DatabaseError) {
    try call("discard") { () throws(DatabaseError) in try inner.discard(object) }
  }

  open func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle? {
    try call("access") { () throws(DatabaseError) in try inner.obstacle(to: uses) }
  }

  open func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner] {
    try inner.blockers(ofSession: id)
  }

  open func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    try call("lock") { () throws(DatabaseError) in try inner.tryLock(key) }
  }

  open func unlock(_ key: LockKey) throws(DatabaseError) {
    try call("unlock") { () throws(DatabaseError) in try inner.unlock(key) }
  }

  open func close() { inner.close() }
}

extension SQLFragment {
  /// The SQL without its values.
  public var words: String {
    segments.map { segment in
      switch segment {
      case .text(let text): text
      case .identifier(let identifier): identifier.name
      case .value: "?"
      }
    }.joined()
  }
}
