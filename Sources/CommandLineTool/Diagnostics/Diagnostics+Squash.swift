import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText
import SchemaModel

/// Why there is no squash, or its originals cannot go.
extension Diagnostics {
  func squash(_ problem: SquashProblem) -> Diagnostic {
    switch problem {
    case .range(let database, let range, let problem):
      return self.range(problem, of: range, database)
    case .unsupported(let database, let dialect):
      return Diagnostic(
        code: "squash_unsupported",
        "histories of \(dialect) cannot be replayed and compared (\(database))",
        database: database)
    case .refused(let database, let refusals):
      return Diagnostic(
        code: "squash_refused", "what the revisions of \(database) build cannot be written down",
        database: database, facts: refusals.map { "\($0.object): \($0.reason)" },
        hints: [concatenate(database)])
    case .unwritable(let database, let error):
      return Diagnostic(
        code: "squash_refused", "what the revisions of \(database) build cannot be written down",
        database: database, facts: words(of: error), hints: [concatenate(database)])
    case .unproven(let database, let direction, let differences):
      return Diagnostic(
        code: "squash_unproven",
        direction == .upgrade
          ? "the squash does not build what its originals build in \(database); no file was changed"
          : "the squash's downgrade does not lead back in \(database); no file was changed",
        database: database, facts: differences.map(words(of:)), hints: [concatenate(database)])
    case .fails(let database, let failure):
      return Diagnostic(
        code: "squash_unproven",
        "the squash's \(failure.step.direction.rawValue) fails in \(database) where its originals work; "
          + "no file was changed",
        database: database, facts: failing(failure), hints: [concatenate(database)])
    case .changesRows(let database, let tables, let statements, let problem):
      var diagnostic = self.squash(problem)
      diagnostic.headline =
        "what is folded changes rows in \(database) that were there before, which one revision in its "
        + "place cannot; no file was changed"
      diagnostic.facts =
        ["in \(tables.map(\.description).joined(separator: ", "))"]
        + statements.map { "\($0.file):\($0.line): \($0.words)" } + diagnostic.facts
      return diagnostic
    case .changedSinceProof(let database):
      return Diagnostic(
        code: "squash_unproven",
        "the squash does not build what it built when it was proven in \(database)",
        database: database)
    case .disproven(let squash, let file, let problem):
      return disproven(squash, file, problem)
    case .inside(let stragglers):
      return Diagnostic(
        code: "squash_needed",
        "some databases still stand among the originals; nothing was deleted",
        facts: stragglers.map { straggler in
          (straggler.environment.map { "\($0): " } ?? "")
            + "\(straggler.database) stands at "
            + straggler.revisions.map(\.text).joined(separator: ", ")
        },
        hints: stragglers.prefix(1).map { straggler in
          Diagnostic.Hint(
            "upgrade them first",
            command: asked(in: straggler.environment)
              .command("upgrade", for: straggler.database))
        })
    case .scattered(let database, let squash, let files):
      return Diagnostic(
        code: "squash_scattered",
        "the originals of \(squash) do not lie together in squashed/\(squash) (\(database)); nothing was deleted",
        database: database, facts: files,
        hints: [Diagnostic.Hint("move them there, or delete them by hand")])
    case .copiedData(let database, let revision):
      return Diagnostic(
        code: "squash_refused",
        "revision \(revision) of \(database) holds COPY data, which --concat cannot carry",
        database: database,
        hints: [concatenate(database)])
    }
  }

  /// What is wrong with a squash that lies there: nothing is made, so nothing can be made otherwise.
  private func disproven(
    _ squash: RevisionID, _ file: String, _ problem: SquashProblem
  ) -> Diagnostic {
    var diagnostic = self.squash(problem)
    let database = diagnostic.database ?? ""
    switch problem {
    case .unproven(_, .upgrade, _):
      diagnostic.headline =
        "squash \(squash) of \(database) does not build what its originals build"
    case .unproven(_, .downgrade, _):
      diagnostic.headline = "the downgrade of squash \(squash) of \(database) does not lead back"
    case .fails(_, let failure):
      diagnostic.headline =
        "the \(failure.step.direction.rawValue) of squash \(squash) of \(database) fails"
    case .changedSinceProof:
      diagnostic.headline =
        "squash \(squash) of \(database) does not build what it built when it was proven"
    default: return diagnostic
    }
    diagnostic.file = file
    diagnostic.hints = [
      Diagnostic.Hint("see what was changed in it", command: "git log -p -- \(file.shellQuoted)")
    ]
    return diagnostic
  }

