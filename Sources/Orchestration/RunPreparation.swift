import MigrationFiles
import DialectKit
import Revisions
import Workspaces

/// One database of a run, looked at and locked, with its steps ready to run.
struct PreparedDatabase: Sendable {
  var stream: RevisionStream
  /// Nil for a SQLite file that the first step will make.
  var session: Session?
  var state: DatabaseState
  var plan: DatabasePlan
  var steps: [PreparedStep]
}

/// Looks at one database for a run: connects, reads, plans, and takes the lock if there is work.
struct RunPreparation: Sendable {
  let request: RunRequest
  let control: RunControl
  let sink: EventSink

  /// - Parameter locking: false for a question such as `plan`, which must not wait for anybody.
  func prepare(
    _ stream: RevisionStream, targets: [TargetExpression], locking: Bool
  ) async throws(AludelError) -> PreparedDatabase {
    let gate = DatabaseGate(stream: stream)
    guard let session = try await gate.open(creating: false) else {
      return try planned(stream, targets: targets, session: nil, state: DatabaseState())
    }
    await control.watch(session)
    do throws(AludelError) {
      let first = try planned(
        stream, targets: targets, session: session, state: try await read(stream, session))
      guard locking, !first.isIdle(request.action) else { return first }
      let sink = sink
      try await gate.lock(session, control: control) { owner in
        sink(.waitingForLock(database: stream.name, owner: owner))
      }
      // Whoever held the lock may have moved the rows.
      return try planned(
        stream, targets: targets, session: session, state: try await read(stream, session))
    } catch {
      await session.close()
      throw error
    }
  }

  /// Makes and locks a database that did not exist when it was looked at.
  func create(_ database: PreparedDatabase) async throws(AludelError) -> PreparedDatabase {
    guard database.session == nil else { return database }
    let gate = DatabaseGate(stream: database.stream)
    guard let session = try await gate.open(creating: true) else { return database }
    await control.watch(session)
    do throws(AludelError) {
      try await gate.lock(session, control: control) { _ in }
      var created = database
      created.session = session
      created.state = try await read(database.stream, session)
      let heads = try created.state.heads(in: database.stream)
      if let row = heads.revisions.first {
        throw AludelError.rowMoved(
          database: database.stream.name, table: database.stream.entry.versionTable, row: row)
      }
      return created
    } catch {
      await session.close()
      throw error
    }
  }

  private func read(
    _ stream: RevisionStream, _ session: Session
  ) async throws(AludelError) -> DatabaseState {
    do throws(BookkeepingProblem) {
      return try await session.run { connection throws(BookkeepingProblem) in
        try DatabaseState(of: stream, on: connection)
      }
    } catch {
      throw AludelError(error, database: stream.name)
    }
  }

  private func planned(
    _ stream: RevisionStream, targets: [TargetExpression], session: Session?, state: DatabaseState
  ) throws(AludelError) -> PreparedDatabase {
    let plan = try plan(stream, targets: targets, state: state)
    if let interrupted = state.interrupted, request.action.runsSteps, !plan.steps.isEmpty {
      guard interrupted.ambiguousStatement == nil, let first = plan.steps.first,
        first.revision == interrupted.revision,
        RunDirection(first.direction) == interrupted.direction
      else {
        throw .interrupted(
          database: stream.name, interrupted, file: stream.files[interrupted.revision]?.path)
      }
    }
    return PreparedDatabase(
      stream: stream, session: session, state: state, plan: plan,
      steps: try stream.prepare(plan.steps))
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
}

extension PreparedDatabase {
  /// Whether nothing would be written.
  func isIdle(_ action: RunRequest.Action) -> Bool {
    switch action {
    case .upgrade, .downgrade: plan.steps.isEmpty
    case .stamp(let purge): !purge && plan.start == plan.end && state.interrupted == nil
    case .ensureVersion: state.hasVersionTable && state.hasHistory
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

  var planEntry: RunPlan.DatabaseEntry {
    RunPlan.DatabaseEntry(
      name: stream.name, dialect: stream.dialect.name, server: state.server, start: plan.start,
      end: plan.end, steps: steps.map(\.description))
  }
}

extension PreparedStep {
  var key: RunCoordinator.Key {
    RunCoordinator.Key(database: description.database, revision: step.revision)
  }
}
