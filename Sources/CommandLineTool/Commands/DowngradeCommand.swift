import ArgumentParser
import Orchestration

struct DowngradeCommand: WorkspaceCommand {
  static let changesDatabases = true
  static let configuration = CommandConfiguration(
    commandName: "downgrade",
    abstract: "Undo revisions down to the given targets.",
    discussion: """
      aludel downgrade -1 -n main           the latest revision of main
      aludel downgrade analytics/base       everything in analytics
      aludel downgrade billing@base         one branch
      """)

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("How far to go.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var options: RunOptions
  @OptionGroup var global: GlobalOptions

  var offersDependencies: Bool { !options.withDependencies }

  func validate() throws {
    try targets.validateAsTargets(needed: "say how far: -1, base, or a revision")
  }

  func run(in console: Console) async throws -> Int32 {
    let request = RunRequest(
      .downgrade, targets: try console.targets(targets), names: global.names, jobs: options.jobs,
      policy: options.policy, takesDependencies: options.withDependencies)
    return try await console.carryOut(request, dryRun: options.dryRun)
  }
}
