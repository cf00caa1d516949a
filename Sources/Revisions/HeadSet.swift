/// The rows of a version table: the maximal applied revisions, sorted.
///
/// Applied means: a row, or a full ancestor of a row. So a revision has no row once a child or a revision
/// that depends on it is applied, and gets it back when those are taken down. A set read from a database
/// may break that rule (somebody stamped by hand); one made by a plan never does.
public struct HeadSet: Hashable, Sendable, CustomStringConvertible {
  /// Sorted, without repeats.
  public let revisions: [RevisionID]

  public init(_ revisions: some Sequence<RevisionID>) {
    self.revisions = Set(revisions).sorted()
  }

  public var isEmpty: Bool { revisions.isEmpty }

  public func contains(_ id: RevisionID) -> Bool { revisions.contains(id) }

  /// The set after the change. What is to be removed and is not there, and what is to be added and is,
  /// changes nothing.
  public func applying(_ delta: HeadDelta) -> HeadSet {
    HeadSet(Set(revisions).subtracting(delta.removed).union(delta.added))
  }

  public var description: String { "{\(revisions.listed)}" }
}

/// How the rows of a version table change: the difference of two sets of rows.
public struct HeadDelta: Hashable, Sendable, CustomStringConvertible {
  /// Sorted.
  public let removed: [RevisionID]
  /// Sorted; nothing that is removed too.
  public let added: [RevisionID]

  public init(from old: HeadSet, to new: HeadSet) {
    self.init(removed: old.revisions, added: new.revisions)
  }

  /// What stands on both sides cancels out.
  init(removed: [RevisionID], added: [RevisionID]) {
    let both = Set(removed).intersection(added)
    self.removed = removed.filter { !both.contains($0) }.sorted()
    self.added = added.filter { !both.contains($0) }.sorted()
  }

  public var isEmpty: Bool { removed.isEmpty && added.isEmpty }

  public var description: String {
    (removed.map { "-\($0)" } + added.map { "+\($0)" }).joined(separator: " ")
  }
}
