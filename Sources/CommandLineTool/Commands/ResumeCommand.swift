import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct ResumeCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Say how an interrupted statement ended, so that the run can go on.",
    discussion: """
      Needed only when a run died while a statement ran outside a transaction and nobody but you can \
      tell whether it took effect. Look at the database, then:

      aludel resume -n analytics --statement done      it took effect
      aludel resume -n analytics --statement again     it did not: run it again
      """)

  @Option(help: ArgumentHelp("done or again.", valueName: "decision"))
  var statement: Decision

  @OptionGroup var global: GlobalOptions

  enum Decision: String, ExpressibleByArgument, CaseIterable {
    case done, again
  }

  func run(in console: Console) async throws -> Int32 {
    let resumed = try await console.openWorkspace().resume(
      names: global.names, statementTookEffect: statement == .done)
    let view = ResumeView(resumed)
    console.show(view.lines(for:), json: view.json)
    console.advise(Diagnostic.Hint("now run the command that was interrupted again"))
    return ExitStatus.done
  }
}
