import DialectKit
import SQLText

extension MySQLConnection {
  func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]] {
    let questions = tables.map { table -> SQLFragment in
      let schema: SQLFragment =
        table.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
      return """
        SELECT column_name, character_maximum_length FROM information_schema.columns
        WHERE table_schema = \(schema) AND table_name = \(bind: .text(table.name.name))
        ORDER BY ordinal_position
        """
    }
    let answers = try queryAll(questions)
    for (table, rows) in zip(tables, answers) where rows.isEmpty {
      // Tables on which the user has no privilege are not listed. The server says which it is.
      try refuseHidden(table)
    }
    return answers.map { rows in
      rows.map { row in
        // LONGTEXT has 2^32 - 1, which is no limit for anybody.
        let limit = row[1].integer.flatMap { $0 < Int64(UInt32.max) ? Int($0) : nil }
        return ColumnDescription(name: row[0].text ?? "", textLimit: limit)
      }
    }
  }

  private func refuseHidden(_ table: QualifiedName) throws(DatabaseError) {
    // There is no table of a name that cannot be.
    guard (try? dialect.quote(table.name)) != nil else { return }
    do {
      _ = try query("SELECT 1 FROM \(table) WHERE 1 = 0")
    } catch {
      // No such database, no such table.
      guard ["1049", "1146"].contains(error.code) else { throw error }
    }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    try !query(
      "SELECT 1 FROM information_schema.schemata WHERE schema_name = \(bind: .text(schema.name))"
    ).isEmpty
  }

  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence {
    guard let count = MySQLSighting.count(of: object) else { return .unknown }
    return MySQLSighting.presence(of: try query("SELECT \(count)").first?[0].integer)
  }
}
