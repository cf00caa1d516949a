import MigrationFiles
import Revisions
import Workspaces

/// The databases of a run with their steps in the order in which they run, the plan that says so, and
/// for each step when its turn is.
struct RunOrder: Sendable {
  var databases: [PreparedDatabase]
  var plan: RunPlan
  var turns: [RunCoordinator.Key: RunCoordinator.Turn]

  /// - Parameter observed: databases without steps that matter all the same.
  /// - Throws: what is wrong between the databases.
  init(
    _ databases: [PreparedDatabase], observed: [String: WorkspacePlan.Database],
    for request: RunRequest, in workspace: LoadedWorkspace
  ) throws(AludelError) {
    let ordered: [WorkspaceStep]
    do {
      let all = workspace.streams.compactMap { stream in
        databases.first { $0.stream.name == stream.name }?.orderable ?? observed[stream.name]
      }
      ordered =
        if let saved = request.plan {
          try WorkspacePlan.order(all, as: saved.steps.map(\.revision))
        } else {
          try WorkspacePlan.order(all)
        }
    } catch {
      let differences = error.problems.compactMap {
        PlanDifference($0, among: workspace.streams)
      }
      if request.plan != nil, differences.count == error.problems.count {
        throw .planChanged(file: request.planFile, differences)
      }
      throw .workspace(error.problems, among: workspace.streams)
    }
    var databases = databases
    for index in databases.indices {
      databases[index].steps = try Self.reordered(databases[index], as: ordered)
    }
    let prepared = Dictionary(
      databases.flatMap(\.steps).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var turns: [RunCoordinator.Key: RunCoordinator.Turn] = [:]
    var steps: [RunPlan.Step] = []
    for (rank, item) in ordered.enumerated() {
      let key = RunCoordinator.Key(database: item.database, revision: item.step.revision)
      turns[key] = RunCoordinator.Turn(
        rank: rank,
        needs: item.waitsFor.map { .init(database: $0.database, revision: $0.revision) })
      guard let step = prepared[key] else { continue }
      steps.append(
        RunPlan.Step(
          description: step.description,
          path: workspace.pathInWorkspace(step.description.file),
          checksum: step.checksum?.hexadecimal ?? "", waitsFor: item.waitsFor))
    }
    self.databases = databases
    self.turns = turns
    plan = RunPlan(
      workspace: workspace.configuration.name, direction: request.action.direction,
      databases: databases.map { $0.planEntry(for: request.action) }, steps: steps)
    if let problem = sharedTransactionProblem() { throw problem }
  }

  /// The planner may have reordered independent branches, and the rows' changes with them.
  private static func reordered(
    _ database: PreparedDatabase, as ordered: [WorkspaceStep]
  ) throws(AludelError) -> [PreparedStep] {
    let prepared = Dictionary(
      database.steps.map { ($0.step.revision, $0) }, uniquingKeysWith: { first, _ in first })
    let steps = ordered.filter { $0.database == database.stream.name }.compactMap { item in
      var step = prepared[item.step.revision]
      step?.step = item.step
      return step
    }
    // What an earlier run left half-way is the first thing to finish, or its journal would be hidden.
    if let interrupted = database.state.interrupted,
      steps.dropFirst().contains(where: { $0.alreadyApplied > 0 })
    {
      throw .interrupted(database: database.stream.name, interrupted)
    }
    return steps
  }

  // MARK: - Steps that share a transaction

  /// A database whose steps commit together keeps every other one waiting until its last step, so none
  /// of its steps may wait for one that waits for another of its own.
  private func sharedTransactionProblem() -> AludelError? {
    for database in databases {
      let shared = database.steps.filter { $0.protection == .sharedTransaction }
      guard !shared.isEmpty else { continue }
      for step in shared {
        for need in turns[step.key]?.needs ?? [] where waits(need, for: database.stream.name) {
          return .cannotShareTransaction(
            database: database.stream.name, revision: step.step.revision,
            file: step.description.file,
            reason: "it waits for \(need.database)/\(need.revision), "
              + "which waits for an earlier revision of \(database.stream.name)")
        }
      }
    }
    return nil
  }

  /// Whether a step comes after some step of the database, by whatever way.
  private func waits(_ key: RunCoordinator.Key, for database: String) -> Bool {
    var seen: Set<RunCoordinator.Key> = [key]
    var open = [key]
    while let next = open.popLast() {
      if next.database == database { return true }
      for earlier in mustPrecede(next) where seen.insert(earlier).inserted { open.append(earlier) }
    }
    return false
  }

  private func mustPrecede(_ key: RunCoordinator.Key) -> [RunCoordinator.Key] {
    guard let database = databases.first(where: { $0.stream.name == key.database }),
      let index = database.steps.firstIndex(where: { $0.key == key })
    else { return [] }
    // Under one transaction a step is not there before all of them are.
    let own =
      database.steps[index].protection == .sharedTransaction
      ? database.steps[...] : database.steps[...index]
    return own.map(\.key) + own.flatMap { turns[$0.key]?.needs ?? [] }
  }
}
