import ArgumentParser
import Orchestration

struct DowngradeCommand: WorkspaceCommand {
  static let changes = Changes.databases
  static let configuration = CommandConfiguration(
    commandName: "downgrade",
    abstract: "Undo revisions down to the given targets.",
    discussion: """
      aludel downgrade -1 -n main           the latest revision of main
      aludel downgrade analytics/base       everything in analytics
      aludel downgrade billing@base         one branch
      aludel downgrade 3f2a:1c0b --sql      a script; it must say where it starts
      """)

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("How far to go.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var options: RunOptions
  @OptionGroup var script: ScriptOptions
  @OptionGroup var global: GlobalOptions

  var leavesOutputOnly: Bool { script.sql && script.output == nil }

  var offersDependencies: Bool { !options.withDependencies && options.plan == nil }

  func validate() throws {
    try targets.validateAsTargets(
      needed: options.plan == nil ? "say how far: -1, base, or a revision" : nil)
    try options.validatePlan(with: targets, global.names)
    try options.validate(beside: script)
  }

  func run(in console: Console) async throws -> Int32 {
    if script.sql {
      return try await console.writeScripts(
        .downgrade, targets, names: global.names, to: script.output, limits: options.limits,
        tag: options.tagging.tag)
    }
    let request = try options.request(.downgrade, targets, names: global.names, in: console)
    return try await console.carryOut(request, dryRun: options.dryRun)
  }
}
