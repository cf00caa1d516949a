import ArgumentParser
import Orchestration

struct UpgradeCommand: WorkspaceCommand {
  static let changesDatabases = true
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
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("How far to go. Default: heads.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var options: RunOptions
  @OptionGroup var global: GlobalOptions

  var offersDependencies: Bool { !options.withDependencies && options.plan == nil }

  func validate() throws {
    try targets.validateAsTargets()
    try options.validatePlan(with: targets, global.names)
  }

  func run(in console: Console) async throws -> Int32 {
    let request = try options.request(.upgrade, targets, names: global.names, in: console)
    return try await console.carryOut(request, dryRun: options.dryRun)
  }
}
