import BitCollections

/// Which relations count.
public enum Reach: Hashable, Sendable {
  /// Those of `down_revision` alone.
  case versioned
  /// Dependencies too.
  case full
}

extension RevisionGraph {
  /// The revisions that it comes after; with dependencies if `full`. In declaration order.
  public func parents(of id: RevisionID, _ reach: Reach = .versioned) -> [RevisionID] {
    node(id).map { ids(down(reach)[$0]) } ?? []
  }

  /// The revisions that come after it; with those that depend on it if `full`. In load order.
  public func children(of id: RevisionID, _ reach: Reach = .versioned) -> [RevisionID] {
    node(id).map { ids(up(reach)[$0]) } ?? []
  }

  /// The revisions of this database that it depends on, labels resolved; in declaration order.
  public func dependencies(of id: RevisionID) -> [RevisionID] {
    node(id).map { ids(localDependencies[$0]) } ?? []
  }

  /// What its `depends_on` says about other databases, in declaration order.
  public func remoteDependencies(of id: RevisionID) -> [Dependency] {
    guard let node = node(id) else { return [] }
    // They are in load order; a listing asks for those of every revision.
    var (low, high) = (0, remote.count)
    while low < high {
      let middle = (low + high) / 2
      if remote[middle].node < node { low = middle + 1 } else { high = middle }
    }
    return remote[low...].prefix { $0.node == node }.map(\.dependency)
  }

  /// Itself and all that it comes after, in load order.
  public func ancestors(of id: RevisionID, _ reach: Reach) -> [RevisionID] {
    node(id).map { ids(closure([$0], down(reach))) } ?? []
  }

  /// Itself and all that comes after it, in load order.
  public func descendants(of id: RevisionID, _ reach: Reach) -> [RevisionID] {
    node(id).map { ids(closure([$0], up(reach))) } ?? []
  }

  /// Itself, its ancestors and its descendants, in load order.
  public func lineage(of id: RevisionID, _ reach: Reach = .versioned) -> [RevisionID] {
    node(id).map { ids(lineageNodes($0, reach)) } ?? []
  }

  /// Whether `id` is `descendant` or one of its ancestors.
  public func isAncestor(
    _ id: RevisionID, of descendant: RevisionID, _ reach: Reach = .full
  ) -> Bool {
    guard let node = node(id), let from = self.node(descendant) else { return false }
    return closure([from], down(reach)).contains(node)
  }

  // MARK: - By position

  func down(_ reach: Reach) -> Adjacency { reach == .full ? fullParents : versionedParents }

  func up(_ reach: Reach) -> Adjacency { reach == .full ? fullChildren : versionedChildren }

  /// The starts and everything that can be reached from them.
  func closure(_ starts: some Sequence<Int>, _ edges: Adjacency) -> BitSet {
    var reached = BitSet(reservingCapacity: revisions.count)
    var open: [Int] = []
    for start in starts where reached.insert(start).inserted { open.append(start) }
    while let node = open.popLast() {
      for next in edges[node] where reached.insert(next).inserted { open.append(next) }
    }
    return reached
  }

  func ancestorNodes(_ starts: some Sequence<Int>, _ reach: Reach = .full) -> BitSet {
    closure(starts, down(reach))
  }

  func descendantNodes(_ starts: some Sequence<Int>, _ reach: Reach = .full) -> BitSet {
    closure(starts, up(reach))
  }

  func lineageNodes(_ node: Int, _ reach: Reach = .versioned) -> BitSet {
    ancestorNodes([node], reach).union(descendantNodes([node], reach))
  }

  /// The rows and all that they imply.
  func impliedNodes(_ rows: some Sequence<Int>) -> BitSet { closure(rows, impliedParents) }

  /// The members that no other member implies.
  ///
  /// - Parameter members: closed under full ancestors.
  func maximalNodes(ofClosed members: BitSet) -> [Int] {
    members.filter { node in !impliedChildren[node].contains(where: members.contains) }
  }
}
