import Aludel
import ArgumentParser
import Reporting

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
          HistoryCommand.self, ShowCommand.self, PlanCommand.self,
        ]),
      CommandGroup(
        name: "Change:",
        subcommands: [
          RevisionCommand.self, UpgradeCommand.self, DowngradeCommand.self, StampCommand.self,
          EnsureVersionCommand.self, ResumeCommand.self,
        ]),
    ])
}

/// Runs the command line and gives the exit status.
package func runCommandLine(_ invocation: Invocation) async -> Int32 {
  await Invocation.$current.withValue(invocation) {
    let arguments = GlobalOptions.movedBehindCommand(invocation.arguments)
    do {
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
}

/// Exit statuses that are not made from a run's report.
enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let found: Int32 = 2
  static let usage: Int32 = 64
}

private func report(_ error: any Error, asJSON: Bool, _ invocation: Invocation) -> Int32 {
  if let code = error as? ExitCode { return code.rawValue }
  let code = AludelCommand.exitCode(for: error).rawValue
  let message = AludelCommand.fullMessage(for: error)
  if code == 0 {  // --help and --version come here too
    invocation.writeOutput(message + "\n")
  } else if asJSON {
    let diagnostic = Diagnostic(code: "usage", AludelCommand.message(for: error))
    invocation.writeOutput(JSONOutput.errors([diagnostic]).joined(separator: "\n") + "\n")
  } else {
    let text = message.hasPrefix("Error: ") ? "error: " + message.dropFirst(7) : message
    invocation.writeError(text + "\n")
  }
  return code
}
