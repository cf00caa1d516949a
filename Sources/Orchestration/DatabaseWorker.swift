import SQLText
import DialectKit
import Revisions
import Workspaces

/// Works through the steps of one database and tells how it ended; never throws, so that one
/// database's failure is nobody else's.
struct DatabaseWorker: Sendable {
  let database: PreparedDatabase
  let request: RunRequest
  /// When each step may start.
  let turns: [RunCoordinator.Key: RunCoordinator.Turn]
  /// Its place among the databases of the run.
  let rank: Int
  let coordinator: RunCoordinator
  let context: RunContext
  let sink: EventSink

  private var name: String { database.stream.name }

  func work() async -> DatabaseOutcome {
    let result =
      if database.isIdle(request.action) {
        outcome(.upToDate, current: database.rows)
      } else if let session = database.session {
        await work(in: session)
      } else {
        outcome(.unreachable, current: nil)
      }
    await coordinator.end(name, hasFailed: result.isFailure)
    await database.leave()
    return result
  }

  private func work(in session: Session) async -> DatabaseOutcome {
    switch request.action {
    case .upgrade, .downgrade: await runSteps(in: session)
    case .stamp(let purge): await admitted { await stamp(in: session, purge: purge) }
    case .ensureVersion: await admitted { await ensureVersion(in: session) }
    }
  }

  // MARK: - Steps

  private func turn(of step: PreparedStep) -> RunCoordinator.Turn {
    turns[step.key] ?? RunCoordinator.Turn(rank: rank)
  }

  private func runSteps(in session: Session) async -> DatabaseOutcome {
    let heartbeat = Heartbeat(
      of: database.stream, in: session, interval: context.heartbeat, sink: sink)
    let beating = Task { await heartbeat.beat() }
    let result = await session.staying {
      database.steps.contains { $0.protection == .sharedTransaction }
        ? await runTogether(in: session, heartbeat) : await runEach(in: session, heartbeat)
    }
    await heartbeat.finish()
    // Not waited for: its session may be stuck where ours was.
    beating.cancel()
    return result
  }

  private func runEach(in session: Session, _ heartbeat: Heartbeat) async -> DatabaseOutcome {
    var current = database.rows
    var applied = 0
    var tables = TablesToDo(database.state)
    for step in database.steps {
      switch await coordinator.enter(name, turn(of: step)) {
      case .go: break
      case .stopped: return await stopped(at: current, applied: applied)
      case .blocked(let other): return blocked(by: other, at: current, applied: applied)
      }
      let failure = await retrying(from: step.alreadyApplied) { applied in
        var step = step
        step.alreadyApplied = applied
        let executor = executor(for: step, tables)
        await heartbeat.begin()
        let failure = await session.run { [step] connection in
          run(step, by: executor, on: connection)
        }
        await heartbeat.end()
        return failure
      }
      await coordinator.leave(
        name, committed: failure == nil ? [step.key] : [], hasFailed: failure != nil)
      if let failure {
        return await failed(failure, step: step, current: current, applied: applied)
      }
      current = current.applying(step.step.delta)
      tables.areDone(for: step)
      applied += 1
    }
    return outcome(done, current: current, applied: applied)
  }

  private func run(
    _ step: PreparedStep, by executor: StepExecutor, on connection: any Connection
  ) -> StepFailure? {
    sink(.stepStarted(step.description))
    let start = ContinuousClock.now
    do {
      try executor.execute(on: connection)
    } catch {
      return error
    }
    sink(.stepApplied(step.description, milliseconds: start.millisecondsUntilNow))
    return nil
  }

  private func executor(for step: PreparedStep, _ tables: TablesToDo) -> StepExecutor {
    StepExecutor(
      prepared: step, bookkeeping: database.stream.bookkeeping,
      makesTables: tables.areMissing, widensTable: tables.areTooNarrow(for: step), run: context
    ) { [sink] number, statement in
      sink(
        .statementStarted(
          step.description, number: number, count: step.statements.count, text: statement.text))
    }
  }

  // MARK: - Steps in one transaction

