public import DialectKit
public import MigrationFiles
public import Revisions
public import SQLText
public import Workspaces

/// Everything that can stop a command, as facts: the words and the advice are the command line's.
public indirect enum AludelError: Error, Sendable {
  case configuration(ConfigurationProblems)
  case revisionFiles([RevisionFileProblem])
  /// The same in a file that was to be written, and was not.
  case unwrittenFile([RevisionFileProblem])
  /// What is wrong with one database's history; `places` tells where each revision is declared.
  case graph(database: String, problems: [GraphProblem], places: [RevisionID: [RevisionPlace]])
  /// What is wrong between databases, and where the revisions that it is about are declared.
  case workspace([WorkspaceProblem], places: [WorkspaceRevision: RevisionPlace])
  case unknownDatabase(pattern: String, known: [String])
  case targetSyntax(TargetSyntaxProblem)
  case target(database: String, target: String, TargetError)
  /// No selected database knows the word.
  case unknownTarget(target: String, searched: [String], candidates: [TargetCandidate])
  /// Several databases know a revision that begins so, and not the same one.
  case ambiguousTarget(target: String, candidates: [TargetCandidate])
  case connection(database: String, endpoint: String, DatabaseError)
  /// A query of ours failed, outside any step.
  case query(database: String, DatabaseError)
  case notAVersionTable(database: String, table: QualifiedName, columns: [String])
  /// The history table lacks columns.
  case incompleteHistory(database: String, table: QualifiedName, missing: [String])
  /// The version table has a row twice, which its primary key would have kept out.
  case repeatedRow(database: String, table: QualifiedName, row: String)
  /// The version table has rows that no file declares.
  case unknownRows(database: String, UnknownRows)
  /// A row changed under us although we hold the lock.
  case rowMoved(database: String, table: QualifiedName, row: RevisionID)
  /// `ending`: how somebody frees the lock, where that is known.
  case locked(
    database: String, table: QualifiedName, owner: LockOwner, ending: Remedy?, waited: Duration)
  /// The user may not do with our tables what a run does.
  case noAccess(database: String, AccessObstacle)
  case step(StepFailure)
  /// A file without an upgrade section.
  case missingUpgrade(database: String, revision: RevisionID, file: String)
  case irreversible(database: String, revision: RevisionID, file: String, reason: String?)
  case refusedStatement(database: String, file: String, SQLStatement, StatementObjection)
  case interrupted(database: String, InterruptedStep)
  /// The database waits for another one that failed.
  case waitedForFailed(database: String, other: String)
  /// Nothing is left half-way that `resume` could settle.
  case nothingToResume(databases: [String])
  /// A section asks for what `transaction = "per_run"` cannot give.
  case cannotShareTransaction(database: String, revision: RevisionID, file: String, reason: String)
  /// A saved plan does not fit any more.
  case planChanged(file: String, [PlanDifference])
  case planFile(PlanFileProblem)
  case filesystem(path: String, message: String)
  /// The folder in which the command was called is gone.
  case noWorkingDirectory
  /// What was printed did not get to where standard output leads.
  case lostOutput(reason: String)
  case revision(RevisionProblem)
  case editing(EditingProblem)
  case scaffold(ScaffoldProblem)
  case script(ScriptProblem)
  /// Schemas cannot be compared, or no revision can be made of what differs.
  case schema(SchemaProblem)
  case squash(SquashProblem)
  /// What went wrong with a database as another environment than the command's own sees it.
  case asking(environment: String, AludelError)
  case several([AludelError])
}

/// Rows of a version table that name no revision of the workspace.
public struct UnknownRows: Hashable, Sendable {
  public var table: QualifiedName
  public var rows: [String]
  /// The versions folders that were searched, as the configuration writes them.
  public var folders: [String]
  public var fileCount: Int
}

/// A revision that a target may have meant.
public struct TargetCandidate: Hashable, Sendable {
  public var database: String
  public var name: String
  public var title: String
}

/// Why a step did not happen, and what it left behind.
public struct StepFailure: Error, Sendable {
  public enum Cause: Sendable {
    case statement(SQLStatement, number: Int, DatabaseError)
    /// The statement ended the transaction in which it ran.
    case transactionEnded(SQLStatement, number: Int)
    case begin(DatabaseError)
    case commit(DatabaseError)
    case bookkeeping(BookkeepingProblem)
    /// A statement that took effect in an earlier, interrupted run is not the same any more.
    case editedAfterInterruption(SQLStatement, number: Int)
  }

  public enum Effect: Hashable, Sendable {
    /// Nothing of the step stays.
    case rolledBack
    /// The first so many statements took effect and stay; the rest did not run.
    case stopped(applied: Int)
    /// The connection broke where only the server knows how it went on.
    case unknown
    /// The statement failed and has left something of itself.
    case unsettled
  }

  public var step: StepDescription
  public var cause: Cause
  public var effect: Effect
  /// What went wrong when the transaction was to be rolled back after the failure. The session is
  /// closed then, and the server rolls back by itself.
  public var rollbackError: DatabaseError?
}

/// What went wrong with our own tables during a step.
public enum BookkeepingProblem: Error, Hashable, Sendable {
  case database(DatabaseError)
  /// The table is there and has no `version_num`.
  case notAVersionTable(QualifiedName, columns: [String])
  /// The history table is there and lacks columns.
  case incompleteHistory(QualifiedName, missing: [String])
  /// A row that was read before is not there any more.
  case rowMoved(QualifiedName, RevisionID)

  /// A failing rollback, told with the server's words before it. A refusal of our own has none: there
  /// the end of the session undoes what the rollback did not.
  static func noting(_ rollback: DatabaseError, after first: Self) -> Self {
    guard case .database(let error) = first else { return first }
    return .database(error.noting(failedRollback: rollback))
  }
}
