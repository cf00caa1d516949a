import BitCollections

/// Which labels to show with a revision.
extension RevisionGraph {
  /// The labels that hold at the revision, sorted, as Alembic spreads them for display: a label holds
  /// where it is declared and on all versioned descendants; and above, up to a branch point or merge
  /// point, if below it there is neither.
  ///
  /// What `label@x` means is decided by lineage and not by this.
  public func labels(of id: RevisionID) -> [BranchLabel] {
    guard let node = node(id) else { return [] }
    var labels: Set<BranchLabel> = []
    for ancestor in ancestorNodes([node], .versioned) {
      labels.formUnion(revisions[ancestor].labels)
    }
    var line: Set<BranchLabel> = []
    var below = node
    while isInLine(below) {
      line.formUnion(revisions[below].labels)
      guard let child = versionedChildren[below].first else {
        labels.formUnion(line)
        break
      }
      below = child
    }
    return labels.sorted()
  }

  /// The labels of every revision that has some, as `labels(of:)` gives them, in one go.
  public var labelsByRevision: [RevisionID: [BranchLabel]] {
    guard revisions.contains(where: { !$0.labels.isEmpty }) else { return [:] }
    var spread = [Set<BranchLabel>](repeating: [], count: revisions.count)
    for node in order {
      spread[node].formUnion(revisions[node].labels)
      for parent in versionedParents[node] { spread[node].formUnion(spread[parent]) }
    }
    // Upwards along the lines that end in a head.
    for head in headNodes {
      var node = head
      while isInLine(node), let parent = versionedParents[node].first, isInLine(parent) {
        spread[parent].formUnion(spread[node])
        node = parent
      }
    }
    var labels: [RevisionID: [BranchLabel]] = [:]
    for (node, set) in spread.enumerated() where !set.isEmpty { labels[id(node)] = set.sorted() }
    return labels
  }

  /// Neither a branch point, dependants counted, nor a merge point.
  private func isInLine(_ node: Int) -> Bool {
    fullChildren.degree(node) <= 1 && versionedParents.degree(node) <= 1
  }
}
