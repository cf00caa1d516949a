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
    var next = alreadyApplied
    var isRecorded = false
    while next < prepared.statements.count {
      let statement = prepared.statements[next]
      if pairsStatements || statement.isAutocommit {
        let isPaired = !statement.isAutocommit
        isRecorded = isPaired && next + 1 == prepared.statements.count
        try journal(
          statement.statement, number: next + 1, isPaired: isPaired, on: connection,
          followedBy: isRecorded ? recording(startedAt: startedAt) : StepBatch())
        next += 1
      } else {
        // Up to the next autocommit block one transaction holds everything, its journal rows too.
        let end =
          prepared.statements[next...].firstIndex(where: \.isAutocommit)
          ?? prepared.statements.endIndex
        try group(prepared.statements[next..<end], on: connection)
        next = end
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

  /// Runs one statement between a row that announces it and the same row settled.
  ///
  /// - Parameters:
  ///   - isPaired: whether the statement and the settled row share a transaction, unless the statement
  ///     is DDL that commits by itself.
  ///   - end: what comes behind it in the step, where a statement that is paired is the last one.
  private func journal(
    _ statement: SQLStatement, number: Int, isPaired: Bool, on connection: any Connection,
    followedBy end: StepBatch
  ) throws(StepFailure) {
    let before = StepFailure.Effect.stopped(applied: number - 1)
    let after = StepFailure.Effect.stopped(applied: number)
    let evidence: StatementEvidence
    do {
      evidence = try StatementEvidence(
        of: statement, after: prepared.statements.prefix(number - 1).lazy.map(\.statement),
        rules: rules, on: connection)
    } catch { throw failure(.bookkeeping(.database(error)), before) }
    let startedAt = run.now()
    var batch = StepBatch()
    batch.announce(
      history.insertion(
        of: entry(statement, number: number, outcome: evidence.announcement, startedAt: startedAt),
        by: run.author))
    if isPaired { batch.begin() }
    batch.run(statement, number: number, mayCommit: true)
    batch.settle(number) { elapsed in
      history.settlement(
        statement: number, of: prepared.step.revision, as: .applied, milliseconds: elapsed,
        errorCode: nil, runID: run.runID)
    }
    if isPaired { batch.commit() }
    let count = batch.items.count
    batch.append(end)

    do throws(BatchFailure) { try send(batch, on: connection) } catch {
      guard error.index < count else { throw failure(of: batch, error, after) }
      let failure = failure(of: batch, error, before)
      switch batch.roles[error.index] {
      case .announcement:
        throw error.lastSent > error.index ? failure.ofUnknownEffect : failure
      case .settlement where !error.wasInTransaction:
        // It has committed, whatever becomes of its row.
        throw self.failure(of: batch, error, after)
      default:
        throw undone(failure, evidence, number: number, startedAt: startedAt, on: connection)
      }
    }
    // A BEGIN of the file's own: what nobody would settle stays in no transaction.
    guard !isPaired, connection.isInTransaction else { return }
    do throws(StepFailure) {
      do { try connection.commit() } catch { throw failure(.commit(error), before) }
    } catch {
      throw undone(error, evidence, number: number, startedAt: startedAt, on: connection)
    }
  }

  /// The failure of an announced statement that left nothing, with its row settled so; where that is
  /// not certain the row stays open, for the next run to look or a person to decide.
  private func undone(
    _ failure: StepFailure, _ evidence: StatementEvidence, number: Int, startedAt: Int64,
    on connection: any Connection
  ) -> StepFailure {
    var failure = failure.rollingBack(connection)
    guard !failure.isConnectionLost, failure.rollbackError == nil,
      let hasLeftSomething = try? evidence.hasLeftSomething(on: connection)
    else {
      failure.effect = .unknown
      return failure
    }
    if hasLeftSomething {
      failure.effect = .unsettled
    } else {
      // A row that cannot be settled asks a person needlessly, and the failure itself matters more.
      try? settle(number, as: .failed, startedAt: startedAt, error: failure, on: connection)
    }
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
      batch.announce(
        history.insertion(
          of: entry(
            statement.statement, number: index + 1, outcome: .applied, startedAt: startedAt),
          by: run.author))
    }
    batch.commit()
    try run(batch, on: connection, effect: .stopped(applied: statements.startIndex))
  }

  private func entry(
    _ statement: SQLStatement, number: Int, outcome: HistoryOutcome, startedAt: Int64
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: number, checksum: Checksum(of: statement), outcome: outcome,
      startedAt: "\(bind: .text(timestamp(startedAt)))", milliseconds: nil, errorCode: nil)
  }

  private func settle(
    _ number: Int, as outcome: HistoryOutcome, startedAt: Int64, error: StepFailure? = nil,
    on connection: any Connection
  ) throws(DatabaseError) {
    try history.settle(
      statement: number, of: prepared.step.revision, as: outcome,
      milliseconds: milliseconds(since: startedAt), errorCode: error?.code, in: run,
      on: connection)
  }
}
