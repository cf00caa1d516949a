import Revisions

/// Which databases a script is wanted for, from where and how far.
struct ScriptSelection {
  let workspace: LoadedWorkspace

  struct Item {
    var stream: RevisionStream
    /// Nil without a range: base.
    var starts: [TargetExpression]?
    var ends: [TargetExpression]
  }

  func select(_ request: ScriptRequest) throws(AludelError) -> [Item] {
    let named = try workspace.streams.matching(request.names)
    guard !request.targets.isEmpty else { return named.map { Item(stream: $0, ends: [.heads]) } }
    var items: [String: Item] = [:]
    for target in request.targets {
      if request.action == .downgrade, target.starts?.isEmpty ?? true || target.end == nil {
        throw .script(.needsRange(target: target.description))
      }
      for stream in try streams(meantBy: target, names: request.names) {
        var item = items[stream.name] ?? Item(stream: stream, ends: [])
        if let starts = target.starts {
          if let other = item.starts, other != starts {
            throw .script(
              .severalStarts(
                database: stream.name,
                starts: [other, starts].map { starts in
                  starts.isEmpty ? "base" : starts.map(\.description).joined(separator: ",")
                }))
          }
          item.starts = starts
        }
        item.ends.append(target.end ?? .heads)
        items[stream.name] = item
      }
    }
    return named.compactMap { items[$0.name] }
  }

  /// The databases that know every side, as targets select them.
  private func streams(
    meantBy target: ScriptTarget, names: [String]
  ) throws(AludelError) -> [RevisionStream] {
    var streams = try workspace.streams.matching(names)
    for (index, side) in target.targets.enumerated() {
      streams = try TargetSelection.select(
        from: index == 0 ? workspace.streams : streams, targets: [side],
        names: index == 0 ? names : []
      ).map(\.stream)
    }
    return streams
  }
}
