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
    let found: SQLFragment
    switch object {
    case .relation(let name): found = "tables WHERE \(named(name, "table"))"
    case .column(let column, let table):
      found = """
        columns WHERE \(named(table, "table")) AND column_name = \(bind: .text(column.name))
        """
    case .index(let index, let table?):
      found = """
        statistics WHERE \(named(table, "table")) AND index_name = \(bind: .text(index.name.name))
        """
    case .constraint(let constraint, let table):
      found = """
        table_constraints WHERE \(named(table, "table"))
        AND constraint_name = \(bind: .text(constraint.name))
        """
    case .primaryKey(let table):
      found = """
        table_constraints WHERE \(named(table, "table")) AND constraint_type = 'PRIMARY KEY'
        """
    case .schema(let schema): return try hasSchema(schema) ? .present : .absent
    case .trigger(let name, _): found = "triggers WHERE \(named(name, "trigger"))"
    case .routine(let name):
      // A procedure and a function may have the same name.
      let rows = try query(
        "SELECT 1 FROM information_schema.routines WHERE " + named(name, "routine") + " LIMIT 2")
      return rows.isEmpty ? .absent : rows.count == 1 ? .present : .unknown
    case .event(let name): found = "events WHERE \(named(name, "event"))"
    case .index(_, nil), .validation, .type, .enumValue, .extension, .policy, .rule:
      return .unknown
    }
    return try query("SELECT 1 FROM information_schema." + found).isEmpty ? .absent : .present
  }

  /// The condition on the columns that hold an object's name: `table_schema` and `table_name`.
  private func named(_ name: QualifiedName, _ kind: String) -> SQLFragment {
    let schema: SQLFragment = name.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
    return SQLFragment(verbatim: "\(kind)_schema = ") + schema
      + SQLFragment(verbatim: " AND \(kind)_name = ") + "\(bind: .text(name.name.name))"
  }
}
