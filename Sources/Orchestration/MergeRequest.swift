public import Revisions

/// What `merge` is asked for.
public struct MergeRequest: Sendable {
  /// The revisions to join; `heads` means those of every database that has several.
  public var targets: [TargetExpression]
  public var names: [String]
  /// Nil says which revisions are merged.
  public var message: String?
  /// Whether what is merged need not be a head.
  public var splice: Bool
  public var branchLabel: String?
  public var revisionID: String?
  /// One of the database's versions folders; nil is the one of the first revision.
  public var versionPath: String?

  public init(
    _ targets: [TargetExpression], names: [String] = [], message: String? = nil,
    splice: Bool = false, branchLabel: String? = nil, revisionID: String? = nil,
    versionPath: String? = nil
  ) {
    self.targets = targets
    self.names = names
    self.message = message
    self.splice = splice
    self.branchLabel = branchLabel
    self.revisionID = revisionID
    self.versionPath = versionPath
  }
}

/// What `merge` did.
public struct MergeReport: Sendable {
  /// In the configuration's order.
  public var files: [CreatedFile]
  /// The databases in which `heads` are fewer than two, with what there is.
  public var unneeded: [Unneeded]

  public struct Unneeded: Hashable, Sendable {
    public var database: String
    public var heads: [RevisionID]
  }
}
