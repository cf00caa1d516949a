import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct BranchesCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "branches",
    abstract: "Show every revision with more than one child. Needs no database.",
    discussion: """
      aludel branches -v -n main            with all that its file says
      """)

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let listing = try console.openWorkspace().branches(names: global.names)
    let view = ListingView(.branches, listing, isVerbose: global.verbose)
    console.show(view.lines(for:), json: view.json)
    return ExitStatus.done
  }
}
