import DialectKit
import SQLText

extension SQLiteConnection {
  func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]] {
    var answers: [[ColumnDescription]] = []
    for table in tables {
      let schema = table.schema?.name ?? "main"
      let rows = try query(
        """
        SELECT name FROM pragma_table_info(\(bind: .text(table.name.name)), \(bind: .text(schema)))
        ORDER BY cid
        """)
      answers.append(rows.map { ColumnDescription(name: $0[0].text ?? "", textLimit: nil) })
    }
    return answers
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    guard handle != nil else { throw .sessionIsClosed }
    return true
  }

  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence {
    switch object {
    case .relation(let name): return try presence(of: name, "type IN ('table', 'view')")
    case .index(let name, _): return try presence(of: name, "type = 'index'")
    case .trigger(let name, _): return try presence(of: name, "type = 'trigger'")
    case .column(let column, let table):
      // The extended form knows generated columns too.
      let rows = try query(
        """
        SELECT 1 FROM pragma_table_xinfo(\(bind: .text(table.name.name)), \
        \(bind: .text(table.schema?.name ?? "main"))) \
        WHERE name = \(bind: .text(column.name)) COLLATE NOCASE
        """)
      return rows.isEmpty ? .absent : .present
    case .constraint, .validation, .primaryKey, .schema, .type, .enumValue, .extension, .routine,
      .event, .policy, .rule:
      return .unknown
    }
  }

  private func presence(
    of name: QualifiedName, _ kind: SQLFragment
  ) throws(DatabaseError) -> CatalogPresence {
    let rows = try query(
      """
      SELECT 1 FROM \(name.schema ?? "main").sqlite_master
      WHERE name = \(bind: .text(name.name.name)) COLLATE NOCASE AND
      """ + " " + kind)
    return rows.isEmpty ? .absent : .present
  }
}
