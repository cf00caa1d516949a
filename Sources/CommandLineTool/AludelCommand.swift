import Aludel
import ArgumentParser
import Reporting
import Spelling

/// The root of the command line.
struct AludelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aludel",
    abstract: "Migrate several databases as one workspace.",
    discussion: """
      A workspace file, aludel.toml, names the databases; each has its own folder of revisions, which \
      are plain SQL files. Without -n a command means all databases.

      Start with: aludel init, aludel revision -m "create users" -n main, aludel upgrade
      """,
    version: "aludel \(Aludel.version)",
    groupedSubcommands: [
      CommandGroup(name: "Start:", subcommands: [InitCommand.self, ListTemplatesCommand.self]),
      CommandGroup(
        name: "Ask:",
        subcommands: [
          StatusCommand.self, CurrentCommand.self, HeadsCommand.self, BranchesCommand.self,
          HistoryCommand.self, ShowCommand.self, PlanCommand.self, CheckCommand.self,
        ]),
      CommandGroup(
        name: "Change:",
        subcommands: [
          RevisionCommand.self, MergeCommand.self, SquashCommand.self, EditCommand.self,
          UpgradeCommand.self,
          DowngradeCommand.self, StampCommand.self, EnsureVersionCommand.self, ResumeCommand.self,
        ]),
    ])
}

/// Runs the command line and gives the exit status.
package func runCommandLine(_ invocation: Invocation) async -> Int32 {
  await Invocation.$current.withValue(invocation) { await runCurrentCommandLine(invocation) }
}

/// The same where `Invocation.current` is set already.
func runCurrentCommandLine(_ invocation: Invocation) async -> Int32 {
  let arguments = GlobalOptions.movedBehindCommand(invocation.arguments)
  do {
    try GlobalOptions.checkText(of: invocation.arguments)
    try AludelCommand.checkName(in: arguments)
    var command = try AludelCommand.parseAsRoot(arguments)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
    return ExitStatus.done
  } catch {
    return report(error, asJSON: arguments.contains("--json"), invocation)
  }
}

extension AludelCommand {
  /// Says which command was meant; the parser would speak of an argument or an option.
  static func checkName(in arguments: [String]) throws {
    guard let first = arguments.first else { return }
    if first.hasPrefix("-") {
      let isOption = GlobalOptions.spellingsWithValue.contains {
        first == $0 || first.hasPrefix("\($0)=")
      }
      if isOption || GlobalOptions.flags.contains(first) {
        throw ValidationError("no command is given")
      }
      return
    }
    let names = configuration.groupedSubcommands.flatMap(\.subcommands).flatMap {
      [$0.configuration.commandName ?? ""] + $0.configuration.aliases
    }
    let isHelp = first == "help" && arguments.count > 1 && !arguments[1].hasPrefix("-")
    let name = isHelp ? arguments[1] : first
    guard !names.contains(name), name != "help" else { return }
    let nearest = Spelling.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
    throw ValidationError("there is no command `\(name)`\(nearest)")
  }
}

/// Exit statuses that are not made from a run's report.
enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let found: Int32 = 2
  /// Something is done, and something failed.
  static let partlyDone: Int32 = 3
  static let usage: Int32 = 64
  static let interrupted: Int32 = 130
}

private func report(_ error: any Error, asJSON: Bool, _ invocation: Invocation) -> Int32 {
  if let code = error as? ExitCode { return code.rawValue }
  let code = AludelCommand.exitCode(for: error).rawValue
  let message = AludelCommand.fullMessage(for: error)
  if code == 0 {  // --help and --version come here too
    invocation.writeOutput(message + "\n")
  } else if asJSON {
    let diagnostic = Diagnostic(
      code: "usage", uncapitalized(AludelCommand.message(for: error)),
      hints: [Diagnostic.Hint("see what there is", command: helpCommand(in: message))])
    invocation.writeOutput(JSONOutput.errors([diagnostic]).joined(separator: "\n") + "\n")
  } else if message.hasPrefix("Error: ") {
    // The line that lists every option says less than the help that the last line points to.
    let lines = message.dropFirst(7).split(separator: "\n").filter { !$0.hasPrefix("Usage: ") }
    let text = uncapitalized(lines.joined(separator: "\n"))
    invocation.writeError("error: " + text.sanitized + "\n")
  } else {
    invocation.writeError(message + "\n")
  }
  return code
}

/// The command that the parser's last line names: `See 'aludel upgrade --help' for more information.`
private func helpCommand(in message: String) -> String {
  let quoted = message.split(separator: "\n").last { $0.contains("--help") }?.split(separator: "'")
  return quoted?.first { $0.hasPrefix("aludel ") }.map(String.init) ?? "aludel --help"
}

/// The parser's sentences begin with a capital, ours do not.
private func uncapitalized(_ text: String) -> String {
  text.prefix(1).lowercased() + text.dropFirst()
}
