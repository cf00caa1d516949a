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
      aludel init -c other.toml             that file, new or there
      """)

  @Argument(
    help: ArgumentHelp(
      "Where. Default: where -c or $ALUDEL_CONFIG says, else here.", valueName: "folder"))
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

  @OptionGroup var global: GlobalOptions

  /// What to do in a new workspace, or with a new database.
  private func firstRevision(in result: ScaffoldResult, _ console: Console) -> Diagnostic.Hint? {
    let isNew = result.isNew
    guard isNew || !database.isEmpty,
      let name = isNew
        ? result.databases.first
        : database.first?.split(separator: "=").first
          .map(String.init)
    else { return nil }
    var diagnostics = Diagnostics(console)
    if let folder, folder != "." { diagnostics.workspaceFile = folder + "/aludel.toml" }
    return Diagnostic.Hint(
      "write the first revision",
      command: diagnostics.command(
        "revision -m \"create users\"", for: result.databases.count > 1 ? name : nil))
  }

  func validate() throws {
    if let folder, let config = global.config {
      throw ValidationError(
        "-c \(config) and the folder \(folder) both say where the workspace is; give one of them")
    }
  }

  func run(in console: Console) async throws -> Int32 {
    let result = try Workspace.initialize(
      ScaffoldRequest(
        folder: folder, file: global.config, environment: global.environment,
        workingDirectory: console.invocation.workingDirectory,
        template: template, databases: database, names: global.names,
        variables: console.variables))
    let view = ScaffoldView(result)
    console.show(view.lines(for:), json: view.json)
    guard tables else {
      if let hint = firstRevision(in: result, console) { console.advise(hint) }
      return ExitStatus.done
    }
    return try await console.at(result.workspaceFile)
      .carryOut(RunRequest(.ensureVersion, names: global.names))
  }
}
