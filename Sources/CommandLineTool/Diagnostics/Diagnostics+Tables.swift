import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText

/// What is wrong with our own tables.
extension Diagnostics {
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

  func repeatedRow(_ row: String, in table: QualifiedName, database: String) -> Diagnostic {
    Diagnostic(
      code: "wrong_version_table", "table \(table) in \(database) has the row \(row) twice",
      database: database,
      facts: ["a version table has a primary key, which lets no row be there twice"],
      hints: [
        Diagnostic.Hint(
          "make the table anew with a primary key, or set its rows",
          command: command("stamp \(row.shellQuoted) --purge", for: database))
      ])
  }

  func incompleteHistory(
    _ table: QualifiedName, missing: [String], database: String
  ) -> Diagnostic {
    Diagnostic(
      code: "wrong_history_table", "table \(table) in \(database) is not a history table",
      database: database, facts: ["it has no \(missing.joined(separator: ", "))"],
      hints: [
        Diagnostic.Hint(
          "if it is another program's, set version_table of [databases.\(database)] to another name: "
            + "the history stands beside it"),
        Diagnostic.Hint(
          "if it is ours, rename it or add what is missing; where it is not there, a new one is made"
        ),
      ])
  }
}
