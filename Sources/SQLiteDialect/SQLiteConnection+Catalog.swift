import DialectKit
import SQLText

extension SQLiteConnection {
  func columns(of table: QualifiedName) throws(DatabaseError) -> [ColumnDescription] {
    let schema = table.schema?.name ?? "main"
    let rows = try query(
      """
      SELECT name FROM pragma_table_info(\(bind: .text(table.name.name)), \(bind: .text(schema)))
      ORDER BY cid
      """)
    return rows.map { ColumnDescription(name: $0[0].text ?? "", textLimit: nil) }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    guard handle != nil else { throw .sessionIsClosed }
    return true
  }
}
