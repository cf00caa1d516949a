import DialectKit
import MigrationFiles
import Revisions
import Workspaces

/// One database of a run, looked at, with its steps ready to run.
struct PreparedDatabase: Sendable {
  var stream: RevisionStream
  /// What the request wants of it.
  var targets: [TargetExpression]
  /// The revisions that are to be applied, or taken down, for the sake of other databases.
  var additions: [RevisionID] = []
  /// Nil for a SQLite file that does not exist yet.
  var session: Session?
  /// Whether the session holds the lock of the version table.
  var isLocked = false
  var state: DatabaseState
  var plan: DatabasePlan
  var steps: [PreparedStep]
  /// How it stands to the saved plan, if there is one.
  var fit = PlanFit()
  /// Applied revisions whose files say something else now; looked for where something is going to run.
  var changedFiles: [ChangedFile] = []

  /// The rows as they are, as far as they are ids: a purge plans as if there were none.
  var rows: HeadSet {
    HeadSet(state.rows.compactMap { try? RevisionID(validating: $0) })
  }

  /// Gives the lock back and ends the session.
  func leave() async {
    guard let session else { return }
    await DatabaseGate(stream: stream).leave(session, isLocked: isLocked)
  }
}

/// Looks at one database for a run: connects, reads and plans; then takes the lock if there is work.
struct RunPreparation: Sendable {
  let request: RunRequest
  let control: RunControl
  let sink: EventSink

  /// Connects, reads and plans. Takes no lock and creates nothing.
  ///
  /// - Parameter additions: what other databases want of it.
  /// - Parameter mayBeRunning: whether a step that stands half-way is left to be judged under the lock:
  ///   without it, another run may be in the middle of that very step.
  func look(
    at stream: RevisionStream, targets: [TargetExpression], additions: [RevisionID] = [],
    mayBeRunning: Bool
  ) async throws(AludelError) -> PreparedDatabase {
    let session = try await DatabaseGate(stream: stream).open(creating: false)
    let database = PreparedDatabase(
      stream: stream, targets: targets, additions: additions, session: session,
      state: DatabaseState(),
      plan: DatabasePlan(start: HeadSet([]), steps: [], end: HeadSet([])), steps: [])
    if let session { await control.watch(session) }
    return try await lookAgain(at: database, mayBeRunning: mayBeRunning)
  }

  /// Takes the lock, and makes a database that does not exist before that. What was read earlier may
  /// be out of date then: whoever held the lock may have moved the rows.
  ///
  /// - Returns: nil when the run was stopped while the lock was not free. The session is closed then,
  ///   as it is after an error.
  func lock(_ database: PreparedDatabase) async throws(AludelError) -> PreparedDatabase? {
    let stream = database.stream
    let gate = DatabaseGate(stream: stream)
    var database = database
    if database.session == nil {
      database.session = try await gate.open(creating: true)
      if let session = database.session { await control.watch(session) }
    }
    guard let session = database.session else { return nil }
    let sink = sink
    do throws(AludelError) {
      database.isLocked = try await gate.lock(session, control: control) { owner in
        sink(.waitingForLock(database: stream.name, owner: owner))
      }
    } catch {
      await session.close()
      throw error
    }
    if database.isLocked { return database }
    await session.close()
    return nil
  }

  /// Reads and plans once more, over the session that is open. It is closed after an error.
  func lookAgain(
    at database: PreparedDatabase, mayBeRunning: Bool = false
  ) async throws(AludelError) -> PreparedDatabase {
    do throws(AludelError) {
      var state = DatabaseState()
      if let session = database.session {
        state = try await read(
          database.stream, session, isAlone: database.isLocked || mayBeRunning,
          withChecksums: request.action.runsSteps && !mayBeRunning)
        if database.isLocked, let settlement = state.settlement {
          try await settle(settlement, in: database.stream, session)
        }
      }
      return try planned(database, state: state, mayBeRunning: mayBeRunning)
        .notingChanges()
    } catch {
      await database.leave()
      throw error
    }
  }

