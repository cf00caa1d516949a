import Revisions
import Workspaces

/// What scripts have to do with databases beside their own.
extension ScriptPlanner {
  /// Databases that take no part count as if they stood where they must; the script says where.
  func orderables(
    _ databases: [Planned], _ request: ScriptRequest
  ) -> [WorkspacePlan.Database] {
    workspace.streams.map { stream in
      if let database = databases.first(where: { $0.stream.name == stream.name }) {
        return WorkspacePlan.Database(
          name: stream.name, graph: stream.graph, rows: database.plan.start, plan: database.plan,
          after: stream.entry.after)
      }
      let rows = request.action == .upgrade ? HeadSet(stream.graph.realHeads) : HeadSet([])
      return WorkspacePlan.Database(
        name: stream.name, graph: stream.graph, rows: rows,
        plan: DatabasePlan(start: rows, steps: [], end: rows))
    }
  }

  /// What must be so in databases that take no part.
  func needs(
    of turn: ScriptTurn, beside databases: [Planned], _ request: ScriptRequest
  ) -> [String] {
    let selected = Set(databases.map(\.stream.name))
    let revisions = Set(turn.steps.map(\.revision))
    guard let stream = workspace.streams.named(turn.database) else {
      return []
    }
    var needs: [String] = []
    if request.action == .upgrade {
      for step in turn.steps {
        needs += stream.graph.remoteDependencies(of: step.revision)
          .filter { $0.database.map { !selected.contains($0) } ?? false }.map(\.description)
      }
    } else {
      for other in workspace.streams where !selected.contains(other.name) {
        for edge in other.graph.remoteDependencies
        where edge.dependency.database == stream.name {
          let needed = stream.graph.declaringRevision(of: edge.dependency.name)
          guard needed.map(revisions.contains) ?? false else { continue }
          needs.append("\(other.name)/\(edge.revision)")
        }
      }
    }
    var seen: Set<String> = []
    return needs.filter { seen.insert($0).inserted }
  }

  /// The files of the scripts that must run before a turn: its own database's, and those with steps that
  /// it waits for.
  func earlier(
    than turn: ScriptTurn, scripts: [DatabaseScript], ordered: [WorkspaceStep]
  ) -> [String] {
    let own = Set(turn.steps.map(\.revision))
    let needed = Set(
      ordered.filter { $0.database == turn.database && own.contains($0.step.revision) }
        .flatMap(\.waitsFor))
    return scripts.filter { script in
      script.database == turn.database
        || script.steps.contains {
          needed.contains(WorkspaceRevision(database: script.database, revision: $0.revision))
        }
    }.map(\.fileName)
  }
}
