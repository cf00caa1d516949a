extension RevisionGraph {
  /// The parents, then those dependencies that no proper versioned ancestor declares too: Alembic's
  /// "normalized down revisions". They decide the order of steps, never the rows.
  func normalizedParents(of node: Int) -> [Int] {
    let parents = versionedParents[node]
    let dependencies = localDependencies[node]
    guard !dependencies.isEmpty else { return Array(parents) }
    let inherited = inheritedDependencies[node] ?? []
    return parents + dependencies.filter { !inherited.contains($0) && !parents.contains($0) }
  }

  /// For each revision those of its dependencies that a proper versioned ancestor declares too.
  static func inheritedDependencies(
    _ dependencies: Adjacency, children: Adjacency, order: [Int]
  ) -> [Int: Set<Int>] {
    guard dependencies.edgeCount > 1 else { return [:] }
    var rank = [Int](repeating: 0, count: order.count)
    for (position, node) in order.enumerated() { rank[node] = position }
    let dependants = dependencies.reversed()
    var inherited: [Int: Set<Int>] = [:]
    for needed in 0..<dependants.count where dependants.degree(needed) > 1 {
      let sharing = dependants[needed]
      // Nothing beyond the last of them can lead to one of them.
      let last = sharing.lazy.map { rank[$0] }.max() ?? 0
      var reached: Set<Int> = []
      var open = Array(sharing)
      while let node = open.popLast() {
        for child in children[node] where rank[child] <= last && reached.insert(child).inserted {
          open.append(child)
        }
      }
      for node in sharing where reached.contains(node) {
        inherited[node, default: []].insert(needed)
      }
    }
    return inherited
  }
}
