import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct HeadsCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads", abstract: "Show the heads of every history. Needs no database.",
    discussion: """
      A head that another revision depends on is an effective one: `heads` as a target leaves it out, as \
      --resolve-dependencies does.

      aludel heads -n main
      aludel heads --json                   for scripts
      """)

  @Flag(
    name: .customLong("resolve-dependencies"),
    help: "Leave out heads that another revision depends on.")
  var resolveDependencies = false

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let listing = try console.openWorkspace().heads(
      names: global.names, resolvingDependencies: resolveDependencies)
    let view = ListingView(.heads, listing, isVerbose: global.verbose)
    console.show(view.lines(for:), json: view.json)
    if let hint = Diagnostics(console).nextStep(after: listing) { console.advise(hint) }
    return ExitStatus.done
  }
}
