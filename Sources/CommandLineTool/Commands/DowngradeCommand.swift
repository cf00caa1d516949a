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

  var offersDependencies: Bool { !options.withDependencies && options.plan == nil }

  func validate() throws {
    try targets.validateAsTargets(
      needed: options.plan == nil ? "say how far: -1, base, or a revision" : nil)
    try options.validatePlan(with: targets, global.names)
  }

  func run(in console: Console) async throws -> Int32 {
    let request = try options.request(.downgrade, targets, names: global.names, in: console)
    return try await console.carryOut(request, dryRun: options.dryRun)
  }
}