  private func concatenate(_ database: String) -> Diagnostic.Hint {
    arguments.contains("--concat")
      ? Diagnostic.Hint(
        "take what they build instead", command: again(without: ["--concat"], for: database))
      : Diagnostic.Hint(
        "keep their statements instead", command: again("--concat", for: database))
  }

  /// What the server said, and to which statement of the file that was not written.
  private func failing(_ failure: StepFailure) -> [String] {
    let said = failure.databaseError.map(words(of:)) ?? []
    guard case .statement(let statement, let number, _) = failure.cause else { return said }
    let text = statement.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return said + [
      "statement \(number) of \(failure.step.statementCount) of the squash: "
        + (text.count > 100 ? text.prefix(100) + "…" : text)
    ]
  }

  private func range(
    _ problem: SquashRangeProblem, of range: TargetRange?, _ database: String
  ) -> Diagnostic {
    let history = Diagnostic.Hint("see the history", command: command("history", for: database))
    switch problem {
    case .target(let error): return target(error, target: "", database: database)
    case .empty:
      return Diagnostic(
        code: "squash_range", "nothing lies between the two ends in \(database)",
        database: database, hints: [history])
    case .severalEnds(let ends):
      return Diagnostic(
        code: "squash_range",
        ends.isEmpty
          ? "\(database) has no revisions"
          : "what is folded must end in one revision, not in \(ends.map(\.text).joined(separator: ", "))",
        database: database, hints: [history])
    case .goesThrough(let others):
      let names = others.map(\.description).joined(separator: ", ")
      return Diagnostic(
        code: "squash_range",
        "what would be folded in \(database) does not hold together: a part of it needs \(names), and that "
          + "needs another part of it",
        database: database,
        hints: [
          Diagnostic.Hint("fold less, up to what \(names) needs or from there"), history,
        ])
    case .comesAfter(let outside, let inside, let shorter, let longer):
      func fold(_ text: String, _ end: RevisionID?) -> [Diagnostic.Hint] {
        end.map { [Diagnostic.Hint(text, command: folding(range, to: $0, in: database))] } ?? []
      }
      let merge = Diagnostic.Hint(
        "merge the branches first", command: command("merge heads", for: database))
      return Diagnostic(
        code: "squash_range",
        "revision \(outside) of \(database) comes after \(inside), which would be folded while it would not",
        database: database,
        hints: fold("fold up to there", shorter)
          + fold("fold up to where they come together", longer)
          + (longer == nil ? [merge] : []) + [history])
    }
  }

  /// The same command, with a range that begins where it did.
  private func folding(_ range: TargetRange?, to end: RevisionID, in database: String) -> String {
    let words = (range?.start.map(\.description) ?? "") + ":\(end)"
    func means(_ word: String) -> Bool {
      let text = TargetRange.isRange(word) ? word : ":" + word
      return (try? TargetRange(parsing: text)) == range
    }
    guard range != nil, let word = arguments.dropFirst().first(where: means) else {
      return again(words, for: database)
    }
    return again(correcting: [word: words], for: database)
  }

  private func words(of difference: ContentDifference) -> String {
    switch difference {
    case .object(let change): return words(of: change)
    case .rows(let table, let missing, let extra):
      let parts = [(missing, "missing"), (extra, "too many")].filter { !$0.0.isEmpty }
      return "\(table): " + parts.map { words(of: $0, $1) }.joined(separator: ", ")
    case .counter(let object, let expected, let found):
      return "\(object) stands at \(found ?? "its start") instead of \(expected ?? "its start")"
    }
  }

  /// `2 rows are missing: (1, 'one'), …`
  private func words(of rows: [[SQLValue]], _ state: String) -> String {
    let shown = rows.prefix(2).map { row in
      "("
        + row.map { value in
          switch value {
          case .null: "NULL"
          case .text(let text): "'\(text.count > 40 ? text.prefix(40) + "…" : text)'"
          case .bytes(let bytes): "\(bytes.count) bytes"
          case .integer, .real: value.text ?? ""
          }
        }.joined(separator: ", ") + ")"
    }
    let rest = rows.count > shown.count ? ", …" : ""
    return "\(rows.count) \(rows.count == 1 ? "row is" : "rows are") \(state): "
      + shown.joined(separator: ", ") + rest
  }
}
