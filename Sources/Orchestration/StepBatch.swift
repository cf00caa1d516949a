import DialectKit
import Revisions
import SQLText

/// A part of a step that is sent as one batch, with what each of its items is to the step.
struct StepBatch {
  enum Role {
    case begin
    /// The row that announces a statement.
    case announcement
    case statement(SQLStatement, number: Int)
    /// A change of the version rows; `replaced` must have been there, exactly once.
    case versionRow(replaced: RevisionID?)
    /// The row of a statement that is announced, which must be there.
    case settlement(number: Int)
    case historyRow
    case commit
    /// The end of a transaction of the file's own.
    case commitOpen
  }

  private(set) var items: [Batch.Item] = []
  private(set) var roles: [Role] = []

  private mutating func add(_ item: Batch.Item, as role: Role) {
    items.append(item)
    roles.append(role)
  }

  mutating func begin(_ options: TransactionOptions = TransactionOptions()) {
    add(.begin(options), as: .begin)
  }

  mutating func announce(_ announcement: Announcement) {
    add(.announce(announcement), as: .announcement)
  }

  /// The row of a statement that has run, in the same transaction.
  mutating func note(_ row: SQLFragment) {
    add(.execute(row, changing: nil), as: .historyRow)
  }

  /// - Parameter mayCommit: whether it may end the transaction that it runs in.
  mutating func run(_ statement: SQLStatement, number: Int, mayCommit: Bool = false) {
    add(.run(statement, mayCommit: mayCommit), as: .statement(statement, number: number))
  }

  mutating func settle(_ number: Int, _ row: @escaping (_ elapsed: SQLFragment) -> SQLFragment) {
    add(.executeTimed(since: .announcement, row, changing: 1), as: .settlement(number: number))
  }

  mutating func write(_ row: @escaping (_ elapsed: SQLFragment) -> SQLFragment) {
    add(.executeTimed(since: .start, row, changing: nil), as: .historyRow)
  }

  mutating func change(_ changes: [VersionTable.RowChange]) {
    for change in changes {
      add(
        .execute(change.sql, changing: change.replaced.map { _ in 1 }),
        as: .versionRow(replaced: change.replaced))
    }
  }

  mutating func commit() { add(.commit, as: .commit) }

  mutating func commitOpen() { add(.commitOpen, as: .commitOpen) }

  mutating func append(_ other: StepBatch) {
    items += other.items
    roles += other.roles
  }

  /// Whether the session broke where a commit may already have been on its way.
  func mayHaveCommitted(_ failure: BatchFailure) -> Bool {
    guard case .database(let error) = failure.cause, error.kind == .connectionLost else {
      return false
    }
    let last = min(failure.lastSent, roles.count - 1)
    return failure.index <= last
      && roles[failure.index...last].contains { if case .commit = $0 { true } else { false } }
  }
}

extension StepExecutor {
  /// Does a batch; an item's failure becomes one of the step.
  ///
  /// - Parameter effect: what is left of the step when it fails here.
  func run(
    _ batch: StepBatch, on connection: any Connection, effect: StepFailure.Effect
  ) throws(StepFailure) {
    do throws(BatchFailure) { try send(batch, on: connection) } catch {
      throw failure(of: batch, error, effect)
    }
  }

  /// - Parameter onAnnouncement: called before each announcement.
  func send(
    _ batch: StepBatch, on connection: any Connection, onAnnouncement: () -> Void = {}
  ) throws(BatchFailure) {
    let start = run.now()
    let sent = Batch(batch.items, startedAt: start) { milliseconds(since: start) }
    try connection.run(sent) { index in
      switch batch.roles[index] {
      case .statement(let statement, let number): onStatement(number, statement)
      case .announcement: onAnnouncement()
      default: break
      }
    }
  }

  func failure(
    of batch: StepBatch, _ failure: BatchFailure, _ effect: StepFailure.Effect
  ) -> StepFailure {
    var effect = batch.mayHaveCommitted(failure) ? .unknown : effect
    if case .transactionEnded = failure.cause,
      case .statement(_, let number) = batch.roles[failure.index]
    {
      effect = .stopped(applied: number)
    }
    return self.failure(cause(of: failure, batch.roles[failure.index]), effect)
  }

  func cause(of failure: BatchFailure, _ role: StepBatch.Role) -> StepFailure.Cause {
    switch (failure.cause, role) {
    case (.database(let error), .begin): .begin(error)
    case (.database(let error), .commit), (.database(let error), .commitOpen): .commit(error)
    case (.database(let error), .statement(let statement, let number)):
      .statement(statement, number: number, error)
    case (.database(let error), _): .bookkeeping(.database(error))
    case (_, .statement(let statement, let number)):
      .transactionEnded(statement, number: number)
    case (_, .versionRow(let row?)): .bookkeeping(.rowMoved(bookkeeping.versionTable.name, row))
    case (.changed(let count), .settlement(let number)):
      .bookkeeping(
        .database(history.openRows(count, statement: number, of: prepared.step.revision)))
    // No other item is told how many rows to change, and no other one can end a transaction.
    case (.changed, _), (.transactionEnded, _): .bookkeeping(.database(.confusedBatch))
    }
  }
}

extension DatabaseError {
  /// A driver has told of an item what only another kind of item can do.
  static let confusedBatch = DatabaseError(
    .statement, message: "the driver confused the parts of a batch")
}
