public import DialectKit
import SQLText
public import SchemaModel

extension MySQLDialect: ContentDialect {
  /// `AUTO_INCREMENT` counters of this database's tables, and MariaDB's sequences.
  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let rows = try connection.query(
      """
      SELECT table_name, auto_increment - 1 FROM information_schema.tables
      WHERE table_schema = DATABASE() AND auto_increment > 1 AND table_type = 'BASE TABLE'
      ORDER BY table_name
      """)
    var counters = rows.compactMap { row -> Counter? in
      guard let name = row[0].text, let value = row[1].text else { return nil }
      let id = ObjectID(.table, name)
      return schema[id] == nil ? nil : Counter(id, value: value)
    }
    for sequence in schema.sorted where sequence.id.kind == .sequence {
      // Values are fetched in blocks, so only the next that nobody has fetched can be told.
      let name = QualifiedName(name: Identifier(sequence.id.name))
      let row = try connection.query(
        "SELECT next_not_cached_value - increment, next_not_cached_value = start_value FROM \(name)"
      )
      .first
      guard let value = row?[0].text, row?[1].integer == 0 else { continue }
      counters.append(Counter(sequence.id, value: value))
    }
    return counters
  }

  public func statements(setting counter: Counter) throws(DatabaseError) -> [String] {
    let name = try quote(Identifier(counter.object.name))
    if counter.object.kind == .sequence { return ["DO SETVAL(\(name), \(counter.value))"] }
    guard let value = Int64(counter.value) else { return [] }
    return ["ALTER TABLE \(name) AUTO_INCREMENT = \(value + 1)"]
  }
}
