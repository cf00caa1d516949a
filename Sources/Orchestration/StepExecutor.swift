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
  let run: RunContext
  /// Called before each statement with its number from 1.
  let onStatement: @Sendable (Int, SQLStatement) -> Void

  private var history: HistoryTable { bookkeeping.history }
  private var rules: LexicalRules { history.dialect.lexicalRules }
  private var alreadyApplied: Int { prepared.alreadyApplied }

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
        try runStatements(prepared.statements[...], on: connection)
        try record(on: connection, startedAt: startedAt, effect: .rolledBack)
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
    do { try connection.begin(options) } catch { throw failure(.begin(error), .rolledBack) }
    try makeTablesReady(.rolledBack) { () throws(BookkeepingProblem) in
      try bookkeeping.makeReady(for: prepared.step.delta.added, on: connection)
    }
    try runStatements(prepared.statements[...], on: connection)
    try record(on: connection, startedAt: startedAt, effect: .rolledBack)
    try commit(on: connection, otherwise: .rolledBack)
  }

  private func runStatements(
    _ statements: ArraySlice<SectionStatement>, on connection: any Connection,
    effect: StepFailure.Effect = .rolledBack
  ) throws(StepFailure) {
    for (index, statement) in zip(statements.indices, statements) {
      try send(statement.statement, number: index + 1, on: connection, effect: effect)
      guard connection.isInTransaction else {
        throw failure(
          .transactionEnded(statement.statement, number: index + 1), .stopped(applied: index + 1))
      }
    }
  }

  private func send(
    _ statement: SQLStatement, number: Int, on connection: any Connection,
    effect: StepFailure.Effect
  ) throws(StepFailure) {
    onStatement(number, statement)
    do {
      try connection.run(statement)
    } catch {
      throw failure(.statement(statement, number: number, error), effect)
    }
  }

  /// A commit whose answer is lost may have happened.
  private func commit(
    on connection: any Connection, otherwise effect: StepFailure.Effect
  ) throws(StepFailure) {
    do { try connection.commit() } catch {
      throw failure(.commit(error), error.kind == .connectionLost ? .unknown : effect)
    }
  }

  // MARK: - The journal

  private func journaled(
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
    where statement.statement.keywords.first == "SET" {
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
      evidence = try StatementEvidence(of: statement, rules: rules, on: connection)
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

  // MARK: - Our tables

  private func makeTablesReady(
    _ effect: StepFailure.Effect, _ body: () throws(BookkeepingProblem) -> Void
  ) throws(StepFailure) {
    guard makesTables || VersionTable.mayNeedWidening(for: prepared.step.delta.added) else {
      return
    }
    do { try body() } catch { throw failure(.bookkeeping(error), effect) }
  }

  /// The version rows and the step's history row.
  private func record(
    on connection: any Connection, startedAt: Int64, effect: StepFailure.Effect
  ) throws(StepFailure) {
    do {
      try bookkeeping.versionTable.apply(prepared.step.delta, on: connection)
    } catch {
      throw failure(.bookkeeping(error), effect)
    }
    try bookkeep(effect) { () throws(DatabaseError) in
      try history.write(
        stepEntry(.applied, startedAt: startedAt, errorCode: nil), of: run, on: connection)
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
    try? history.write(
      stepEntry(.failed, startedAt: startedAt, errorCode: failure.code), of: run, on: connection)
  }

  private func stepEntry(
    _ outcome: HistoryOutcome, startedAt: Int64, errorCode: String?
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: nil, checksum: prepared.checksum, outcome: outcome,
      startedAt: "\(bind: .text(timestamp(startedAt)))",
      milliseconds: milliseconds(since: startedAt), errorCode: errorCode)
  }

  /// Never negative: a wall clock can be set back.
  private func milliseconds(since start: Int64) -> Int {
    let (difference, overflow) = run.now().subtractingReportingOverflow(start)
    return overflow ? 0 : max(0, Int(clamping: difference))
  }

  private func bookkeep(
    _ effect: StepFailure.Effect, _ body: () throws(DatabaseError) -> Void
  ) throws(StepFailure) {
    do { try body() } catch { throw failure(.bookkeeping(.database(error)), effect) }
  }

  private func failure(_ cause: StepFailure.Cause, _ effect: StepFailure.Effect) -> StepFailure {
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
