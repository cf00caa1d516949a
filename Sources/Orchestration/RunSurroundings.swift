import Revisions
import Workspaces

/// The databases beside those of a run: they take no part and matter all the same, since the steps need
/// their revisions, or theirs need what the steps take down.
struct RunSurroundings: Sendable {
  typealias Answers = [(name: String, answer: Result<WorkspacePlan.Database, AludelError>)]

  let workspace: LoadedWorkspace

  /// Asks those that matter where they stand, and no other one.
  ///
  /// - Parameter rows: where databases stand, as far as this run has found out already.
  func observe(
    beside databases: [PreparedDatabase], knowing rows: [String: HeadSet]
  ) async -> Answers {
    let ready = Set(databases.map(\.stream.name))
    let questions = Questions(workspace)
    var answers: Answers = []
    for stream in workspace.streams
    where !ready.contains(stream.name)
      && databases.contains(where: { isConcerned($0, by: stream.name) })
    {
      let answer = await Result { () async throws(AludelError) in
        let (stream, rows) =
          if let known = rows[stream.name] {
            (try stream.unfolded(around: known.revisions, targets: []), known)
          } else {
            try await questions.standing(of: stream)
          }
        return WorkspacePlan.Database(
          name: stream.name, graph: stream.graph, rows: rows,
          plan: DatabasePlan(start: rows, steps: [], end: rows))
      }
      answers.append((stream.name, answer))
    }
    return answers
  }

  /// Whether what happens to the database depends on where another one stands.
  func isConcerned(_ database: PreparedDatabase, by name: String) -> Bool {
    let steps = database.plan.steps
    let graph = database.stream.graph
    let needs = steps.contains { step in
      step.direction == .upgrade
        && graph.remoteDependencies(of: step.revision).contains { $0.database == name }
    }
    if needs { return true }
    let removed = Set(steps.filter { $0.direction == .downgrade }.map(\.revision))
    guard !removed.isEmpty, let other = workspace.streams.named(name) else {
      return false
    }
    return other.graph.remoteDependencies.contains { _, dependency in
      dependency.database == database.stream.name
        && graph.declaringRevision(of: dependency.name).map(removed.contains) ?? false
    }
  }
}

extension RunSurroundings.Answers {
  /// Those that could be asked.
  var databases: [String: WorkspacePlan.Database] {
    Dictionary(
      compactMap { name, answer in (try? answer.get()).map { (name, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
