import BitCollections

/// Which planned steps wait for which in other databases, and what is missing.
struct WorkspaceEdges {
  /// All steps of the run in one row, database by database: the number of each database's first step.
  let offsets: [Int]
  let stepCount: Int
  /// For each step those of other databases that come first.
  private(set) var waits: [[Int]]
  private(set) var problems: [WorkspaceProblem] = []

  private let graph: WorkspaceGraph
  private let databases: [WorkspacePlan.Database]
  /// For each database the steps by revision.
  private let stepOf: [[Int: Int]]
  private let appliedBefore: [BitSet]
  private let appliedAfter: [BitSet]

  init(_ databases: [WorkspacePlan.Database]) {
    self.databases = databases
    graph = WorkspaceGraph(
      databases.map { WorkspaceGraph.Database(name: $0.name, graph: $0.graph, after: $0.after) })
    var offsets: [Int] = []
    var count = 0
    for database in databases {
      offsets.append(count)
      count += database.plan.steps.count
    }
    self.offsets = offsets
    stepCount = count
    waits = Array(repeating: [], count: count)
    stepOf = databases.enumerated().map { index, database in
      var steps: [Int: Int] = [:]
      for (position, step) in database.plan.steps.enumerated() {
        if let node = database.graph.node(step.revision) { steps[node] = offsets[index] + position }
      }
      return steps
    }
    appliedBefore = databases.map { $0.graph.applied($0.rows).nodes }
    appliedAfter = databases.map { $0.graph.applied($0.plan.end).nodes }
    for index in databases.indices { connect(index) }
  }

  /// Each dependency on another database, seen from the dependant.
  private mutating func connect(_ index: Int) {
    for (node, dependency) in databases[index].graph.remote {
      let step = stepOf[index][node]
      guard let target = graph.locate(dependency) else {
        if let step, direction(step, in: index) == .upgrade {
          problems.append(missing(dependency, of: graph.revision(index, node)))
        }
        continue
      }
      let other = stepOf[target.database][target.node]
      if let step, direction(step, in: index) == .upgrade {
        if !appliedAfter[target.database].contains(target.node) {
          problems.append(
            .needsRemote(
              graph.revision(index, node), needs: graph.revision(target.database, target.node)))
        } else if let other {
          waits[step].append(other)
        }
      } else if let other, direction(other, in: target.database) == .downgrade,
        appliedBefore[index].contains(node)
      {
        if let step {
          waits[other].append(step)
        } else {
          problems.append(
            .stillNeeded(
              graph.revision(target.database, target.node), by: graph.revision(index, node)))
        }
      }
    }
  }

  private func missing(
    _ dependency: Dependency, of revision: WorkspaceRevision
  ) -> WorkspaceProblem {
    guard let other = dependency.database.flatMap(graph.index) else {
      return .notInRun(dependency, of: revision)
    }
    return .unknownRevision(
      dependency, of: revision,
      candidates: databases[other].graph.nearestDeclared(to: dependency.name))
  }

  private func direction(_ step: Int, in database: Int) -> Direction {
    databases[database].plan.steps[step - offsets[database]].direction
  }

  /// For each database those whose steps come first. A run that only takes down goes the other way, so
  /// that a database outlives those that run after it.
  var gates: Adjacency {
    let after = graph.afterEdges
    let isDowngrade = !databases.contains { database in
      database.plan.steps.contains { $0.direction == .upgrade }
    }
    return isDowngrade ? after.reversed() : after
  }

  /// For each step the steps of its own database that it follows in the graph.
  func ownWaits() -> [[Int]] {
    var lists = [[Int]](repeating: [], count: stepCount)
    for (index, database) in databases.enumerated() {
      for (node, step) in stepOf[index] {
        let nodes =
          direction(step, in: index) == .upgrade
          ? database.graph.fullParents[node] : database.graph.fullChildren[node]
        lists[step] = nodes.compactMap { stepOf[index][$0] }
      }
    }
    return lists
  }
}
