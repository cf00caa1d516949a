public import Revisions

/// What `revision` is asked for.
public struct RevisionRequest: Sendable {
  public var message: String
  public var names: [String]
  /// Whether several databases may get a file at once.
  public var all: Bool
  /// What the new revision comes after; nil is the only head, or a base in an empty history.
  public var head: TargetExpression?
  /// Whether a parent need not be a head.
  public var splice: Bool
  public var branchLabel: String?
  public var dependsOn: [String]
  public var revisionID: String?
  /// One of the database's versions folders, as the configuration writes it.
  public var versionPath: String?

  public init(
    message: String, names: [String] = [], all: Bool = false, head: TargetExpression? = nil,
    splice: Bool = false, branchLabel: String? = nil, dependsOn: [String] = [],
    revisionID: String? = nil, versionPath: String? = nil
  ) {
    self.message = message
    self.names = names
    self.all = all
    self.head = head
    self.splice = splice
    self.branchLabel = branchLabel
    self.dependsOn = dependsOn
    self.revisionID = revisionID
    self.versionPath = versionPath
  }
}

/// Why a revision cannot be made.
public enum RevisionProblem: Hashable, Sendable {
  /// Several databases are meant and nothing says that this is wanted.
  case needsOneDatabase([String])
  case badID(String, NameProblem)
  case badLabel(String, NameProblem)
  case takenName(database: String, name: String, by: RevisionID)
  /// `heads` are those that come after the parent.
  case notAHead(database: String, parent: RevisionID, heads: [RevisionID])
  /// What is to be merged is one revision, or none.
  case tooFewToMerge(database: String, targets: [String], found: [RevisionID])
  /// What is to be merged lies in several databases: a database and a revision of each.
  case mergeAcrossDatabases([WorkspaceRevision])
  /// A revision already has all those that are to be merged among its ancestors.
  case alreadyMerged(database: String, [RevisionID], by: RevisionID)
  /// One of those that are to be merged comes after another of them.
  case mergedWithAncestor(database: String, RevisionID, includes: RevisionID)
  case unknownFolder(database: String, folder: String, known: [String])
  /// A new base in a database with several folders.
  case needsFolder(database: String, known: [String])
  /// The file that would be written does not say what it should.
  case templateLosesHeader(path: String)
  /// The file that would be written lacks the statements that were generated for it.
  case templateLosesSections(path: String)
  case unknownPlaceholder(path: String, name: String)
}

/// A file that was made.
public struct CreatedFile: Hashable, Sendable {
  public var database: String
  public var revision: RevisionID
  public var parents: [RevisionID]
  /// As a person would name it.
  public var path: String
}
