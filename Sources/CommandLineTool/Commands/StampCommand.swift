import ArgumentParser
import Orchestration

struct StampCommand: WorkspaceCommand {
  static let changes = Changes.databases
  static let configuration = CommandConfiguration(
    commandName: "stamp",
    abstract: "Set the version rows without running anything.",
    discussion: """
      For a database that has the schema already, or whose rows must be put right.

      aludel stamp heads                    everything counts as applied
      aludel stamp 3f2a -n main --purge     whatever the rows say now
      aludel stamp main/3f2a analytics/9e41 --dry-run
      aludel stamp 1c0b:3f2a --sql          a script for a database at 1c0b
      """)

  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("Where the databases stand.", valueName: "target")
  )
  var targets: [String] = []

  @Flag(help: "Throw the old rows away first: the way past rows that no file declares.")
  var purge = false

  @Flag(name: .customLong("dry-run"), help: "Show the rows before and after, and change nothing.")
  var dryRun = false

  @OptionGroup var tagging: TagOption
  @OptionGroup var script: ScriptOptions
  @OptionGroup var global: GlobalOptions

  var leavesOutputOnly: Bool { script.sql && script.output == nil }

  func validate() throws {
    try targets.validateAsTargets(
      needed: "say where the databases stand: heads, base, or a revision")
    try script.validate(besideDryRun: dryRun)
  }

  func run(in console: Console) async throws -> Int32 {
    if script.sql {
      return try await console.writeScripts(
        .stamp(purge: purge), targets, names: global.names, to: script.output,
        tag: tagging.tag)
    }
    var request = RunRequest(
      .stamp(purge: purge), targets: try console.targets(targets), names: global.names)
    request.tag = tagging.tag
    return try await console.carryOut(request, dryRun: dryRun)
  }
}
