import DialectKit
import MigrationFiles
import Revisions
import SQLText

/// Steps that no transaction holds as a whole: the journal tells how far they came.
extension StepExecutor {
  func journaled(
    pairsStatements: Bool, on connection: any Connection, startedAt: Int64
  ) throws(StepFailure) {
    try makeTablesReady(.stopped(applied: alreadyApplied)) { () throws(BookkeepingProblem) in
      try bookkeeping.makeReadyAlone(for: prepared.step.delta.added, on: connection)
    }
    try restoreSettings(on: connection)
    let mover = prepared.statements.firstIndex { $0.statement.mayMoveNames }
    var next = alreadyApplied
    var isRecorded = false
    while next < prepared.statements.count {
      let nextAlone =
        prepared.statements[next...].firstIndex(where: \.isAutocommit)
        ?? prepared.statements.endIndex
      if nextAlone == next {
        try journal(next..<next + 1, arePaired: false, mover: mover, on: connection)
        next += 1
      } else if pairsStatements {
        isRecorded = nextAlone == prepared.statements.endIndex
        try journal(
          next..<nextAlone, arePaired: true, mover: mover, on: connection,
          followedBy: isRecorded ? recording(startedAt: startedAt) : StepBatch())
        next = nextAlone
      } else {
        // Up to the next autocommit block one transaction holds everything, its journal rows too.
        try group(prepared.statements[next..<nextAlone], on: connection)
        next = nextAlone
      }
    }
    if !isRecorded {
      try run(
        recording(startedAt: startedAt), on: connection,
        effect: .stopped(applied: prepared.statements.count))
    }
  }

  /// The end of the step, in a transaction of its own.
  private func recording(startedAt: Int64) -> StepBatch {
    var batch = StepBatch()
    batch.begin()
    record(in: &batch, startedAt: startedAt)
    batch.commit()
    return batch
  }

  /// What an earlier run has set for its session is gone with it, and the statements that are left may
  /// depend on it.
  private func restoreSettings(on connection: any Connection) throws(StepFailure) {
    var batch = StepBatch()
    for (index, statement) in prepared.statements.prefix(alreadyApplied).enumerated()
    where statement.statement.changesSession {
      batch.run(statement.statement, number: index + 1)
    }
    try run(batch, on: connection, effect: .stopped(applied: alreadyApplied))
  }

  /// A statement of a batch that is announced.
  private struct Announced {
    var number: Int
    var facts: [CatalogFact]
    /// Its items; the announcement comes first.
    var items: Range<Int>
  }

  /// Runs statements, each between a row that announces it and the same row settled. Each announcement is
  /// committed before its statement begins.
  ///
  /// - Parameters:
  ///   - arePaired: whether a statement and its settled row share a transaction, unless the statement is DDL
  ///     that commits by itself. Otherwise a transaction that the statement begins ends with its row.
  ///   - mover: the place of the first statement of the section that may move what names mean.
  ///   - end: what comes behind the last one in the step.
  private func journal(
    _ range: Range<Int>, arePaired: Bool, mover: Int?, on connection: any Connection,
    followedBy end: StepBatch = StepBatch()
  ) throws(StepFailure) {
    var batch = StepBatch()
    var announced: [Announced] = []
    let moving = mover.map { [prepared.statements[$0].statement] } ?? []
    for index in range {
      let statement = prepared.statements[index].statement
      let number = index + 1
      let start = batch.items.count
      let facts = StatementTrace.facts(
        of: statement, after: index > mover ?? .max ? moving : [], rules: rules)
      batch.announce(announcement(of: statement, number: number, facts))
      if arePaired { batch.begin() }
      batch.run(statement, number: number, mayCommit: true)
      batch.settle(number) { elapsed in
        history.settlement(
          statement: number, of: prepared.step.revision, as: .applied, milliseconds: elapsed,
          errorCode: nil, runID: run.runID)
      }
      // A BEGIN of the file's own: what nobody would settle stays in no transaction.
      if arePaired { batch.commit() } else { batch.commitOpen() }
      announced.append(
        Announced(number: number, facts: facts, items: start..<batch.items.count))
    }
    batch.append(end)

    var startedAt = run.now()
    do throws(BatchFailure) {
      try send(batch, on: connection) { startedAt = run.now() }
    } catch {
      guard let place = announced.first(where: { $0.items.contains(error.index) }) else {
        throw failure(of: batch, error, .stopped(applied: range.upperBound))
      }
      throw failure(of: batch, error, at: place, startedAt: startedAt, on: connection)
    }
  }

