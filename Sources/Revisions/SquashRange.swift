/// A closed part of a history that one revision can stand for.
public struct SquashRange: Hashable, Sendable {
  /// What is replaced, parents and dependencies first, ties by id; the tip is the last.
  public var originals: [RevisionID]
  /// What the part comes after, in the order in which it is first named.
  public var parents: [RevisionID]
  /// What the part depends on outside of it, without what its parents imply.
  public var dependencies: [Dependency]
  /// The labels that are declared inside, in topological order.
  public var labels: [BranchLabel]

  public init(
    originals: [RevisionID], parents: [RevisionID], dependencies: [Dependency],
    labels: [BranchLabel]
  ) {
    self.originals = originals
    self.parents = parents
    self.dependencies = dependencies
    self.labels = labels
  }
}

/// Why a part of a history cannot be replaced by one revision.
public enum SquashRangeProblem: Error, Hashable, Sendable {
  case target(TargetError)
  /// Nothing lies between the two ends.
  case empty
  /// It ends in several revisions, or in none.
  case severalEnds([RevisionID])
  /// A revision outside comes after one inside that is not the last.
  case comesAfter(RevisionID, inside: RevisionID)
  /// Revisions of other databases need a part of it, and another part of it needs them.
  case goesThrough([WorkspaceRevision])
}

extension RevisionGraph {
  /// What an upgrade from `start` to `end` applies, if one revision can stand for it.
  ///
  /// - Parameters:
  ///   - start: nil for the beginning of the history.
  ///   - end: nil for the only head.
  public func squashRange(
    from start: TargetExpression?, to end: TargetExpression?
  ) throws(SquashRangeProblem) -> SquashRange {
    let below: [RevisionID]
    let ends: [RevisionID]
    do {
      below = try start.map { expression throws(TargetError) in try resolve(expression) } ?? []
      ends = try resolve(end ?? .head)
    } catch {
      throw .target(error)
    }
    guard ends.count == 1, let tip = ends.first.flatMap(node) else { throw .severalEnds(ends) }
    let inside = ancestorNodes([tip]).subtracting(ancestorNodes(below.compactMap(node)))
    guard inside.contains(tip) else { throw .empty }
    for node in order where inside.contains(node) && node != tip {
      for child in versionedChildren[node] where !inside.contains(child) {
        throw .comesAfter(id(child), inside: id(node))
      }
    }
    return range(order.filter(inside.contains), tip: tip)
  }

  private func range(_ inside: [Int], tip: Int) -> SquashRange {
    let isInside = Set(inside)
    let parents = inside.flatMap { versionedParents[$0] }.filter { !isInside.contains($0) }
      .withoutRepeats()
    // A merge of what the part comes after names only what the others do not imply.
    let implied = ancestorNodes(parents.flatMap { fullParents[$0] })
    let kept = parents.filter { !implied.contains($0) }
    let below = ancestorNodes(kept)
    let needed = inside.flatMap { localDependencies[$0] }
      .filter { !isInside.contains($0) && !below.contains($0) }.withoutRepeats()
    let elsewhere = inside.flatMap { node in
      revisions[node].dependencies.filter { dependency in
        dependency.database.map { $0 != database } ?? false
      }
    }
    return SquashRange(
      originals: ids(inside.filter { $0 != tip } + [tip]), parents: ids(kept),
      dependencies: ids(needed).map { Dependency(name: $0.text) } + elsewhere.withoutRepeats(),
      labels: inside.flatMap { revisions[$0].labels })
  }
}
