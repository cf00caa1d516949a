import Aludel
import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText
import Workspaces

/// Puts errors into words: the cause in this workspace, and the commands that cure it.
///
/// The modules below give facts; only here are the names of commands known.
struct Diagnostics: Sendable {
  /// What stood behind the program's name.
  let arguments: [String]
  /// The options with which the command was called, so that a suggested command is one that works.
  var options: GlobalOptionsValue
  /// The workspace file as the suggested commands name it.
  var workspaceFile: String?
  /// The command that met the error.
  let calledAs: String
  /// Whether other databases could still run if this one were left out.
  var offersKeepGoing = false
  /// Whether the command could take in what it needs in other databases.
  let offersDependencies: Bool

  init(_ console: Console) {
    arguments = console.invocation.arguments
    offersDependencies = console.offersDependencies
    options = console.options
    calledAs = console.command
    workspaceFile = console.options.config
  }

  /// The same for the workspace as another environment sees it; nil is the command's own.
  func asked(in environment: String?) -> Diagnostics {
    var there = self
    there.options.environment = environment ?? options.environment
    return there
  }

  func diagnostics(for error: AludelError) -> [Diagnostic] {
    words(for: error).map(withNextStep)
  }

  /// Every error has a next step: where nothing better is known, it leads to the place.
  private func withNextStep(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.hints.isEmpty else { return diagnostic }
    var diagnostic = diagnostic
    if let file = diagnostic.file, diagnostic.headline.hasSuffix("permission denied") {
      // What cannot be written may not be there, and its folder is what forbids it.
      let isMade = ["cannot be written", "cannot be made"].contains(
        where: diagnostic.headline.contains)
      let place = isMade ? FilePaths.parent(of: file) : file
      diagnostic.hints = [Diagnostic.Hint("see who may", command: "ls -ld \(place.shellQuoted)")]
    } else if diagnostic.code == "filesystem" {
      diagnostic.hints = [Diagnostic.Hint("name another file or folder, or put this one right")]
    } else if let file = diagnostic.file {
      diagnostic.hints = [edit("correct it", file)]
    } else if let database = diagnostic.database {
      diagnostic.hints = [
        Diagnostic.Hint("see where it stands", command: command("status", for: database))
      ]
    }
    return diagnostic
  }

  private func words(for error: AludelError) -> [Diagnostic] {
    switch error {
    case .several(let errors): return errors.flatMap(words)
    case .asking(let environment, let error):
      return asked(in: environment).diagnostics(for: error).map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.headline = "\(environment): \(diagnostic.headline)"
        return diagnostic
      }
    case .configuration(let problems): return problems.problems.map(configuration)
    case .revisionFiles(let problems): return problems.map(revisionFile)
    case .unwrittenFile(let problems): return problems.map(unwrittenFile)
    case .graph(let database, let problems, let places):
      return problems.map { graph($0, database: database, places: places) }
    case .workspace(let problems, let places):
      return problems.map { workspace($0, places: places) }
    case .unknownDatabase(let pattern, let known):
      return [unknownDatabase(pattern, known: known)]
    case .targetSyntax(let problem): return [targetSyntax(problem)]
    case .target(let database, let target, let error):
      return [self.target(error, target: target, database: database)]
    case .unknownTarget(let target, let searched, let candidates):
      return [unknownTarget(target, searched: searched, candidates: candidates)]
    case .ambiguousTarget(let target, let candidates):
      return [ambiguousTarget(target, candidates: candidates)]
    case .connection(let database, let endpoint, let error):
      return [connection(error, database: database, endpoint: endpoint)]
    case .query(let database, let error): return [query(error, database: database)]
    case .notAVersionTable(let database, let table, let columns):
      return [notAVersionTable(table, columns: columns, database: database)]
    case .unknownRows(let database, let rows): return [unknownRows(rows, database: database)]
    case .rowMoved(let database, let table, let row):
      return [rowMoved(row, in: table, database: database)]
    case .incompleteHistory(let database, let table, let missing):
      return [incompleteHistory(table, missing: missing, database: database)]
    case .repeatedRow(let database, let table, let row):
      return [repeatedRow(row, in: table, database: database)]
    case .locked(let database, let table, let owner, let ending, let waited):
      return [locked(table, by: owner, ending: ending, waited: waited, database: database)]
    case .noAccess(let database, let obstacle):
      return [noAccess(obstacle, database: database)]
    case .step(let failure): return [step(failure)]
    case .missingUpgrade(let database, let revision, let file):
      return [
        Diagnostic(
          code: "invalid_revision_file",
          "revision \(revision) of \(database) has no upgrade section",
          database: database, file: file,
          hints: [
            Diagnostic.Hint(
              "write a section that begins with -- migrate: upgrade; an empty one does nothing")
          ])
      ]
    case .irreversible(let database, let revision, let file, let reason):
      return [irreversible(revision, file: file, reason: reason, database: database)]
    case .refusedStatement(let database, let file, let statement, let objection):
      return [refused(statement, objection, file: file, database: database)]
    case .interrupted(let database, let step):
      return [interrupted(step, database: database)]
    case .cannotShareTransaction(let database, let revision, let file, let reason):
      return [
        Diagnostic(
          code: "cannot_share_transaction",
          "revision \(revision) cannot run under transaction = \"per_run\" in \(database): \(reason)",
          database: database, file: file,
          hints: [
            Diagnostic.Hint(
              "set transaction = \"per_revision\" for \(database) in the workspace file")
          ])
      ]
    case .waitedForFailed(let database, let other):
      return [
        Diagnostic(
          code: "dependency_failed", "\(database) waited for \(other), which failed",
          database: database,
          hints: [
            Diagnostic.Hint(
              "when \(other) is mended, run the same again; what is done is not repeated",
              command: again())
          ])
      ]
    case .nothingToResume(let databases):
      return [
        Diagnostic(
          code: "nothing_to_resume",
          "no statement waits for a decision in \(databases.joined(separator: ", "))",
          hints: [Diagnostic.Hint("see where things stand", command: command("status"))])
      ]
    case .planChanged(let file, let differences):
      return [planChanged(differences, file: file)]
    case .planFile(let problem): return [planFile(problem)]
    case .filesystem(let path, let message):
      return [Diagnostic(code: "filesystem", message, file: path)]
    case .noWorkingDirectory:
      return [
        Diagnostic(
          code: "no_working_directory", "the folder in which this was called is not there any more",
          hints: [Diagnostic.Hint("go to one that is there", command: "cd")])
      ]
    case .lostOutput(let reason):
      return [
        Diagnostic(
          code: "lost_output", "standard output cannot be written: \(reason)",
          hints: [Diagnostic.Hint("lead it to a place that can be written")])
      ]
    case .revision(let problem): return [revision(problem)]
    case .editing(let problem): return [editing(problem)]
    case .scaffold(let problem): return [scaffold(problem)]
    case .script(let problem): return [script(problem)]
    case .schema(let problem): return [schema(problem)]
    case .squash(let problem): return [squash(problem)]
    }
  }
}
