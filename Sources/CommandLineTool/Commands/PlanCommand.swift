import ArgumentParser
import Orchestration

struct PlanCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show the steps that an upgrade or a downgrade would run, in order.",
    discussion: """
      aludel plan                           all databases to their heads
      aludel plan --downgrade -1 -n main
      aludel plan -o release.json           saved for aludel upgrade --plan
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("How far to go. Default: heads.", valueName: "target"))
  var targets: [String] = []

  @Flag(help: "Plan a downgrade.")
  var downgrade = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Save the plan, for `aludel upgrade --plan`.", valueName: "file"))
  var output: String?

  @Flag(name: .customLong("with-dependencies"), help: RunOptions.dependenciesHelp)
  var withDependencies = false

  @OptionGroup var global: GlobalOptions

  var offersDependencies: Bool { !withDependencies }

  func validate() throws {
    try targets.validateAsTargets(
      needed: downgrade ? "say how far: -1, base, or a revision" : nil)
  }

  func run(in console: Console) async throws -> Int32 {
    let request = RunRequest(
      downgrade ? .downgrade : .upgrade, targets: try console.targets(targets), names: global.names,
      takesDependencies: withDependencies)
    try await console.show(plan: request, of: try console.openWorkspace(), savingTo: output)
    return ExitStatus.done
  }
}
