import Orchestration
import Reporting
import Revisions

/// Errors in what `revision`, `merge` and `edit` were asked for.
extension Diagnostics {
  func revision(_ problem: RevisionProblem) -> Diagnostic {
    switch problem {
    case .needsOneDatabase(let names):
      return Diagnostic(
        code: "needs_database", "say in which database: \(names.joined(separator: ", "))",
        hints: [
          Diagnostic.Hint("in one", command: again(for: names.first)),
          Diagnostic.Hint("one in each", command: again("--all")),
        ])
    case .badID(let text, let problem):
      return Diagnostic(
        code: "invalid_revision_id", "`\(text)` cannot be a revision id: \(words(of: problem))",
        hints: [Diagnostic.Hint("use letters, digits, _ and .")])
    case .badLabel(let text, let problem):
      return Diagnostic(
        code: "invalid_branch_label", "`\(text)` cannot be a branch label: \(words(of: problem))",
        hints: [Diagnostic.Hint("use letters, digits, _ . and -, but no - before a digit")])
    case .takenName(let database, let name, let revision):
      return Diagnostic(
        code: "duplicate_revision", "`\(name)` is taken in \(database) by revision \(revision)",
        database: database,
        hints: [
          Diagnostic.Hint("see that one", command: command("show \(revision)", for: database))
        ])
    case .notAHead(let database, let parent, let heads):
      return notAHead(parent, heads: heads, database: database)
    case .tooFewToMerge(let database, let targets, let found):
      var words: [String] = []
      for target in targets.map({ "`\($0)`" }) where !words.contains(target) {
        words.append(target)
      }
      let named = words.joined(separator: " and ") + (words.count == 1 ? " names" : " name")
      return Diagnostic(
        code: "too_few_revisions", "a merge joins two or more revisions of one database",
        database: database,
        facts: [
          found.isEmpty
            ? "\(named) none in \(database)"
            : "\(named) one in \(database): \(found.map(\.text).joined(separator: ", "))"
        ],
        hints: [
          Diagnostic.Hint(
            "see which heads there are", command: command("heads", for: database))
        ])
    case .mergeAcrossDatabases(let revisions):
      return Diagnostic(
        code: "several_databases", "a merge joins two or more revisions of one database",
        facts: revisions.map { "\($0.revision) is in \($0.database)" },
        hints: [
          Diagnostic.Hint(
            "to let one of them wait for another, name it as a dependency",
            command: revisions.last.flatMap { last in
              revisions.first.map { first in
                command("revision -m \"…\" --depends-on \(first)", for: last.database)
              }
            })
        ])
    case .alreadyMerged(let database, let revisions, let merge):
      return Diagnostic(
        code: "already_merged",
        "\(revisions.map(\.text).joined(separator: " and ")) of \(database) are merged already, "
          + "by revision \(merge)",
        database: database,
        hints: [
          Diagnostic.Hint("see that one", command: command("show \(merge)", for: database)),
          Diagnostic.Hint("to merge them once more, beside it", command: again("--splice")),
        ])
    case .mergedWithAncestor(let database, let revision, let ancestor):
      return Diagnostic(
        code: "already_merged",
        "revision \(revision) of \(database) comes after \(ancestor) and so includes it already",
        database: database,
        hints: [
          Diagnostic.Hint("see how", command: command("history", for: database))
        ])
    case .unknownFolder(let database, let folder, let known):
      return Diagnostic(
        code: "unknown_folder", "`\(folder)` is not a versions folder of \(database)",
        database: database, facts: ["its folders: \(known.joined(separator: ", "))"],
        hints: known.prefix(1).map {
          Diagnostic.Hint(
            "for example",
            command: again(
              "--version-path \($0.shellQuoted)", dropping: ["--version-path"], for: database))
        })
    case .needsFolder(let database, let known):
      return Diagnostic(
        code: "needs_folder", "\(database) has several versions folders; say which one",
        database: database,
        hints: known.map {
          Diagnostic.Hint(
            "for example", command: again("--version-path \($0.shellQuoted)", for: database))
        })
    case .templateLosesHeader(let path):
      return Diagnostic(
        code: "invalid_template", "the template's text does not give the revision's header back",
        file: path, hints: [Diagnostic.Hint("begin the template with ${header}")])
    case .templateLosesSections(let path):
      return Diagnostic(
        code: "invalid_template", "the template has no place for the generated statements",
        file: path,
        hints: [
          Diagnostic.Hint("write ${upgrade} and ${downgrade} on lines of their own in its sections")
        ])
    case .unknownPlaceholder(let path, let name):
      return Diagnostic(
        code: "invalid_template", "the template has an unknown placeholder ${\(name)}", file: path,
        hints: [Diagnostic.Hint("it may use ${header}, ${upgrade} and ${downgrade}")])
    }
  }

  func editing(_ problem: EditingProblem) -> Diagnostic {
    switch problem {
    case .noEditor:
      return Diagnostic(
        code: "no_editor", "neither VISUAL nor EDITOR says which editor to use",
        hints: [Diagnostic.Hint("name one", command: "EDITOR=vi \(again())")])
    case .nothingToEdit(let targets):
      return Diagnostic(
        code: "nothing_to_edit", "`\(targets.joined(separator: " "))` names no revision",
        hints: [
          Diagnostic.Hint("see which there are", command: command("history -i", for: options.names))
        ])
    case .failed(let editor, let status, let files):
      return Diagnostic(
        code: "editor_failed", "the editor `\(editor)` ended with status \(status)",
        facts: ["\(files.joined(separator: ", ")) stays as it is now"],
        hints: [
          Diagnostic.Hint(
            status == 127
              ? "set VISUAL or EDITOR to a program that is there" : "once more",
            command: status == 127
              ? nil : "\(editor) " + files.map(\.shellQuoted).joined(separator: " "))
        ])
    }
  }

  /// What is wrong with files that were just edited.
  func edited(_ report: EditReport, with editor: Editor) -> [Diagnostic] {
    var found = report.problems.flatMap(diagnostics(for:))
    if !found.isEmpty {
      let files = report.files.map(\.path.shellQuoted).joined(separator: " ")
      found[found.count - 1].hints.append(
        Diagnostic.Hint(
          "what you wrote is kept; to go on with it", command: "\(editor.command) \(files)"))
    }
    return found
  }

  private func notAHead(
    _ parent: RevisionID, heads: [RevisionID], database: String
  ) -> Diagnostic {
    let names = heads.map(\.text).joined(separator: ", ")
    var diagnostic = Diagnostic(
      code: "not_a_head", "revision \(parent) of \(database) is not a head", database: database,
      facts: ["what comes after it ends in \(names)"])
    if calledAs == "merge" {
      diagnostic.hints = [
        Diagnostic.Hint("merge the heads", command: command("merge heads", for: database)),
        Diagnostic.Hint("to merge it all the same", command: again("--splice")),
      ]
      return diagnostic
    }
    diagnostic.hints = heads.prefix(1).map {
      Diagnostic.Hint(
        "go on from the head", command: again("--head \($0)", dropping: ["--head"], for: database))
    }
    diagnostic.hints.append(
      Diagnostic.Hint("to begin a branch there all the same", command: again("--splice")))
    return diagnostic
  }
}
