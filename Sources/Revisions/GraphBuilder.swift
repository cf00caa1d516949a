import HeapModule

/// Turns revisions into the parts of a graph and collects everything that is wrong with them.
///
/// Alembic warns at a repeated id and at a missing parent, and then fails somewhere else; here each is an
/// error, and all of them are reported at once.
struct GraphBuilder {
  let revisions: [Revision]
  let database: String?
  /// By revision, the squashes of which it needs a part only.
  private let partial: [RevisionID: Set<RevisionID>]

  private(set) var indexByName: [String: Int] = [:]
  private(set) var problems: [GraphProblem] = []
  /// Versioned parents without repeats.
  private(set) var parents = Adjacency([])
  /// Parents, then dependencies, without repeats.
  private(set) var fullParents = Adjacency([])
  /// What a version row implies: the same without dependencies on a part of what a squash stands for.
  private(set) var impliedParents = Adjacency([])
  /// The dependencies on this database alone, without repeats.
  private(set) var dependencies = Adjacency([])
  /// The dependencies on other databases, by revision; only where there are some.
  private(set) var remote: [(node: Int, dependency: Dependency)] = []

  init(
    _ revisions: [Revision], database: String?, partial: [RevisionID: Set<RevisionID>] = [:]
  ) {
    self.revisions = revisions
    self.database = database
    self.partial = partial
    nameAll()
    connect()
    if !problems.contains(where: \.isDuplicateRevision) { findCycles() }
  }

  private mutating func nameAll() {
    var repeats: [RevisionID: [Int]] = [:]
    indexByName.reserveCapacity(revisions.count)
    for (node, revision) in revisions.enumerated() {
      if let first = indexByName[revision.id.text] {
        repeats[revision.id, default: [first]].append(node)
      } else {
        indexByName[revision.id.text] = node
      }
    }
    for (node, revision) in revisions.enumerated() {
      if let positions = repeats[revision.id], positions.first == node {
        problems.append(.duplicateRevision(revision.id, positions: positions))
      }
    }
    nameLabels()
  }

  private mutating func nameLabels() {
    var declarations: [BranchLabel: [RevisionID]] = [:]
    var order: [BranchLabel] = []
    for (node, revision) in revisions.enumerated() {
      for label in revision.labels {
        if let owner = indexByName[label.text], revisions[owner].id.text == label.text {
          problems.append(.labelIsRevision(label, declaredBy: revision.id))
          continue
        }
        if declarations[label] == nil {
          order.append(label)
          indexByName[label.text] = node
        }
        declarations[label, default: []].append(revision.id)
      }
    }
    for label in order {
      if let ids = declarations[label], ids.count > 1 {
        problems.append(.duplicateLabel(label, declaredBy: ids))
      }
    }
  }

  private mutating func connect() {
    var parentLists: [[Int]] = []
    var fullLists: [[Int]] = []
    var dependencyLists: [[Int]] = []
    parentLists.reserveCapacity(revisions.count)
    fullLists.reserveCapacity(revisions.count)
    dependencyLists.reserveCapacity(revisions.count)
    for (node, revision) in revisions.enumerated() {
      let above = parentNodes(of: revision, at: node)
      let needed = dependencyNodes(of: revision, at: node)
      parentLists.append(above)
      dependencyLists.append(needed)
      fullLists.append(needed.isEmpty ? above : (above + needed).withoutRepeats())
    }
    parents = Adjacency(parentLists)
    fullParents = Adjacency(fullLists)
    impliedParents = fullParents
    for (node, revision) in revisions.enumerated() {
      guard let some = partial[revision.id] else { continue }
      let above = Set(parentLists[node])
      fullLists[node].removeAll { !above.contains($0) && some.contains(revisions[$0].id) }
    }
    if !partial.isEmpty { impliedParents = Adjacency(fullLists) }
    dependencies = Adjacency(dependencyLists)
  }

  private mutating func parentNodes(of revision: Revision, at node: Int) -> [Int] {
    var nodes: [Int] = []
    for parent in revision.parents {
      if parent == revision.id {
        problems.append(.selfLoop(parent, .parent))
      } else if let found = indexByName[parent.text], revisions[found].id == parent {
        nodes.append(found)
      } else {
        problems.append(.missingParent(parent, of: revision.id))
      }
    }
    return nodes.withoutRepeats()
  }

  private mutating func dependencyNodes(of revision: Revision, at node: Int) -> [Int] {
    var nodes: [Int] = []
    for dependency in revision.dependencies {
      if let other = dependency.database, other != database {
        remote.append((node, dependency))
      } else if let found = indexByName[dependency.name] {
        if revisions[found].id == revision.id {
          problems.append(.selfLoop(revision.id, .dependency))
        } else {
          nodes.append(found)
        }
      } else {
        problems.append(.missingDependency(dependency.name, of: revision.id))
      }
    }
    return nodes.withoutRepeats()
  }

  private mutating func findCycles() {
    let versioned = CycleFinder.parts(of: parents)
    report(versioned, in: parents, as: .parent)
    let reported = Set(versioned.joined())
    let full = CycleFinder.parts(of: fullParents).filter { part in
      !part.contains(where: reported.contains)
    }
    report(full, in: fullParents, as: .dependency)
  }

  private mutating func report(
    _ parts: [[Int]], in edges: Adjacency, as relation: GraphProblem.Relation
  ) {
    var cycles: [[RevisionID]] = []
    for part in parts {
      guard let start = part.min(by: { revisions[$0].id < revisions[$1].id }) else { continue }
      cycles.append(
        CycleFinder.cycle(through: start, in: part, of: edges).map { revisions[$0].id })
    }
    cycles.sort { left, right in left.lexicographicallyPrecedes(right) }
    problems.append(contentsOf: cycles.map { .cycle($0, relation) })
  }

  /// Every node after all that it needs; among those that could come next the smallest id first.
  static func topologicalOrder(
    of revisions: [Revision], parents: Adjacency, children: Adjacency
  ) -> [Int] {
    // Comparing texts in the heap would cost more than ranking them once.
    let byID = revisions.indices.sorted { revisions[$0].id < revisions[$1].id }
    var rank = [Int](repeating: 0, count: byID.count)
    for (position, node) in byID.enumerated() { rank[node] = position }
    var missing = revisions.indices.map(parents.degree)
    var ready = Heap(revisions.indices.filter { missing[$0] == 0 }.map { rank[$0] })
    var order: [Int] = []
    order.reserveCapacity(revisions.count)
    while let next = ready.popMin() {
      let node = byID[next]
      order.append(node)
      for child in children[node] {
        missing[child] -= 1
        if missing[child] == 0 { ready.insert(rank[child]) }
      }
    }
    return order
  }
}

extension GraphProblem {
  fileprivate var isDuplicateRevision: Bool {
    if case .duplicateRevision = self { true } else { false }
  }
}

extension Array where Element: Hashable {
  /// The first of each, in order.
  func withoutRepeats() -> [Element] {
    guard count > 1 else { return self }
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
