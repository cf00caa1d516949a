import DialectKit
import SQLText

extension PostgresConnection {
  /// Without a schema the table is looked for along the search path, as a statement would find it.
  func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]] {
    var questions: [SQLFragment] = []
    for table in tables {
      // varchar and char keep their length, plus 4, in the type modifier; -1 is no length.
      questions.append(
        """
        SELECT a.attname, CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4
          THEN a.atttypmod - 4 END
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = pg_catalog.to_regclass(\(bind: .text(try quoted(table))))
          AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """)
    }
    return try queryAll(questions).map { rows in
      rows.map { row in
        ColumnDescription(name: row[0].text ?? "", textLimit: row[1].integer.map { Int($0) })
      }
    }
  }

  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool {
    let rows = try query(
      "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = \(bind: .text(schema.name))")
    return !rows.isEmpty
  }

  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence {
    let found: SQLFragment
    switch object {
    case .relation(let name): found = "WHERE \(try oid(of: name)) IS NOT NULL"
    case .column(let column, let table):
      found = """
        FROM pg_catalog.pg_attribute WHERE attrelid = \(try oid(of: table))
          AND attname = \(bind: .text(column.name)) AND NOT attisdropped
        """
    case .index(let index, let table): return try presence(ofIndex: index, on: table)
    case .constraint(let constraint, let table):
      found = """
        FROM pg_catalog.pg_constraint WHERE conrelid = \(try oid(of: table))
          AND conname = \(bind: .text(constraint.name))
        """
    case .validation(let constraint, let table):
      found = """
        FROM pg_catalog.pg_constraint WHERE conrelid = \(try oid(of: table))
          AND conname = \(bind: .text(constraint.name)) AND convalidated
        """
    case .primaryKey(let table):
      found = """
        FROM pg_catalog.pg_constraint WHERE conrelid = \(try oid(of: table)) AND contype = 'p'
        """
    case .schema(let schema): return try hasSchema(schema) ? .present : .absent
    case .type(let type):
      found = "WHERE pg_catalog.to_regtype(\(bind: .text(try quoted(type)))) IS NOT NULL"
    case .enumValue(let value, let type):
      found = """
        FROM pg_catalog.pg_enum
        WHERE enumtypid = pg_catalog.to_regtype(\(bind: .text(try quoted(type))))
          AND enumlabel = \(bind: .text(value))
        """
    case .extension(let name):
      found = "FROM pg_catalog.pg_extension WHERE extname = \(bind: .text(name.name))"
    case .trigger(let trigger, let table?):
      found = """
        FROM pg_catalog.pg_trigger WHERE tgrelid = \(try oid(of: table))
          AND tgname = \(bind: .text(trigger.name.name)) AND NOT tgisinternal
        """
    case .policy(let policy, let table):
      found = """
        FROM pg_catalog.pg_policy WHERE polrelid = \(try oid(of: table))
          AND polname = \(bind: .text(policy.name))
        """
    case .rule(let rule, let table):
      found = """
        FROM pg_catalog.pg_rewrite WHERE ev_class = \(try oid(of: table))
          AND rulename = \(bind: .text(rule.name))
        """
    case .routine(let name): return try presence(ofRoutine: name)
    case .trigger(_, nil), .event: return .unknown
    }
    return try query("SELECT 1 " + found).isEmpty ? .absent : .present
  }

  /// Routines with other arguments may have the same name: then it does not tell which one is meant.
  private func presence(ofRoutine name: QualifiedName) throws(DatabaseError) -> CatalogPresence {
    let place: SQLFragment =
      if let schema = name.schema {
        """
        pronamespace = (
          SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = \(bind: .text(schema.name)))
        """
      } else { "pg_catalog.pg_function_is_visible(oid)" }
    let rows = try query(
      "SELECT 1 FROM pg_catalog.pg_proc WHERE proname = \(bind: .text(name.name.name)) AND "
        + place + " LIMIT 2")
    return rows.isEmpty ? .absent : rows.count == 1 ? .present : .unknown
  }

  /// An index lives in the schema of its table, whatever the search path finds first.
  private func presence(
    ofIndex index: QualifiedName, on table: QualifiedName?
  ) throws(DatabaseError) -> CatalogPresence {
    let isMeant: SQLFragment =
      if let table {
        """
        i.indrelid = \(try oid(of: table)) AND c.relname = \(bind: .text(index.name.name))
        """
      } else { "i.indexrelid = \(try oid(of: index))" }
    let rows = try query(
      """
      SELECT i.indisvalid FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE
      """ + " " + isMeant)
    guard let row = rows.first else { return .absent }
    return row[0] == .integer(1) ? .present : .invalid
  }

  /// An index that was not finished is of no use and slows every write down (manual, CREATE INDEX,
  /// "Building Indexes Concurrently").
  func discard(_ object: CatalogObject) throws(DatabaseError) {
    guard case .index(let index, let table) = object else { return }
    let name = QualifiedName(schema: index.schema ?? table?.schema, name: index.name)
    try execute("DROP INDEX CONCURRENTLY IF EXISTS \(name)")
  }

  private func oid(of name: QualifiedName) throws(DatabaseError) -> SQLFragment {
    "pg_catalog.to_regclass(\(bind: .text(try quoted(name))))"
  }

  /// The name in the form that `to_regclass` reads.
  func quoted(_ table: QualifiedName) throws(DatabaseError) -> String {
    let name = try dialect.quote(table.name)
    guard let schema = table.schema else { return name }
    return "\(try dialect.quote(schema)).\(name)"
  }
}
