public import DialectKit
import MigrationFiles
import Revisions
import SQLText

/// A step with everything that it takes to run it: nothing is read or decided any more.
struct PreparedStep: Sendable {
  var description: StepDescription
  var step: Step
  var statements: [SectionStatement]
  var checksum: Checksum?
  var protection: StepProtection
  /// How many of its statements an earlier run has left applied.
  var alreadyApplied = 0
}

/// What keeps a step whole.
enum StepProtection: Hashable, Sendable {
  /// One transaction holds the statements, the version rows and the history row.
  case transaction(TransactionOptions)
  /// The run's own transaction holds it, together with its neighbours.
  case sharedTransaction
  /// No transaction can hold all of it: the journal tells how far it came.
  ///
  /// `pairsStatements`: each statement can at least share a transaction with its journal row, which
  /// makes data changes exact where DDL commits by itself (MariaDB).
  case journal(pairsStatements: Bool)
}

/// Runs one step on one connection: the statements and the record of them.
///
/// Everything here is synchronous and happens in one turn on the session's thread.
struct StepExecutor: Sendable {
  let prepared: PreparedStep
  let bookkeeping: Bookkeeping
  /// Whether one of our tables is missing: made in the step's own transaction where DDL can be undone.
  let makesTables: Bool
  /// Whether the version table is too narrow for the step's ids.
  let widensTable: Bool
  let run: RunContext
  /// Called before each statement with its number from 1.
  let onStatement: @Sendable (Int, SQLStatement) -> Void

  var history: HistoryTable { bookkeeping.history }
  var rules: LexicalRules { history.dialect.lexicalRules }
  var alreadyApplied: Int { prepared.alreadyApplied }

  func execute(on connection: any Connection) throws(StepFailure) {
    let startedAt = run.now()
    do { try connection.resetSession() } catch { throw failure(.begin(error), .rolledBack) }
    do {
      switch prepared.protection {
      case .transaction(let options):
        try inTransaction(options, on: connection, startedAt: startedAt)
      case .sharedTransaction:
        try makeTablesReady(.rolledBack) { () throws(BookkeepingProblem) in
          try bookkeeping.makeReady(for: prepared.step.delta.added, on: connection)
        }
        var batch = StepBatch()
        run(prepared.statements[...], in: &batch)
        record(in: &batch, startedAt: startedAt)
        try run(batch, on: connection, effect: .rolledBack)
      case .journal(let pairsStatements):
        try journaled(pairsStatements: pairsStatements, on: connection, startedAt: startedAt)
      }
    } catch {
      // The shared transaction is its owner's to end.
      guard prepared.protection != .sharedTransaction else { throw error }
      let failure = error.rollingBack(connection)
      recordFailure(failure, on: connection, startedAt: startedAt)
      throw failure
    }
  }

  // MARK: - One transaction

  private func inTransaction(
    _ options: TransactionOptions, on connection: any Connection, startedAt: Int64
  ) throws(StepFailure) {
    var batch = StepBatch()
    batch.begin(options)
    if asksForTables {
      try run(batch, on: connection, effect: .rolledBack)
      try makeTablesReady(.rolledBack) { () throws(BookkeepingProblem) in
        try bookkeeping.makeReady(for: prepared.step.delta.added, on: connection)
      }
      batch = StepBatch()
    }
    run(prepared.statements[...], in: &batch)
    record(in: &batch, startedAt: startedAt)
    batch.commit()
    try run(batch, on: connection, effect: .rolledBack)
  }

  func run(_ statements: ArraySlice<SectionStatement>, in batch: inout StepBatch) {
    for (index, statement) in zip(statements.indices, statements) {
      batch.run(statement.statement, number: index + 1)
    }
  }

  // MARK: - Our tables

  private var asksForTables: Bool { makesTables || widensTable }

  func makeTablesReady(
    _ effect: StepFailure.Effect, _ body: () throws(BookkeepingProblem) -> Void
  ) throws(StepFailure) {
    guard asksForTables else { return }
    do { try body() } catch { throw failure(.bookkeeping(error), effect) }
  }

  /// The version rows and the step's history row.
  func record(in batch: inout StepBatch, startedAt: Int64) {
    batch.change(bookkeeping.versionTable.changes(for: prepared.step.delta))
    let before = milliseconds(since: startedAt)
    batch.write { elapsed in
      let duration: SQLFragment =
        before == 0 ? elapsed : "\(bind: .integer(Int64(before))) + \(elapsed)"
      return history.insertion(
        of: stepEntry(.applied, startedAt: startedAt, milliseconds: duration, errorCode: nil),
        by: run.author)
    }
  }

  /// Leaves a note of a failed step where that is possible; the failure itself is what matters.
  func recordFailure(
    _ failure: StepFailure, on connection: any Connection, startedAt: Int64
  ) {
    let areTablesThere =
      if case .journal = prepared.protection { true } else { !makesTables }
    guard areTablesThere, !failure.isConnectionLost, failure.rollbackError == nil,
      failure.effect != .unknown
    else { return }
    let duration: SQLFragment = "\(bind: .integer(Int64(milliseconds(since: startedAt))))"
    try? history.write(
      stepEntry(
        .failed, startedAt: startedAt, milliseconds: duration, errorCode: failure.code),
      of: run, on: connection)
  }

  private func stepEntry(
    _ outcome: HistoryOutcome, startedAt: Int64, milliseconds: SQLFragment, errorCode: String?
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: nil, checksum: prepared.checksum, outcome: outcome.sql,
      startedAt: "\(bind: .text(timestamp(startedAt)))", milliseconds: milliseconds,
      errorCode: errorCode)
  }

  /// Never negative: a wall clock can be set back.
  func milliseconds(since start: Int64) -> Int {
    let (difference, overflow) = run.now().subtractingReportingOverflow(start)
    return overflow ? 0 : max(0, Int(clamping: difference))
  }

  func failure(_ cause: StepFailure.Cause, _ effect: StepFailure.Effect) -> StepFailure {
    StepFailure(step: prepared.description, cause: cause, effect: effect)
  }
}

extension StepFailure {
  /// The engine's error, where there is one.
  public var databaseError: DatabaseError? {
    switch cause {
    case .statement(_, _, let error), .begin(let error), .commit(let error): error
    case .bookkeeping(.database(let error)): error
    case .bookkeeping, .transactionEnded, .editedAfterInterruption: nil
    }
  }

  var code: String? { databaseError?.code }

  var isConnectionLost: Bool { databaseError?.kind == .connectionLost }

  var ofUnknownEffect: StepFailure {
    var failure = self
    failure.effect = .unknown
    return failure
  }

  /// The failure, with that of the rollback after it, if that failed too.
  func rollingBack(_ connection: any Connection) -> StepFailure {
    guard !isConnectionLost, rollbackError == nil else { return self }
    var failure = self
    do { try connection.rollback() } catch {
      failure.rollbackError = error
      failure.cause = cause.noting(failedRollback: error)
    }
    return failure
  }
}

extension StepFailure.Cause {
  /// The same cause, with what a rollback said that failed after it, where the engine said the first
  /// word too.
  fileprivate func noting(failedRollback error: DatabaseError) -> Self {
    switch self {
    case .statement(let statement, let number, let first):
      .statement(statement, number: number, first.noting(failedRollback: error))
    case .begin(let first): .begin(first.noting(failedRollback: error))
    case .commit(let first): .commit(first.noting(failedRollback: error))
    case .bookkeeping(let first): .bookkeeping(.noting(error, after: first))
    case .transactionEnded, .editedAfterInterruption: self
    }
  }
}
