import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct RevisionCommand: WorkspaceCommand {
  static let changes = Changes.files
  static let configuration = CommandConfiguration(
    commandName: "revision",
    abstract: "Make a revision file.",
    discussion: """
      aludel revision -m "add users.email" -n main
      aludel revision -m "add invoices" --head base --branch-label billing -n main
      aludel revision -m "count orders" -n analytics --depends-on main/3f2a --edit
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
    name: .customLong("depends-on"),
    help: ArgumentHelp(
      "What else must be applied before; database/revision names one of another database.",
      valueName: "revision"))
  var dependsOn: [String] = []

  @OptionGroup var file: NewRevisionOptions

  @Flag(help: "Open the new file in $VISUAL or $EDITOR.")
  var edit = false

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    // Before anything is written: without an editor there is no file either.
    let editor = edit ? try console.editor() : nil
    let request = RevisionRequest(
      message: message ?? "", names: global.names, all: all,
      head: try head.map { try console.targets([$0])[0] },
      splice: splice, branchLabel: file.branchLabel, dependsOn: dependsOn,
      revisionID: file.revisionID, versionPath: file.versionPath)
    let workspace = try console.openWorkspace()
    let files = try workspace.makeRevisions(request)
    let view = CreatedFilesView(files)
    console.show(view.lines(for:), json: view.json)
    guard let editor else { return ExitStatus.done }
    return console.tell(try workspace.edit(files, with: editor), of: editor)
  }
}
