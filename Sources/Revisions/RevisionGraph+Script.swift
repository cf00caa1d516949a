/// Planning for a script, which is told where its database stands.
extension RevisionGraph {
  /// The steps of an upgrade from the starts that a range names to its ends.
  ///
  /// - Parameter rows: what the starts mean.
  /// - Throws: what an upgrade of a database throws, and `rangeNotOnOneBranch` where an end is below the
  ///   starts. A database that is past its target is left alone; a person who writes down both has
  ///   written them the wrong way round.
  public func planUpgrade(
    to ends: [TargetExpression], from starts: [TargetExpression], rows: HeadSet
  ) throws(TargetError) -> DatabasePlan {
    let plan = try planUpgrade(to: ends, rows: rows)
    // Only the database knows what `current` is.
    guard plan.steps.isEmpty, !starts.contains(where: { $0.word == .current }) else { return plan }
    let rowNodes = try rowNodes(rows)
    for end in ends {
      let nodes = try upgradeNodes(end, rows: rowNodes)
      guard nodes.isEmpty ? rowNodes.isEmpty : nodes.allSatisfy(rowNodes.contains) else {
        throw .rangeNotOnOneBranch(ScriptTarget(end, from: starts).description)
      }
    }
    return plan
  }
}
