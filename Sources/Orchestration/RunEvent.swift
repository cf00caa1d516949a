public import DialectKit
public import Revisions

/// What happens during a run, in the order in which it happens; one reporter turns it into words.
public enum RunEvent: Sendable {
  case started(RunPlan)
  /// A database's lock is held by somebody else and is being waited for. Told once.
  case waitingForLock(database: String, owner: LockOwner)
  /// The catalog has told what became of a statement that an earlier run had sent.
  case statementSettled(
    database: String, revision: RevisionID, statement: Int, tookEffect: Bool)
  case stepStarted(StepDescription)
  /// A statement is about to be sent: the `number`th of `count`.
  case statementStarted(StepDescription, number: Int, count: Int, text: String)
  /// The step of the database that runs takes long, and waits for these sessions if for any.
  case stillRunning(database: String, milliseconds: Int, waitsFor: [LockOwner])
  /// A lock was not free in time; the step is tried again after a pause, for the `retry`th time.
  case stepRetries(StepDescription, retry: Int, limit: Int, after: Duration)
  case stepApplied(StepDescription, milliseconds: Int)
  case stepFailed(StepDescription, AludelError)
  case databaseFinished(DatabaseOutcome)
  case finished(RunReport)
}

/// A step as people are told of it.
public struct StepDescription: Hashable, Sendable {
  public var database: String
  public var revision: RevisionID
  public var direction: Direction
  /// The first line of the revision's message.
  public var title: String
  /// The revision's file, as a person would name it.
  public var file: String
  public var statementCount: Int
  /// Whether nothing is run and a squash only takes the row of what it replaces over, or gives it back.
  public var isTakeover = false
}

/// Where events go. Called from any thread.
public typealias EventSink = @Sendable (RunEvent) -> Void
