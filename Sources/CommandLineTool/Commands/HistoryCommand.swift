import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions

struct HistoryCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show the revisions of every database, newest first.",
    discussion: """
      aludel history -i -n main             the graph, and where main stands
      aludel history -r 3f2a: -v            all about 3f2a and what follows
      aludel history --format dot | dot -Tsvg > history.svg
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, dot, mermaid
  }

  @Option(
    name: [.customShort("r"), .customLong("rev-range")], parsing: .unconditional,
    help: ArgumentHelp(
      "Only from one revision to another; either may be left out.", valueName: "from:to"))
  var range: String?

  @Flag(
    name: [.customShort("i"), .customLong("indicate-current")],
    help: "Ask the databases where they stand and mark it.")
  var indicateCurrent = false

  @Option(
    help: ArgumentHelp(
      "text, or one picture of all databases: dot (Graphviz) or mermaid.", valueName: "format"))
  var format = Format.text

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if global.json, format != .text {
      throw ValidationError("--json and --format \(format.rawValue) contradict each other")
    }
  }

  func run(in console: Console) async throws -> Int32 {
    let parsed: TargetRange?
    do {
      parsed = try range.map { text throws(TargetSyntaxProblem) in try TargetRange(parsing: text) }
    } catch { throw AludelError.targetSyntax(error) }
    let listing = try await console.openWorkspace().history(
      names: global.names, range: parsed, indicatingCurrent: indicateCurrent)
    let view = ListingView(.history, listing, isVerbose: global.verbose)
    switch format {
    case .text: console.show(view.lines(for:), json: view.json)
    case .dot: console.print(view.dot)
    case .mermaid: console.print(view.mermaid)
    }
    return ExitStatus.done
  }
}
