/// Turns words of the target language into revisions; Alembic's rules.
struct Resolution {
  let graph: RevisionGraph
  let expression: TargetExpression
  let branch: BranchSelector?
  /// Where the database stands; nil where none was asked.
  let rows: [Int]?

  init(_ graph: RevisionGraph, _ expression: TargetExpression, rows: [Int]?) throws(TargetError) {
    self.graph = graph
    self.expression = expression
    self.rows = rows
    branch = try graph.branch(expression.label)
  }

  /// The revisions of the word, which may be several (`heads`) or none (`base`); those of the branch
  /// unless it is to be left aside.
  func nodes(_ word: TargetExpression.Word, in branch: BranchSelector?) throws(TargetError) -> [Int]
  {
    switch word {
    case .base: return []
    case .heads:
      // Alembic: without a label the real heads, with one the versioned heads of its lineage. The
      // label of the whole database narrows nothing and so means the former.
      guard let branch, let lineage = branch.lineage else { return graph.realHeadNodes }
      return graph.headNodes.filter(lineage.contains)
    case .head:
      let heads = graph.headNodes.filter { branch?.contains($0) ?? true }
      guard heads.count > 1 else { return heads }
      throw .multipleHeads(graph.ids(heads), label: branch?.label)
    case .current:
      guard let rows else { throw .noCurrent(expression) }
      return rows.filter { branch?.contains($0) ?? true }
    case .name(let name):
      if graph.isDatabaseLabel(name) { return graph.realHeadNodes }
      return [try graph.node(named: name, in: branch)]
    }
  }

  /// The one revision that a walk starts from; nil for base, and for any head of an empty history.
  func start(_ word: TargetExpression.Word, in branch: BranchSelector?) throws(TargetError) -> Int?
  {
    let nodes = try nodes(word, in: branch)
    // Going down from nothing means going down from the heads, which `current` never does.
    if word == .current, nodes.isEmpty, expression.offset?.direction == .down {
      throw .tooFar(expression)
    }
    guard nodes.count > 1 else { return nodes.first }
    if word == .current { throw .ambiguousStart(expression, rows: graph.ids(nodes)) }
    throw .multipleHeads(graph.ids(nodes), label: branch?.label)
  }
}

/// Where a walk has come to.
enum WalkPoint: Hashable {
  /// Before the first revision. Going up from here leads to the bases; going down, at the start of a
  /// walk, to the heads (Alembic's `base-1`).
  case nothing
  case revision(Int)
  /// Below a root, after a step down.
  case base
}

extension Resolution {
  /// Walks step by step; each step must have exactly one way.
  ///
  /// - Parameters:
  ///   - branch: narrows the choice on the way up, not on the way down.
  ///   - stopping: stay at the last point instead of failing when the history ends.
  func walk(
    from start: Int?, _ offset: TargetExpression.Offset, in branch: BranchSelector?,
    stopping: Bool = false
  ) throws(TargetError) -> WalkPoint {
    var point: WalkPoint = start.map(WalkPoint.revision) ?? .nothing
    var left = offset.count
    // Ends after as many steps as there are revisions, whatever the count.
    while left > 0 {
      left -= 1
      let next = try offset.direction == .up ? above(point, branch) : below(point)
      guard let next else {
        if stopping { return point }
        throw .tooFar(expression)
      }
      point = next
    }
    return point
  }

  private func above(
    _ point: WalkPoint, _ branch: BranchSelector?
  ) throws(TargetError) -> WalkPoint? {
    let all: [Int]
    switch point {
    case .nothing, .base: all = graph.baseNodes
    case .revision(let node): all = Array(graph.versionedChildren[node])
    }
    return try only(all.filter { branch?.contains($0) ?? true })
  }

  private func below(_ point: WalkPoint) throws(TargetError) -> WalkPoint? {
    switch point {
    case .base: return nil
    case .nothing:
      return try only(graph.headNodes) ?? .base
    case .revision(let node):
      return try only(Array(graph.versionedParents[node])) ?? .base
    }
  }

  private func only(_ nodes: [Int]) throws(TargetError) -> WalkPoint? {
    if nodes.count > 1 { throw .ambiguousWalk(expression, candidates: graph.ids(nodes)) }
    return nodes.first.map(WalkPoint.revision)
  }
}

extension RevisionGraph {
  /// Whether the word is the database's label and no id or declared label.
  func isDatabaseLabel(_ word: String) -> Bool {
    databaseLabel?.text == word && indexByName[word] == nil
  }
}
