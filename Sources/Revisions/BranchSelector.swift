import BitCollections

/// What stands before `@`, found.
struct BranchSelector {
  let label: String
  /// The revision that the label belongs to; nil for the label of the whole database.
  let node: Int?
  /// Its versioned lineage; nil where that is everything.
  let lineage: BitSet?

  func contains(_ node: Int) -> Bool { lineage?.contains(node) ?? true }
}

extension RevisionGraph {
  /// A label, an id, or the beginning of one: its lineage is the branch.
  func branch(_ label: String?) throws(TargetError) -> BranchSelector? {
    guard let label else { return nil }
    if indexByName[label] == nil, databaseLabel?.text == label {
      return BranchSelector(label: label, node: nil, lineage: nil)
    }
    let node = try node(named: label, in: nil)
    return BranchSelector(label: label, node: node, lineage: lineageNodes(node))
  }

  /// The revision of an id, of a label (the one that declares it, not the tip), or of the beginning of
  /// either, which with a branch is looked for in that branch alone.
  func node(named name: String, in branch: BranchSelector?) throws(TargetError) -> Int {
    if let node = indexByName[name] {
      guard let branch, !branch.contains(node) else { return node }
      throw notInBranch(name, branch, found: [id(node).text])
    }
    let everywhere = names(withPrefix: name)
    let names = everywhere.filter { name in
      guard let branch, let node = indexByName[name] else { return true }
      return branch.contains(node)
    }
    if names.count == 1, let node = indexByName[names[0]] { return node }
    if names.count > 1 { throw .ambiguous(name: name, candidates: names) }
    if let branch, !everywhere.isEmpty { throw notInBranch(name, branch, found: everywhere) }
    if let id = originals(named: name).first, let squash = squash(standingFor: id) {
      throw .replaced(id, squash: squash)
    }
    throw .unknown(name: name, candidates: nearest(to: name))
  }

  private func notInBranch(
    _ name: String, _ branch: BranchSelector, found: [String]
  ) -> TargetError {
    .notInBranch(
      name: name, label: branch.label, found: found,
      candidates: ids(headNodes.filter(branch.contains)))
  }
}
