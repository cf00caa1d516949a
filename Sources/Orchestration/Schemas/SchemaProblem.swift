public import DialectKit
public import Revisions
public import SQLText
public import SchemaModel

/// Why schemas cannot be compared, or a revision cannot be made from what differs.
public enum SchemaProblem: Error, Sendable {
  /// None of the databases says what its schema should be.
  case noDesiredSchema(databases: [String])
  /// The dialect cannot read schemas.
  case unsupported(database: String, dialect: String)
  /// The database does not stand at its heads, so that its schema is not that of its history.
  case notUpToDate(database: String, current: [String], pending: [RevisionID])

  // MARK: The desired schema

  /// The command that prints it failed.
  case command(database: String, [String], reason: String)
  /// Its text cannot be cut into statements. The source is a file, or a command with its arguments.
  case unreadable(database: String, source: String, SplitProblem)
  /// It holds a statement that would act on something else than the scratch database.
  case leavesScratch(database: String, file: String, SQLStatement)
  /// A statement that no order of the others makes work, the first of `count`.
  case load(database: String, source: String, SQLStatement, DatabaseError, count: Int)
  /// A `renamed from` comment with nothing behind it that could have had another name.
  case strayNote(database: String, source: String, RenameNote)

  // MARK: Scratch databases

  /// No scratch database can be made beside the configured one, or where `scratch_url` says; and what
  /// would allow it, where that is not allowed.
  case scratch(database: String, endpoint: String, DatabaseError, remedy: Remedy? = nil)
  /// What `scratch_url` names holds objects that are not ours.
  case scratchInUse(database: String, endpoint: String, [ObjectID])
  /// Another run uses it and did not end in time.
  case scratchLocked(database: String, endpoint: String, LockOwner)
  /// It could not be removed afterwards.
  case scratchLeft(database: String, name: String, DatabaseError)
  /// Reading a catalog failed.
  case inspection(database: String, DatabaseError)
  /// A revision fails when the history is run on an empty database.
  case replay(StepFailure)

  // MARK: The plan

  /// Changes that no statement of ours can make.
  case refused(database: String, [SchemaRefusal])
  /// Objects of the database that our own statements do not make again as they are.
  case notReproducible(database: String, [ObjectChange])
  /// What was generated does not do what it should, or fails. The objects are those that were left out of
  /// the comparison and that may be why.
  case unproven(database: String, Direction, Proof, inTheWay: [ObjectID] = [])
  /// Something that goes may be something that comes, and nobody has said.
  case undecidedRenames(database: String, [RenameCandidate])
  /// `--rename` or `--drop` names what is not there, or does not go.
  case unknownRename(text: String, option: RenameOption)

  /// Somebody stopped it.
  case stopped

  /// How a proof failed.
  public enum Proof: Sendable {
    case statement(SQLStatement, DatabaseError)
    /// What it would take yet.
    case differs([ObjectChange])
  }

  public enum RenameOption: String, Hashable, Sendable {
    case rename, drop
  }
}