  /// All steps in one transaction: `transaction = "per_run"`. Others see them when it commits.
  private func runTogether(in session: Session, _ heartbeat: Heartbeat) async -> DatabaseOutcome {
    let keys = database.steps.map(\.key)
    let turns = database.steps.map(turn)
    let turn = RunCoordinator.Turn(
      rank: turns.map(\.rank).min() ?? rank, needs: turns.flatMap(\.needs))
    switch await coordinator.enter(name, turn) {
    case .go: break
    case .stopped: return outcome(.skipped, current: database.rows)
    case .blocked(let other): return blocked(by: other, at: database.rows, applied: 0)
    }
    let failure = await retrying(from: 0) { _ in
      await heartbeat.begin()
      let failure = await session.run { connection -> StepFailure? in runTogether(on: connection) }
      await heartbeat.end()
      return failure
    }
    await coordinator.leave(
      name, committed: failure == nil ? keys : [], hasFailed: failure != nil)
    if let failure {
      return await failed(failure, step: nil, current: database.rows, applied: 0)
    }
    return outcome(done, current: database.plan.end, applied: database.steps.count)
  }

  private func runTogether(on connection: any Connection) -> StepFailure? {
    guard let first = database.steps.first else { return nil }
    let startedAt = context.now()
    var reached = first
    do throws(StepFailure) {
      let milliseconds = try together(on: connection, reached: &reached)
      // Only now are they applied, whatever order events have elsewhere.
      for (step, milliseconds) in zip(database.steps, milliseconds) {
        sink(.stepApplied(step.description, milliseconds: milliseconds))
      }
      return nil
    } catch {
      let failure = error.rollingBack(connection)
      executor(for: reached, TablesToDo(database.state))
        .recordFailure(failure, on: connection, startedAt: startedAt)
      return failure
    }
  }

  /// How long each step took.
  private func together(
    on connection: any Connection, reached: inout PreparedStep
  ) throws(StepFailure) -> [Int] {
    var milliseconds: [Int] = []
    func failure(_ cause: StepFailure.Cause, _ effect: StepFailure.Effect) -> StepFailure {
      StepFailure(step: reached.description, cause: cause, effect: effect)
    }
    do { try connection.begin(TransactionOptions()) } catch {
      throw failure(.begin(error), .rolledBack)
    }
    var tables = TablesToDo(database.state)
    for step in database.steps {
      reached = step
      sink(.stepStarted(step.description))
      let start = ContinuousClock.now
      try executor(for: step, tables).execute(on: connection)
      tables.areDone(for: step)
      milliseconds.append(start.millisecondsUntilNow)
    }
    do { try connection.commit() } catch {
      throw failure(.commit(error), error.kind == .connectionLost ? .unknown : .rolledBack)
    }
    return milliseconds
  }

  // MARK: - Rows without steps

  /// Waits its turn among the `jobs`.
  private func admitted(_ body: () async -> DatabaseOutcome) async -> DatabaseOutcome {
    guard case .go = await coordinator.enter(name, RunCoordinator.Turn(rank: rank)) else {
      return outcome(.skipped, current: database.rows)
    }
    let result = await body()
    await coordinator.leave(name, committed: [], hasFailed: result.isFailure)
    return result
  }

  private func stamp(in session: Session, purge: Bool) async -> DatabaseOutcome {
    let (bookkeeping, plan, context) = (database.stream.bookkeeping, database.plan, context)
    let delta = HeadDelta(from: purge ? HeadSet([]) : plan.start, to: plan.end)
    return await write(in: session, .stamped) { connection throws(BookkeepingProblem) in
      try bookkeeping.transaction(adding: delta.added, on: connection) {
        () throws(BookkeepingProblem) in
        if purge { try bookkeeping.versionTable.purge(on: connection) }
        try bookkeeping.versionTable.apply(delta, on: connection)
        let now: SQLFragment = "\(bind: .text(timestamp(context.now())))"
        try mapped { () throws(DatabaseError) in
          for entry in bookkeeping.history.stamps(plan.end, at: now) {
            try bookkeeping.history.write(entry, of: context, on: connection)
          }
        }
      }
    }
  }

  private func ensureVersion(in session: Session) async -> DatabaseOutcome {
    let bookkeeping = database.stream.bookkeeping
    return await write(in: session, .created) { connection throws(BookkeepingProblem) in
      try bookkeeping.makeReadyAlone(for: [], on: connection)
    }
  }

