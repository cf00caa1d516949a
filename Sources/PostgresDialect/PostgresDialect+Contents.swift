public import DialectKit
public import SQLText
public import SchemaModel

extension PostgresDialect: ContentDialect {
  /// Rows are read with `ONLY`: those of partitions and child tables are theirs.
  public func rowSources(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [RowSource] {
    let keys = try primaryKeys(over: connection)
    let tables = storedColumns(in: schema).map { table, columns in
      RowSource(
        table, rows: "ONLY \(table.qualifiedName)", columns: columns.map(Self.column),
        key: keys[table, default: []])
    }
    return tables + [Self.largeObjects]
  }

  /// They belong to no table, and each gets a number that no statement can foretell
  /// (https://www.postgresql.org/docs/current/largeobjects.html).
  private static let largeObjects: RowSource = {
    let id = ObjectID(.table, schema: "pg_catalog", "pg_largeobject_metadata")
    var source = RowSource(
      id, rows: "\(id.qualifiedName)",
      columns: [RowSource.Column("oid", reading: "oid::text", comparing: "oid::text")])
    source.refusal = "large objects cannot be written as rows"
    return source
  }()

  /// Values travel as the server writes them as text, whatever their type: an unknown constant takes the
  /// column's type again (https://www.postgresql.org/docs/current/typeconv-query.html).
  private static func column(_ object: SchemaObject) -> RowSource.Column {
    let name = object.id.name
    if let type = object[.type], plainTypes.contains(type) {
      return RowSource.Column(name, object: object)
    }
    let text: SQLFragment = "\(Identifier(name))::text"
    return RowSource.Column(name, reading: text, comparing: text, object: object)
  }

  private static let plainTypes: Set<String> = ["smallint", "integer", "bigint", "text"]

  private func primaryKeys(
    over connection: any Connection
  ) throws(DatabaseError) -> [ObjectID: [String]] {
    var keys: [ObjectID: [String]] = [:]
    let rows = try connection.query(
      """
      SELECT n.nspname, c.relname, a.attname
      FROM pg_catalog.pg_index AS i
      JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number
      WHERE i.indisprimary AND k.place <= i.indnkeyatts
      ORDER BY 1, 2, k.place
      """)
    for row in rows {
      guard let schema = row[0].text, let table = row[1].text, let column = row[2].text else {
        continue
      }
      keys[ObjectID(.table, schema: schema, table), default: []].append(column)
    }
    return keys
  }

  /// https://www.postgresql.org/docs/current/sql-insert.html, `OVERRIDING SYSTEM VALUE`.
  public func insertWords(for rows: [[SQLValue]], into source: RowSource) -> InsertWords {
    let hasIdentity = source.columns.contains { $0.object?[.identity] != nil }
    return InsertWords(behindColumns: hasIdentity ? "OVERRIDING SYSTEM VALUE " : "")
  }

  /// Constraints that are not valid have rows that break them.
  public func comesAfterRows(_ object: SchemaObject) -> Bool {
    object.id.kind == .trigger || object.id.kind == .foreignKey || object[.notValid] != nil
  }

  public func deletion(
    ofOneRowIn source: RowSource, where condition: SQLFragment
  ) -> SQLFragment {
    """
    DELETE FROM \(source.rows) WHERE ctid IN (SELECT ctid FROM \(source.rows) \
    WHERE \(condition) LIMIT 1)
    """
  }

  public var clockQuestion: SQLFragment {
    "SELECT CURRENT_DATE::text, floor(extract(epoch FROM clock_timestamp()))::bigint"
  }

  /// Sequences by name, and those of identity columns by their column: what such a one is called says
  /// only what its table was called once.
  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let sequences = try connection.query(
      """
      SELECT n.nspname, c.relname, s.seqstart::text, tn.nspname, t.relname, a.attname
      FROM pg_catalog.pg_sequence AS s
      JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_depend AS d
        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'
      LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      ORDER BY 1, 2
      """
    )
    .compactMap { row -> (name: QualifiedName, start: String?, counter: ObjectID)? in
      guard let schema = row[0].text, let name = row[1].text else { return nil }
      let qualified = QualifiedName(schema: Identifier(schema), name: Identifier(name))
      if let table = row[4].text, let column = row[5].text {
        return (
          qualified, row[2].text, ObjectID(.column, schema: row[3].text, owner: table, column)
        )
      }
      return (qualified, row[2].text, ObjectID(.sequence, schema: schema, name))
    }
    // What pg_sequences tells leaves out where an unused one was put.
    let standings = try connection.queryAll(
      sequences.map { "SELECT last_value::text, is_called::int FROM \($0.name)" })
    return zip(sequences, standings).compactMap { sequence, standing in
      guard let row = standing.first, let value = row[0].text else { return nil }
      if row[1].integer == 1 { return Counter(sequence.counter, value: value) }
      return value == sequence.start
        ? nil : Counter(sequence.counter, value: "\(value)\(Self.unused)")
    }
  }

  /// What follows the value of a sequence that will give this very value next.
  private static let unused = ", false"

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
