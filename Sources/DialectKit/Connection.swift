public import SQLText

/// A session with a database.
///
/// A connection is used from one thread only: its `Session` owns it, and lock, work and bookkeeping
/// all go through it. Calls block. Only the `interrupter` may be used from elsewhere.
public protocol Connection: AnyObject {
  var server: ServerDescription { get }

  /// The server's number for this session, by which other sessions name it; nil where there is none.
  var sessionID: String? { get }

  /// Whether a transaction is open, as the engine told after the latest call: not what we believe.
  var isInTransaction: Bool { get }

  /// Stops the statement that is running, from any thread.
  var interrupter: any Interrupter { get }

  /// Runs one statement of our own and gives the number of rows that it changed.
  @discardableResult
  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int

  /// Runs one statement of our own and gives its rows in the server's order.
  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row]

  /// Runs several questions of our own, each with one answer, and gives the rows of each; stops at the
  /// first error. In few round trips, where the engine can take them together.
  func queryAll(_ questions: [SQLFragment]) throws(DatabaseError) -> [[Row]]

  /// Runs one statement of a revision, with its `COPY` data if it has some; rows are thrown away.
  ///
  /// An error's `offset` counts from the start of `statement.text`.
  func run(_ statement: SQLStatement) throws(DatabaseError)

  /// Does what a batch holds, in order and up to the first failure, and leaves a transaction that it has
  /// begun open after one. In few round trips, where the engine can take several items together.
  ///
  /// - Parameter progress: called with the place of each item when the server turns to it, as far as that
  ///   is known here: an item is only certainly done when the next one is told or this returns.
  func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure)

  /// Puts back what earlier revisions have set for the session, such as a dump's `search_path`, so that
  /// the next one begins as if it were the first. Called before every step, perhaps inside a transaction.
  func resetSession() throws(DatabaseError)

  /// Begins a transaction that can write: SQLite takes its write lock here.
  func begin(_ options: TransactionOptions) throws(DatabaseError)

  /// Commits. A commit that the server answers with a rollback is an error, not a success; with
  /// `foreignKeys == .suspended` violated keys are an error and the transaction stays open.
  func commit() throws(DatabaseError)

  /// Rolls back; nothing to do when no transaction is open.
  func rollback() throws(DatabaseError)

  /// The columns of each table in order; empty when there is no such table.
  func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]]

  /// Whether the schema exists; true where the engine has none.
  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool

  /// Whether an object is there, as far as the catalog tells.
  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence

  /// Removes an object that `presence` has called invalid.
  func discard(_ object: CatalogObject) throws(DatabaseError)

  /// What keeps this user from doing with our tables what a run does, as the engine itself says, or nil.
  /// Changes nothing and waits for nothing; called outside a transaction.
  func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle?

  /// Whom another session of the server waits for, as far as the engine tells and this user may see.
  ///
  /// Asked over a second session while the first one's statement runs.
  func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner]

  /// Takes the session lock of a version table if it is free; never waits.
  ///
  /// The engine drops the lock when the session ends, however it ends.
  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt

  /// Gives the lock back; nothing to do when it is not held.
  func unlock(_ key: LockKey) throws(DatabaseError)

  /// Ends the session. Further calls fail.
  func close()
}

extension Connection {
  /// The columns of a table in order; empty when there is no such table.
  public func columns(of table: QualifiedName) throws(DatabaseError) -> [ColumnDescription] {
    try columns(of: [table]).first ?? []
  }

  /// One after the other.
  public func queryAll(_ questions: [SQLFragment]) throws(DatabaseError) -> [[Row]] {
    var answers: [[Row]] = []
    for question in questions { answers.append(try query(question)) }
    return answers
  }

  /// Nothing, for engines that leave no invalid objects.
  public func discard(_ object: CatalogObject) throws(DatabaseError) {}

  /// Nothing, for engines whose sessions have no settings that a revision would leave behind.
  public func resetSession() throws(DatabaseError) {}

  /// Runs `body` in a transaction and commits; rolls back on an error.
  ///
  /// - Parameters:
  ///   - mapping: makes the caller's error of one of the transaction itself.
  ///   - noting: adds the error of a failing rollback to the error before it, which stays the first.
  ///     What the transaction did is then undone by the end of the session.
  public func transaction<Result, Failure: Error>(
    _ options: TransactionOptions = TransactionOptions(),
    mapping: (DatabaseError) -> Failure,
    noting: (_ rollback: DatabaseError, _ first: Failure) -> Failure,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do { try begin(options) } catch { throw mapping(error) }
    let result: Result
    do {
      result = try body()
    } catch {
      throw rolledBack(after: error, noting: noting)
    }
    do {
      try commit()
    } catch {
      throw rolledBack(after: mapping(error), noting: noting)
    }
    return result
  }

