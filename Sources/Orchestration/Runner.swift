import DialectKit
import Revisions
import Workspaces

/// Carries out a request over the databases of a workspace.
///
/// First every database is looked at and everything that can be refused is refused; only then does the
/// first statement run anywhere. Independent databases work at the same time, and one's failure never
/// interrupts another's statement.
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
    let looked = await prepareAll(try select(request), request: request, locking: false)
    for case .success(let database) in looked.map(\.result) { await database.session?.close() }
    var failures: [AludelError] = []
    for case .failure(let error) in looked.map(\.result) { failures.append(error) }
    if let first = failures.first { throw failures.count == 1 ? first : .several(failures) }
    return try await order(looked.compactMap { try? $0.result.get() }, request).plan
  }

  /// Runs the request and reports on every selected database.
  ///
  /// - Throws: what is wrong with the request as a whole. A database's own failure is in the report.
  package func run(_ request: RunRequest) async throws(AludelError) -> RunReport {
    let selection = try select(request)
    let looked = await prepareAll(selection, request: request, locking: true)
    var outcomes: [String: DatabaseOutcome] = [:]
    var ready: [PreparedDatabase] = []
    for item in looked {
      switch item.result {
      case .success(let database): ready.append(database)
      case .failure(let error): outcomes[item.stream.name] = .failure(error, of: item.stream.name)
      }
    }
    if !outcomes.isEmpty && request.policy != .keepGoing {
      for database in ready { outcomes[database.stream.name] = .skipped(database) }
      await close(ready)
      ready = []
    }
    let order: RunOrder
    do throws(AludelError) { order = try await self.order(ready, request) } catch {
      await close(ready)
      throw error
    }
    if !order.databases.isEmpty { sink(.started(order.plan)) }
    for item in looked {
      if let outcome = outcomes[item.stream.name] { sink(.databaseFinished(outcome)) }
    }
    let worked = await work(through: order, request: request)
    outcomes.merge(worked) { _, new in new }
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

  /// Looks at all selected databases, `jobs` at a time, in the configuration's order.
  private func prepareAll(
    _ selection: [TargetSelection.Item], request: RunRequest, locking: Bool
  ) async -> [Looked] {
    let preparation = RunPreparation(request: request, control: control, sink: sink)
    return await concurrently(selection, atMost: request.jobs) { item in
      let result = await Result { () async throws(AludelError) in
        try await preparation.prepare(item.stream, targets: item.targets, locking: locking)
      }
      return Looked(stream: item.stream, result: result)
    }
  }

  private func close(_ databases: [PreparedDatabase]) async {
    for database in databases { await database.session?.close() }
  }

  // MARK: - Order

  /// The databases with their steps in the order in which they run, the plan that says so, and for
  /// each step what it waits for in other databases.
  private struct RunOrder: Sendable {
    var databases: [PreparedDatabase]
    var plan: RunPlan
    var needs: [RunCoordinator.Key: [RunCoordinator.Key]]
  }

  private func order(
    _ databases: [PreparedDatabase], _ request: RunRequest
  ) async throws(AludelError) -> RunOrder {
    let ordered: [WorkspaceStep]
    let observed = try await observed(beside: databases, request)
    do {
      ordered = try WorkspacePlan.order(
        workspace.streams.compactMap { stream in
          if let database = databases.first(where: { $0.stream.name == stream.name }) {
            return database.orderable
          }
          return observed[stream.name]
        })
    } catch {
      throw .workspace(error.problems)
    }
    var databases = databases
    var needs: [RunCoordinator.Key: [RunCoordinator.Key]] = [:]
    var steps: [StepDescription] = []
    for index in databases.indices {
      let prepared = Dictionary(
        databases[index].steps.map { ($0.step.revision, $0) },
        uniquingKeysWith: { first, _ in first })
      // The planner may have reordered independent branches, and the rows' changes with them.
      databases[index].steps = ordered.filter { $0.database == databases[index].stream.name }
        .compactMap { item in
          var step = prepared[item.step.revision]
          step?.step = item.step
          return step
        }
    }
    let descriptions = Dictionary(
      databases.flatMap(\.steps).map { ($0.key, $0.description) },
      uniquingKeysWith: { first, _ in first })
    for item in ordered {
      let key = RunCoordinator.Key(database: item.database, revision: item.step.revision)
      needs[key] = item.waitsFor.map { .init(database: $0.database, revision: $0.revision) }
      if let description = descriptions[key] { steps.append(description) }
    }
    return RunOrder(
      databases: databases,
      plan: RunPlan(databases: databases.map(\.planEntry), steps: steps), needs: needs)
  }

  /// Databases that take no part and matter all the same: the steps need their revisions, or theirs
  /// need what the steps take down.
  private func observed(
    beside databases: [PreparedDatabase], _ request: RunRequest
  ) async throws(AludelError) -> [String: WorkspacePlan.Database] {
    let selected = Set(databases.map(\.stream.name))
    var names: Set<String> = []
    for database in databases {
      for step in database.plan.steps where step.direction == .upgrade {
        names.formUnion(
          database.stream.graph.remoteDependencies(of: step.revision).compactMap(\.database))
      }
    }
    let shrinking = Set(
      databases.filter { $0.plan.steps.contains { $0.direction == .downgrade } }.map(\.stream.name))
    for stream in workspace.streams
    where stream.graph.remoteDependencies.contains(where: {
      $0.dependency.database.map(shrinking.contains) ?? false
    }) {
      names.insert(stream.name)
    }
    var observed: [String: WorkspacePlan.Database] = [:]
    let questions = Questions(workspace)
    for stream in workspace.streams
    where names.contains(stream.name) && !selected.contains(stream.name) {
      let rows = try await questions.state(of: stream).heads(in: stream)
      observed[stream.name] = WorkspacePlan.Database(
        name: stream.name, graph: stream.graph, rows: rows,
        plan: DatabasePlan(start: rows, steps: [], end: rows))
    }
    return observed
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
        preparation: RunPreparation(request: request, control: control, sink: sink),
        context: context, sink: sink)
      let outcome = await worker.work()
      sink(.databaseFinished(outcome))
      return outcome
    }
    return Dictionary(outcomes.map { ($0.name, $0) }) { first, _ in first }
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
    for _ in 0..<max(1, width) { startNext() }
    for await result in group {
      results.append(result)
      startNext()
    }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
