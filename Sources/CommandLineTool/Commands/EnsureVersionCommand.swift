import ArgumentParser
import Orchestration

struct EnsureVersionCommand: WorkspaceCommand {
  static let changes = Changes.databases
  static let configuration = CommandConfiguration(
    commandName: "ensure-version",
    abstract: "Make the version table where it is missing.",
    discussion: """
      aludel ensure-version -n main
      """,
    aliases: ["ensure_version"])

  @OptionGroup var script: ScriptOptions
  @OptionGroup var global: GlobalOptions

  var leavesOutputOnly: Bool { script.sql && script.output == nil }

  func run(in console: Console) async throws -> Int32 {
    if script.sql {
      return try await console.writeScripts(
        .ensureVersion, [], names: global.names, to: script.output)
    }
    return try await console.carryOut(RunRequest(.ensureVersion, names: global.names))
  }
}
