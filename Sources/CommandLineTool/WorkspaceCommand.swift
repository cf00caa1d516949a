import Aludel
import ArgumentParser
import Orchestration
import Reporting

/// A command over a workspace: what they all do before and after their own work.
protocol WorkspaceCommand: AsyncParsableCommand {
  /// What it is there to change: an error leaves open whether it did.
  static var changes: Changes { get }
  var global: GlobalOptions { get }
  /// Whether `--with-dependencies` would be a way on: it has the option, and was called without.
  var offersDependencies: Bool { get }
  /// Whether all that it leaves is what it prints, so that without it nothing is done.
  var leavesOutputOnly: Bool { get }
  /// - Returns: the exit status.
  func run(in console: Console) async throws -> Int32
}

extension WorkspaceCommand {
  var leavesOutputOnly: Bool { Self.changes == .nothing }
  static var changes: Changes { .nothing }
  var offersDependencies: Bool { false }

  mutating func run() async throws {
    guard let invocation = Invocation.current else { return }
    let console = Console(invocation: invocation, command: self)
    var status: Int32
    do {
      if invocation.workingDirectory.isEmpty { throw AludelError.noWorkingDirectory }
      status = try await run(in: console)
      if let reason = invocation.outputFailure() {
        console.tell(Diagnostics(console).diagnostics(for: .lostOutput(reason: reason)))
        if status == ExitStatus.done {
          status = leavesOutputOnly ? ExitStatus.failed : ExitStatus.partlyDone
        }
      }
    } catch let error as AludelError {
      console.show(error)
      throw ExitCode(ExitStatus.failed)
    }
    if status != ExitStatus.done { throw ExitCode(status) }
  }
}

/// What a command is there to change.
enum Changes: Hashable, Sendable {
  case nothing, databases, files
}

/// The streams of one command: results go to standard output, talk to standard error.
struct Console: Sendable {
  let invocation: Invocation
  /// The name of the command that runs.
  let command: String
  let changes: Changes
  /// Whether the command could be given `--with-dependencies`.
  let offersDependencies: Bool
  var options: GlobalOptionsValue
  let output: Terminal
  let error: Terminal

  init<Command: WorkspaceCommand>(invocation: Invocation, command: Command) {
    let options = command.global
    self.invocation = invocation
    self.command = Command.configuration.commandName ?? ""
    changes = Command.changes
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
    guard !options.json else { return }
    switch changes {
    case .nothing: break
    case .databases: talk(["", "no database was changed"])
    case .files: if failure.wroteNothing { talk(["", "no file was written"]) }
    }
  }

  func show(_ diagnostics: [Diagnostic]) {
    if options.json { print(JSONOutput.errors(diagnostics)) } else { tell(diagnostics) }
  }

  func tell(_ diagnostics: [Diagnostic]) {
    var lines: [String] = []
    for (index, diagnostic) in diagnostics.enumerated() {
      if !lines.isEmpty { lines.append("") }
      // What several errors have in common is said once, behind the last of them.
      let later = Set(diagnostics[(index + 1)...].flatMap(\.hints))
      lines += diagnostic.lines(for: error)
      lines += diagnostic.hints.filter { !later.contains($0) }.map { $0.line(for: error) }
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

extension AludelError {
  /// Whether no file of ours is there that was not there before: an editor runs after the file is written,
  /// and what was written before a failure may refuse to go away.
  fileprivate var wroteNothing: Bool {
    switch self {
    case .editing(.noEditor): true
    case .editing: false
    case .several(let errors):
      !errors.contains { if case .filesystem = $0 { true } else { false } }
    default: true
    }
  }
}
