public import Revisions

/// What a saved plan takes for granted and is not so any more.
public enum PlanDifference: Hashable, Sendable {
  case otherWorkspace(planned: String, actual: String)
  case missingDatabase(String, known: [String])
  case otherDialect(database: String, planned: String, actual: String)
  /// The version rows are not those of the plan's start. `done` tells how many of the database's
  /// `count` steps have been taken, if it stands somewhere along the plan.
  case moved(database: String, planned: HeadSet, actual: HeadSet, done: Int?, count: Int)
  /// The plan was made for a database with a version table.
  case missingVersionTable(database: String)
  /// No file declares the revision any more; it was in `file`.
  case missingRevision(WorkspaceRevision, file: String)
  /// The section that would run is another one, or is not there.
  case changedSection(WorkspaceRevision, Direction, file: String)
  /// A step needs a revision that is neither applied nor an earlier step: it has come in between, or
  /// now runs later.
  case unplannedNeed(WorkspaceRevision, needs: WorkspaceRevision, file: String?)
  /// A step would take down what a revision needs that is applied and not taken down before.
  case unplannedDependant(WorkspaceRevision, neededBy: WorkspaceRevision, file: String?)
  /// The revision is applied, or is not, contrary to the plan, though the rows are the same.
  case otherMeaning(WorkspaceRevision)
  /// The steps would lead elsewhere.
  case otherEnd(database: String, planned: HeadSet, actual: HeadSet)

  /// The database that it is about.
  public var database: String? {
    switch self {
    case .otherWorkspace: nil
    case .missingDatabase(let name, _): name
    case .otherDialect(let name, _, _), .moved(let name, _, _, _, _),
      .missingVersionTable(let name), .otherEnd(let name, _, _):
      name
    case .missingRevision(let revision, _), .changedSection(let revision, _, _),
      .unplannedNeed(let revision, _, _), .unplannedDependant(let revision, _, _),
      .otherMeaning(let revision):
      revision.database
    }
  }
}

/// Why a file is not a plan that can be run.
public struct PlanFileProblem: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// There is no such file.
    case missing
    /// It is not JSON, or JSON that goes beyond what is read: hundreds of levels, numbers without end.
    case notJSON
    /// A value is not what it should be, or is not there. The key is the path to it:
    /// `steps[2].revision`.
    case value(key: String, String)
    case notAPlan
    case unknownVersion(Int)
    /// The digest is that of another plan: somebody has edited the file.
    case edited
    /// A plan that goes the other way than the command.
    case otherDirection(Direction)
  }

  /// As a person would name it.
  public var file: String
  public var kind: Kind

  public init(_ kind: Kind, file: String) {
    self.kind = kind
    self.file = file
  }
}
