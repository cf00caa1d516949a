import ArgumentParser
import Orchestration

struct UpgradeCommand: WorkspaceCommand {
  static let changes = Changes.databases
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Apply revisions up to the heads, or up to the given targets.",
    discussion: """
      A target is a revision id or a unique prefix of one, a branch label, head, heads, +N, or one of \
      these after database/ or label@. Without a target all databases go to their heads.

      aludel upgrade                        all databases to their heads
      aludel upgrade +1 -n main             one revision of main
      aludel upgrade main/head analytics/3f2a
      aludel upgrade --plan release.json    what `aludel plan -o` has saved
      aludel upgrade --sql -o sql           a script for each database, from base
      aludel upgrade 1c0b:3f2a --sql -n main
      aludel upgrade current:heads --sql    from where the databases stand now
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("How far to go. Default: heads.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var options: RunOptions
  @OptionGroup var script: ScriptOptions
  @OptionGroup var global: GlobalOptions

  var leavesOutputOnly: Bool { script.sql && script.output == nil }

  var offersDependencies: Bool { !options.withDependencies && options.plan == nil }

  func validate() throws {
    try targets.validateAsTargets()
    try options.validatePlan(with: targets, global.names)
    try options.validate(beside: script)
  }

  func run(in console: Console) async throws -> Int32 {
    if script.sql {
      return try await console.writeScripts(
        .upgrade, targets, names: global.names, to: script.output, limits: options.limits,
        tag: options.tagging.tag)
    }
    let request = try options.request(.upgrade, targets, names: global.names, in: console)
    return try await console.carryOut(request, dryRun: options.dryRun)
  }
}
