import Orchestration
import Reporting
import Revisions
import SQLText
import Spelling
import Workspaces

/// Errors about targets and histories: the ones that people arrive with.
extension Diagnostics {
  func targetSyntax(_ problem: TargetSyntaxProblem) -> Diagnostic {
    let hint =
      calledAs == "history"
      ? "a range is from:to, and either may be left out: base:head, 3f2a:, :current"
      : TargetRange.isRange(problem.text)
        ? "a range is from:to, and goes with --sql: base:head, 3f2a:, current:heads"
        : "a target is an id or its beginning, a label, head, heads, base, +2 or -1; "
          + "database/ or label@ may stand before it"
    return Diagnostic(
      code: problem.code, problem.description, hints: [Diagnostic.Hint(hint)])
  }

  func unknownDatabase(_ pattern: String, known: [String]) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "unknown_database", "the workspace has no database `\(pattern)`",
      facts: ["databases: \(known.joined(separator: ", "))"])
    if let nearest = Spelling.nearest(to: pattern, among: known) {
      diagnostic.hints = [
        Diagnostic.Hint(
          "perhaps `\(nearest)`", command: again(spelling: pattern, as: nearest))
      ]
    } else {
      // The command might run where nobody meant it to.
      diagnostic.hints = [Diagnostic.Hint("see what they hold", command: command("heads"))]
    }
    return diagnostic
  }

  func unknownTarget(
    _ target: String, searched: [String], candidates: [TargetCandidate]
  ) -> Diagnostic {
    let places = searched.joined(separator: ", ")
    let withoutNames = Diagnostic.Hint(
      "leave -n away", command: again(dropping: Self.nameOption))
    if let slash = target.lastIndex(of: "/"), !searched.contains(String(target[..<slash])) {
      return Diagnostic(
        code: "unknown_revision",
        "`\(target)` is about \(target[..<slash]), and -n selects \(places)", hints: [withoutNames])
    }
    var diagnostic = Diagnostic(
      code: "unknown_revision", "no revision or label matches `\(target)` in \(places)",
      facts: candidates.isEmpty ? [] : ["closest:"] + candidates.map(line))
    if let first = candidates.first {
      if !searched.contains(first.database) {
        diagnostic.hints = [withoutNames]
      } else if arguments.contains(target) {
        let right = respelt(target, as: first.name)
        diagnostic.hints = [
          Diagnostic.Hint("perhaps `\(right)`", command: again(correcting: [target: right]))
        ]
      }
    }
    diagnostic.hints.append(
      Diagnostic.Hint(
        "see them all; any unique beginning of an id will do", command: command("history")))
    return diagnostic
  }

  /// The target with another name for what it is looked up by; the rest of it says how far to go.
  private func respelt(_ target: String, as name: String) -> String {
    guard var expression = try? TargetExpression(parsing: target) else { return name }
    if expression.label != nil {
      expression.label = name
    } else {
      expression.word = .name(name)
    }
    return expression.description
  }

  func ambiguousTarget(_ target: String, candidates: [TargetCandidate]) -> Diagnostic {
    let alone = candidates.first { candidate in
      candidates.filter { $0.database == candidate.database }.count == 1
    }
    let example = alone.map { ", or say in which database: \($0.database)/\(target)" } ?? ""
    return Diagnostic(
      code: "ambiguous_revision", "`\(target)` is the beginning of several revisions",
      facts: candidates.map(line), hints: [Diagnostic.Hint("write more of it" + example)])
  }

  private func line(_ candidate: TargetCandidate) -> String {
    "\(candidate.database)/\(candidate.name)"
      + (candidate.title.isEmpty ? "" : "  \(candidate.title)")
  }

  func target(_ error: TargetError, target: String, database: String) -> Diagnostic {
    var diagnostic = Diagnostic(code: error.code, "\(error) (\(database))", database: database)
    switch error {
    case .unknown(let name, let candidates):
      diagnostic.headline = "no revision or label matches `\(name)` in \(database)"
      diagnostic.facts =
        candidates.isEmpty ? [] : ["closest: \(candidates.joined(separator: ", "))"]
      diagnostic.hints = [
        Diagnostic.Hint("see them all", command: command("history", for: database))
      ]
    case .ambiguous(let name, let candidates):
      diagnostic.headline = "`\(name)` is the beginning of several revisions of \(database)"
      diagnostic.facts = candidates
      diagnostic.hints = candidates.prefix(1).map {
        rerun("write more of it", TargetExpression(.name($0)), database)
      }
    case .notInBranch(let name, let label, let found, let heads):
      let id = found.first ?? name
      diagnostic.headline =
        found.count > 1
        ? "`\(name)` (\(found.joined(separator: ", "))) of \(database) is in another branch than `\(label)`"
        : "revision \(id) of \(database) is in another branch than `\(label)`"
      diagnostic.facts = ["heads of \(label): \(heads.map(\.text).joined(separator: ", "))"]
      diagnostic.hints = [
        rerun("leave the label away", TargetExpression(.name(id)), database)
      ]
    case .multipleHeads(let heads, let label):
      let words = label.map { "\($0)@head" } ?? "head"
      diagnostic.headline =
        "`\(words)` means one revision, but \(database) has \(heads.count) heads"
      diagnostic.facts = heads.map(\.text)
      diagnostic.hints = waysOn(from: heads, in: database) + [mergeHint(heads, of: database)]
    case .tooFar(let expression):
      diagnostic.headline =
        expression.offset?.direction == .down
        ? "`\(expression)` goes below the beginning of what \(database) has applied"
        : "`\(expression)` goes beyond the history of \(database)"
      diagnostic.hints = [
        Diagnostic.Hint(
          "see how far it goes and where it stands", command: command("history -i", for: database))
      ]
    case .wrongDirection(let expression):
      (diagnostic.headline, diagnostic.hints) = wrongDirection(expression, database)
    case .rangeNotOnOneBranch(let range) where calledAs == "upgrade":
      diagnostic.hints = [
        Diagnostic.Hint(
          "an upgrade only goes up; for a script that goes down",
          command: command("downgrade \(range) --sql", for: database))
      ]
    case .ambiguousWalk(let expression, let candidates):
      diagnostic.headline = "`\(expression)` could go several ways in \(database)"
      diagnostic.facts = candidates.map(\.text)
      diagnostic.hints = candidates.map { way(to: $0, expression, database) }
    case .ambiguousStart(let expression, let rows):
      diagnostic.headline =
        "`\(expression)` starts from where \(database) stands, and it stands on \(rows.count) revisions"
      diagnostic.facts = rows.map(\.text)
      diagnostic.hints = rows.map {
        branch(of: $0, expression, "from this one", database)
      }
    case .notAValidDowngradeTarget(let expression, let rows):
      diagnostic.headline = "`\(expression)` is not below where \(database) stands"
      diagnostic.facts = [
        rows.isEmpty
          ? "nothing is applied" : "it stands on \(rows.map(\.text).joined(separator: ", "))"
      ]
      diagnostic.hints = [
        Diagnostic.Hint("see where that is", command: command("history -i", for: database))
      ]
    case .overlappingRows(let row, let others):
      diagnostic.headline =
        "the version table of \(database) holds \(row), which \(others.map(\.text).joined(separator: ", ")) already implies"
      diagnostic.hints = [
        Diagnostic.Hint(
          "drop the row that says too much",
          command: command(
            "stamp \(others.map(\.text).joined(separator: " "))", for: database))
      ]
    case .pruned(let revision, let squash):
      diagnostic.hints = [
        Diagnostic.Hint(
          "get the files of what \(squash) replaces back, and upgrade with them",
          command: "git log --all --oneline -S 'revision: \(revision)' -- '*.sql'")
      ]
    case .replaced(_, let squash):
      diagnostic.hints = [
        Diagnostic.Hint("name \(squash) instead", command: command("show \(squash)", for: database))
      ]
    case .notApplied, .unlocatableCurrent, .overlappingTargets, .noCurrent, .rangeNotOnOneBranch:
      diagnostic.hints = [
        Diagnostic.Hint("see the history", command: command("history -i", for: database))
      ]
    }
    return diagnostic
  }

  /// A target that is counted from where the database stands, the wrong way for the command.
  private func wrongDirection(
    _ expression: TargetExpression, _ database: String
  ) -> (String, [Diagnostic.Hint]) {
    var target = expression
    target.database = nil
    let goesDown = calledAs == "downgrade" || arguments.contains("--downgrade")
    guard let offset = expression.offset, offset.count > 0 else {
      target.offset = .init(goesDown ? .down : .up, 1)
      return (
        "`\(expression)` leads nowhere from where \(database) stands",
        [rerun("say how many revisions", target, database)]
      )
    }
    let way = offset.direction == .down ? "down" : "up"
    if calledAs == "history" {
      return (
        "`\(expression)` leads \(way), and the end of a range is not below its start",
        [
          Diagnostic.Hint(
            "the last ones of the history", command: command("history -r \(target):", for: database)
          )
        ]
      )
    }
    let command =
      switch (calledAs, goesDown) {
      case ("plan", true): "plan \(target)"
      case ("plan", false): "plan \(target) --downgrade"
      case (_, true): "upgrade \(target)"
      case (_, false): "downgrade \(target)"
      }
    return (
      "`\(expression)` leads \(way), and "
        + (goesDown ? "a downgrade only goes down" : "an upgrade only goes up"),
      [Diagnostic.Hint("to go \(way)", command: self.command(command, for: database))]
    )
  }

  /// On the way up a branch chooses the way; down from a merge only a revision does.
  private func way(
    to revision: RevisionID, _ expression: TargetExpression, _ database: String
  ) -> Diagnostic.Hint {
    guard expression.offset?.direction == .down else {
      return branch(of: revision, expression, "this way", database)
    }
    return rerun("to this one", TargetExpression(.name(revision.text)), database)
  }

  /// The target again, in the branch of one of the revisions that it could have meant.
  func branch(
    of revision: RevisionID, _ expression: TargetExpression, _ text: String, _ database: String
  ) -> Diagnostic.Hint {
    var expression = expression
    expression.database = nil
    expression.label = revision.text
    return rerun(text, expression, database)
  }

  /// The command again with another target.
  private func rerun(
    _ text: String, _ target: TargetExpression, _ database: String
  ) -> Diagnostic.Hint {
    // In the others it is only a part of what was asked for.
    guard ["upgrade", "downgrade", "plan", "stamp", "show", "edit"].contains(calledAs) else {
      return Diagnostic.Hint("\(text): \(target)")
    }
    let option = arguments.contains("--downgrade") ? " --downgrade" : ""
    return Diagnostic.Hint(
      text, command: command("\(calledAs) \(target)\(option)", for: database))
  }

  /// What the command could be told instead of a `head` that means several revisions.
  private func waysOn(from heads: [RevisionID], in database: String) -> [Diagnostic.Hint] {
    let first = heads.first?.text ?? "heads"
    switch calledAs {
    case "revision":
      return [
        Diagnostic.Hint(
          "go on from one of them",
          command: again("--head \(first)", dropping: ["--head"], for: database))
      ]
    case "upgrade", "stamp", "plan":
      return [
        Diagnostic.Hint("take all of them", command: command("\(calledAs) heads", for: database)),
        Diagnostic.Hint("take one", command: command("\(calledAs) \(first)", for: database)),
      ]
    default:
      return [rerun("take one", TargetExpression(.name(first)), database)]
    }
  }

  func graph(
    _ problem: GraphProblem, database: String, places: [RevisionID: [RevisionPlace]]
  ) -> Diagnostic {
    let files = problem.revisions.flatMap { places[$0] ?? [] }.map(\.file)
    var diagnostic = Diagnostic(
      code: problem.code, "\(problem) (\(database))", database: database, file: files.first)
    switch problem {
    case .missingParent(let parent, _):
      diagnostic.hints = [
        Diagnostic.Hint(
          "its file may be on another branch",
          command: "git log --all --oneline -S 'revision: \(parent)' -- '*.sql'"),
        edit("or correct down_revision in the file", files.first),
      ]
    case .duplicateRevision:
      diagnostic.facts = Array(files.dropFirst())
      diagnostic.hints = [
        Diagnostic.Hint(
          "give one of the files another id, or delete the copy",
          command: "diff " + files.prefix(2).map(\.shellQuoted).joined(separator: " "))
      ]
    case .cycle:
      diagnostic.facts = Array(files.dropFirst())
      diagnostic.hints = [
        edit("correct down_revision or depends_on in one of them", files.first)
      ]
    case .missingDependency(let name, let revision):
      let position = places[revision]?.first?.dependencies.first { $0.key.name == name }?.value
      diagnostic.line = position?.line
      diagnostic.column = position?.column
      let names = places.keys.map(\.text).filter { $0.hasPrefix(name) }.sorted()
      let known =
        names.isEmpty
        ? [Spelling.nearest(to: name, among: places.keys.map(\.text).sorted())].compactMap(\.self)
        : names
      diagnostic.facts = known.isEmpty ? [] : ["closest: \(known.joined(separator: ", "))"]
      diagnostic.hints = [
        edit("depends_on names an id or a label, spelt out in full", files.first)
      ]
    case .duplicateLabel, .labelIsRevision:
      diagnostic.facts = Array(files.dropFirst())
      diagnostic.hints = [edit("give the label another name", files.last)]
    case .incompleteSquash(_, let missing):
      diagnostic.hints = missing.prefix(1).map { original in
        Diagnostic.Hint(
          "get its file back",
          command: "git log --all --oneline -S 'revision: \(original)' -- '*.sql'")
      }
    case .replacedTwice, .severalTips, .comesAfterReplaced:
      diagnostic.facts = Array(files.dropFirst())
      diagnostic.hints = [edit("correct replaces or down_revision", files.first)]
    case .selfLoop:
      diagnostic.facts = Array(files.dropFirst())
      diagnostic.hints = [edit("take it out", files.first)]
    }
    return diagnostic
  }
}
