import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct CurrentCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "current", abstract: "Show the revisions on which the databases stand.",
    discussion: """
      aludel current -v -n main
      aludel current --check-heads -q || echo "run aludel upgrade"
      """)

  @Flag(
    name: .customLong("check-heads"),
    help: "Exit with 2 when a database does not stand on all of its heads.")
  var checkHeads = false

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let listing = try await console.openWorkspace().current(names: global.names)
    let view = ListingView(.current, listing, isVerbose: global.verbose)
    console.show(view.lines(for:), json: view.json)
    if !listing.failures.isEmpty {
      console.show(listing.failures.flatMap(Diagnostics(console).diagnostics(for:)))
      return ExitStatus.failed
    }
    guard checkHeads, let behind = Diagnostics(console).notAtHeads(listing) else {
      return ExitStatus.done
    }
    if !global.json { console.show([behind]) }
    return ExitStatus.found
  }
}
