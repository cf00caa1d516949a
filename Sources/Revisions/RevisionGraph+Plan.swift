import BitCollections

/// Planning for one database. Pure: the rows come in, the steps come out.
extension RevisionGraph {
  /// The steps that apply the targets with everything they need; nothing is ever taken down.
  ///
  /// - Throws: for rows, or revisions of one target, that imply each other: Alembic's "overlaps".
  ///   Targets that imply each other are simply all reached.
  public func planUpgrade(
    to targets: [TargetExpression], rows: HeadSet
  ) throws(TargetError) -> DatabasePlan {
    let rowNodes = try rowNodes(rows)
    var goals: [Int] = []
    for target in targets {
      let nodes = try upgradeNodes(target, rows: rowNodes)
      if let overlap = firstOverlap(nodes) {
        throw .overlappingTargets(overlap.node, impliedBy: overlap.others)
      }
      goals += nodes
    }
    if let overlap = firstOverlap(rowNodes) {
      throw .overlappingRows(overlap.node, impliedBy: overlap.others)
    }
    return upgradePlan(to: goals, rows: rows, rowNodes: rowNodes)
  }

  /// The steps that apply these revisions with everything they need.
  ///
  /// - Throws: for unknown revisions or rows.
  public func planUpgrade(
    reaching revisions: [RevisionID], rows: HeadSet
  ) throws(TargetError) -> DatabasePlan {
    upgradePlan(to: try nodes(revisions), rows: rows, rowNodes: try rowNodes(rows))
  }

  /// The steps that take down what stands above the targets: all that comes after them or depends on
  /// what is taken down, in whatever branch.
  ///
  /// As in Alembic a label keeps to its side of a branch point; `-N` does so by itself.
  public func planDowngrade(
    to targets: [TargetExpression], rows: HeadSet
  ) throws(TargetError) -> DatabasePlan {
    let rowNodes = try rowNodes(rows)
    let applied = impliedNodes(rowNodes)
    var removed = BitSet()
    var assumedStart: RevisionID?
    for target in targets {
      if target.word == .current, target.offset == nil { continue }
      let goal = try downgradeGoal(target, rows: rowNodes)
      let found = try removal(for: goal, target: target, applied: applied, rows: rowNodes)
      removed.formUnion(found)
      if target.isRelative, target.label == nil, rowNodes.count > 1 {
        assumedStart = goal.side.map(id)
      }
    }
    var plan = downgradePlan(removed, rows: rows, rowNodes: rowNodes)
    plan.assumedStart = assumedStart
    return plan
  }

  /// The steps that take these revisions down, with all that comes after them or depends on them. Those
  /// that are not applied count for nothing.
  ///
  /// - Throws: for unknown revisions or rows.
  public func planDowngrade(
    removing revisions: [RevisionID], rows: HeadSet
  ) throws(TargetError) -> DatabasePlan {
    let rowNodes = try rowNodes(rows)
    let removed = descendantNodes(try nodes(revisions)).intersection(impliedNodes(rowNodes))
    return downgradePlan(removed, rows: rows, rowNodes: rowNodes)
  }

  /// The plan that also applies these revisions, or takes them down, for the sake of other databases; the
  /// same plan when that adds nothing.
  ///
  /// - Throws: for unknown revisions or rows.
  public func extending(
    _ plan: DatabasePlan, _ direction: Direction, by revisions: [RevisionID]
  ) throws(TargetError) -> DatabasePlan {
    guard !revisions.isEmpty else { return plan }
    let all = plan.steps.map(\.revision) + revisions
    var extended =
      switch direction {
      case .upgrade: try planUpgrade(reaching: all, rows: plan.start)
      case .downgrade: try planDowngrade(removing: all, rows: plan.start)
      }
    extended.assumedStart = plan.assumedStart
    return extended.steps.count > plan.steps.count ? extended : plan
  }

  private func nodes(_ revisions: [RevisionID]) throws(TargetError) -> [Int] {
    var found: [Int] = []
    for revision in revisions {
      guard let node = node(revision) else {
        throw .unknown(name: revision.text, candidates: nearest(to: revision.text))
      }
      found.append(node)
    }
    return found
  }

  // MARK: - Upgrade

  private func upgradePlan(to goals: [Int], rows: HeadSet, rowNodes: [Int]) -> DatabasePlan {
    var tracker = HeadTracker(self, rows: rowNodes)
    let needed = ancestorNodes(goals).subtracting(tracker.applied)
    let starts = BitSet(goals).intersection(needed)
    let order = StepOrder.newestFirst(needed, from: Array(starts), in: self)
    let steps = order.reversed().map { tracker.upgrade($0) }
    return DatabasePlan(start: rows, steps: steps, end: steps.isEmpty ? rows : tracker.headSet)
  }

  /// The first of the revisions that others of them imply.
  private func firstOverlap(_ nodes: [Int]) -> (node: RevisionID, others: [RevisionID])? {
    let nodes = nodes.withoutRepeats()
    guard nodes.count > 1 else { return nil }
    let proper = impliedNodes(nodes.flatMap { impliedParents[$0] })
    guard let node = nodes.first(where: proper.contains) else { return nil }
    let above = closure([node], impliedChildren)
    return (id(node), ids(nodes.filter { $0 != node && above.contains($0) }))
  }

  // MARK: - Downgrade

  private func downgradePlan(
    _ removed: BitSet, rows: HeadSet, rowNodes: [Int]
  ) -> DatabasePlan {
    var tracker = HeadTracker(self, rows: rowNodes)
    let starts = BitSet(rowNodes).intersection(removed)
    let order = StepOrder.newestFirst(removed, from: Array(starts), in: self)
    let steps = order.map { tracker.downgrade($0) }
    return DatabasePlan(start: rows, steps: steps, end: steps.isEmpty ? rows : tracker.headSet)
  }

  /// What a downgrade to the goal takes down.
  private func removal(
    for goal: DowngradeGoal, target: TargetExpression, applied: BitSet, rows: [Int]
  ) throws(TargetError) -> BitSet {
    var roots: [Int]
    var goalNode: Int?
    switch goal.point {
    case .nothing, .base: roots = baseNodes
    case .revision(let node):
      roots = Array(versionedChildren[node])
      goalNode = node
    }
    if let side = goal.side, roots.count > 1 {
      let below = ancestorNodes([side], .versioned)
      roots = roots.filter(below.contains)
      if roots.isEmpty { throw .notAValidDowngradeTarget(target, rows: ids(rows)) }
    }
    let removed = descendantNodes(roots).intersection(applied)
    if removed.isEmpty, let goalNode, !rows.contains(goalNode) {
      throw .notAValidDowngradeTarget(target, rows: ids(rows))
    }
    return removed
  }
}