  private func write(
    in session: Session, _ kind: DatabaseOutcome.Kind,
    _ body: @Sendable (any Connection) throws(BookkeepingProblem) -> Void
  ) async -> DatabaseOutcome {
    do throws(BookkeepingProblem) {
      try await session.run(body)
    } catch {
      var result = outcome(
        .failed, current: database.rows, failure: AludelError(error, database: name))
      // Whether a commit that got no answer happened only the server knows.
      if case .database(let error) = error, error.kind == .connectionLost {
        result.current = nil
        result.changedSomething = true
      }
      return result
    }
    return outcome(kind, current: database.plan.end)
  }

  // MARK: - Outcomes

  private var done: DatabaseOutcome.Kind {
    request.action == .downgrade ? .downgraded : .upgraded
  }

  private func outcome(
    _ kind: DatabaseOutcome.Kind, current: HeadSet?, applied: Int = 0, failure: AludelError? = nil
  ) -> DatabaseOutcome {
    DatabaseOutcome(
      name: name, kind: kind, before: database.rows, current: current, appliedSteps: applied,
      plannedSteps: database.steps.count,
      changedSomething: applied > 0 || kind == .stamped || kind == .created, failure: failure)
  }

  /// Between two steps, or before the first.
  private func stopped(at current: HeadSet, applied: Int) async -> DatabaseOutcome {
    let isInterrupted = await coordinator.isInterrupted
    return outcome(
      isInterrupted && applied > 0 ? .interrupted : .skipped, current: current, applied: applied)
  }

  private func failed(
    _ failure: StepFailure, step: PreparedStep?, current: HeadSet, applied: Int
  ) async -> DatabaseOutcome {
    var result = outcome(.failed, current: current, applied: applied, failure: .step(failure))
    // Not every statement that is stopped was stopped by whoever stops the run: there are limits, too.
    if failure.databaseError?.kind == .cancelled, await coordinator.isInterrupted {
      result.kind = .interrupted
    }
    switch failure.effect {
    case .rolledBack: break
    case .stopped(let statements):
      if statements > 0 { result.kind = .interrupted }
      result.changedSomething = applied > 0 || statements > (step?.alreadyApplied ?? 0)
    case .unknown:
      result.kind = .interrupted
      result.current = nil
      result.changedSomething = true
    case .unsettled:
      result.kind = .interrupted
      result.changedSomething = true
    }
    return result
  }

  private func blocked(by other: String, at current: HeadSet, applied: Int) -> DatabaseOutcome {
    outcome(
      .skipped, current: current, applied: applied,
      failure: .waitedForFailed(database: name, other: other))
  }
}

extension DatabaseOutcome {
  /// A database that was found wanting before anything ran in it.
  ///
  /// - Parameter rows: where it stood when it was looked at.
  static func failure(
    _ error: AludelError, of name: String, at rows: HeadSet? = nil
  ) -> DatabaseOutcome {
    let kind: Kind =
      switch error {
      case .waitedForFailed: .skipped
      // What it needs in another database cannot be asked.
      case .connection(let database, _, _) where database != name: .skipped
      case .connection(_, _, let error): error.kind == .lockTimeout ? .locked : .unreachable
      case .locked: .locked
      case .interrupted: .interrupted
      default: .failed
      }
    return DatabaseOutcome(
      name: name, kind: kind, before: rows, current: rows, appliedSteps: 0, plannedSteps: 0,
      changedSomething: false, failure: error)
  }

  /// A database that was fine and did not run because another was not.
  static func skipped(_ database: PreparedDatabase) -> DatabaseOutcome {
    DatabaseOutcome(
      name: database.stream.name, kind: .skipped, before: database.rows,
      current: database.rows, appliedSteps: 0, plannedSteps: database.steps.count,
      changedSomething: false, failure: nil)
  }
}

extension ContinuousClock.Instant {
  var millisecondsUntilNow: Int { duration(to: .now).wholeMilliseconds }
}

extension Duration {
  /// Rounded down; the nearest there is where an `Int` cannot hold it.
  package var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, sumOverflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return sumOverflow ? (seconds < 0 ? .min : .max) : Int(clamping: sum)
  }
}
