import Revisions

/// Merges: a revision with several parents and, at first, empty sections.
extension RevisionWriter {
  /// One merge in each database that the targets select.
  package func merge(_ request: MergeRequest) throws(AludelError) -> MergeReport {
    var report = MergeReport(files: [], unneeded: [])
    var found: [(stream: RevisionStream, targets: [TargetExpression], parents: [RevisionID])] = []
    var seen: Set<[String]> = []
    let selection = try TargetSelection.select(
      from: workspace.streams, targets: request.targets, names: request.names)
    // Databases that share their folders share every file: one is made, for the first of them.
    for item in selection where seen.insert(item.stream.folders).inserted {
      let parents = try parents(item)
      if parents.count < 2, item.targets.allSatisfy({ $0.word == .heads && $0.offset == nil }) {
        report.unneeded.append(.init(database: item.stream.name, heads: parents))
      } else {
        found.append((item.stream, item.targets, parents))
      }
    }
    for item in found where item.parents.count < 2 {
      let each = found.compactMap { item in
        item.parents.first.map { WorkspaceRevision(database: item.stream.name, revision: $0) }
      }
      throw .revision(
        each.count > 1 && request.targets.count > 1
          ? .mergeAcrossDatabases(each)
          : .tooFewToMerge(
            database: item.stream.name, targets: item.targets.map(\.description),
            found: item.parents))
    }
    var drafts: [Draft] = []
    for item in found {
      try refuseMerged(item.parents, splice: request.splice, in: item.stream)
      try requireHeads(item.parents, splice: request.splice, in: item.stream)
      drafts.append(
        try draft(request.revision(of: item.parents), after: item.parents, in: item.stream))
    }
    report.files = try write(drafts)
    return report
  }

  /// What the targets name, each once, in their order.
  private func parents(_ item: TargetSelection.Item) throws(AludelError) -> [RevisionID] {
    var parents: [RevisionID] = []
    for target in item.targets {
      let resolved = try item.stream.planned([target]) { () throws(TargetError) in
        try item.stream.graph.resolve(target)
      }
      parents += resolved.filter { !parents.contains($0) }
    }
    return parents
  }

  /// Alembic writes such files; with a parent that another one includes, and with a twin of a merge
  /// that nobody asked for.
  private func refuseMerged(
    _ parents: [RevisionID], splice: Bool, in stream: RevisionStream
  ) throws(AludelError) {
    let graph = stream.graph
    for parent in parents {
      if let other = parents.first(where: {
        $0 != parent && graph.isAncestor($0, of: parent, .versioned)
      }) {
        throw .revision(
          .mergedWithAncestor(database: stream.name, parent, includes: other))
      }
    }
    guard !splice, let first = parents.first else { return }
    let others = parents.dropFirst().map { Set(graph.descendants(of: $0, .versioned)) }
    let above = Set(graph.descendants(of: first, .versioned))
    if let merge = graph.topologicalOrder.first(where: { id in
      above.contains(id) && others.allSatisfy { $0.contains(id) }
    }) {
      throw .revision(.alreadyMerged(database: stream.name, parents, by: merge))
    }
  }
}

extension MergeRequest {
  fileprivate func revision(of parents: [RevisionID]) -> RevisionRequest {
    let names = parents.map(\.text)
    let listed = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    return RevisionRequest(
      message: message ?? "merge \(listed)", splice: splice, branchLabel: branchLabel,
      revisionID: revisionID, versionPath: versionPath)
  }
}
