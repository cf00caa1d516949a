import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct MergeCommand: WorkspaceCommand {
  static let changes = Changes.files
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make a revision file that joins several heads into one.",
    discussion: """
      The new revision comes after all of them. Both of its sections are empty: it does nothing until \
      something is written there.

      aludel merge heads                        in every database that has several
      aludel merge heads -n main                in main
      aludel merge 3f2a 9e41 -m "both releases"
      aludel merge left@head right@head
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("What to join: heads, or two or more revisions.", valueName: "target"))
  var targets: [String] = []

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("What it is. Default: which revisions it merges.", valueName: "text"))
  var message: String?

  @Flag(help: "Join revisions that are no heads: those stay where they are as well.")
  var splice = false

  @OptionGroup var file: NewRevisionOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    try targets.validateAsTargets(needed: "say what to join: heads, or two or more revisions")
  }

  func run(in console: Console) async throws -> Int32 {
    let report = try console.openWorkspace().merge(
      MergeRequest(
        try console.targets(targets), names: global.names, message: message, splice: splice,
        branchLabel: file.branchLabel, revisionID: file.revisionID,
        versionPath: file.versionPath))
    let view = CreatedFilesView(report)
    console.show(view.lines(for:), json: view.json)
    if !global.json, !global.quiet { console.talk(view.talk(for: console.error)) }
    return ExitStatus.done
  }
}
