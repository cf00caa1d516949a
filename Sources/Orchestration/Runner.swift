import DialectKit
import Revisions
import Workspaces

/// Carries out a request over the databases of a workspace.
///
/// First every database is looked at and everything that can be refused is refused; only then are
/// locks taken and missing databases made, and only then does the first statement run anywhere.
/// Independent databases work at the same time, and one's failure never interrupts another's statement.
package struct Runner: Sendable {
  let workspace: LoadedWorkspace
  let context: RunContext
  let control: RunControl
  let sink: EventSink

  package init(
    workspace: LoadedWorkspace, context: RunContext, control: RunControl, sink: @escaping EventSink
  ) {
    self.workspace = workspace
    self.context = context
    self.control = control
    self.sink = sink
  }

  /// What a run would do now. Takes no lock and changes nothing.
  package func plan(_ request: RunRequest) async throws(AludelError) -> RunPlan {
    let looked = await look(at: try select(request), request)
    for case .success(let database) in looked.map(\.result) { await database.leave() }
    var failures: [AludelError] = []
    for case .failure(let error) in looked.map(\.result) { failures.append(error) }
    if let first = failures.first { throw failures.count == 1 ? first : .several(failures) }
    let databases = looked.compactMap { try? $0.result.get() }
    var observed: [String: WorkspacePlan.Database] = [:]
    for (name, answer) in await observe(beside: databases, knowing: [:]) {
      observed[name] = try answer.get()
    }
    return try RunOrder(databases, observed: observed, among: workspace.streams).plan
  }

  /// Runs the request and reports on every selected database.
  ///
  /// - Throws: what is wrong with the request as a whole. A database's own failure is in the report.
  package func run(_ request: RunRequest) async throws(AludelError) -> RunReport {
    let selection = try select(request)
    var roster = RunRoster(policy: request.policy)
    for item in await look(at: selection, request, mayBeRunning: true) {
      roster.add(item.result.map(Optional.some), for: item.stream.name)
    }
    await roster.settle()
    // Before any lock is taken and any file made: a refusal must leave nothing behind.
    _ = try await order(&roster, request)
    await lock(&roster, request)
    await roster.settle()
    let order = try await order(&roster, request)
    if !order.databases.isEmpty { sink(.started(order.plan)) }
    for item in selection {
      if let outcome = roster.outcomes[item.stream.name] { sink(.databaseFinished(outcome)) }
    }
    let worked = await work(through: order, request: request)
    let outcomes = roster.outcomes.merging(worked) { _, new in new }
    let report = RunReport(
      databases: selection.compactMap { outcomes[$0.stream.name] },
      wasInterrupted: await control.isStopping)
    sink(.finished(report))
    return report
  }

  // MARK: - Looking

  private struct Looked: Sendable {
    var stream: RevisionStream
    var result: Result<PreparedDatabase, AludelError>
  }

  private func select(_ request: RunRequest) throws(AludelError) -> [TargetSelection.Item] {
    var targets = request.targets
    if targets.isEmpty, request.action == .upgrade { targets = [.heads] }
    return try TargetSelection.select(
      from: workspace.streams, targets: targets, names: request.names)
  }

  private func preparation(_ request: RunRequest) -> RunPreparation {
    RunPreparation(request: request, control: control, sink: sink)
  }

  /// Looks at all selected databases, `jobs` at a time, in the configuration's order.
  private func look(
    at selection: [TargetSelection.Item], _ request: RunRequest, mayBeRunning: Bool = false
  ) async -> [Looked] {
    let preparation = preparation(request)
    return await concurrently(selection, atMost: request.jobs) { item in
      let result = await Result { () async throws(AludelError) in
        try await preparation.look(
          at: item.stream, targets: item.targets, mayBeRunning: mayBeRunning)
      }
      return Looked(stream: item.stream, result: result)
    }
  }

  // MARK: - Locking

  /// Takes the locks of all databases with work, then looks at those again.
  ///
  /// One after the other in the configuration's order: two runs that took theirs in different orders
  /// would wait for each other.
  private func lock(_ roster: inout RunRoster, _ request: RunRequest) async {
    let preparation = preparation(request)
    var locked: [PreparedDatabase] = []
    var results: [String: Result<PreparedDatabase?, AludelError>] = [:]
    let databases = roster.takeReady()
    for database in databases {
      guard !database.isIdle(request.action) else {
        results[database.stream.name] = .success(database)
        continue
      }
      let result = await Result { () async throws(AludelError) in
        try await preparation.lock(database)
      }
      if case .success(let database?) = result {
        locked.append(database)
      } else {
        results[database.stream.name] = result
      }
    }
    let again = await concurrently(locked, atMost: request.jobs) { database in
      await Result { () async throws(AludelError) -> PreparedDatabase? in
        try await preparation.lookAgain(at: database)
      }
    }
    for (database, result) in zip(locked, again) { results[database.stream.name] = result }
    for database in databases {
      if let result = results[database.stream.name] {
        roster.add(result, for: database.stream.name)
      }
    }
  }

  // MARK: - Order

  /// Orders what is ready. With `keepGoing` databases that cannot take part are taken out until the
  /// rest can run.
  private func order(
    _ roster: inout RunRoster, _ request: RunRequest
  ) async throws(AludelError) -> RunOrder {
    while true {
      let failures: [(String, AludelError)]
      do throws(AludelError) {
        let others = await observe(beside: roster.ready, knowing: roster.rows)
        failures = try self.failures(in: roster, beside: others, request)
        if failures.isEmpty {
          return try RunOrder(
            roster.ready,
            observed: Dictionary(
              others.compactMap { name, answer in (try? answer.get()).map { (name, $0) } },
              uniquingKeysWith: { first, _ in first }),
            among: workspace.streams)
        }
      } catch {
        let faults = request.policy == .keepGoing ? faults(of: error, roster) : []
        if faults.isEmpty {
          for database in roster.takeReady() { await database.leave() }
          throw error
        }
        for (name, fault) in faults { await roster.fail(name, fault) }
        continue
      }
      for (name, error) in failures { await roster.fail(name, error) }
    }
  }

  private typealias Observed = [(String, Result<WorkspacePlan.Database, AludelError>)]

  /// Databases whose steps need one that cannot be asked, or that runs before them and cannot run.
  private func failures(
    in roster: RunRoster, beside others: Observed, _ request: RunRequest
  ) throws(AludelError) -> [(String, AludelError)] {
    var failures: [(String, AludelError)] = []
    for (name, answer) in others {
      guard case .failure(let error) = answer else { continue }
      guard request.policy == .keepGoing else { throw error }
      let isOurs = roster.outcomes[name] != nil
      for database in roster.ready where isConcerned(database, by: name) {
        failures.append(
          (
            database.stream.name,
            isOurs ? .waitedForFailed(database: database.stream.name, other: name) : error
          ))
      }
    }
    for database in roster.ready where !database.steps.isEmpty {
      guard let other = failedGate(of: database, in: roster) else { continue }
      failures.append(
        (database.stream.name, .waitedForFailed(database: database.stream.name, other: other)))
    }
    return failures
  }

  /// A database that comes first by `after` and has failed, looking through those without steps.
  private func failedGate(of database: PreparedDatabase, in roster: RunRoster) -> String? {
    var seen: Set<String> = [database.stream.name]
    var open = gates(of: database.stream, isDowngrade: database.isShrinking)
    while let name = open.popLast() {
      guard seen.insert(name).inserted else { continue }
      if roster.outcomes[name] != nil { return name }
      if let gate = roster.ready.first(where: { $0.stream.name == name }), gate.steps.isEmpty {
        open += gates(of: gate.stream, isDowngrade: database.isShrinking)
      }
    }
    return nil
  }

  private func gates(of stream: RevisionStream, isDowngrade: Bool) -> [String] {
    guard isDowngrade else { return stream.entry.after }
    return workspace.streams.filter { $0.entry.after.contains(stream.name) }.map(\.name)
  }

  /// Which databases an error between databases is about, each with its part of it.
  private func faults(of error: AludelError, _ roster: RunRoster) -> [(String, AludelError)] {
    switch error {
    case .cannotShareTransaction(let database, _, _, _), .interrupted(let database, _, _):
      return [(database, error)]
    case .workspace(let problems):
      var byName: [String: [WorkspaceProblem]] = [:]
      for problem in problems {
        for name in problem.databases { byName[name, default: []].append(problem) }
      }
      return byName.sorted { $0.key < $1.key }.map { name, problems in
        for problem in problems {
          if case .needsRemote(_, let needed) = problem, roster.outcomes[needed.database] != nil {
            return (name, .waitedForFailed(database: name, other: needed.database))
          }
        }
        return (name, .workspace(problems))
      }
    default: return []
    }
  }

  /// Databases that take no part and matter all the same: the steps need their revisions, or theirs
  /// need what the steps take down.
  ///
  /// - Parameter rows: where databases stand, as far as this run has found out already.
  private func observe(
    beside databases: [PreparedDatabase], knowing rows: [String: HeadSet]
  ) async -> Observed {
    let ready = Set(databases.map(\.stream.name))
    let questions = Questions(workspace)
    var observed: Observed = []
    for stream in workspace.streams
    where !ready.contains(stream.name)
      && databases.contains(where: { isConcerned($0, by: stream.name) })
    {
      let answer = await Result { () async throws(AludelError) in
        let rows =
          if let known = rows[stream.name] { known } else {
            try await questions.state(of: stream).heads(in: stream)
          }
        return WorkspacePlan.Database(
          name: stream.name, graph: stream.graph, rows: rows,
          plan: DatabasePlan(start: rows, steps: [], end: rows))
      }
      observed.append((stream.name, answer))
    }
    return observed
  }

  /// Whether what happens to the database depends on where another one stands.
  private func isConcerned(_ database: PreparedDatabase, by name: String) -> Bool {
    let needs = database.plan.steps.contains { step in
      step.direction == .upgrade
        && database.stream.graph.remoteDependencies(of: step.revision).contains {
          $0.database == name
        }
    }
    if needs { return true }
    guard database.isShrinking, let other = workspace.streams.first(where: { $0.name == name })
    else { return false }
    return other.graph.remoteDependencies.contains {
      $0.dependency.database == database.stream.name
    }
  }

  // MARK: - Working

  private func work(
    through order: RunOrder, request: RunRequest
  ) async -> [String: DatabaseOutcome] {
    let coordinator = RunCoordinator(
      jobs: request.jobs, stopsAtFailure: request.policy == .failFast)
    await control.watch(coordinator)
    // All at once: the coordinator lets only `jobs` of them work, and one that waits for another
    // must not keep that other from starting.
    let outcomes = await concurrently(order.databases, atMost: order.databases.count) { database in
      let worker = DatabaseWorker(
        database: database, request: request, needs: order.needs, coordinator: coordinator,
        context: context, sink: sink)
      let outcome = await worker.work()
      sink(.databaseFinished(outcome))
      return outcome
    }
    return Dictionary(outcomes.map { ($0.name, $0) }) { first, _ in first }
  }
}

extension PreparedDatabase {
  /// Whether it takes revisions down.
  var isShrinking: Bool { plan.steps.contains { $0.direction == .downgrade } }
}

extension WorkspaceProblem {
  /// The databases that cannot run because of it.
  var databases: [String] {
    switch self {
    case .deadlock(let path), .cycle(let path): Set(path.map(\.database)).sorted()
    default: revision.map { [$0.database] } ?? []
    }
  }
}

/// Does `body` for every item, so many at a time, and gives the results in the items' order.
func concurrently<Item: Sendable, Result: Sendable>(
  _ items: [Item], atMost width: Int, _ body: @escaping @Sendable (Item) async -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { group in
    var results: [(Int, Result)] = []
    var next = items.startIndex
    func startNext() {
      guard next < items.endIndex else { return }
      let (index, item) = (next, items[next])
      group.addTask { (index, await body(item)) }
      next += 1
    }
    for _ in 0..<max(1, min(width, items.count)) { startNext() }
    for await result in group {
      results.append(result)
      startNext()
    }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