  /// What the failure of one of a statement's items means: those before it have taken effect and stay.
  private func failure(
    of batch: StepBatch, _ error: BatchFailure, at place: Announced, startedAt: Int64,
    on connection: any Connection
  ) -> StepFailure {
    let failure = failure(of: batch, error, .stopped(applied: place.number - 1))
    switch batch.roles[error.index] {
    case .announcement:
      return error.lastSent > error.index ? failure.ofUnknownEffect : failure
    case .settlement where !error.wasInTransaction:
      // It has committed, whatever becomes of its row.
      return self.failure(of: batch, error, .stopped(applied: place.number))
    default:
      return undone(
        failure, StatementEvidence(of: place.facts, before: error.found), number: place.number,
        startedAt: startedAt, on: connection)
    }
  }

  /// The failure of an announced statement that left nothing, with its row settled so; where that is
  /// not certain the row stays open, for the next run to look or a person to decide.
  private func undone(
    _ failure: StepFailure, _ evidence: StatementEvidence?, number: Int, startedAt: Int64,
    on connection: any Connection
  ) -> StepFailure {
    var failure = failure.rollingBack(connection)
    guard !failure.isConnectionLost, failure.rollbackError == nil,
      let hasLeftSomething = try? evidence?.hasLeftSomething(on: connection)
    else {
      failure.effect = .unknown
      return failure
    }
    if hasLeftSomething { failure.effect = .unsettled }
    // A row that cannot be settled asks a person needlessly, and the failure itself matters more.
    try? settle(
      number, as: hasLeftSomething ? nil : .failed, startedAt: startedAt,
      error: failure, on: connection)
    return failure
  }

  private func group(
    _ statements: ArraySlice<SectionStatement>, on connection: any Connection
  ) throws(StepFailure) {
    let startedAt = run.now()
    var batch = StepBatch()
    batch.begin()
    run(statements, in: &batch)
    for (index, statement) in zip(statements.indices, statements) {
      batch.note(
        history.insertion(
          of: entry(
            statement.statement, number: index + 1,
            outcome: HistoryOutcome.applied.sql,
            startedAt: "\(bind: .text(timestamp(startedAt)))"),
          by: run.author))
    }
    batch.commit()
    try run(batch, on: connection, effect: .stopped(applied: statements.startIndex))
  }

  private func announcement(
    of statement: SQLStatement, number: Int, _ facts: [CatalogFact]
  ) -> Announcement {
    Announcement(
      facts,
      outcomes: (
        clear: HistoryOutcome.started.sql, blind: HistoryOutcome.startedBlindly.sql
      ),
      timestamp: timestamp
    ) { outcome, time in
      history.insertion(
        of: entry(statement, number: number, outcome: outcome, startedAt: time), by: run.author)
    }
  }

  private func entry(
    _ statement: SQLStatement, number: Int, outcome: SQLFragment, startedAt: SQLFragment
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: number, checksum: Checksum(of: statement), outcome: outcome,
      startedAt: startedAt, milliseconds: nil, errorCode: nil)
  }

  private func settle(
    _ number: Int, as outcome: HistoryOutcome?, startedAt: Int64, error: StepFailure? = nil,
    on connection: any Connection
  ) throws(DatabaseError) {
    try history.settle(
      statement: number, of: prepared.step.revision, as: outcome,
      milliseconds: milliseconds(since: startedAt), errorCode: error?.code, in: run,
      on: connection)
  }
}
