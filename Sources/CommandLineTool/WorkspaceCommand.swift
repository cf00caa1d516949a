import Aludel
import ArgumentParser
import Orchestration
import Reporting

/// A command over a workspace: what they all do before and after their own work.
protocol WorkspaceCommand: AsyncParsableCommand {
  /// Whether it is there to change databases, so that an error leaves open whether it did.
  static var changesDatabases: Bool { get }
  var global: GlobalOptions { get }
  /// Whether `--with-dependencies` would be a way on: it has the option, and was called without.
  var offersDependencies: Bool { get }
  /// - Returns: the exit status.
  func run(in console: Console) async throws -> Int32
}

extension WorkspaceCommand {
  static var changesDatabases: Bool { false }
  var offersDependencies: Bool { false }

  mutating func run() async throws {
    guard let invocation = Invocation.current else { return }
    let console = Console(invocation: invocation, command: self)
    let status: Int32
    do {
      status = try await run(in: console)
    } catch let error as AludelError {
      console.show(error)
      throw ExitCode(ExitStatus.failed)
    }
    if status != ExitStatus.done { throw ExitCode(status) }
  }
}

/// The streams of one command: results go to standard output, talk to standard error.
struct Console: Sendable {
  let invocation: Invocation
  /// The name of the command that runs.
  let command: String
  /// Whether the command is there to change databases.
  let changesDatabases: Bool
  /// Whether the command could be given `--with-dependencies`.
  let offersDependencies: Bool
  var options: GlobalOptionsValue
  let output: Terminal
  let error: Terminal

  init<Command: WorkspaceCommand>(invocation: Invocation, command: Command) {
    let options = command.global
    self.invocation = invocation
    self.command = Command.configuration.commandName ?? ""
    changesDatabases = Command.changesDatabases
    offersDependencies = command.offersDependencies
    self.options = GlobalOptionsValue(options)
    func terminal(_ isInteractive: Bool) -> Terminal {
      Terminal(
        choice: options.color, environment: invocation.environment, isInteractive: isInteractive,
        width: invocation.width)
    }
    output = terminal(invocation.outputIsInteractive)
    error = terminal(invocation.errorIsInteractive)
  }

  func print(_ lines: [String]) {
    if !lines.isEmpty { invocation.writeOutput(lines.joined(separator: "\n") + "\n") }
  }

  func talk(_ lines: [String]) {
    if !lines.isEmpty { invocation.writeError(lines.joined(separator: "\n") + "\n") }
  }

  /// Prints lines for a person, or the JSON.
  func show(_ lines: (Terminal) -> [String], json: @autoclosure () -> String) {
    print(options.json ? [json()] : lines(output))
  }

  /// Prints an error that ended the command before it changed anything.
  func show(_ failure: AludelError) {
    show(Diagnostics(self).diagnostics(for: failure))
    if !options.json, changesDatabases {
      talk(["", "no database was changed"])
    }
  }

  func show(_ diagnostics: [Diagnostic]) {
    if options.json { return print(JSONOutput.errors(diagnostics)) }
    var lines: [String] = []
    for diagnostic in diagnostics {
      if !lines.isEmpty { lines.append("") }
      lines += diagnostic.lines(for: error) + diagnostic.hintLines(for: error)
    }
    talk(lines)
  }
}

/// The global options as a value that may cross threads.
struct GlobalOptionsValue: Sendable {
  var config: String?
  var environment: String?
  var names: [String]
  var variables: [String]
  var json: Bool
  var quiet: Bool
  var verbose: Bool

  init(_ options: GlobalOptions) {
    config = options.config
    environment = options.environment
    names = options.names
    variables = options.variables
    json = options.json
    quiet = options.quiet
    verbose = options.verbose
  }
}
