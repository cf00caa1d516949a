import DialectKit
import MigrationFiles
import Revisions
import SQLText

/// Who writes a history row.
struct HistoryAuthor {
  /// The same in every row of one run.
  var runID: String
  /// A value, or what the server knows.
  var user: SQLFragment
  var host: String
  var toolVersion: String
}

extension RunContext {
  var author: HistoryAuthor {
    HistoryAuthor(
      runID: runID, user: "\(bind: .text(user))", host: host, toolVersion: toolVersion)
  }
}

/// What is written to the history table, as values: a run executes them, a script spells them out.
extension HistoryTable {
  var definition: BookkeepingTable {
    BookkeepingTable(name: name, columns: Self.columns, primaryKey: "id")
  }

  func insertion(of entry: Entry, by author: HistoryAuthor) -> SQLFragment {
    let values: [SQLFragment] = [
      "\(bind: .text(author.runID))", "\(bind: .text(entry.revision?.text ?? "base"))",
      "\(bind: .text(entry.direction.rawValue))",
      "\(bind: entry.statement.map { .integer(Int64($0)) } ?? .null)",
      "\(bind: entry.checksum.map { .text($0.hexadecimal) } ?? .null)",
      entry.outcome, entry.startedAt,
      entry.milliseconds ?? "\(bind: .null)",
      author.user, "\(bind: .text(author.host))", "\(bind: .text(author.toolVersion))",
      "\(bind: entry.errorCode.map { .text($0) } ?? .null)",
    ]
    return """
      INSERT INTO \(name) (run_id, revision, direction, statement, checksum, outcome, started_at, \
      duration_ms, applied_by, host, tool_version, error_code) VALUES (\(values.joined(separator: ", ")))
      """
  }

  /// Settles the row that announces a statement; without an outcome it stays open.
  func settlement(
    statement: Int, of revision: RevisionID, as outcome: HistoryOutcome?,
    milliseconds: SQLFragment?, errorCode: String?, runID: String
  ) -> SQLFragment {
    """
    UPDATE \(name) SET outcome = \(outcome?.sql ?? "outcome"), \
    duration_ms = \(milliseconds ?? "\(bind: .null)"), \
    error_code = \(bind: errorCode.map { .text($0) } ?? .null) \
    WHERE run_id = \(bind: .text(runID)) AND revision = \(bind: .text(revision.text)) \
    AND statement = \(bind: .integer(Int64(statement))) \
    AND \(isOpen)\(dialect.fromNewest(by: "id"))
    """
  }

  /// The condition that a row announces a statement that nothing was heard of since.
  var isOpen: SQLFragment {
    """
    outcome IN (\(HistoryOutcome.started.sql), \(HistoryOutcome.startedBlindly.sql))
    """
  }

  /// The condition that a row tells of a statement of a step that no run has finished: it stands after
  /// the last step that was applied, and after the last stamp.
  var isUnfinished: SQLFragment {
    """
    statement IS NOT NULL AND id > (SELECT COALESCE(MAX(id), 0) FROM \(name) \
    WHERE statement IS NULL AND outcome <> \(HistoryOutcome.failed.sql))
    """
  }

  /// The condition that a step stands half-way, for a database with these revisions applied and those
  /// pending.
  ///
  /// As `DatabaseState` sees it: what failed left nothing, and a step whose end the version rows tell was
  /// finished by hand.
  func standsHalfway(applied: [RevisionID], pending: [RevisionID]) -> SQLFragment {
    // The shorter list says the same.
    let isApplied =
      applied.count <= pending.count
      ? isAbout(applied) : "NOT (\(isAbout(pending)))"
    return """
      EXISTS (SELECT 1 FROM \(name) WHERE \(isUnfinished) \
      AND outcome <> \(HistoryOutcome.failed.sql) \
      AND (direction = \(bind: .text(RunDirection.downgrade.rawValue))) = (\(isApplied)))
      """
  }

  /// The condition that a row is about one of the revisions.
  private func isAbout(_ revisions: [RevisionID]) -> SQLFragment {
    guard !revisions.isEmpty else { return "1 = 0" }
    let list = revisions.map { "\(bind: .text($0.text))" as SQLFragment }
    return "revision IN (\(list.joined(separator: ", ")))"
  }

  /// The rows that a stamp leaves: one for each revision, and one also for `base`, since it ends what
  /// an interrupted run has left open.
  func stamps(_ rows: HeadSet, at time: SQLFragment) -> [Entry] {
    let revisions: [RevisionID?] = rows.isEmpty ? [nil] : rows.revisions
    return revisions.map { revision in
      Entry(
        revision: revision, direction: .stamp, statement: nil, checksum: nil,
        outcome: HistoryOutcome.applied.sql,
        startedAt: time, milliseconds: "\(bind: .integer(0))", errorCode: nil)
    }
  }
}
