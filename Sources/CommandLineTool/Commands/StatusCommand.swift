import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct StatusCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show where every database stands, what is pending and what is wrong.",
    discussion: """
      aludel status
      aludel status --exit-code -e production       for a pipeline
      """)

  @Flag(
    name: .customLong("exit-code"),
    help: "Exit with 2 when a database is not up to date or something is wrong.")
  var exitCode = false

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let report = try await console.openWorkspace().status(names: global.names)
    let diagnostics = Diagnostics(console)
    let view = StatusView(report, diagnostics: report.databases.flatMap(diagnostics.problems(of:)))
    console.show(view.lines(for:), json: view.json)
    if let hint = diagnostics.nextStep(after: report) { console.advise(hint) }
    let isFine = report.databases.allSatisfy { $0.state == .upToDate && $0.problems.isEmpty }
    return exitCode && !isFine ? ExitStatus.found : ExitStatus.done
  }
}
