import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions

/// The options of the commands that can write a script instead of changing a database.
struct ScriptOptions: ParsableArguments {
  @Flag(
    name: .customLong("sql"),
    help: "Write SQL for psql, mariadb or sqlite3 instead; a:b says from where to where.")
  var sql = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "With --sql: the folder for one file a database. Default: standard output.",
      valueName: "folder"))
  var output: String?

  func validate() throws {
    if output != nil, !sql { throw ValidationError("-o goes with --sql") }
  }

  func validate(besideDryRun dryRun: Bool) throws {
    if sql, dryRun { throw ValidationError("--dry-run and --sql contradict each other") }
  }
}

extension RunOptions {
  /// Looks for options that a script has no use for.
  func validate(beside script: ScriptOptions) throws {
    try script.validate(besideDryRun: dryRun)
    guard script.sql else { return }
    if plan != nil {
      throw ValidationError("--plan runs a saved plan; --sql writes a script and runs nothing")
    }
    if lockRetries != nil {
      throw ValidationError("--lock-retries is for runs; a script tries nothing again")
    }
    if withDependencies {
      throw ValidationError(
        "--with-dependencies asks the databases; with --sql select them yourself")
    }
  }
}

extension Console {
  /// Writes the scripts of a request, to files or to standard output.
  func writeScripts(
    _ action: RunRequest.Action, _ words: [String], names: [String], to folder: String?,
    limits: RunLimits = RunLimits(), tag: RunTag? = nil
  ) async throws -> Int32 {
    let targets = try words.map { word in
      do throws(TargetSyntaxProblem) { return try ScriptTarget(parsing: word) } catch {
        throw AludelError.targetSyntax(error)
      }
    }
    let workspace = try openWorkspace()
    var request = ScriptRequest(action, targets: targets, names: names, limits: limits)
    request.tag = tag
    let scripts = try await workspace.scripts(request)
    if let folder {
      let view = ScriptView(try workspace.write(scripts, to: folder))
      if options.json { print(view.json) } else { print(view.lines(for: output)) }
      return ExitStatus.done
    }
    if options.json {
      print(ScriptView(scripts).json)
    } else if scripts.count > 1 {
      throw AludelError.script(.severalScripts(databases: scripts.map(\.database)))
    } else {
      scripts.forEach { invocation.writeOutput($0.text) }
    }
    return ExitStatus.done
  }
}