  /// Plans once more for what other databases want as well, over what was read. The session is closed
  /// after an error.
  func extend(
    _ database: PreparedDatabase, by additions: [RevisionID], mayBeRunning: Bool
  ) async throws(AludelError) -> PreparedDatabase {
    var database = database
    database.additions += additions
    do throws(AludelError) {
      return try planned(database, state: database.state, mayBeRunning: mayBeRunning)
        .notingChanges()
    } catch {
      await database.leave()
      throw error
    }
  }

  private func settle(
    _ settlement: Settlement, in stream: RevisionStream, _ session: Session
  ) async throws(AludelError) {
    let history = stream.history
    do throws(DatabaseError) {
      try await session.run { connection throws(DatabaseError) in
        try settlement.write(to: history, on: connection)
      }
    } catch {
      throw .query(database: stream.name, error)
    }
    sink(
      .statementSettled(
        database: stream.name, revision: settlement.step.revision,
        statement: settlement.statement, tookEffect: settlement.tookEffect))
  }

  /// - Parameter isAlone: whether nobody else can be at work, or that is judged later.
  /// - Parameter withChecksums: whether to compare what was applied with the files.
  private func read(
    _ stream: RevisionStream, _ session: Session, isAlone: Bool, withChecksums: Bool
  ) async throws(AludelError) -> DatabaseState {
    do throws(BookkeepingProblem) {
      return try await session.run { connection throws(BookkeepingProblem) in
        isAlone
          ? try DatabaseState(of: stream, on: connection, withChecksums: withChecksums)
          : try DatabaseState(withoutLockOf: stream, on: connection, withChecksums: withChecksums)
      }
    } catch {
      throw await stream.explaining(error, on: session, writing: true)
    }
  }

  private func planned(
    _ database: PreparedDatabase, state: DatabaseState, mayBeRunning: Bool
  ) throws(AludelError) -> PreparedDatabase {
    let stream = try database.stream.unfolded(for: state, targets: database.targets)
    let mayBeRunning = mayBeRunning || state.owner != nil
    let before = database
    var database = database
    database.stream = stream
    database.state = state
    if let saved = request.plan, let expected = saved.database(stream.name) {
      return try planned(
        database, following: saved, expected: expected, mayBeRunning: mayBeRunning)
    }
    database.plan = try plan(stream, targets: database.targets, state: state)
    if request.action.runsSteps, !database.additions.isEmpty {
      database.plan = try stream.planned(database.targets) { () throws(TargetError) in
        try stream.graph.extending(
          database.plan, request.action.direction, by: database.additions)
      }
    }
    if let interrupted = state.interrupted, request.action.runsSteps, !mayBeRunning {
      database.plan = try plan(database.plan, resuming: interrupted, in: stream)
      database.steps = try stream.prepare(database.plan.steps)
      if let first = database.steps.first {
        database.steps[0] = try stream.resume(first, from: interrupted)
      }
    } else if before.steps.isEmpty || before.plan != database.plan || before.isGoingOn
      || before.state.interrupted != state.interrupted
    {
      // The files were read once and for all, so the steps of the same plan are the same.
      database.steps = try stream.prepare(database.plan.steps)
    }
    return database
  }

  /// The plan with the interrupted step first: until that is over nothing else may run.
  private func plan(
    _ plan: DatabasePlan, resuming interrupted: InterruptedStep, in stream: RevisionStream
  ) throws(AludelError) -> DatabasePlan {
    let refusal = AludelError.interrupted(database: stream.name, interrupted)
    guard interrupted.ambiguousStatement == nil,
      let step = plan.steps.first(where: { $0.revision == interrupted.revision }),
      RunDirection(step.direction) == interrupted.direction
    else { throw refusal }
    if plan.steps.first == step { return plan }
    // Other revisions have come since that would run before it.
    let others = plan.steps.map(\.revision).filter { $0 != step.revision }
    let (first, rest) = try stream.planned([]) { () throws(TargetError) in
      switch step.direction {
      case .upgrade:
        let first = try stream.graph.planUpgrade(reaching: [step.revision], rows: plan.start)
        return (first, try stream.graph.planUpgrade(reaching: others, rows: first.end))
      case .downgrade:
        let first = try stream.graph.planDowngrade(removing: [step.revision], rows: plan.start)
        return (first, try stream.graph.planDowngrade(removing: others, rows: first.end))
      }
    }
    guard first.steps.count == 1, rest.end == plan.end else { throw refusal }
    return DatabasePlan(start: plan.start, steps: first.steps + rest.steps, end: plan.end)
  }

