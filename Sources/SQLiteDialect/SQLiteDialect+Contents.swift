public import DialectKit
import SQLText
public import SchemaModel

/// SQLite counts rows only for `AUTOINCREMENT`, in a table of its own
/// (https://sqlite.org/autoinc.html).
extension SQLiteDialect: ContentDialect {
  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let table = QualifiedName(name: "sqlite_sequence")
    guard try !connection.columns(of: table).isEmpty else { return [] }
    let rows = try connection.query(
      "SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
    return rows.compactMap { row in
      guard let name = row[0].text, let value = row[1].text else { return nil }
      let id = ObjectID(.table, name)
      return schema[id] == nil ? nil : Counter(id, value: value)
    }
  }

  public func statements(setting counter: Counter) throws(DatabaseError) -> [String] {
    let name = literal(.text(counter.object.name))
    return [
      "DELETE FROM sqlite_sequence WHERE name = \(name)",
      "INSERT INTO sqlite_sequence (name, seq) VALUES (\(name), \(counter.value))",
    ]
  }
}
