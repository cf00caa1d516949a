import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions

struct HistoryCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show the revisions of every database, newest first.")

  @Option(
    name: [.customShort("r"), .customLong("rev-range")], parsing: .unconditional,
    help: ArgumentHelp(
      "Only from one revision to another; either may be left out.", valueName: "from:to"))
  var range: String?

  @Flag(
    name: [.customShort("i"), .customLong("indicate-current")],
    help: "Ask the databases where they stand and mark it.")
  var indicateCurrent = false

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let parsed: TargetRange?
    do {
      parsed = try range.map { text throws(TargetSyntaxProblem) in try TargetRange(parsing: text) }
    } catch { throw AludelError.targetSyntax(error) }
    let listing = try await console.openWorkspace().history(
      names: global.names, range: parsed, indicatingCurrent: indicateCurrent)
    let view = ListingView(.history, listing, isVerbose: global.verbose)
    console.show(view.lines(for:), json: view.json)
    return ExitStatus.done
  }
}
