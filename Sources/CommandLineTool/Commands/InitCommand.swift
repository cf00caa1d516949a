import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct InitCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a workspace, or make what is missing in one.",
    discussion: """
      aludel init                           main and analytics, on SQLite
      aludel init shop -t single
      aludel init --database main=postgresql://app@db.example.com/shop
      """)

  @Argument(help: ArgumentHelp("Where. Default: here.", valueName: "folder"))
  var folder: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "What to begin with; see list-templates. Default: multidb.", valueName: "name"))
  var template: String?

  @Option(
    help: ArgumentHelp(
      "A database and where it is; may be repeated. A password is left out of the file.",
      valueName: "name=url"))
  var database: [String] = []

  @Flag(help: "Make the version tables too.")
  var tables = false

  @OptionGroup(title: "Global options") var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let result = try Workspace.initialize(
      ScaffoldRequest(
        folder: folder ?? ".", workingDirectory: console.invocation.workingDirectory,
        template: template, databases: database, names: global.names))
    let view = ScaffoldView(result)
    console.show(view.lines(for:), json: view.json)
    guard tables else { return ExitStatus.done }
    return try await console.at(result.workspaceFile)
      .carryOut(RunRequest(.ensureVersion, names: global.names))
  }
}
