/// One node of a history, as its file declares it.
public struct Revision: Hashable, Sendable {
  public var id: RevisionID
  /// The revisions that it comes after; none for a base, several for a merge. In the file's order.
  public var parents: [RevisionID]
  /// What else must be applied before it. In the file's order.
  public var dependencies: [Dependency]
  /// The labels that it declares.
  public var labels: [BranchLabel]
  /// The revisions that it stands for, when it is a squash.
  public var replaces: [RevisionID]
  /// The comment at the head of its file; may have several lines.
  public var message: String

  public init(
    id: RevisionID, parents: [RevisionID] = [], dependencies: [Dependency] = [],
    labels: [BranchLabel] = [], replaces: [RevisionID] = [], message: String = ""
  ) {
    self.id = id
    self.parents = parents
    self.dependencies = dependencies
    self.labels = labels
    self.replaces = replaces
    self.message = message
  }
}

/// What `depends_on` names: a revision or a label of the same database, or of another one.
public struct Dependency: Hashable, Sendable, CustomStringConvertible {
  /// Another database of the workspace, or nil for the revision's own.
  public var database: String?
  /// An id or a label.
  public var name: String

  public init(database: String? = nil, name: String) {
    self.database = database
    self.name = name
  }

  public var description: String {
    if let database { "\(database)/\(name)" } else { name }
  }
}
