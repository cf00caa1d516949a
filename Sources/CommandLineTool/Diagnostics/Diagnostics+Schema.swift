import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText
import SchemaModel

/// Why schemas cannot be compared, or no revision can be made of what differs.
extension Diagnostics {
  func schema(_ problem: SchemaProblem) -> Diagnostic {
    switch problem {
    case .noDesiredSchema(let databases):
      return Diagnostic(
        code: "no_desired_schema",
        "\(databases.joined(separator: ", ")) \(databases.count == 1 ? "has" : "have") no desired schema",
        database: databases.count == 1 ? databases[0] : nil,
        hints: [
          Diagnostic.Hint(
            "name it in [databases.\(databases.first ?? "…")] of the workspace file: "
              + "schema = \"schema.sql\", or schema = { command = [\"…\"] }")
        ])
    case .unsupported(let database, let dialect):
      return Diagnostic(
        code: "schemas_unsupported",
        "the schema of \(database) cannot be read: \(dialect) "
          + "revisions are written by hand", database: database)
    case .notUpToDate(let database, let current, let pending):
      return behind(database, current: current, pending: pending)
    case .command, .unreadable, .leavesScratch, .load, .strayNote: return desiredSchema(problem)
    case .scratch, .scratchInUse, .scratchLocked, .scratchLeft: return scratch(problem)
    case .inspection(let database, let error):
      return Diagnostic(
        code: "query_failed", "the catalog of \(database) could not be read", database: database,
        facts: words(of: error))
    case .replay(let failure):
      var diagnostic = step(failure)
      diagnostic.code = "replay_failed"
      diagnostic.headline =
        "revision \(failure.step.revision) of \(failure.step.database) fails when the history is "
        + "run on an empty database"
      diagnostic.facts = failure.databaseError.map { Array(words(of: $0).dropFirst()) } ?? []
      diagnostic.hints = []
      return diagnostic
    case .refused, .notReproducible, .unproven: return plan(problem)
    case .undecidedRenames(let database, let candidates):
      return undecided(candidates, database: database)
    case .unknownRename(let text, let option):
      return Diagnostic(
        code: "unknown_rename", "--\(option.rawValue) \(text) names nothing that goes",
        facts: [
          option == .rename
            ? "the left side must go and the right side come, both of one kind and in one place"
            : "it must be in the current schema and not in the desired one"
        ],
        hints: [Diagnostic.Hint("see what differs", command: command("check --schema"))])
    case .stopped:
      return Diagnostic(code: "interrupted", "it was stopped; scratch databases are removed")
    }
  }

  func behind(_ database: String, current: [String], pending: [RevisionID]) -> Diagnostic {
    Diagnostic(
      code: "not_up_to_date",
      "\(database) is not up to date: \(pending.count) \(pending.count == 1 ? "revision is" : "revisions are") "
        + "not applied", database: database,
      facts: [
        "it stands at \(current.isEmpty ? "base" : current.joined(separator: ", ")), "
          + "next is \(pending.first?.text ?? "")"
      ],
      hints: [Diagnostic.Hint("apply what waits", command: command("upgrade", for: database))]
        + (calledAs == "revision"
          ? [Diagnostic.Hint("or compare with the history alone", command: again("--replay"))] : [])
    )
  }

  // MARK: - The desired schema

  private func desiredSchema(_ problem: SchemaProblem) -> Diagnostic {
    switch problem {
    case .command(let database, let arguments, let reason):
      return Diagnostic(
        code: "schema_command_failed", "the schema command of \(database) failed",
        database: database, facts: [arguments.joined(separator: " "), reason])
    case .unreadable(let database, let source, let problem):
      return Diagnostic(
        code: "invalid_schema", problem.message, database: database, file: source,
        line: problem.position.line, column: problem.position.column,
        hints: problem.advice.map { [Diagnostic.Hint($0)] } ?? [])
    case .leavesScratch(let database, let file, let statement):
      var diagnostic = Diagnostic(
        code: "leaves_scratch",
        "a statement would act on more than the scratch database on which it is tried out",
        database: database, file: file,
        hints: [
          Diagnostic.Hint("name tables without their database, and leave databases and users out")
        ])
      point(&diagnostic, at: statement, error: nil)
      return diagnostic
    case .load(let database, let source, let statement, let error, let count):
      var diagnostic = Diagnostic(
        code: "invalid_schema", "the desired schema of \(database) does not load",
        database: database, file: source)
      point(&diagnostic, at: statement, error: error)
      diagnostic.facts += words(of: error).dropFirst()
      if count > 1 {
        diagnostic.facts.append(
          "and \(count - 1) more \(count == 2 ? "statement" : "statements"), in any order")
      }
      return diagnostic
    case .strayNote(let database, let source, let note):
      return Diagnostic(
        code: "stray_rename_note",
        "`renamed from: \(note.oldName)` stands before nothing that could have had another name",
        database: database, file: source, line: note.position.line, column: note.position.column,
        hints: [
          Diagnostic.Hint(
            "write it on a line of its own before a CREATE TABLE, a column or a value of an enum")
        ])
    default: return Diagnostic(code: "invalid_schema", "the desired schema cannot be read")
    }
  }

  // MARK: - Scratch databases

