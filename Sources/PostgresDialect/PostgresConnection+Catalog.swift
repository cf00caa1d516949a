import DialectKit
import SQLText

extension PostgresConnection {
  /// Without a schema the table is looked for along the search path, as a statement would find it.
  func columns(of table: QualifiedName) throws(DatabaseError) -> [ColumnDescription] {
    // varchar and char keep their length, plus 4, in the type modifier; -1 is no length.
    let rows = try query(
      """
      SELECT a.attname, CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4
        THEN a.atttypmod - 4 END
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.to_regclass(\(bind: .text(try quoted(table))))
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """)
    return rows.map { row in
      ColumnDescription(name: row[0].text ?? "", textLimit: row[1].integer.map { Int($0) })
    }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    let rows = try query(
      "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = \(bind: .text(schema.name))")
    return !rows.isEmpty
  }

  /// The name in the form that `to_regclass` reads.
  func quoted(_ table: QualifiedName) throws(DatabaseError) -> String {
    let name = try dialect.quote(table.name)
    guard let schema = table.schema else { return name }
    return "\(try dialect.quote(schema)).\(name)"
  }
}
