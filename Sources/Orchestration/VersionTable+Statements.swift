import DialectKit
import Revisions
import SQLText

/// What is written to the version table, as values: a run executes them, a script spells them out.
extension VersionTable {
  /// One statement of a change of rows.
  struct RowChange {
    var sql: SQLFragment
    /// The row that must have been there, exactly once.
    var replaced: RevisionID?
  }

  var definition: BookkeepingTable {
    BookkeepingTable(name: name, columns: [Self.column], primaryKey: Self.column.name)
  }

  /// The statements that make the rows what a step makes them.
  func changes(for delta: HeadDelta) -> [RowChange] {
    var added = delta.added[...]
    var changes: [RowChange] = []
    for row in delta.removed {
      let old: SQLFragment = "WHERE version_num = \(bind: .text(row.text))"
      let sql: SQLFragment =
        if let new = added.popFirst() {
          "UPDATE \(name) SET version_num = \(bind: .text(new.text)) \(old)"
        } else {
          "DELETE FROM \(name) \(old)"
        }
      changes.append(RowChange(sql: sql, replaced: row))
    }
    return changes
      + added.map { row in
        RowChange(sql: "INSERT INTO \(name) (version_num) VALUES (\(bind: .text(row.text)))")
      }
  }

  var emptying: SQLFragment { "DELETE FROM \(name)" }

  /// The condition that the rows are others than these.
  func differs(from rows: HeadSet) -> SQLFragment {
    guard !rows.isEmpty else { return "EXISTS (SELECT 1 FROM \(name))" }
    var list: SQLFragment = ""
    for (index, row) in rows.revisions.enumerated() {
      list.append(index == 0 ? "\(bind: .text(row.text))" : ", \(bind: .text(row.text))")
    }
    let count = SQLFragment(verbatim: String(rows.revisions.count))
    return """
      (SELECT COUNT(*) FROM \(name)) <> \(count) \
      OR (SELECT COUNT(*) FROM \(name) WHERE version_num IN (\(list))) <> \(count)
      """
  }
}
