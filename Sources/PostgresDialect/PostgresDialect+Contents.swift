public import DialectKit
public import SQLText
public import SchemaModel

extension PostgresDialect: ContentDialect {
  /// Not those of partitions and child tables, which are tables themselves.
  public func ownRows(of table: QualifiedName) -> SQLFragment { "ONLY \(table)" }

  /// https://www.postgresql.org/docs/current/sql-insert.html, `OVERRIDING SYSTEM VALUE`.
  public func insertModifier(for columns: [SchemaObject]) -> String {
    columns.contains { $0[.identity] != nil } ? "OVERRIDING SYSTEM VALUE" : ""
  }

  /// Sequences by name, and those of identity columns by their column: what such a one is called says
  /// only what its table was called once.
  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let rows = try connection.query(
      """
      SELECT s.schemaname, s.sequencename, s.last_value::text, tn.nspname, t.relname, a.attname
      FROM pg_catalog.pg_sequences AS s
      JOIN pg_catalog.pg_namespace AS n ON n.nspname = s.schemaname
      JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.sequencename
      LEFT JOIN pg_catalog.pg_depend AS d
        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'
      LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      WHERE s.last_value IS NOT NULL ORDER BY 1, 2
      """)
    return rows.compactMap { row in
      guard let name = row[1].text, let value = row[2].text else { return nil }
      if let table = row[4].text, let column = row[5].text {
        return Counter(
          ObjectID(.column, schema: row[3].text, owner: table, column), value: value)
      }
      return Counter(ObjectID(.sequence, schema: row[0].text, name), value: value)
    }
  }

  public func statements(setting counter: Counter) throws(DatabaseError) -> [String] {
    let id = counter.object
    let schema = id.schema.map { Identifier($0) }
    let name = QualifiedName(schema: schema, name: Identifier(id.owner ?? id.name))
    let quoted = literal(.text(try rendered("\(name)")))
    let sequence =
      id.owner == nil
      ? quoted
      : "pg_catalog.pg_get_serial_sequence(\(quoted), \(literal(.text(id.name))))"
    return ["SELECT pg_catalog.setval(\(sequence), \(counter.value))"]
  }
}
