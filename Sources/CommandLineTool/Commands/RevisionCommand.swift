import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct RevisionCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "revision",
    abstract: "Make a revision file.",
    discussion: """
      aludel revision -m "add users.email" -n main
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("What it does.", valueName: "text"))
  var message: String?

  @Flag(help: "In every database (or every one that -n selects), not just in one.")
  var all = false

  @Option(help: ArgumentHelp("What it comes after. Default: the head.", valueName: "target"))
  var head: String?

  @Flag(help: "Allow a parent that is not a head: this begins a branch.")
  var splice = false

  @Option(
    name: .customLong("branch-label"),
    help: ArgumentHelp("Give the branch that begins here a name.", valueName: "label"))
  var branchLabel: String?

  @Option(
    name: .customLong("depends-on"),
    help: ArgumentHelp(
      "What else must be applied before; database/revision names one of another database.",
      valueName: "revision"))
  var dependsOn: [String] = []

  @Option(
    name: .customLong("rev-id"), help: ArgumentHelp("Instead of a random id.", valueName: "id"))
  var revisionID: String?

  @Option(
    name: .customLong("version-path"),
    help: ArgumentHelp("Which of several versions folders it goes to.", valueName: "folder"))
  var versionPath: String?

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let request = RevisionRequest(
      message: message ?? "", names: global.names, all: all,
      head: try head.map { try console.targets([$0])[0] },
      splice: splice, branchLabel: branchLabel, dependsOn: dependsOn, revisionID: revisionID,
      versionPath: versionPath)
    let files = try console.openWorkspace().makeRevisions(request)
    let view = CreatedFilesView(files)
    console.show(view.lines(for:), json: view.json)
    return ExitStatus.done
  }
}
