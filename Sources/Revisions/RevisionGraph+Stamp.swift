import BitCollections

/// Stamping: saying where a database stands without running anything.
extension RevisionGraph {
  /// The rows after a stamp, as a plan without steps.
  ///
  /// The applied set loses the proper full descendants of each destination that was applied and gains
  /// each destination with its full ancestors; `base` alone empties it; `label@base` takes the label's
  /// branch down to its base. Alembic changes rows one by one instead, and so loses the row of a branch
  /// that is at its head already, and forgets what a branch depended on.
  ///
  /// - Parameters:
  ///   - targets: none means base. `base` beside another target does nothing, as in Alembic.
  ///   - purge: treat the database as if it had no rows; the only way past rows that no file declares.
  public func planStamp(
    to targets: [TargetExpression], rows: HeadSet, purge: Bool = false
  ) throws(TargetError) -> DatabasePlan {
    let rowNodes = purge ? [] : try rowNodes(rows)
    var applied = impliedNodes(rowNodes)
    var destinations: [Int] = []
    var emptied: [BranchSelector] = []
    for target in targets {
      let nodes = try resolvedNodes(target, rows: rowNodes)
      destinations += nodes
      if nodes.isEmpty, let branch = try branch(target.label), branch.node != nil {
        emptied.append(branch)
      }
    }
    if destinations.isEmpty && emptied.isEmpty {
      // Also `head` of an empty history and `current` of an empty database.
      return DatabasePlan(start: rows, steps: [], end: HeadSet([]))
    }
    for branch in emptied { applied = emptying(branch, applied, rows: rowNodes) }
    let standing = destinations.filter(applied.contains)
    let above = descendantNodes(standing.flatMap { fullChildren[$0] })
    applied = applied.subtracting(above).union(ancestorNodes(destinations))
    return DatabasePlan(
      start: rows, steps: [], end: HeadSet(ids(maximalNodes(ofClosed: applied))))
  }

  /// What stays applied when a label's branch is stamped to its base: whatever does not come after its
  /// bases or depend on them, and all that rows outside the branch need.
  private func emptying(_ branch: BranchSelector, _ applied: BitSet, rows: [Int]) -> BitSet {
    guard let node = branch.node else { return BitSet() }
    let bases = ancestorNodes([node], .versioned).filter { versionedParents.degree($0) == 0 }
    let whole = lineageNodes(node, .full)
    let others = rows.filter { !whole.contains($0) }
    return applied.subtracting(descendantNodes(bases)).union(ancestorNodes(others))
  }
}
