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
  /// A revision outside comes after one inside that is not the last. The others are ends for which the same
  /// start can be folded: the nearest one below, and the nearest that both lead into.
  case comesAfter(
    RevisionID, inside: RevisionID, shorter: RevisionID? = nil, longer: RevisionID? = nil)
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
    do {
      return try checkedRange(from: start, to: end)
    } catch {
      guard case .comesAfter(let outside, let inside, _, _) = error,
        let tip = try? resolve(end ?? .head).first
      else { throw error }
      throw .comesAfter(
        outside, inside: inside, shorter: foldable([inside], from: start),
        longer: foldable(ends(joining: tip, outside), from: start))
    }
  }

  /// So many ends are tried for an error's sake: each costs as much as the range itself.
  private static let triedEnds = 32

  /// The first of these ends to which more than one revision can be folded.
  private func foldable(_ ends: [RevisionID], from start: TargetExpression?) -> RevisionID? {
    ends.prefix(Self.triedEnds).first { end in
      let range = try? checkedRange(from: start, to: TargetExpression(.name(end.text)))
      return range.map { $0.originals.count > 1 } ?? false
    }
  }

  /// What comes after both, nearest first.
  private func ends(joining one: RevisionID, _ other: RevisionID) -> [RevisionID] {
    let common = Set(descendants(of: one, .versioned))
      .intersection(descendants(of: other, .versioned))
    return ids(order).filter(common.contains)
  }

  private func checkedRange(
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
    // What its row would imply: a squash of which something inside needs a part is another matter.
    let inside = impliedNodes([tip]).subtracting(ancestorNodes(below.compactMap(node)))
    guard inside.contains(tip) else { throw .empty }
    for node in order where inside.contains(node) && node != tip {
      for child in versionedChildren[node] where !inside.contains(child) {
        throw .comesAfter(id(child), inside: id(node))
      }
    }
    // A squash that is needed in part may itself need what lies inside.
    let needed = ancestorNodes(inside).subtracting(inside)
    for node in order where needed.contains(node) {
      if let parent = fullParents[node].first(where: inside.contains) {
        throw .comesAfter(id(node), inside: id(parent))
      }
    }
    // Originals of other squashes may come after one inside, too, though those squashes do not.
    for original in declared where standIns[original.id] != nil {
      guard let face = squash(standingFor: original.id).flatMap(node), !inside.contains(face)
      else { continue }
      for parent in original.parents {
        let place = node(parent) ?? standIns[parent].flatMap(node)
        if let place, inside.contains(place), place != tip {
          throw .comesAfter(original.id, inside: id(place))
        }
      }
    }
    return range(order.filter(inside.contains), tip: tip)
  }

  private func range(_ inside: [Int], tip: Int) -> SquashRange {
    let isInside = Set(inside)
    let parents = inside.flatMap { versionedParents[$0] }.filter { !isInside.contains($0) }
      .withoutRepeats()
    // A merge of what the part comes after names only what the others do not imply.
    let implied = impliedNodes(parents.flatMap { impliedParents[$0] })
    let kept = parents.filter { !implied.contains($0) }
    let below = impliedNodes(kept)
    let needed = inside.flatMap { node in
      localDependencies[node].filter { !isInside.contains($0) && !below.contains($0) }
        .flatMap { dependencies(of: node, on: $0) }
    }.withoutRepeats()
    let elsewhere = inside.flatMap { node in
      revisions[node].dependencies.filter { dependency in
        dependency.database.map { $0 != database } ?? false
      }
    }
    return SquashRange(
      originals: ids(inside.filter { $0 != tip } + [tip]), parents: ids(kept),
      dependencies: needed + elsewhere.withoutRepeats(),
      labels: inside.flatMap { revisions[$0].labels })
  }

  /// What a new squash says where one of its originals depends on another revision: its id, or where that is
  /// a squash of which only a part is needed, that part as it is named now.
  private func dependencies(of node: Int, on other: Int) -> [Dependency] {
    guard !impliedParents[node].contains(other) else { return [Dependency(name: id(other).text)] }
    return declared.first { $0.id == id(node) }?.dependencies.filter { dependency in
      (dependency.database ?? database) == database && declaringNode(of: dependency.name) == other
    } ?? []
  }
}
