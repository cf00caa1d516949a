import BitCollections

/// What a target means to each command.
extension RevisionGraph {
  /// What the target means by itself, as for `show`, `stamp`, `merge` and `history`; empty for base.
  ///
  /// - Parameter rows: where the database stands, for `current` and relative targets; without it `-N`
  ///   counts down from every head, as in Alembic, and the others are errors.
  public func resolve(
    _ expression: TargetExpression, rows: HeadSet? = nil
  ) throws(TargetError) -> [RevisionID] {
    ids(try resolvedNodes(expression, rows: try rows.map(rowNodes)))
  }

  func resolvedNodes(
    _ expression: TargetExpression, rows: [Int]?
  ) throws(TargetError) -> [Int] {
    let resolution = try Resolution(self, expression, rows: rows)
    let branch = resolution.branch
    guard let offset = expression.offset else {
      return try resolution.nodes(expression.word ?? .base, in: branch)
    }
    if let word = expression.word {
      let start = try resolution.start(word, in: branch)
      return try resolution.walk(from: start, offset, in: branch).nodes
    }
    guard let rows else {
      guard offset.direction == .down else { throw .noCurrent(expression) }
      var nodes: [Int] = []
      for head in realHeadNodes where branch?.contains(head) ?? true {
        nodes += try resolution.walk(from: head, offset, in: nil).nodes
      }
      return nodes.withoutRepeats()
    }
    if offset.direction == .up { return try upgradeNodes(expression, rows: rows) }
    return try downgradeGoal(expression, rows: rows).point.nodes
  }

  /// What an upgrade to the target leads to; nothing for base, which is a no-op.
  ///
  /// As in Alembic `+N` starts from the only row; with a label from the rows of its lineage, else from
  /// the tips applied there, else from nothing. `-N` alone means nothing.
  func upgradeNodes(_ expression: TargetExpression, rows: [Int]) throws(TargetError) -> [Int] {
    let resolution = try Resolution(self, expression, rows: rows)
    let branch = resolution.branch
    guard let offset = expression.offset else {
      return try resolution.nodes(expression.word ?? .base, in: branch)
    }
    let isUpward = offset.direction == .up && offset.count > 0
    let start: Int?
    if let word = expression.word {
      // Alembic: on the way up the label chooses the way and need not hold at the start.
      start = try resolution.start(word, in: isUpward && word != .current ? nil : branch)
    } else {
      guard isUpward else { throw .wrongDirection(expression) }
      start = try upwardStart(resolution, rows: rows)
    }
    let end = try resolution.walk(from: start, offset, in: isUpward ? branch : nil)
    guard case .revision(let node) = end else { throw .tooFar(expression) }
    return [node]
  }

  private func upwardStart(_ resolution: Resolution, rows: [Int]) throws(TargetError) -> Int? {
    var starts = rows
    if let branch = resolution.branch {
      starts = rows.filter(branch.contains)
      if starts.isEmpty {
        let active = BitSet(impliedNodes(rows).filter(branch.contains))
        starts = active.filter { node in !impliedChildren[node].contains(where: active.contains) }
      }
    }
    guard starts.count > 1 else { return starts.first }
    throw .ambiguousStart(resolution.expression, rows: ids(starts))
  }

  /// Where a downgrade leads, and the branch to which it keeps.
  struct DowngradeGoal {
    var point: WalkPoint
    /// The revision whose ancestors are taken down, where there is a choice; nil for all.
    var side: Int?
  }

  /// Where a downgrade to the target leads.
  ///
  /// As in Alembic `-N` alone starts from the first row if there are several (they are sorted here, so
  /// from the smallest id); with a label from the only row of its lineage, else from the only tip.
  func downgradeGoal(
    _ expression: TargetExpression, rows: [Int]
  ) throws(TargetError) -> DowngradeGoal {
    let resolution = try Resolution(self, expression, rows: rows)
    let branch = resolution.branch
    guard let offset = expression.offset else {
      // Alembic: the label chooses the side to undo; the word is resolved without it.
      let word = expression.word ?? .base
      let start = try resolution.start(word, in: nil)
      return DowngradeGoal(point: start.map(WalkPoint.revision) ?? .base, side: branch?.node)
    }
    if let word = expression.word {
      let isUpward = offset.direction == .up || offset.count == 0
      let start = try resolution.start(word, in: isUpward && word != .current ? nil : branch)
      let end = try resolution.walk(from: start, offset, in: isUpward ? branch : nil)
      // Alembic: `base+0` is no way of saying base.
      guard end != .nothing else { throw .tooFar(expression) }
      return DowngradeGoal(point: end, side: branch?.node)
    }
    guard offset.direction == .down, offset.count > 0 else { throw .wrongDirection(expression) }
    let start = try downwardStart(resolution, rows: rows)
    let end = try resolution.walk(from: start, offset, in: nil)
    return DowngradeGoal(point: end, side: branch == nil ? start : branch?.node)
  }

  private func downwardStart(_ resolution: Resolution, rows: [Int]) throws(TargetError) -> Int {
    guard let branch = resolution.branch else {
      guard let first = rows.first else { throw .tooFar(resolution.expression) }
      return first
    }
    var starts = rows.filter(branch.contains)
    if starts.isEmpty { starts = tipNodes(impliedNodes(rows)).filter(branch.contains) }
    guard let start = starts.first else { throw .notApplied(label: branch.label) }
    guard starts.count == 1 else {
      throw .ambiguousStart(resolution.expression, rows: ids(starts))
    }
    return start
  }
}

extension WalkPoint {
  var nodes: [Int] { if case .revision(let node) = self { [node] } else { [] } }
}
