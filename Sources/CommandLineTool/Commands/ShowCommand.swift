import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct ShowCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about the given revisions.",
    discussion: """
      aludel show head                      the latest of every database
      aludel show 3f2a main/billing@head current
      """)

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The revisions.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    try targets.validateAsTargets(needed: "name a revision")
  }

  func run(in console: Console) async throws -> Int32 {
    let listing = try await console.openWorkspace().show(
      try console.targets(targets), names: global.names)
    let view = ListingView(.show, listing, isVerbose: true)
    console.show(view.lines(for:), json: view.json)
    return ExitStatus.done
  }
}
