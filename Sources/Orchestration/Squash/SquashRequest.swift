public import DialectKit
public import Revisions
public import SchemaModel

/// What `squash` is asked for.
public struct SquashRequest: Sendable {
  public var names: [String]
  /// What is replaced; nil for everything up to the only head.
  public var range: TargetRange?
  public var message: String?
  public var revisionID: String?
  /// Whether the originals' statements are kept instead of what they have built.
  public var concatenates: Bool
  /// Whether nothing is written.
  public var isDryRun: Bool

  public init(
    names: [String] = [], range: TargetRange? = nil, message: String? = nil,
    revisionID: String? = nil, concatenates: Bool = false, isDryRun: Bool = false
  ) {
    self.names = names
    self.range = range
    self.message = message
    self.revisionID = revisionID
    self.concatenates = concatenates
    self.isDryRun = isDryRun
  }
}

/// What `squash` has made, or would make.
public struct SquashReport: Sendable {
  public struct Squash: Sendable {
    public var database: String
    public var revision: RevisionID
    /// The squash's file, as a person would name it.
    public var file: String
    public var text: String
    public var replaces: [RevisionID]
    /// Where the originals are now, as a person would name it.
    public var folder: String
    public var objects: Int
    public var rows: Int
    /// The columns that every replay fills otherwise, which no proof can be about: `public.users.created`.
    public var varies: [String]
    /// What the originals say about owners and privileges, and the squash does not.
    public var omitted: [OriginalStatement]
    /// Why there is no way down, and only the way up was proven.
    public var irreversible: String?
    /// The server on which it was proven: `PostgreSQL 15.18`.
    public var server: String
  }

  public var squashes: [Squash]
  /// Databases in which nothing was left to replace.
  public var untouched: [String]
  public var isDryRun: Bool
}

/// Why there is no squash.
public enum SquashProblem: Error, Sendable {
  /// What was asked for cannot be folded; without a range that is everything.
  case range(database: String, TargetRange?, SquashRangeProblem)
  /// The dialect cannot read rows and schemas.
  case unsupported(database: String, dialect: String)
  /// Objects that no statement of ours makes.
  case refused(database: String, [SchemaRefusal])
  /// A name or a value that cannot be written.
  case unwritable(database: String, DatabaseError)
  /// The squash does not build what its originals build, or does not take it down again.
  case unproven(database: String, Direction, [ContentDifference])
  /// A section of the squash does not work where its originals do.
  case fails(database: String, StepFailure)
  /// The part changes rows of these tables that were there before it, which nothing that it has built can
  /// tell; `by` are statements of the originals that may do so, and the last is what failed for it.
  indirect case changesRows(
    database: String, [ObjectID], by: [OriginalStatement], SquashProblem)
  /// The same of a squash that lies there: `unproven` or `fails`.
  indirect case disproven(RevisionID, file: String, SquashProblem)
  /// The originals are gone, and the squash does not build what it built when it was proven on this very
  /// server, or not even the same objects, rows and counters on another.
  case changedSinceProof(database: String)
  /// Databases that still stand inside of what is to be deleted.
  case inside([Straggler])
  /// The originals do not lie together in the folder of their squash.
  case scattered(database: String, RevisionID, files: [String])
  /// Data behind a `COPY` statement, which `--concat` cannot carry.
  case copiedData(database: String, RevisionID)

  /// A database that keeps files from being deleted.
  public struct Straggler: Hashable, Sendable {
    public var database: String
    public var environment: String?
    /// Where it stands.
    public var revisions: [RevisionID]
  }
}