  private func scratch(_ problem: SchemaProblem) -> Diagnostic {
    switch problem {
    case .scratch(let database, let endpoint, let error, let remedy):
      let permission = remedy.map { remedy in
        Diagnostic.Hint("let an administrator of \(database) run", command: remedy.command)
      }
      return Diagnostic(
        code: "scratch_failed", "no scratch database can be made for \(database)",
        database: database, facts: [endpoint] + words(of: error),
        hints: [permission].compactMap(\.self) + [
          Diagnostic.Hint(
            "\(permission == nil ? "" : "or ")set scratch_url in [databases.\(database)] to an empty database of the same engine, "
              + "where schemas may be tried out")
        ])
    case .scratchInUse(let database, let endpoint, let objects):
      return Diagnostic(
        code: "scratch_not_empty", "the scratch database of \(database) is not empty",
        database: database,
        facts: [endpoint, "it holds \(listed(objects.map(\.description)))"],
        hints: [Diagnostic.Hint("name a database in scratch_url that nobody needs")])
    case .scratchLocked(let database, let endpoint, let owner):
      return Diagnostic(
        code: "scratch_locked", "the scratch database of \(database) is in use",
        database: database, facts: [endpoint, "it is held by \(owner.words)"],
        hints: [Diagnostic.Hint("wait until that has ended, then try again", command: again())])
    case .scratchLeft(let database, let name, let error):
      return Diagnostic(
        code: "scratch_left", "the scratch database \(name) of \(database) could not be removed",
        database: database, facts: words(of: error),
        hints: [Diagnostic.Hint("the next run tries again; or drop it by hand")])
    default: return Diagnostic(code: "scratch_failed", "no scratch database can be made")
    }
  }

  // MARK: - The plan

  private func plan(_ problem: SchemaProblem) -> Diagnostic {
    switch problem {
    case .refused(let database, let refusals):
      return Diagnostic(
        code: "schema_refused", "no revision can be generated for \(database)",
        database: database, facts: refusals.map { "\($0.object): \($0.reason)" },
        hints: refusals.compactMap(\.advice).map { Diagnostic.Hint($0) } + [
          Diagnostic.Hint(
            "write that change by hand, then generate the rest",
            command: command("revision -m \"…\"", for: database))
        ])
    case .notReproducible(let database, let objects):
      return Diagnostic(
        code: "not_reproducible",
        "\(database) holds what cannot be made again as it is, so nothing can be proven",
        database: database, facts: objects.prefix(5).map(words(of:)),
        hints: [
          Diagnostic.Hint(
            "leave it out with exclude in [databases.\(database)], or change it by hand")
        ])
    case .unproven(let database, let direction, let proof, let inTheWay):
      var diagnostic = Diagnostic(
        code: "unproven",
        "the \(direction.rawValue) that was generated for \(database) does not do what it should",
        database: database)
      switch proof {
      case .statement(let statement, let error):
        diagnostic.facts =
          words(of: error)
          + statement.textWithoutLeadingComments.split(separator: "\n").map { "  \($0)" }
      case .differs(let changes):
        diagnostic.facts =
          ["tried out on a scratch database, it leaves a difference:"]
          + changes.prefix(5).map { "  " + words(of: $0) }
      }
      if !inTheWay.isEmpty {
        diagnostic.facts.append(
          "not compared, and perhaps in the way: \(listed(inTheWay.map(\.description)))")
      }
      diagnostic.hints = [
        inTheWay.isEmpty
          ? Diagnostic.Hint("this is a fault of aludel: please report it with both schemas")
          : Diagnostic.Hint(
            "let include and exclude in [databases.\(database)] take in all or none of what hangs together"
          ),
        Diagnostic.Hint(
          "write that change by hand", command: command("revision -m \"…\"", for: database)),
      ]
      return diagnostic
    default: return Diagnostic(code: "schema_refused", "no revision can be generated")
    }
  }

  private func undecided(_ candidates: [RenameCandidate], database: String) -> Diagnostic {
    var firsts: [RenameCandidate] = []
    for candidate in candidates
    where !firsts.contains(where: { $0.old == candidate.old || $0.new == candidate.new }) {
      firsts.append(candidate)
    }
    func rename(_ candidate: RenameCandidate) -> String {
      "--rename \("\(candidate.old.shortPath)=\(candidate.new.shortPath)".shellQuoted)"
    }
    func drop(_ id: ObjectID) -> String { "--drop \(id.shortPath.shellQuoted)" }
    var olds: [ObjectID] = []
    for candidate in candidates where !olds.contains(candidate.old) { olds.append(candidate.old) }
    return Diagnostic(
      code: "rename_undecided",
      "something goes from \(database) that may be something that comes, under another name",
      database: database,
      facts: olds.map { old in
        let choices = candidates.filter { $0.old == old }.map(rename) + [drop(old)]
        return "\(old.kind) \(old.shortPath): \(choices.joined(separator: " | "))"
      },
      hints: [
        Diagnostic.Hint(
          "to rename, which keeps the data",
          command: again(firsts.map(rename).joined(separator: " "))),
        Diagnostic.Hint(
          "to drop and add, which loses it", command: again(olds.map(drop).joined(separator: " "))),
      ])
  }

  func listed(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ")
      + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }
}
