import BitCollections

/// The maximal applied revisions while steps are taken one by one.
///
/// The one rule behind every version row (see `HeadSet`); each step costs its revision's relations.
struct HeadTracker {
  private let graph: RevisionGraph
  private(set) var applied: BitSet
  /// For each revision how many of those that imply it are applied.
  private var appliedChildren: [Int]
  private var heads: Set<Int>
  /// Rows that another row implies, still to be cleared away by the first step.
  private var redundant: [Int]

  init(_ graph: RevisionGraph, rows: [Int]) {
    self.graph = graph
    let applied = graph.impliedNodes(rows)
    self.applied = applied
    appliedChildren = Array(repeating: 0, count: graph.revisions.count)
    for node in applied {
      for parent in graph.impliedParents[node] { appliedChildren[parent] += 1 }
    }
    let children = appliedChildren
    heads = Set(applied.filter { children[$0] == 0 })
    redundant = rows.filter { children[$0] > 0 }
  }

  var headSet: HeadSet { HeadSet(graph.ids(heads)) }

  /// - Parameter node: not applied, and all its full parents are.
  mutating func upgrade(_ node: Int) -> Step {
    var removed: [Int] = []
    applied.insert(node)
    for parent in graph.impliedParents[node] {
      appliedChildren[parent] += 1
      if heads.remove(parent) != nil { removed.append(parent) }
    }
    heads.insert(node)
    return step(node, .upgrade, removed: removed, added: [node])
  }

  /// - Parameter node: applied, and none of its full children is.
  mutating func downgrade(_ node: Int) -> Step {
    var added: [Int] = []
    applied.remove(node)
    heads.remove(node)
    for parent in graph.impliedParents[node] {
      appliedChildren[parent] -= 1
      if appliedChildren[parent] == 0 {
        heads.insert(parent)
        added.append(parent)
      }
    }
    return step(node, .downgrade, removed: [node], added: added)
  }

  private mutating func step(
    _ node: Int, _ direction: Direction, removed: [Int], added: [Int]
  ) -> Step {
    let delta = HeadDelta(removed: graph.ids(removed + redundant), added: graph.ids(added))
    redundant = []
    return Step(revision: graph.id(node), direction: direction, delta: delta)
  }
}
