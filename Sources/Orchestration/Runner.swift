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
    var roster = RunRoster(policy: request.policy, among: workspace.streams)
    if let saved = request.plan { _ = try differences(from: saved, request) }
    for item in await look(at: try select(request), request) {
      roster.add(item.result.map(Optional.some), for: item.stream.name)
    }
    try await refuseChanged(&roster, request)
    await complete(&roster, request)
    let failures = workspace.streams.compactMap { roster.outcomes[$0.name]?.failure }
    let databases = roster.ready
    await roster.leaveReady()
    if let first = failures.first { throw failures.count == 1 ? first : .several(failures) }
    let others = await surroundings.observe(beside: databases, knowing: [:])
    for (_, answer) in others { _ = try answer.get() }
    return try RunOrder(databases, observed: others.databases, for: request, in: workspace).plan
  }

  /// Runs the request and reports on every database that takes part.
  ///
  /// - Throws: what is wrong with the request as a whole. A database's own failure is in the report.
  package func run(_ request: RunRequest) async throws(AludelError) -> RunReport {
    var roster = RunRoster(policy: request.policy, among: workspace.streams)
    if let saved = request.plan { _ = try differences(from: saved, request) }
    for item in await look(at: try select(request), request, mayBeRunning: true) {
      roster.add(item.result.map(Optional.some), for: item.stream.name)
    }
    try await refuseChanged(&roster, request)
    await complete(&roster, request, mayBeRunning: true)
    await refuseWithoutAccess(&roster, request)
    await roster.settle()
    // Before any lock is taken and any file made: a refusal must leave nothing behind.
    _ = try await order(&roster, request)
    await lock(&roster, request)
    // Whoever held a lock may have moved the rows.
    try await refuseChanged(&roster, request)
    await roster.settle()
    var order = try await order(&roster, request)
    order.plan.tag = request.tag
    if !order.databases.isEmpty { sink(.started(order.plan)) }
    for stream in workspace.streams {
      if let outcome = roster.outcomes[stream.name] { sink(.databaseFinished(outcome)) }
    }
    let worked = await work(through: order, request: request)
    let outcomes = roster.outcomes.merging(worked) { _, new in new }
    var report = RunReport(
      databases: workspace.streams.compactMap { outcomes[$0.name] },
      wasInterrupted: await control.isStopping)
    report.wasCarriedOutBefore =
      report.exitCode == 0 && order.plan.isEmpty && request.plan?.steps.isEmpty == false
    sink(.finished(report))
    return report
  }

  var surroundings: RunSurroundings { RunSurroundings(workspace: workspace) }

  // MARK: - Looking

  private struct Looked: Sendable {
    var stream: RevisionStream
    var result: Result<PreparedDatabase, AludelError>
  }

  private func select(_ request: RunRequest) throws(AludelError) -> [TargetSelection.Item] {
    if let saved = request.plan {
      return workspace.streams.filter { saved.database($0.name) != nil }
        .map { TargetSelection.Item(stream: $0, targets: []) }
    }
    var targets = request.targets
    if targets.isEmpty, request.action == .upgrade { targets = [.heads] }
    return try TargetSelection.select(
      from: workspace.streams, targets: targets, names: request.names)
  }

  func preparation(_ request: RunRequest) -> RunPreparation {
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
  /// One after the other, in an order that does not depend on the workspace file: two runs that took
  /// theirs in different orders would wait for each other.
  private func lock(_ roster: inout RunRoster, _ request: RunRequest) async {
    let preparation = preparation(request)
    var locked: [PreparedDatabase] = []
    var results: [String: Result<PreparedDatabase?, AludelError>] = [:]
    let databases = roster.takeReady()
    for database in databases.sorted(by: { $0.stream.lockRank < $1.stream.lockRank }) {
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

  // MARK: - Working

  private func work(
    through order: RunOrder, request: RunRequest
  ) async -> [String: DatabaseOutcome] {
    let coordinator = RunCoordinator(
      jobs: request.jobs, stopsAtFailure: request.policy == .failFast,
      databases: Set(order.databases.map(\.stream.name)))
    await control.watch(coordinator)
    // All at once: the coordinator lets only `jobs` of them work, and one that waits for another
    // must not keep that other from starting.
    let databases = Array(order.databases.enumerated())
    let outcomes = await concurrently(databases, atMost: databases.count) { rank, database in
      let worker = DatabaseWorker(
        database: database, request: request, turns: order.turns, rank: rank,
        coordinator: coordinator, context: context, sink: sink)
      let outcome = await worker.work()
      sink(.databaseFinished(outcome))
      return outcome
    }
    return Dictionary(outcomes.map { ($0.name, $0) }) { first, _ in first }
  }
}

extension RevisionStream {
  /// The same for everybody who means this version table, whatever the workspace file calls it.
  fileprivate var lockRank: String {
    let identity = (try? entry.endpoint.get())?.identity ?? ""
    return "\(dialect.name) \(identity) \(entry.versionTable)"
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
