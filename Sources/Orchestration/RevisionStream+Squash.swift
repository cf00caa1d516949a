import Revisions

extension RevisionStream {
  /// The stream as it must be seen for a database that stands here, and for these targets: squashes are
  /// unfolded where what they replace matters.
  ///
  /// - Throws: where a squash's originals are needed and are gone.
  func unfolded(
    for state: DatabaseState, targets: [TargetExpression] = []
  ) throws(AludelError) -> RevisionStream {
    try unfolded(
      around: state.rows.compactMap { try? RevisionID(validating: $0) },
      naming: state.interrupted.map { [$0.revision] } ?? [], targets: targets)
  }

  /// The same for rows, and for revisions that matter.
  func unfolded(
    around rows: [RevisionID] = [], naming named: [RevisionID] = [], targets: [TargetExpression]
  ) throws(AludelError) -> RevisionStream {
    var stream = self
    stream.graph = try planned(targets) { () throws(TargetError) in
      try graph.unfolded(
        around: rows, naming: named + targets.flatMap(graph.originals(named:)))
    }
    return stream
  }
}
