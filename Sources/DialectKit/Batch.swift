public import SQLText

/// Things to do one after the other, all known beforehand, so that an engine may be sent them together
/// and waited for once. The first that fails is the last that is done.
public struct Batch {
  public enum Item {
    case begin(TransactionOptions)
    /// A statement of a revision.
    ///
    /// `mayCommit`: whether it may end the transaction that it runs in, as DDL does on MariaDB. Otherwise
    /// one that has done so is a failure.
    case run(SQLStatement, mayCommit: Bool)
    /// A statement of ours, and how many rows it must change if that matters: other numbers are a failure.
    case execute(SQLFragment, changing: Int?)
    /// The same for one that tells how long the batch has taken so far. It is made from that number:
    /// milliseconds, as an expression.
    case executeTimed((_ elapsed: SQLFragment) -> SQLFragment, changing: Int?)
    case commit
  }

  public var items: [Item]
  /// How many milliseconds have passed since the batch was made, for engines that cannot tell it.
  public var elapsed: () -> Int

  public init(_ items: [Item] = [], elapsed: @escaping () -> Int) {
    self.items = items
    self.elapsed = elapsed
  }
}

/// Why a batch was not done to its end. What comes behind the item that failed was not done, unless
/// `isUnheard`.
public struct BatchFailure: Error {
  public enum Cause: Sendable {
    case database(DatabaseError)
    /// A statement of ours has changed so many rows, which is not the number that it must change.
    case changed(Int)
    /// A statement of a revision has ended the transaction, and stays.
    case transactionEnded
  }

  public var cause: Cause
  /// The place of the item that failed.
  public var index: Int
  /// Whether a transaction was open when that item began.
  public var wasInTransaction: Bool
  /// The last item that had been sent when the session broke: of those from `index` on nothing was heard,
  /// and any number of them may have been done.
  public var lastSent: Int

  public init(_ cause: Cause, at index: Int, wasInTransaction: Bool, lastSent: Int? = nil) {
    self.cause = cause
    self.index = index
    self.wasInTransaction = wasInTransaction
    self.lastSent = lastSent ?? index
  }
}

extension Connection {
  public func run(
    _ batch: Batch, progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    try runOneByOne(batch, batch.items.indices, progress: progress)
  }

  /// Does the items of a batch by the calls that there are for each of them.
  public func runOneByOne(
    _ batch: Batch, _ range: Range<Int>, progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    for index in range {
      progress(index)
      let wasInTransaction = isInTransaction
      func failure(_ cause: BatchFailure.Cause) -> BatchFailure {
        BatchFailure(cause, at: index, wasInTransaction: wasInTransaction)
      }
      let changed: Int
      do {
        changed = try runAlone(batch.items[index], elapsed: batch.elapsed)
      } catch {
        throw failure(.database(error))
      }
      switch batch.items[index] {
      case .run(_, mayCommit: false) where wasInTransaction && !isInTransaction:
        throw failure(.transactionEnded)
      case .execute(_, let expected?) where changed != expected,
        .executeTimed(_, let expected?) where changed != expected:
        throw failure(.changed(changed))
      default: break
      }
    }
  }

  private func runAlone(_ item: Batch.Item, elapsed: () -> Int) throws(DatabaseError) -> Int {
    switch item {
    case .begin(let options): try begin(options)
    case .run(let statement, _): try run(statement)
    case .execute(let sql, _): return try execute(sql)
    case .executeTimed(let sql, _):
      return try execute(sql("\(bind: .integer(Int64(elapsed())))"))
    case .commit: try commit()
    }
    return 0
  }
}
