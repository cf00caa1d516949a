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
    while next < prepared.statements.count {
      let statement = prepared.statements[next]
      if pairsStatements || statement.isAutocommit {
        try journal(
          statement.statement, number: next + 1, isPaired: !statement.isAutocommit, on: connection)
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
    let effect = StepFailure.Effect.stopped(applied: prepared.statements.count)
    do { try connection.begin(TransactionOptions()) } catch { throw failure(.begin(error), effect) }
    try record(on: connection, startedAt: startedAt, effect: effect)
    try commit(on: connection, otherwise: effect)
  }

  /// What an earlier run has set for its session is gone with it, and the statements that are left may
  /// depend on it.
  private func restoreSettings(on connection: any Connection) throws(StepFailure) {
    for (index, statement) in prepared.statements.prefix(alreadyApplied).enumerated()
    where statement.statement.changesSession {
      try send(
        statement.statement, number: index + 1, on: connection,
        effect: .stopped(applied: alreadyApplied))
    }
  }

  /// Runs one statement between a row that announces it and the same row settled.
  ///
  /// - Parameter isPaired: whether the statement and the settled row share a transaction, unless the
  ///   statement is DDL that commits by itself.
  private func journal(
    _ statement: SQLStatement, number: Int, isPaired: Bool, on connection: any Connection
  ) throws(StepFailure) {
    let before = StepFailure.Effect.stopped(applied: number - 1)
    let evidence: StatementEvidence
    do {
      evidence = try StatementEvidence(
        of: statement, after: prepared.statements.prefix(number - 1).lazy.map(\.statement),
        rules: rules, on: connection)
    } catch { throw failure(.bookkeeping(.database(error)), before) }
    let startedAt = run.now()
    try bookkeep(before) { () throws(DatabaseError) in
      try history.write(
        entry(statement, number: number, outcome: evidence.announcement, startedAt: startedAt),
        of: run, on: connection)
    }
    do throws(StepFailure) {
      if isPaired {
        do { try connection.begin(TransactionOptions()) } catch {
          throw failure(.begin(error), before)
        }
      }
      try send(statement, number: number, on: connection, effect: before)
    } catch {
      throw undone(error, evidence, number: number, startedAt: startedAt, on: connection)
    }
    guard connection.isInTransaction else {
      // It has committed, whatever becomes of its row.
      let after = StepFailure.Effect.stopped(applied: number)
      return try bookkeep(after) { () throws(DatabaseError) in
        try settle(number, as: .applied, startedAt: startedAt, on: connection)
      }
    }
    do throws(StepFailure) {
      try bookkeep(before) { () throws(DatabaseError) in
        try settle(number, as: .applied, startedAt: startedAt, on: connection)
      }
      try commit(on: connection, otherwise: before)
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
    let before = StepFailure.Effect.stopped(applied: statements.startIndex)
    do { try connection.begin(TransactionOptions()) } catch { throw failure(.begin(error), before) }
    let startedAt = run.now()
    try runStatements(statements, on: connection, effect: before)
    try bookkeep(before) { () throws(DatabaseError) in
      for (index, statement) in zip(statements.indices, statements) {
        try history.write(
          entry(statement.statement, number: index + 1, outcome: .applied, startedAt: startedAt),
          of: run, on: connection)
      }
    }
    try commit(on: connection, otherwise: before)
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
