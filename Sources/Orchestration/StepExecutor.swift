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
struct StepExecutor {
  let prepared: PreparedStep
  let versionTable: VersionTable
  let history: HistoryTable
  /// Whether our tables must still be made: with the step's own transaction where DDL can be undone.
  let createsTables: Bool
  let interrupted: InterruptedStep?
  let run: RunContext
  /// Called before each statement with its number from 1.
  let onStatement: (Int, SQLStatement) -> Void

  func execute(on connection: any Connection) throws(StepFailure) {
    let startedAt = run.now()
    do {
      switch prepared.protection {
      case .transaction(let options):
        try inTransaction(options, on: connection, startedAt: startedAt)
      case .sharedTransaction:
        try runStatements(prepared.statements[...], on: connection)
        try record(on: connection, startedAt: startedAt, effect: .rolledBack)
      case .journal(let pairsStatements):
        try journaled(pairsStatements: pairsStatements, on: connection, startedAt: startedAt)
      }
    } catch {
      try? connection.rollback()
      recordFailure(error, on: connection, startedAt: startedAt)
      throw error
    }
  }

  // MARK: - One transaction

  private func inTransaction(
    _ options: TransactionOptions, on connection: any Connection, startedAt: Int64
  ) throws(StepFailure) {
    do { try connection.begin(options) } catch { throw failure(.begin(error), .rolledBack) }
    if createsTables { try createTables(on: connection) }
    try runStatements(prepared.statements[...], on: connection)
    try record(on: connection, startedAt: startedAt, effect: .rolledBack)
    do {
      try connection.commit()
    } catch {
      throw failure(.commit(error), error.kind == .connectionLost ? .unknown : .rolledBack)
    }
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

  // MARK: - The journal

  private func journaled(
    pairsStatements: Bool, on connection: any Connection, startedAt: Int64
  ) throws(StepFailure) {
    if createsTables { try createTables(on: connection) }
    let applied = try appliedByEarlierRun()
    var next = applied
    while next < prepared.statements.count {
      let statement = prepared.statements[next]
      if pairsStatements || statement.isAutocommit {
        try journal(
          statement.statement, number: next + 1, inTransaction: !statement.isAutocommit,
          on: connection)
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
    do { try connection.commit() } catch {
      throw failure(.commit(error), error.kind == .connectionLost ? .unknown : effect)
    }
  }

  /// How many statements an earlier run has left applied; they must still be what they were.
  private func appliedByEarlierRun() throws(StepFailure) -> Int {
    guard let interrupted else { return 0 }
    let count = min(interrupted.appliedCount, prepared.statements.count)
    for (index, statement) in prepared.statements.prefix(count).enumerated()
    where interrupted.statements[index + 1]?.checksum
      != Checksum(of: statement.statement).hexadecimal
    {
      throw failure(
        .editedAfterInterruption(statement.statement, number: index + 1), .stopped(applied: count))
    }
    return count
  }

  private func journal(
    _ statement: SQLStatement, number: Int, inTransaction: Bool, on connection: any Connection
  ) throws(StepFailure) {
    let effect = StepFailure.Effect.stopped(applied: number - 1)
    let startedAt = run.now()
    try bookkeep(effect) { () throws(DatabaseError) in
      try history.write(
        entry(statement, number: number, outcome: .started, startedAt: startedAt), of: run,
        on: connection)
    }
    if inTransaction {
      do { try connection.begin(TransactionOptions()) } catch {
        throw failure(.begin(error), effect)
      }
    }
    do {
      try send(statement, number: number, on: connection, effect: effect)
    } catch {
      if case .statement(_, _, let cause) = error.cause, cause.kind == .connectionLost {
        throw failure(error.cause, .unknown)  // the row keeps saying `started`
      }
      try? connection.rollback()
      try? settle(number, as: .failed, startedAt: startedAt, error: error, on: connection)
      throw error
    }
    let done = StepFailure.Effect.stopped(applied: number)
    try bookkeep(done) { () throws(DatabaseError) in
      try settle(number, as: .applied, startedAt: startedAt, error: nil, on: connection)
      if inTransaction { try connection.commit() }
    }
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
      try connection.commit()
    }
  }

  private func entry(
    _ statement: SQLStatement, number: Int, outcome: HistoryOutcome, startedAt: Int64
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: number, checksum: Checksum(of: statement), outcome: outcome,
      startedAt: timestamp(startedAt), milliseconds: nil, errorCode: nil)
  }

  private func settle(
    _ number: Int, as outcome: HistoryOutcome, startedAt: Int64, error: StepFailure?,
    on connection: any Connection
  ) throws(DatabaseError) {
    try history.settle(
      statement: number, of: prepared.step.revision, as: outcome,
      milliseconds: Int(clamping: run.now() - startedAt), errorCode: error?.code, in: run,
      on: connection)
  }

  // MARK: - Our tables

  private func createTables(on connection: any Connection) throws(StepFailure) {
    do {
      try versionTable.create(on: connection)
      try mapped { () throws(DatabaseError) in try history.create(on: connection) }
    } catch {
      throw failure(.bookkeeping(error), .rolledBack)
    }
  }

  /// The version rows and the step's history row.
  private func record(
    on connection: any Connection, startedAt: Int64, effect: StepFailure.Effect
  ) throws(StepFailure) {
    do {
      try versionTable.apply(prepared.step.delta, on: connection)
    } catch {
      throw failure(.bookkeeping(error), effect)
    }
    try bookkeep(effect) { () throws(DatabaseError) in
      try history.write(
        stepEntry(.applied, startedAt: startedAt, errorCode: nil), of: run, on: connection)
    }
  }

  /// Leaves a note of a failed step where that is possible; the failure itself is what matters.
  private func recordFailure(
    _ failure: StepFailure, on connection: any Connection, startedAt: Int64
  ) {
    guard !createsTables, prepared.protection != .sharedTransaction else { return }
    try? history.write(
      stepEntry(.failed, startedAt: startedAt, errorCode: failure.code), of: run, on: connection)
  }

  private func stepEntry(
    _ outcome: HistoryOutcome, startedAt: Int64, errorCode: String?
  ) -> HistoryTable.Entry {
    HistoryTable.Entry(
      revision: prepared.step.revision, direction: RunDirection(prepared.step.direction),
      statement: nil, checksum: prepared.checksum, outcome: outcome,
      startedAt: timestamp(startedAt), milliseconds: Int(clamping: run.now() - startedAt),
      errorCode: errorCode)
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
}
