import BitCollections

/// Why steps that were decided earlier cannot be taken any more.
public enum StepFault: Hashable, Sendable {
  /// A step, or a row that they start from, names no revision of this history.
  case unknown(RevisionID)
  /// The step is to be taken where it has been taken: the rows mean something else now.
  case isTaken(RevisionID)
  /// On the way up: it needs another one that is neither applied nor an earlier step.
  case needs(RevisionID, needed: RevisionID)
  /// On the way down: another one that is applied, and not taken down before, needs it.
  case isNeeded(RevisionID, by: RevisionID)
}

/// All that keeps the steps from being taken; never empty.
public struct StepFaults: Error, Hashable, Sendable {
  public var faults: [StepFault]

  public init(_ faults: [StepFault]) {
    self.faults = faults
  }
}

extension RevisionGraph {
  /// The plan that takes exactly these steps in this order.
  ///
  /// - Throws: every reason why that is no order for them any more.
  public func plan(
    _ direction: Direction, following revisions: [RevisionID], rows: HeadSet
  ) throws(StepFaults) -> DatabasePlan {
    let unknown = unknownRows(rows) + revisions.filter { !contains($0) }
    var faults = unknown.withoutRepeats().map(StepFault.unknown)
    var tracker = HeadTracker(self, rows: rows.revisions.compactMap(node))
    var steps: [Step] = []
    for node in revisions.compactMap(node) {
      faults += self.faults(of: node, direction, with: tracker.applied)
      steps.append(direction == .upgrade ? tracker.upgrade(node) : tracker.downgrade(node))
    }
    guard faults.isEmpty else { throw StepFaults(faults) }
    return DatabasePlan(start: rows, steps: steps, end: steps.isEmpty ? rows : tracker.headSet)
  }

  private func faults(
    of node: Int, _ direction: Direction, with applied: BitSet
  ) -> [StepFault] {
    if applied.contains(node) == (direction == .upgrade) { return [.isTaken(id(node))] }
    switch direction {
    case .upgrade:
      return fullParents[node].filter { !applied.contains($0) }
        .map { .needs(id(node), needed: id($0)) }
    case .downgrade:
      return fullChildren[node].filter(applied.contains)
        .map { .isNeeded(id(node), by: id($0)) }
    }
  }
}
