import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  mutating func readTypes() throws(DatabaseError) {
    // What belongs to another type, or to a table, and is named in its place.
    let others = try query(
      """
      SELECT t.oid, t.typelem, t.typrelid FROM pg_type t
      WHERE t.oid >= 16384 AND (t.typrelid <> 0 OR (t.typelem <> 0 AND t.typlen = -1))
      """)
    for row in others {
      let type = PostgresAddress(.type, row[0])
      aliases[type] =
        row[2].integer == 0
        ? PostgresAddress(.type, row[1]) : PostgresAddress(.relation, row[2])
    }
    try readEnumerations()
    try readDomains()
    try readCompositeTypes()
    try readRanges()
  }

  private mutating func readEnumerations() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT t.oid, n.nspname, t.typname, e.enumlabel
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_enum e ON e.enumtypid = t.oid
      WHERE t.typtype = 'e' AND \(isInScope) AND \(isOwn(.type, "t.oid"))
      ORDER BY t.oid, e.enumsortorder
      """)
    var index = rows.startIndex
    while index < rows.endIndex {
      let row = rows[index]
      let end = rows[index...].firstIndex { $0[0] != row[0] } ?? rows.endIndex
      let labels = rows[index..<end].compactMap { $0[3].text }
      let id = ObjectID(.enumeration, schema: row[1].text, row[2].text ?? "")
      insert(
        SchemaObject(id, [.values: labels.map(PostgresName.literal).joined(separator: ", ")]),
        at: PostgresAddress(.type, row[0]))
      for (position, label) in labels.enumerated() {
        objects.append(
          SchemaObject(
            ObjectID(.enumerationValue, schema: id.schema, owner: id.name, label), parent: id,
            position: position))
      }
      index = end
    }
  }

  private mutating func readDomains() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT t.oid, n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
        pg_get_expr(t.typdefaultbin, 0),
        CASE WHEN t.typcollation <> b.typcollation THEN format('%I.%I', cn.nspname, co.collname) END
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_type b ON b.oid = t.typbasetype
      LEFT JOIN pg_collation co ON co.oid = t.typcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      WHERE t.typtype = 'd' AND \(isInScope) AND \(isOwn(.type, "t.oid"))
      """)
    for row in rows {
      insert(
        SchemaObject(
          ObjectID(.domain, schema: row[1].text, row[2].text ?? ""),
          [
            .type: row[3].text, .notNull: row[4].flag(), .defaultValue: row[5].text,
            .collation: row[6].text,
          ]), at: PostgresAddress(.type, row[0]))
    }
  }

  private mutating func readCompositeTypes() throws(DatabaseError) {
    let types = try query(
      """
      SELECT t.oid, c.oid, n.nspname, t.typname
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
      WHERE t.typtype = 'c' AND \(isInScope) AND \(isOwn(.type, "t.oid"))
      """)
    var ids: [Int64: ObjectID] = [:]
    for row in types {
      let id = ObjectID(.compositeType, schema: row[2].text, row[3].text ?? "")
      let type = PostgresAddress(.type, row[0])
      insert(SchemaObject(id), at: type)
      aliases[type] = nil
      aliases[PostgresAddress(.relation, row[1])] = type
      ids[row[1].integer ?? 0] = id
    }
    guard !ids.isEmpty else { return }
    let attributes = try query(
      """
      SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attcollation <> t.typcollation THEN format('%I.%I', cn.nspname, co.collname) END
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_collation co ON co.oid = a.attcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384
      """)
    for row in attributes {
      guard let owner = ids[row[0].integer ?? 0] else { continue }
      insert(
        SchemaObject(
          ObjectID(.attribute, schema: owner.schema, owner: owner.name, row[2].text ?? ""),
          parent: owner, [.type: row[3].text, .collation: row[4].text],
          position: Int(row[1].integer ?? 0)),
        at: PostgresAddress(.relation, row[0], column: row[1]))
    }
  }

  private mutating func readRanges() throws(DatabaseError) {
    let multirange = version >= 14
    let rows = try query(
      """
      SELECT t.oid, n.nspname, t.typname, format_type(r.rngsubtype, NULL),
        CASE WHEN NOT o.opcdefault THEN format('%I.%I', opn.nspname, o.opcname) END,
        CASE WHEN r.rngcollation <> s.typcollation THEN format('%I.%I', cn.nspname, co.collname) END,
        CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc END,
        CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc END,
        \(multirange ? "m.oid, format('%I.%I', mn.nspname, m.typname)" : "NULL, NULL")
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_range r ON r.rngtypid = t.oid JOIN pg_type s ON s.oid = r.rngsubtype
      JOIN pg_opclass o ON o.oid = r.rngsubopc
      JOIN pg_namespace opn ON opn.oid = o.opcnamespace
      LEFT JOIN pg_collation co ON co.oid = r.rngcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      \(multirange ? """
        JOIN pg_type m ON m.oid = r.rngmultitypid
        JOIN pg_namespace mn ON mn.oid = m.typnamespace
        """ : "")
      WHERE t.typtype = 'r' AND \(isInScope) AND \(isOwn(.type, "t.oid"))
      """)
    let names = [
      "SUBTYPE", "SUBTYPE_OPCLASS", "COLLATION", "CANONICAL", "SUBTYPE_DIFF",
    ]
    for row in rows {
      var options = names.enumerated().compactMap { index, name in
        row[3 + index].text.map { "\(name) = \($0)" }
      }
      if let name = row[9].text { options.append("MULTIRANGE_TYPE_NAME = \(name)") }
      let type = PostgresAddress(.type, row[0])
      insert(
        SchemaObject(
          ObjectID(.rangeType, schema: row[1].text, row[2].text ?? ""),
          [.definition: "(\n  " + options.joined(separator: ",\n  ") + "\n)"]), at: type)
      if multirange { aliases[PostgresAddress(.type, row[8])] = type }
    }
  }
}