  private func plan(
    _ stream: RevisionStream, targets: [TargetExpression], state: DatabaseState
  ) throws(AludelError) -> DatabasePlan {
    if case .stamp(purge: true) = request.action {
      return try stream.planned(targets) { () throws(TargetError) in
        try stream.graph.planStamp(to: targets, rows: HeadSet([]), purge: true)
      }
    }
    let rows = try state.heads(in: stream)
    return try stream.planned(targets) { () throws(TargetError) in
      switch request.action {
      case .upgrade: try stream.graph.planUpgrade(to: targets, rows: rows)
      case .downgrade: try stream.graph.planDowngrade(to: targets, rows: rows)
      case .stamp: try stream.graph.planStamp(to: targets, rows: rows, purge: false)
      case .ensureVersion: DatabasePlan(start: rows, steps: [], end: rows)
      }
    }
  }
}

extension RunRequest.Action {
  /// Whether it runs sections of revision files.
  var runsSteps: Bool { self == .upgrade || self == .downgrade }

  fileprivate var isStamp: Bool { if case .stamp = self { true } else { false } }

  /// Which way its steps go.
  var direction: Direction { self == .downgrade ? .downgrade : .upgrade }
}

extension PreparedDatabase {
  /// Whether its first step goes on where an earlier run has stopped.
  fileprivate var isGoingOn: Bool { steps.contains { $0.alreadyApplied > 0 } }

  /// Whether nothing would be written.
  func isIdle(_ action: RunRequest.Action) -> Bool {
    switch action {
    case .upgrade, .downgrade: plan.steps.isEmpty && state.interrupted == nil
    case .stamp(let purge): !purge && plan.start == plan.end && state.interrupted == nil
    case .ensureVersion: state.isReady
    }
  }
}

extension RevisionStream {
  /// Gives a target's error the database in which it failed.
  func planned<Result>(
    _ targets: [TargetExpression], _ body: () throws(TargetError) -> Result
  ) throws(AludelError) -> Result {
    do { return try body() } catch {
      throw .target(
        database: name, target: targets.map(\.description).joined(separator: " "), error)
    }
  }
}

extension PreparedDatabase {
  /// What the planner over all databases looks at.
  var orderable: WorkspacePlan.Database {
    WorkspacePlan.Database(
      name: stream.name, graph: stream.graph, rows: plan.start, plan: plan,
      after: stream.entry.after)
  }

  func planEntry(for action: RunRequest.Action) -> RunPlan.DatabaseEntry {
    RunPlan.DatabaseEntry(
      name: stream.name, dialect: stream.dialect.name, server: state.server,
      // A purge plans as if there were no rows.
      start: plan.steps.isEmpty ? rows : plan.start, end: plan.end,
      hasVersionTable: state.hasVersionTable, assumedStart: plan.assumedStart,
      interrupted: state.interrupted,
      abandoned: action.isStamp && state.owner == nil ? state.interrupted : nil,
      stepCount: steps.count, changedFiles: changedFiles)
  }

  /// With what became of the files of applied revisions; the checksums were read with the state.
  func notingChanges() throws(AludelError) -> PreparedDatabase {
    guard !steps.isEmpty, !state.appliedChecksums.isEmpty else { return self }
    var database = self
    let undone = Set(plan.steps.filter { $0.direction == .downgrade }.map(\.revision))
    database.changedFiles = stream.changedFiles(since: state, rows: rows).map { file in
      var file = file
      file.isTakenDown = undone.contains(file.revision)
      return file
    }
    return database
  }
}

extension PreparedStep {
  var key: RunCoordinator.Key {
    RunCoordinator.Key(database: description.database, revision: step.revision)
  }
}
