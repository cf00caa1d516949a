import SQLText
import DialectKit
import Revisions
import Workspaces

/// Works through the steps of one database and tells how it ended; never throws, so that one
/// database's failure is nobody else's.
struct DatabaseWorker: Sendable {
  let database: PreparedDatabase
  let request: RunRequest
  let needs: [RunCoordinator.Key: [RunCoordinator.Key]]
  let coordinator: RunCoordinator
  let preparation: RunPreparation
  let context: RunContext
  let sink: EventSink

  private var name: String { database.stream.name }

  func work() async -> DatabaseOutcome {
    guard !database.isIdle(request.action) else {
      await database.session?.close()
      return outcome(.upToDate, current: database.plan.start)
    }
    let created: PreparedDatabase
    do {
      created = try await preparation.create(database)
    } catch {
      await coordinator.fail(name)
      return .failure(error, of: name)
    }
    guard let session = created.session else {
      await coordinator.fail(name)
      return outcome(.unreachable, current: nil)
    }
    let result: DatabaseOutcome
    switch request.action {
    case .upgrade, .downgrade:
      result =
        database.steps.contains { $0.protection == .sharedTransaction }
        ? await runTogether(in: session, state: created.state)
        : await runEach(in: session, state: created.state)
    case .stamp(let purge): result = await stamp(in: session, purge: purge)
    case .ensureVersion: result = await ensureVersion(in: session)
    }
    await session.close()
    return result
  }

  // MARK: - Steps

  private func runEach(in session: Session, state: DatabaseState) async -> DatabaseOutcome {
    var current = database.plan.start
    var applied = 0
    for (index, step) in database.steps.enumerated() {
      let key = step.key
      switch await coordinator.enter(needs: needs[key] ?? []) {
      case .go: break
      case .stopped: return stopped(at: current, applied: applied)
      case .blocked(let other): return await blocked(by: other, at: current, applied: applied)
      }
      let failure = await run(
        step, in: session, createsTables: index == 0 && !state.isReady,
        interrupted: index == 0 ? state.interrupted : nil)
      await coordinator.leave(committed: failure == nil ? [key] : [])
      if let failure {
        await coordinator.fail(name)
        return failed(failure, current: current, applied: applied)
      }
      current = current.applying(step.step.delta)
      applied += 1
    }
    return outcome(done, current: current, applied: applied)
  }

  private func run(
    _ step: PreparedStep, in session: Session, createsTables: Bool, interrupted: InterruptedStep?
  ) async -> StepFailure? {
    sink(.stepStarted(step.description))
    let clock = ContinuousClock()
    let start = clock.now
    do {
      try await session.run { connection throws(StepFailure) in
        try executor(for: step, createsTables: createsTables, interrupted: interrupted)
          .execute(on: connection)
      }
    } catch {
      sink(.stepFailed(step.description, .step(error)))
      return error
    }
    sink(
      .stepApplied(step.description, milliseconds: start.duration(to: clock.now).wholeMilliseconds))
    return nil
  }

  private func executor(
    for step: PreparedStep, createsTables: Bool, interrupted: InterruptedStep?
  ) -> StepExecutor {
    StepExecutor(
      prepared: step, versionTable: database.stream.versionTable, history: database.stream.history,
      createsTables: createsTables, interrupted: interrupted, run: context
    ) { [sink] number, statement in
      sink(
        .statementStarted(
          step.description, number: number, count: step.statements.count, text: statement.text))
    }
  }

  /// All steps in one transaction: `transaction = "per_run"`. Others see them when it commits.
  private func runTogether(in session: Session, state: DatabaseState) async -> DatabaseOutcome {
    let keys = database.steps.map(\.key)
    switch await coordinator.enter(needs: keys.flatMap { needs[$0] ?? [] }) {
    case .go: break
    case .stopped: return stopped(at: database.plan.start, applied: 0)
    case .blocked(let other): return await blocked(by: other, at: database.plan.start, applied: 0)
    }
    let failure = await session.run { connection -> StepFailure? in
      runTogether(on: connection, createsTables: !state.isReady)
    }
    await coordinator.leave(committed: failure == nil ? keys : [])
    if let failure {
      await coordinator.fail(name)
      return failed(failure, current: database.plan.start, applied: 0)
    }
    return outcome(done, current: database.plan.end, applied: database.steps.count)
  }

  private func runTogether(on connection: any Connection, createsTables: Bool) -> StepFailure? {
    guard let first = database.steps.first, let last = database.steps.last else { return nil }
    var reached = first.description
    let clock = ContinuousClock()
    do {
      try connection.begin(TransactionOptions())
      if createsTables {
        try database.stream.versionTable.create(on: connection)
        try database.stream.history.create(on: connection)
      }
      for step in database.steps {
        reached = step.description
        sink(.stepStarted(step.description))
        let start = clock.now
        try executor(for: step, createsTables: false, interrupted: nil).execute(on: connection)
        sink(
          .stepApplied(
            step.description, milliseconds: start.duration(to: clock.now).wholeMilliseconds))
      }
      reached = last.description
      try connection.commit()
      return nil
    } catch {
      try? connection.rollback()  // a connection that cannot is closed next, which is the same
      let failure: StepFailure
      switch error {
      case let error as StepFailure: failure = error
      case let error as BookkeepingProblem:
        failure = StepFailure(step: reached, cause: .bookkeeping(error), effect: .rolledBack)
      case let error as DatabaseError:
        failure = StepFailure(
          step: reached, cause: .commit(error),
          effect: error.kind == .connectionLost ? .unknown : .rolledBack)
      default: return nil
      }
      sink(.stepFailed(failure.step, .step(failure)))
      return failure
    }
  }

