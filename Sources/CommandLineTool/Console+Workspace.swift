import Aludel
import Orchestration

extension Console {
  /// The environment, and what `-x` sets.
  var variables: [String: String] {
    var variables = invocation.environment
    for pair in options.variables {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    }
    return variables
  }

  /// Reads the workspace that the command is about. Touches no database.
  func openWorkspace() throws -> Workspace {
    try Workspace(
      WorkspaceOptions(
        file: options.config, environment: options.environment, variables: variables,
        workingDirectory: invocation.workingDirectory, registry: invocation.registry,
        user: invocation.user,
        host: invocation.host, now: invocation.now))
  }

  /// The same console over another workspace file.
  func at(_ workspaceFile: String) -> Console {
    var other = self
    other.options.config = workspaceFile
    return other
  }
}
