/// A revision of one database of a workspace.
public struct WorkspaceRevision: Hashable, Sendable, CustomStringConvertible {
  public var database: String
  public var revision: RevisionID

  public init(database: String, revision: RevisionID) {
    self.database = database
    self.revision = revision
  }

  public var description: String { "\(database)/\(revision)" }
}

/// What is wrong between the databases of a workspace.
public enum WorkspaceProblem: Hashable, Sendable {
  /// `depends_on` names a database that the workspace does not have.
  case unknownDatabase(Dependency, of: WorkspaceRevision, known: [String])
  /// `depends_on` names nothing in the other database. Candidates: its nearest names.
  case unknownRevision(Dependency, of: WorkspaceRevision, candidates: [String])
  /// `after` names a database that the workspace does not have.
  case unknownAfter(String, of: String, known: [String])
  /// Revisions that depend on each other across databases: each on the next, the last on the first.
  case cycle([WorkspaceRevision])
  /// Databases that run after each other: each after the next, the last after the first.
  case afterCycle([String])
  /// A step depends on a database of which nothing is known in this run.
  case notInRun(Dependency, of: WorkspaceRevision)
  /// A step depends on a revision that is neither applied nor planned.
  case needsRemote(WorkspaceRevision, needs: WorkspaceRevision)
  /// A revision would be taken down while one that depends on it stays.
  case stillNeeded(WorkspaceRevision, by: WorkspaceRevision)
  /// A step stands, in an order that was decided earlier, before one that it waits for.
  case comesTooEarly(WorkspaceRevision, before: WorkspaceRevision)
  /// Planned steps that wait for each other, because of `after` or of what is applied already.
  case deadlock([WorkspaceRevision])

  /// A stable word for machines.
  public var code: String {
    switch self {
    case .unknownDatabase, .unknownAfter: "unknown_database"
    case .unknownRevision: "unknown_revision"
    case .cycle, .afterCycle, .deadlock: "cycle"
    case .notInRun, .needsRemote: "needs_remote_revision"
    case .stillNeeded: "still_needed"
    case .comesTooEarly: "plan_changed"
    }
  }

  /// The revisions whose files are to be looked at, the one at fault first.
  public var revisions: [WorkspaceRevision] {
    switch self {
    case .needsRemote(let revision, let other), .stillNeeded(let revision, let other),
      .comesTooEarly(let revision, let other):
      [revision, other]
    case .cycle(let path), .deadlock(let path): path
    default: revision.map { [$0] } ?? []
    }
  }

  /// The revision at fault, where there is one.
  public var revision: WorkspaceRevision? {
    switch self {
    case .unknownDatabase(_, let revision, _), .unknownRevision(_, let revision, _),
      .notInRun(_, let revision), .needsRemote(let revision, _), .stillNeeded(let revision, _),
      .comesTooEarly(let revision, _):
      revision
    case .cycle(let path), .deadlock(let path): path.first
    case .unknownAfter, .afterCycle: nil
    }
  }
}

extension WorkspaceProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownDatabase(let dependency, let revision, _):
      "\(revision) depends on \(dependency), and there is no such database"
    case .unknownRevision(let dependency, let revision, _):
      "\(revision) depends on \(dependency), which does not exist"
    case .unknownAfter(let name, let database, _):
      "database \(database) runs after \(name), which does not exist"
    case .cycle(let path):
      "revisions depend on each other: \(path.closedPath)"
    case .afterCycle(let names):
      "databases run after each other: \(names.closedPath)"
    case .notInRun(let dependency, let revision):
      "\(revision) depends on \(dependency), and that database takes no part"
    case .needsRemote(let revision, let needed):
      "\(revision) depends on \(needed), which is neither applied nor planned"
    case .stillNeeded(let revision, let dependant):
      "\(revision) cannot be taken down while \(dependant) depends on it"
    case .comesTooEarly(let revision, let needed):
      "\(revision) waits for \(needed), which runs later"
    case .deadlock(let path):
      "steps wait for each other: \(path.closedPath)"
    }
  }
}

/// All that is wrong between the databases; never empty.
public struct WorkspaceProblems: Error, Hashable, Sendable {
  public var problems: [WorkspaceProblem]

  public init(_ problems: [WorkspaceProblem]) {
    self.problems = problems
  }
}
