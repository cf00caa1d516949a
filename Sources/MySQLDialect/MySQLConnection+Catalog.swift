import DialectKit
import SQLText

extension MySQLConnection {
  func columns(of table: QualifiedName) throws(DatabaseError) -> [ColumnDescription] {
    let schema: SQLFragment =
      table.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
    let rows = try query(
      """
      SELECT column_name, character_maximum_length FROM information_schema.columns
      WHERE table_schema = \(schema) AND table_name = \(bind: .text(table.name.name))
      ORDER BY ordinal_position
      """)
    return rows.map { row in
      // LONGTEXT has 2^32 - 1, which is no limit for anybody.
      let limit = row[1].integer.flatMap { $0 < Int64(UInt32.max) ? Int($0) : nil }
      return ColumnDescription(name: row[0].text ?? "", textLimit: limit)
    }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    try !query(
      "SELECT 1 FROM information_schema.schemata WHERE schema_name = \(bind: .text(schema.name))"
    ).isEmpty
  }
}
