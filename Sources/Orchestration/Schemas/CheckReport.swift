public import Revisions
public import SQLText
public import SchemaModel

/// What `check` is asked for.
public struct CheckRequest: Sendable {
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// Whether every history ends in one head.
    case heads
    /// Whether every revision is applied.
    case current
    /// Whether the files are those that were applied.
    case files
    /// Whether the schema is the desired one.
    case schema
    /// Whether squashes and their originals are what was proven; with `replaying` they are proven again.
    case squashes
  }

  public var names: [String]
  public var parts: Set<Part>
  /// Whether the schema that is compared is that of the history, replayed on a scratch database.
  public var replaying: Bool
  /// How many databases are checked at the same time.
  public var jobs: Int

  /// - Parameter parts: nil is all of them, or with `replaying` those that need no live database.
  public init(
    names: [String] = [], parts: Set<Part>? = nil, replaying: Bool = false, jobs: Int = 4
  ) {
    self.names = names
    self.jobs = jobs
    self.parts = parts ?? (replaying ? [.heads, .schema, .squashes] : Set(Part.allCases))
    self.replaying = replaying
  }
}

/// What was found, database by database in the configuration's order.
public struct CheckReport: Sendable {
  public var workspace: String
  public var databases: [DatabaseCheck]

  /// 0 nothing found, 1 something could not be checked, 2 something was found.
  public var exitCode: Int32 {
    if databases.contains(where: { !$0.failures.isEmpty }) { return 1 }
    return databases.allSatisfy(\.isFine) ? 0 : 2
  }
}

public struct DatabaseCheck: Sendable {
  public enum Finding: Sendable {
    /// Of the kinds that `status` tells: several heads, a changed file, an interrupted revision.
    case status(DatabaseStatus.Problem)
    case notUpToDate(current: [String], pending: [RevisionID], file: String?)
    case schema(SchemaFinding)
    /// The sections of a squash, or of its originals, are not those that were proven.
    case editedSquash(RevisionID, file: String, originals: Bool)
    /// A squash does not build what its originals build.
    case unprovenSquash(RevisionID, file: String?, AludelError)
  }

  /// Why something was not checked, or is not what it seems.
  public enum Note: Hashable, Sendable {
    /// The workspace file names no desired schema.
    case noDesiredSchema
    /// The schema was not compared: it is that of an earlier revision.
    case behind
    /// The desired schema puts rows into these tables, which are not compared.
    case filled([ObjectID])
    /// A squash whose file tells no evidence: somebody has written it by hand.
    case squashWithoutProof(RevisionID)
    /// The desired schema says who may use what in so many statements, which is not compared.
    case privileges(count: Int, source: String, first: SourcePosition)
  }

  public var name: String
  public var findings: [Finding] = []
  public var notes: [Note] = []
  /// Why something could not be checked.
  public var failures: [AludelError] = []

  public var isFine: Bool { findings.isEmpty && failures.isEmpty }
}

/// Differences that are made good together.
public struct SchemaFinding: Sendable {
  /// What the current schema would have to go through.
  public var changes: [ObjectChange]
  /// The SQL that would cure it; the statements of all findings, in order, make the one schema of the
  /// other.
  public var statements: [SchemaStatement]
  /// Why there is no such SQL.
  public var refusal: SchemaRefusal?
  /// The file of the desired schema, and where the object is made in it; nil for a command's output.
  public var file: String?
  public var position: SourcePosition?
}