  private func rolledBack<Failure: Error>(
    after first: Failure, noting: (DatabaseError, Failure) -> Failure
  ) -> Failure {
    do {
      try rollback()
      return first
    } catch {
      return noting(error, first)
    }
  }

  /// The same where all errors are the database's own: a failing rollback is told in the `context` of
  /// the first.
  public func transaction<Result>(
    _ options: TransactionOptions = TransactionOptions(),
    _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    try transaction(
      options, mapping: { $0 }, noting: { $1.noting(failedRollback: $0) }, body)
  }
}

/// What the catalog says about an object.
public enum CatalogPresence: Hashable, Sendable {
  case absent, present
  /// There and of no use: an index that `CREATE INDEX CONCURRENTLY` did not finish.
  case invalid
  /// The engine has no such objects, or a name does not tell which of them is meant.
  case unknown
}

/// Stops what a connection is doing: asks for it and gives no answer.
///
/// Safe to call from any thread at any time, also after the end.
public protocol Interrupter: Sendable {
  func interrupt()
}

/// What a server says it is.
public struct ServerDescription: Hashable, Sendable, CustomStringConvertible {
  /// `PostgreSQL`, `MariaDB`, `MySQL`, `SQLite`.
  public var product: String
  /// `15.18`, without the distribution's additions.
  public var version: String

  public init(product: String, version: String) {
    self.product = product
    self.version = version
  }

  public var description: String { "\(product) \(version)" }
}

/// How a transaction is begun.
public struct TransactionOptions: Hashable, Sendable {
  public enum ForeignKeys: Hashable, Sendable {
    case enforced
    /// Not enforced while it runs and checked as a whole before the commit (SQLite).
    case suspended
  }

  public var foreignKeys: ForeignKeys

  public init(foreignKeys: ForeignKeys = .enforced) {
    self.foreignKeys = foreignKeys
  }
}

/// One row of an answer.
public struct Row: Hashable, Sendable {
  public var values: [SQLValue]

  public init(_ values: [SQLValue]) {
    self.values = values
  }

  /// The value in a column, counted from 0; null beyond the end.
  public subscript(_ index: Int) -> SQLValue {
    values.indices.contains(index) ? values[index] : .null
  }
}

/// What a session lock stands for: one version table of the connected database.
public struct LockKey: Hashable, Sendable {
  public var table: QualifiedName

  public init(table: QualifiedName) {
    self.table = table
  }
}

/// What became of asking for a lock.
public enum LockAttempt: Hashable, Sendable {
  case acquired
  /// Somebody else has it; who, as far as the engine tells.
  case held(by: LockOwner)
}

/// Who holds a lock, or stands in the way of a statement. Every field is what the engine could tell.
public struct LockOwner: Hashable, Sendable {
  /// The server's number for the session, or the process id for a file.
  public var session: String?
  public var user: String?
  public var host: String?
  /// What the other program calls itself.
  public var application: String?
  /// When its session began, as the server writes times.
  public var since: String?
  /// The leading words of the statement that it runs now, without any value: `ALTER TABLE ORDERS`.
  public var statement: String?

  public init(
    session: String? = nil, user: String? = nil, host: String? = nil, application: String? = nil,
    since: String? = nil, statement: String? = nil
  ) {
    self.session = session
    self.user = user
    self.host = host
    self.application = application
    self.since = since
    self.statement = statement
  }
}

/// How a session is set up.
public struct SessionSettings: Hashable, Sendable {
  public var connectTimeout: Duration
  /// How long a statement may wait for a lock; nil leaves the server's own setting.
  public var lockTimeout: Duration?
  /// How long a statement may run; nil leaves the server's own setting.
  public var statementTimeout: Duration?
  /// Shown by the server beside the session, at most 63 bytes.
  public var applicationName: String
  /// Whether a missing SQLite file may be made.
  public var createsMissingDatabase: Bool

  public init(
    connectTimeout: Duration = .seconds(10), lockTimeout: Duration? = nil,
    statementTimeout: Duration? = nil, applicationName: String = "aludel",
    createsMissingDatabase: Bool = false
  ) {
    self.connectTimeout = connectTimeout
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.applicationName = applicationName
    self.createsMissingDatabase = createsMissingDatabase
  }
}
