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
    /// The same for one that tells how much time has passed. It is made from that number: milliseconds, as
    /// an expression.
    case executeTimed(
      since: Origin, (_ elapsed: SQLFragment) -> SQLFragment, changing: Int?)
    /// Looks at the catalog, and announces a statement. Outside of transactions.
    case announce(Announcement)
    case commit
    /// Commits the transaction that a statement of a revision has begun by itself, if there is one.
    case commitOpen
  }

  /// From when time is counted.
  public enum Origin: Hashable, Sendable {
    /// The beginning of the batch.
    case start
    /// The last announcement in it.
    case announcement
  }

  public var items: [Item]
  /// When the batch was made, in milliseconds since 1970-01-01T00:00:00Z.
  public var startedAt: Int64
  /// How many milliseconds have passed since then, for engines that cannot tell it.
  public var elapsed: () -> Int

  public init(
    _ items: [Item] = [], startedAt: Int64 = 0, elapsed: @escaping () -> Int
  ) {
    self.items = items
    self.startedAt = startedAt
    self.elapsed = elapsed
  }
}

/// What is known of a batch on its way.
public struct BatchState {
  /// What the last announcement has found, fact by fact.
  public var found: [CatalogPresence] = []
  /// When that was, in milliseconds since the batch was made.
  public var announcedAt = 0

  public init() {}
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
  /// What the last announcement has found, fact by fact; nil when nobody knows any more.
  public var found: [CatalogPresence]?

  public init(
    _ cause: Cause, at index: Int, wasInTransaction: Bool, lastSent: Int? = nil,
    found: [CatalogPresence]? = nil
  ) {
    self.cause = cause
    self.index = index
    self.wasInTransaction = wasInTransaction
    self.lastSent = lastSent ?? index
    self.found = found
  }
}

extension Connection {
  public func run(
    _ batch: Batch, progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    var state = BatchState()
    try runOneByOne(batch, batch.items.indices, &state, progress: progress)
  }

  /// Does the items of a batch by the calls that there are for each of them.
  ///
  /// - Parameter state: what came of the items before `range`.
  public func runOneByOne(
    _ batch: Batch, _ range: Range<Int>, _ state: inout BatchState,
    progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    for index in range {
      progress(index)
      let wasInTransaction = isInTransaction
      let changed: Int
      do {
        changed = try runAlone(batch.items[index], of: batch, &state)
      } catch {
        throw BatchFailure(
          .database(error), at: index, wasInTransaction: wasInTransaction, found: state.found)
      }
      let cause: BatchFailure.Cause
      switch batch.items[index] {
      case .run(_, mayCommit: false) where wasInTransaction && !isInTransaction:
        cause = .transactionEnded
      case .execute(_, let expected?) where changed != expected,
        .executeTimed(_, _, let expected?) where changed != expected:
        cause = .changed(changed)
      default: continue
      }
      throw BatchFailure(
        cause, at: index, wasInTransaction: wasInTransaction, found: state.found)
    }
  }

  private func runAlone(
    _ item: Batch.Item, of batch: Batch, _ state: inout BatchState
  ) throws(DatabaseError) -> Int {
    switch item {
    case .begin(let options): try begin(options)
    case .run(let statement, _): try run(statement)
    case .execute(let sql, _): return try execute(sql)
    case .executeTimed(let origin, let sql, _):
      let elapsed = state.elapsed(since: origin, in: batch)
      return try execute(sql("\(bind: .integer(Int64(elapsed)))"))
    case .announce(let announcement): try announce(announcement, in: batch, &state)
    case .commit: try commit()
    case .commitOpen: if isInTransaction { try commit() }
    }
    return 0
  }

  private func announce(
    _ announcement: Announcement, in batch: Batch, _ state: inout BatchState
  ) throws(DatabaseError) {
    var found: [CatalogPresence] = []
    for fact in announcement.facts { found.append(try presence(of: fact.object)) }
    state.found = found
    state.announcedAt = batch.elapsed()
    let time = announcement.timestamp(batch.startedAt &+ Int64(state.announcedAt))
    try execute(announcement.row(announcement.outcome(of: found), "\(bind: .text(time))"))
  }
}

extension BatchState {
  /// How many milliseconds have passed.
  public func elapsed(since origin: Batch.Origin, in batch: Batch) -> Int {
    origin == .start ? batch.elapsed() : max(0, batch.elapsed() - announcedAt)
  }
}
