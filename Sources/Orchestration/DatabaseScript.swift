public import Revisions

/// What somebody wants to have as a script.
public struct ScriptRequest: Sendable {
  public var action: RunRequest.Action
  /// Empty means what the action means by default: from base to the heads for an upgrade.
  public var targets: [ScriptTarget]
  /// Glob patterns over database names; empty means all.
  public var names: [String]
  /// Laid over those of the workspace file. A script tries nothing again.
  public var limits: RunLimits
  /// Told in the first lines of each script.
  public var tag: RunTag?

  public init(
    _ action: RunRequest.Action, targets: [ScriptTarget] = [], names: [String] = [],
    limits: RunLimits = RunLimits()
  ) {
    self.limits = limits
    self.action = action
    self.targets = targets
    self.names = names
  }
}

/// A script for the client program of one database's engine.
///
/// Run there it leaves what the run itself would leave. It stops before it changes anything if the
/// database does not stand where it starts.
public struct DatabaseScript: Sendable {
  public var database: String
  /// `main.sql`; `main.3.sql` where databases take turns, numbered in the order in which they run.
  public var fileName: String
  /// The rows that it demands; nil where it takes any.
  public var start: HeadSet?
  /// The rows that it leaves; nil where it touches none.
  public var end: HeadSet?
  public var steps: [StepDescription]
  /// The command that runs it: `psql -X -f main.sql DATABASE`.
  public var command: String
  public var text: String
  /// The command for a file of another name.
  var run: @Sendable (String) -> String
}

/// A script that was written to a file.
public struct WrittenScript: Sendable {
  public var script: DatabaseScript
  /// As a person would name it.
  public var path: String
}

/// Why there is no script.
public enum ScriptProblem: Sendable {
  /// A downgrade does not start at base, so it must be said where.
  case needsRange(target: String)
  /// One database cannot start at two places.
  case severalStarts(database: String, starts: [String])
  /// Standard output holds one script.
  case severalScripts(databases: [String])
  /// The dialect knows no client program.
  case noClient(database: String, dialect: String)
  /// A file of an earlier time would be taken for one of these scripts.
  case staleFile(path: String)
}
