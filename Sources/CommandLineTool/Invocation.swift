import Aludel
package import Orchestration
import Reporting

/// Everything that a command takes from the world around it: handed in, so that nothing else reads it.
package struct Invocation: Sendable {
  package var arguments: [String]
  package var environment: [String: String]
  /// An absolute path; empty when there is none: a shell may stand in a folder that was removed.
  package var workingDirectory: String
  /// Whether each stream is a terminal, and how wide it is.
  package var outputIsInteractive: Bool
  package var errorIsInteractive: Bool
  package var inputIsInteractive: Bool
  package var width: Int?
  package var user: String
  package var host: String
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var now: @Sendable () -> Int64
  /// Writes whole lines to standard output and standard error.
  package var writeOutput: @Sendable (String) -> Void
  package var writeError: @Sendable (String) -> Void
  /// Waits for a line of standard input and gives it without its end; nil when there is no more.
  package var readLine: @Sendable () -> String?
  /// Why something that was written to standard output did not get there; nil when all did, or when
  /// nobody reads any more.
  package var outputFailure: @Sendable () -> String?
  /// Takes over SIGINT and SIGTERM and tells of each; until it is called they end the process.
  package var interrupts: @Sendable () -> AsyncStream<Void>
  /// The kinds of databases that there are.
  package var registry: DialectRegistry

  package init(
    arguments: [String], environment: [String: String], workingDirectory: String,
    outputIsInteractive: Bool, errorIsInteractive: Bool, inputIsInteractive: Bool = false,
    width: Int?, user: String, host: String,
    now: @escaping @Sendable () -> Int64, writeOutput: @escaping @Sendable (String) -> Void,
    writeError: @escaping @Sendable (String) -> Void,
    readLine: @escaping @Sendable () -> String? = { nil },
    outputFailure: @escaping @Sendable () -> String? = { nil },
    interrupts: @escaping @Sendable () -> AsyncStream<Void>,
    registry: DialectRegistry = .standard
  ) {
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.outputIsInteractive = outputIsInteractive
    self.errorIsInteractive = errorIsInteractive
    self.inputIsInteractive = inputIsInteractive
    self.width = width
    self.user = user
    self.host = host
    self.now = now
    self.writeOutput = writeOutput
    self.writeError = writeError
    self.readLine = readLine
    self.outputFailure = outputFailure
    self.interrupts = interrupts
    self.registry = registry
  }

  /// The invocation that the running command belongs to.
  @TaskLocal static var current: Invocation?
}
