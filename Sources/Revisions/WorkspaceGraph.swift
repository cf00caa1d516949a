/// The histories of a workspace's databases and the dependencies between them.
public struct WorkspaceGraph: Sendable {
  public struct Database: Sendable {
    public var name: String
    public var graph: RevisionGraph
    /// The databases whose run comes first.
    public var after: [String]

    public init(name: String, graph: RevisionGraph, after: [String] = []) {
      self.name = name
      self.graph = graph
      self.after = after
    }
  }

  /// In configuration order.
  let databases: [Database]
  private let indexByName: [String: Int]

  init(_ databases: [Database]) {
    self.databases = databases
    indexByName = Dictionary(
      databases.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Checks everything that can be known without a database: that dependencies and `after` name what
  /// exists, and that there is no cycle across databases.
  ///
  /// - Parameter databases: all of the workspace, in configuration order, with different names.
  /// - Throws: all problems at once.
  public static func validate(_ databases: [Database]) throws(WorkspaceProblems) {
    let problems = WorkspaceGraph(databases).problems()
    guard problems.isEmpty else { throw WorkspaceProblems(problems) }
  }

  /// By revision, those of other databases that depend on it: in configuration order, then load order.
  public static func dependants(
    in databases: [Database]
  ) -> [WorkspaceRevision: [WorkspaceRevision]] {
    let graph = WorkspaceGraph(databases)
    var dependants: [WorkspaceRevision: [WorkspaceRevision]] = [:]
    for (index, database) in databases.enumerated() {
      for (node, dependency) in database.graph.remote {
        guard let (other, needed) = graph.locate(dependency) else { continue }
        dependants[graph.revision(other, needed), default: []].append(graph.revision(index, node))
      }
    }
    return dependants
  }

  func index(of name: String) -> Int? { indexByName[name] }

  func revision(_ database: Int, _ node: Int) -> WorkspaceRevision {
    WorkspaceRevision(
      database: databases[database].name, revision: databases[database].graph.id(node))
  }

  /// A dependency on another database, found; its name is an id or a declared label, spelt out.
  func locate(_ dependency: Dependency) -> (database: Int, node: Int)? {
    guard let database = dependency.database.flatMap(index),
      let node = databases[database].graph.declaringNode(of: dependency.name)
    else { return nil }
    return (database, node)
  }

  private func problems() -> [WorkspaceProblem] {
    var problems: [WorkspaceProblem] = []
    let names = databases.map(\.name)
    var edges = false
    for (index, database) in databases.enumerated() {
      for (node, dependency) in database.graph.remote {
        guard locate(dependency) == nil else {
          edges = true
          continue
        }
        let revision = revision(index, node)
        if let other = dependency.database.flatMap(self.index) {
          problems.append(
            .unknownRevision(
              dependency, of: revision,
              candidates: databases[other].graph.nearestDeclared(to: dependency.name)))
        } else {
          problems.append(.unknownDatabase(dependency, of: revision, known: names))
        }
      }
      for name in database.after where self.index(of: name) == nil {
        problems.append(.unknownAfter(name, of: database.name, known: names))
      }
    }
    if edges { problems += revisionCycles() }
    return problems + afterCycles()
  }

  /// The databases that each one names in `after`; unknown ones are left out.
  var afterEdges: Adjacency {
    Adjacency(databases.map { $0.after.compactMap(index).withoutRepeats() })
  }

  private func revisionCycles() -> [WorkspaceProblem] {
    var offsets: [Int] = []
    var lists: [[Int]] = []
    for database in databases {
      offsets.append(lists.count)
      let offset = lists.count
      for node in database.graph.revisions.indices {
        lists.append(database.graph.fullParents[node].map { $0 + offset })
      }
    }
    for (index, database) in databases.enumerated() {
      for (node, dependency) in database.graph.remote {
        guard let target = locate(dependency) else { continue }
        lists[offsets[index] + node].append(offsets[target.database] + target.node)
      }
    }
    let edges = Adjacency(lists)
    let selfLoops = lists.indices.filter { lists[$0].contains($0) }.map { [$0] }
    let cycles =
      selfLoops
      + CycleFinder.parts(of: edges).map { part in
        CycleFinder.cycle(through: part.min() ?? part[0], in: part, of: edges)
      }
    return cycles.sorted { $0.lexicographicallyPrecedes($1) }.map { cycle in
      .cycle(
        cycle.map { node in
          let database = (offsets.lastIndex { $0 <= node }) ?? 0
          return revision(database, node - offsets[database])
        })
    }
  }

  private func afterCycles() -> [WorkspaceProblem] {
    let edges = afterEdges
    let selfLoops = databases.indices.filter { edges[$0].contains($0) }.map { [$0] }
    let cycles =
      selfLoops
      + CycleFinder.parts(of: edges).map { part in
        CycleFinder.cycle(through: part.min() ?? part[0], in: part, of: edges)
      }
    return cycles.sorted { $0.lexicographicallyPrecedes($1) }.map { cycle in
      .afterCycle(cycle.map { databases[$0].name })
    }
  }
}
