import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct EditCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Open revision files in $VISUAL or $EDITOR, and check them afterwards.",
    discussion: """
      All files that the targets mean are opened at once. Only `current` and targets that start from \
      it need a database.

      aludel edit head -n main
      EDITOR="code --wait" aludel edit 3f2a
      """)

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The revisions.", valueName: "target"))
  var targets: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    try targets.validateAsTargets(needed: "name a revision")
  }

  func run(in console: Console) async throws -> Int32 {
    let editor = try console.editor()
    let report = try await console.openWorkspace().edit(
      try console.targets(targets), names: global.names, with: editor)
    if global.json { console.print([EditView(report).json]) }
    return console.tell(report, of: editor)
  }
}

extension Console {
  func editor() throws -> Editor {
    try Editor(environment: invocation.environment, sparesOutput: options.json)
  }

  /// Says what is wrong with what was edited, and gives the exit status.
  func tell(_ report: EditReport, of editor: Editor) -> Int32 {
    let problems = Diagnostics(self).edited(report, with: editor)
    show(problems)
    if !options.json, !options.quiet, problems.isEmpty {
      talk(EditView(report).lines(for: error))
    }
    return problems.isEmpty ? ExitStatus.done : ExitStatus.failed
  }
}
