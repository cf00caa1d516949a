import Workspaces

/// Limits of one run, laid over those of the workspace file; nil leaves a database its own.
public struct RunLimits: Hashable, Sendable {
  /// How long to wait for a lock; zero gives up at once.
  public var lockTimeout: Duration?
  /// How many times a step is tried again that a lock timeout has stopped.
  public var lockRetries: Int?
  /// How long a statement may run.
  public var statementTimeout: Duration?

  public init(
    lockTimeout: Duration? = nil, lockRetries: Int? = nil, statementTimeout: Duration? = nil
  ) {
    self.lockTimeout = lockTimeout
    self.lockRetries = lockRetries
    self.statementTimeout = statementTimeout
  }
}

extension DatabaseEntry {
  func limited(by limits: RunLimits) -> DatabaseEntry {
    var entry = self
    entry.lockTimeout = limits.lockTimeout ?? lockTimeout
    entry.lockRetries = limits.lockRetries ?? lockRetries
    entry.statementTimeout = limits.statementTimeout ?? statementTimeout
    return entry
  }
}

extension LoadedWorkspace {
  package func limited(by limits: RunLimits) -> LoadedWorkspace {
    guard limits != RunLimits() else { return self }
    var workspace = self
    workspace.streams = streams.map { stream in
      var stream = stream
      stream.entry = stream.entry.limited(by: limits)
      return stream
    }
    return workspace
  }
}