  // MARK: - Rows without steps

  private func stamp(in session: Session, purge: Bool) async -> DatabaseOutcome {
    let (stream, plan, context) = (database.stream, database.plan, context)
    let old = database.state.rows
    do {
      try await session.run { connection throws(BookkeepingProblem) in
        try connection.transaction(
          mapping: BookkeepingProblem.database, noting: BookkeepingProblem.noting
        ) { () throws(BookkeepingProblem) in
          try stream.versionTable.create(on: connection)
          try mapped { () throws(DatabaseError) in try stream.history.create(on: connection) }
          if purge, !old.isEmpty { try stream.versionTable.purge(on: connection) }
          let delta = HeadDelta(from: purge ? HeadSet([]) : plan.start, to: plan.end)
          try stream.versionTable.apply(delta, on: connection)
          let now = context.now()
          try mapped { () throws(DatabaseError) in
            for revision in plan.end.revisions.isEmpty ? plan.start.revisions : plan.end.revisions {
              try stream.history.write(
                HistoryTable.Entry(
                  revision: revision, direction: .stamp, statement: nil, checksum: nil,
                  outcome: .applied, startedAt: timestamp(now), milliseconds: 0, errorCode: nil),
                of: context, on: connection)
            }
          }
        }
      }
    } catch {
      return .failure(AludelError(error, database: name), of: name)
    }
    return outcome(.stamped, current: plan.end)
  }

  private func ensureVersion(in session: Session) async -> DatabaseOutcome {
    let stream = database.stream
    do {
      try await session.run { connection throws(BookkeepingProblem) in
        try connection.transaction(
          mapping: BookkeepingProblem.database, noting: BookkeepingProblem.noting
        ) { () throws(BookkeepingProblem) in
          try stream.versionTable.create(on: connection)
          try mapped { () throws(DatabaseError) in try stream.history.create(on: connection) }
        }
      }
    } catch {
      return .failure(AludelError(error, database: name), of: name)
    }
    return outcome(.created, current: database.plan.start)
  }

  // MARK: - Outcomes

  private var done: DatabaseOutcome.Kind {
    request.action == .downgrade ? .downgraded : .upgraded
  }

  private func outcome(
    _ kind: DatabaseOutcome.Kind, current: HeadSet?, applied: Int = 0, failure: AludelError? = nil
  ) -> DatabaseOutcome {
    DatabaseOutcome(
      name: name, kind: kind, before: database.plan.start, current: current, appliedSteps: applied,
      plannedSteps: database.steps.count,
      changedSomething: applied > 0 || kind == .stamped || kind == .created, failure: failure)
  }

  private func failed(_ failure: StepFailure, current: HeadSet, applied: Int) -> DatabaseOutcome {
    var result = outcome(.failed, current: current, applied: applied, failure: .step(failure))
    switch failure.effect {
    case .rolledBack: break
    case .stopped(let statements):
      result.kind = .interrupted
      result.changedSomething = applied > 0 || statements > 0
    case .unknown:
      result.kind = .interrupted
      result.current = nil
      result.changedSomething = true
    }
    return result
  }

  private func stopped(at current: HeadSet, applied: Int) -> DatabaseOutcome {
    outcome(.skipped, current: current, applied: applied)
  }

  private func blocked(
    by other: String, at current: HeadSet, applied: Int
  ) async -> DatabaseOutcome {
    await coordinator.fail(name)
    return outcome(
      .skipped, current: current, applied: applied,
      failure: .waitedForFailed(database: name, other: other))
  }
}

extension DatabaseOutcome {
  /// A database that was found wanting before anything ran in it.
  static func failure(_ error: AludelError, of name: String) -> DatabaseOutcome {
    let kind: Kind =
      switch error {
      case .connection: .unreachable
      case .locked: .locked
      case .interrupted: .interrupted
      default: .failed
      }
    return DatabaseOutcome(
      name: name, kind: kind, before: nil, current: nil, appliedSteps: 0, plannedSteps: 0,
      changedSomething: false, failure: error)
  }

  /// A database that was fine and did not run because another was not.
  static func skipped(_ database: PreparedDatabase) -> DatabaseOutcome {
    DatabaseOutcome(
      name: database.stream.name, kind: .skipped, before: database.plan.start,
      current: database.plan.start, appliedSteps: 0, plannedSteps: database.steps.count,
      changedSomething: false, failure: nil)
  }
}

extension DatabaseState {
  /// Whether both of our tables are there.
  var isReady: Bool { hasVersionTable && hasHistory }
}

extension Duration {
  var wholeMilliseconds: Int {
    Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
