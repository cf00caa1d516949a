import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Templates

struct ListTemplatesCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list-templates",
    abstract: "List what init can begin with.",
    discussion: """
      aludel list-templates
      aludel init shop -t single            makes a workspace from one of them
      """,
    aliases: ["list_templates"])

  @OptionGroup var global: GlobalOptions

  func run(in console: Console) async throws -> Int32 {
    let view = TemplatesView(Templates.workspaces)
    console.show(view.lines(for:), json: view.json)
    return ExitStatus.done
  }
}
