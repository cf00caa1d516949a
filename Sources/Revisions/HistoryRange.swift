import BitCollections

extension RevisionGraph {
  /// The revisions of a range, newest first, with its start.
  ///
  /// As in Alembic the start must lie among all that the end needs. A start that is not base narrows the
  /// range to its versioned descendants; `label@base` to the targets that carry the label, with what
  /// they need. A walk that leaves the history stops at its end. A start of `-N` alone is counted down
  /// from the end (from each, if there are several), and an end of `+N` up from the start; an end of `-N`
  /// means nothing. A start of `+N` is counted up from the rows.
  ///
  /// - Parameter rows: where the database stands, for `current`.
  public func history(
    _ range: TargetRange = TargetRange(), rows: HeadSet? = nil
  ) throws(TargetError) -> [RevisionID] {
    let rows = try rows.map(rowNodes)
    let (starts, ends) = try bounds(of: range, rows: rows)
    let required = ancestorNodes(ends)
    guard starts.allSatisfy(required.contains) else {
      throw .rangeNotOnOneBranch(range.description)
    }
    var chosen = required.subtracting(ancestorNodes(starts))
    chosen.formUnion(BitSet(starts))
    if !starts.isEmpty { chosen.formIntersection(descendantNodes(starts, .versioned)) }
    return ids(StepOrder.newestFirst(chosen, from: [], in: self))
  }

  private func bounds(
    of range: TargetRange, rows: [Int]?
  ) throws(TargetError) -> (starts: [Int], ends: [Int]) {
    if let end = range.end, end.isRelative, end.offset?.direction == .down {
      throw .wrongDirection(end)
    }
    if let start = range.start, start.isRelative, start.offset?.direction == .down {
      let ends = try nodes(range.end, or: .heads, from: nil, rows: rows)
      let starts = try nodes(start, or: .base, from: ends, rows: rows)
      return (starts, try carrying(start, ends))
    }
    let starts = try nodes(range.start, or: .base, from: rows, rows: rows)
    let ends = try nodes(range.end, or: .heads, from: starts, rows: rows)
    return (starts, try carrying(range.start, ends))
  }

  /// Those of the ends that are in the branch that the start names: that carry its label (and so not
  /// what is above the branch point), or are in the lineage of its id.
  private func carrying(
    _ start: TargetExpression?, _ ends: [Int]
  ) throws(TargetError) -> [Int] {
    guard let branch = try branch(start?.label) else { return ends }
    guard let node = branch.node,
      let label = revisions[node].labels.first(where: { $0.text == branch.label })
    else { return ends.filter(branch.contains) }
    return ends.filter { labels(of: id($0)).contains(label) }
  }

  /// - Parameter origin: what a relative side is relative to.
  private func nodes(
    _ side: TargetExpression?, or fallback: TargetExpression, from origin: [Int]?, rows: [Int]?
  ) throws(TargetError) -> [Int] {
    let expression = side ?? fallback
    let resolution = try Resolution(self, expression, rows: rows)
    let branch = resolution.branch
    guard let offset = expression.offset else {
      return try resolution.nodes(expression.word ?? .base, in: branch)
    }
    let upward = offset.direction == .up ? branch : nil
    guard let word = expression.word else {
      guard let origin else { throw .noCurrent(expression) }
      let starts = origin.filter { branch?.contains($0) ?? true }
      // Alembic: `-N` counts down from each of several ends.
      if offset.direction == .down, !starts.isEmpty {
        var found: [Int] = []
        for start in starts {
          found += try resolution.walk(from: start, offset, in: upward, stopping: true).nodes
        }
        return found.withoutRepeats()
      }
      guard starts.count < 2 else { throw .ambiguousStart(expression, rows: ids(starts)) }
      return try resolution.walk(from: starts.first, offset, in: upward, stopping: true).nodes
    }
    let start = try resolution.start(word, in: offset.direction == .up ? nil : branch)
    return try resolution.walk(from: start, offset, in: upward, stopping: true).nodes
  }
}
