import BitCollections

/// The revisions that are applied in one database: those of its rows and all their full ancestors.
public struct AppliedSet: Sendable {
  let graph: RevisionGraph
  let nodes: BitSet

  public func contains(_ id: RevisionID) -> Bool {
    graph.node(id).map(nodes.contains) ?? false
  }

  /// In topological order, ties by id.
  public var revisions: [RevisionID] { graph.ids(graph.order.filter(nodes.contains)) }

  /// Those that are not a full ancestor of another: what the version table should hold.
  public var heads: HeadSet { HeadSet(graph.ids(graph.maximalNodes(ofClosed: nodes))) }

  /// Those without an applied versioned descendant, in load order: what `current` shows. A revision
  /// that an applied one merely depends on is a tip without being a row.
  public var tips: [RevisionID] { graph.ids(graph.tipNodes(nodes)) }
}

extension RevisionGraph {
  /// What the rows say is applied. Rows that name no revision of this history count for nothing.
  public func applied(_ rows: HeadSet) -> AppliedSet {
    AppliedSet(graph: self, nodes: impliedNodes(rows.revisions.compactMap(node)))
  }

  /// The rows of a database in which these revisions are applied, with all that they need and nothing else.
  public func heads(reaching revisions: [RevisionID]) -> HeadSet {
    HeadSet(ids(maximalNodes(ofClosed: ancestorNodes(revisions.compactMap(node)))))
  }

  /// The revisions that are not applied yet, in topological order, ties by id.
  public func pending(_ rows: HeadSet) -> [RevisionID] {
    let applied = applied(rows).nodes
    return ids(order.filter { !applied.contains($0) })
  }

  func tipNodes(_ applied: BitSet) -> [Int] {
    applied.filter { node in !versionedChildren[node].contains(where: applied.contains) }
  }

  /// - Throws: `unlocatableCurrent` for rows that name no revision of this history.
  func rowNodes(_ rows: HeadSet) throws(TargetError) -> [Int] {
    let unknown = unknownRows(rows)
    guard unknown.isEmpty else { throw .unlocatableCurrent(unknown) }
    return rows.revisions.compactMap(node)
  }
}
