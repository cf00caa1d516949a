import Aludel
import ArgumentParser
import Orchestration
import Reporting

struct CheckCommand: WorkspaceCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find out whether everything is as it should be: the gate of a pipeline.",
    discussion: """
      Looks for several heads, revisions that are not applied, files that were edited after they had \
      been applied, squashes that are not what was proven, and differences between each database and its \
      desired schema. Exits with 2 when \
      something was found and with 1 when something could not be checked.

      aludel check -e production
      aludel check --schema -n main
      aludel check --replay --format github         from the files alone, with annotations
      """)

  @Flag(help: "Only this part, and others that are named: one head in each history.")
  var heads = false

  @Flag(help: "Likewise: every revision is applied.")
  var current = false

  @Flag(help: "Likewise: the files are those that were applied.")
  var files = false

  @Flag(help: "Likewise: the schema is the desired one.")
  var schema = false

  @Flag(help: "Likewise: squashes and their originals are what was proven.")
  var squashes = false

  @Flag(
    help: """
      Compare the desired schema with what the history builds on a scratch database, prove squashes there \
      again, and ask no live one.
      """)
  var replay = false

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, github
  }

  @Option(help: ArgumentHelp("text, or github for annotations.", valueName: "format"))
  var format = Format.text

  @OptionGroup var scratch: ScratchOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if global.json, format == .github {
      throw ValidationError("--json and --format github are two forms of one answer")
    }
    if replay, current || files {
      throw ValidationError("--replay asks no live database, --current and --files do")
    }
  }

  func run(in console: Console) async throws -> Int32 {
    var parts: Set<CheckRequest.Part> = []
    for (part, isNamed) in zip(
      [CheckRequest.Part.heads, .current, .files, .schema, .squashes],
      [heads, current, files, schema, squashes])
    where isNamed {
      parts.insert(part)
    }
    let request = CheckRequest(
      names: global.names, parts: parts.isEmpty ? nil : parts, replaying: replay,
      jobs: scratch.jobs)
    let workspace = try console.openWorkspace()
    let report = try await console.stoppable { control in
      try await workspace.check(request, control: control)
    }
    let diagnostics = Diagnostics(console)
    let view = CheckView(
      workspace: report.workspace,
      databases: report.databases.map { database in
        CheckView.Database(
          name: database.name, findings: diagnostics.findings(of: database),
          notes: database.notes.map { diagnostics.note($0, of: database.name) })
      })
    if format == .github {
      console.print(view.annotations)
      return report.exitCode
    }
    if !global.json, !global.quiet { console.talk(view.talk(for: console.error)) }
    console.show(view.lines(for:), json: view.json)
    if let hint = diagnostics.nextStep(after: report) { console.advise(hint) }
    return report.exitCode
  }
}

extension Console {
  /// Runs what an interrupt stops at once, with whatever it has to put away put away.
  func stoppable<Result: Sendable>(
    _ body: (RunControl) async throws -> Result
  ) async throws -> Result {
    let control = RunControl()
    let watch = Task { [interrupts = invocation.interrupts()] in
      for await _ in interrupts {
        // The first request would wait for statements to end.
        await control.requestStop()
        await control.requestStop()
      }
    }
    defer { watch.cancel() }
    do {
      return try await body(control)
    } catch AludelError.schema(.stopped) {
      show(.schema(.stopped))
      throw ExitCode(ExitStatus.interrupted)
    }
  }
}
