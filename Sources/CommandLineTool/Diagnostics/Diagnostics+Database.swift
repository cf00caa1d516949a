import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText

/// Errors that a server, a lock or our own tables give.
extension Diagnostics {
  func connection(_ error: DatabaseError, database: String, endpoint: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "connection_failed", "\(database) cannot be reached", database: database,
      facts: [endpoint] + words(of: error))
    switch error.kind {
    case .clientLibraryMissing:
      diagnostic.code = "client_library_missing"
      diagnostic.headline = "\(database) cannot be opened: its client library is not installed"
    case .missingDatabase:
      diagnostic.code = "missing_database"
      diagnostic.headline = "\(database) does not exist on its server"
      diagnostic.hints.append(
        Diagnostic.Hint("make the database with the server's own tools, or correct the url"))
    case .missingFolder(let folder):
      diagnostic.code = "missing_database"
      diagnostic.headline = "\(database) cannot be made: its folder is missing"
      diagnostic.hints.append(
        Diagnostic.Hint("make the folder", command: "mkdir -p \(folder.shellQuoted)"))
    case .lockTimeout:
      diagnostic.code = "lock_timeout"
      diagnostic.headline =
        "\(database) is locked by another program, and waiting did not change that"
      diagnostic.hints += waitingHints(for: database)
    default:
      diagnostic.hints.append(
        Diagnostic.Hint(
          "check that the server runs and that the url of [databases.\(database)] is right"))
    }
    if offersKeepGoing {
      diagnostic.hints.append(
        Diagnostic.Hint("to run the other databases all the same, add --keep-going"))
    }
    return diagnostic
  }

  func query(_ error: DatabaseError, database: String) -> Diagnostic {
    Diagnostic(
      code: error.kind == .lockTimeout ? "lock_timeout" : "query_failed",
      "\(database) refused a query on the version table", database: database,
      facts: words(of: error))
  }

  func notAVersionTable(
    _ table: QualifiedName, columns: [String], database: String
  ) -> Diagnostic {
    Diagnostic(
      code: "wrong_version_table", "table \(table) in \(database) is not a version table",
      database: database,
      facts: [
        "it has the columns \(columns.joined(separator: ", ")) and no version_num"
      ],
      hints: [
        Diagnostic.Hint("set version_table of [databases.\(database)] to a name that is free"),
        Diagnostic.Hint(
          "for a database that Alembic manages, set it to the table that Alembic uses "
            + "(alembic_version unless env.py says otherwise)"),
      ])
  }

  func unknownRows(_ unknown: UnknownRows, database: String) -> Diagnostic {
    let rows = unknown.rows.joined(separator: ", ")
    let folders = unknown.folders.joined(separator: ", ")
    return Diagnostic(
      code: "unlocatable_current_revision",
      "\(database) stands on revision \(rows), which this workspace does not have",
      database: database,
      facts: [
        "table \(unknown.table) says so; searched \(folders), "
          + "\(unknown.fileCount) revision\(unknown.fileCount == 1 ? "" : "s")"
      ],
      hints: [
        Diagnostic.Hint(
          "it may live on another branch",
          command: "git log --all --oneline -S \((unknown.rows.first ?? "").shellQuoted) -- '*.sql'"
        ),
        Diagnostic.Hint(
          "if the database has all that the files here make, say so",
          command: command("stamp heads --purge", for: database)),
        Diagnostic.Hint(
          "if it has less, name the last revision that it has in place of heads",
          command: command("history", for: database)),
      ])
  }

  func rowMoved(_ row: RevisionID, in table: QualifiedName, database: String) -> Diagnostic {
    Diagnostic(
      code: "version_row_moved",
      "row \(row) of \(table) in \(database) was changed by somebody else during the run",
      database: database,
      hints: [Diagnostic.Hint("look again, then run it again", command: command("status"))])
  }

  func locked(
    _ table: QualifiedName, by owner: LockOwner, waited: Duration, database: String
  ) -> Diagnostic {
    return Diagnostic(
      code: "lock_timeout",
      "\(database) is locked by another run, and waiting \(waited.words) did not change that",
      database: database,
      facts: ["the lock of \(table) is held by \(owner.words)"],
      hints: waitingHints(for: database) + [
        Diagnostic.Hint(
          "the lock ends with the session that holds it: nothing has to be cleared by hand")
      ])
  }

  private func waitingHints(for database: String) -> [Diagnostic.Hint] {
    let longer =
      ["upgrade", "downgrade"].contains(calledAs)
      ? Diagnostic.Hint(
        "to wait longer", command: again("--lock-timeout 5m", dropping: ["--lock-timeout"]))
      : Diagnostic.Hint(
        "to wait longer, raise lock_timeout of [databases.\(database)] in the workspace file")
    return [Diagnostic.Hint("let the other one finish, then run this again"), longer]
  }

  func interrupted(_ step: InterruptedStep, file: String?, database: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "interrupted",
      "revision \(step.revision) stands half-way in \(database)", database: database, file: file,
      facts: [
        "a run that \(step.startedBy) began at \(step.startedAt) stopped; "
          + (step.appliedCount == 0
            ? "none of its statements took effect"
            : step.appliedCount == 1
              ? "its first statement took effect and stays"
              : "\(step.appliedCount) of its statements took effect and stay")
      ])
    if let statement = step.ambiguousStatement {
      diagnostic.facts.append(
        "statement \(statement) was sent, and only the database can tell whether it took effect")
      diagnostic.hints = [
        Diagnostic.Hint(
          "if it took effect", command: command("resume --statement done", for: database)),
        Diagnostic.Hint(
          "if it did not", command: command("resume --statement again", for: database)),
      ]
    } else {
      let again = step.direction == .downgrade ? "downgrade -1" : "upgrade"
      diagnostic.hints = [
        Diagnostic.Hint(
          "mend the statement that failed, then go on behind the last one that took effect",
          command: command(again, for: database))
      ]
    }
    return diagnostic
  }

  /// The server's own words, each kind on a line.
  func words(of error: DatabaseError) -> [String] {
    var lines = [error.code.map { "\(error.message) (\($0))" } ?? error.message]
    if let detail = error.detail { lines.append("detail: \(detail)") }
    if let hint = error.hint { lines.append("server's hint: \(hint)") }
    if let context = error.context { lines.append("context: \(context)") }
    return lines
  }
}

extension Duration {
  /// `0.2 s`, `10 s`.
  fileprivate var words: String {
    let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
    return tenths % 10 == 0 || tenths >= 100
      ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
