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

      With --autogenerate its sections are what makes the desired schema of the current one, in each \
      database that differs; they were tried out on scratch databases.

      aludel revision --autogenerate -m "as in schema.sql"
      aludel revision --autogenerate -m "rename" --rename users.mail=users.email
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

  @Flag(help: "Write what makes the desired schema of the current one, and the way back.")
  var autogenerate = false

  @Flag(
    help: "With --autogenerate: take what the history builds, replayed, for the current schema.")
  var replay = false

  @Option(
    help: ArgumentHelp(
      "With --autogenerate: what goes is what comes, under another name.", valueName: "old=new"))
  var rename: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --autogenerate: it really goes, though something like it comes.", valueName: "name"))
  var drop: [String] = []

  @OptionGroup var scratch: ScratchOptions

  @OptionGroup var file: NewRevisionOptions

  @Flag(help: "Open the new file in $VISUAL or $EDITOR.")
  var edit = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard !autogenerate else {
      for text in rename where !text.contains("=") {
        throw ValidationError("--rename takes old=new, not '\(text)'")
      }
      return
    }
    for (name, isGiven) in [
      ("--replay", replay), ("--rename", !rename.isEmpty), ("--drop", !drop.isEmpty),
    ] where isGiven {
      throw ValidationError("\(name) goes with --autogenerate")
    }
  }

  func run(in console: Console) async throws -> Int32 {
    // Before anything is written: without an editor there is no file either.
    let editor = edit ? try console.editor() : nil
    let request = RevisionRequest(
      message: message ?? "", names: global.names, all: all,
      head: try head.map { try console.targets([$0])[0] },
      splice: splice, branchLabel: file.branchLabel, dependsOn: dependsOn,
      revisionID: file.revisionID, versionPath: file.versionPath)
    let workspace = try console.openWorkspace()
    let files = try await make(request, in: workspace, console)
    guard let editor, !files.isEmpty else { return ExitStatus.done }
    return console.tell(try workspace.edit(files, with: editor), of: editor)
  }

  private func make(
    _ request: RevisionRequest, in workspace: Workspace, _ console: Console
  ) async throws -> [CreatedFile] {
    guard autogenerate else {
      let files = try workspace.makeRevisions(request)
      let view = CreatedFilesView(files)
      console.show(view.lines(for:), json: view.json)
      return files
    }
    let report = try await console.stoppable { control in
      try await workspace.autogenerate(
        AutogenerateRequest(
          request, replaying: replay, renames: rename, drops: drop,
          jobs: scratch.jobs),
        control: control, asking: console.renameAsker)
    }
    let view = CreatedFilesView(report)
    console.show(view.lines(for:), json: view.json)
    if !global.json {
      let notes = report.notes.flatMap { database, note in
        let told = Diagnostics(console).note(note, of: database)
        return told.lines(for: console.error) + told.hintLines(for: console.error)
      }
      console.talk(notes + (global.quiet ? [] : view.talk(for: console.error)))
    }
    return report.files
  }
}
