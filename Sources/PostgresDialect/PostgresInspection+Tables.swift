import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  mutating func readSequences() throws(DatabaseError) {
    // The sequence of an identity column is a part of it (deptype i) and has its facts there.
    let rows = try query(
      """
      SELECT c.oid, n.nspname, c.relname, format_type(s.seqtypid, NULL), \(Self.sequenceFields),
        CASE WHEN c.relpersistence = 'u' THEN 'UNLOGGED' END, tn.nspname, tc.relname, a.attname,
        d.refobjid, d.refobjsubid
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_depend d ON d.classid = \(PostgresCatalog.relation.rawValue)
        AND d.refclassid = \(PostgresCatalog.relation.rawValue) AND d.objid = c.oid
        AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_class tc ON tc.oid = d.refobjid
      LEFT JOIN pg_namespace tn ON tn.oid = tc.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.deptype IS DISTINCT FROM 'i' AND \(isInScope) AND \(isOwn(.relation, "c.oid"))
      """)
    for row in rows {
      let type = row[3].text ?? ""
      var object = SchemaObject(
        ObjectID(.sequence, schema: row[1].text, row[2].text ?? ""),
        [.type: type == "bigint" ? nil : type, .persistence: row[10].text])
      Self.setSequenceFacts(of: &object, type: type, row.values[4..<10])
      insert(object, at: PostgresAddress(.relation, row[0]))
      guard let table = row[12].text, let column = row[13].text else { continue }
      let owner = ObjectID(.column, schema: row[11].text, owner: table, column)
      objects.append(
        SchemaObject(
          ObjectID(.sequenceOwner, schema: object.id.schema, object.id.name),
          [.ownedBy: owner.ownerSQL + "." + owner.quotedName],
          dependencies: [owner, object.id].sorted()))
    }
  }

  private static let sequenceFields = """
    s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
    """

  /// Facts for what differs from the defaults only (manual, CREATE SEQUENCE).
  private static func setSequenceFacts(
    of object: inout SchemaObject, type: String, _ values: ArraySlice<SQLValue>
  ) {
    let values = Array(values)
    let increment = values[1].integer ?? 1
    let range = PostgresSequence.defaultRange(of: type, isAscending: increment > 0)
    let start = increment > 0 ? values[2].integer : values[3].integer
    if values[0].integer != start { object[.start] = values[0].text }
    if increment != 1 { object[.increment] = values[1].text }
    if values[2].integer != range.lowerBound { object[.minimum] = values[2].text }
    if values[3].integer != range.upperBound { object[.maximum] = values[3].text }
    if values[4].integer != 1 { object[.cache] = values[4].text }
    if values[5].isTrue { object[.cycle] = "yes" }
  }

  mutating func readTables() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT c.oid, n.nspname, c.relname,
        CASE WHEN c.relpersistence = 'u' THEN 'UNLOGGED' END,
        (SELECT string_agg(o, ', ' ORDER BY o) FROM (SELECT unnest(c.reloptions)
          UNION ALL SELECT 'toast.' || unnest(tc.reloptions)) os (o)),
        CASE WHEN m.amname <> 'heap' THEN m.amname END,
        CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN
          CASE WHEN NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident)
            THEN 'NOTHING' END END,
        c.relrowsecurity, c.relforcerowsecurity,
        CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
        c.relispartition, pg_get_expr(c.relpartbound, c.oid),
        (SELECT string_agg(format('%I.%I', pn.nspname, p.relname), E'\\n' ORDER BY h.inhseqno)
          FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
          JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid),
        CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid LEFT JOIN pg_am m ON m.oid = c.relam
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND \(isInScope)
        AND \(isOwn(.relation, "c.oid"))
      """)
    for row in rows {
      let isPartition = row[10].isTrue
      insert(
        SchemaObject(
          ObjectID(.table, schema: row[1].text, row[2].text ?? ""),
          [
            .persistence: row[3].text, .parameters: row[4].fact, .accessMethod: row[5].text,
            .replicaIdentity: row[6].text, .rowSecurity: row[7].flag(),
            .forcedRowSecurity: row[8].flag(), .partitionKey: row[9].text,
            .partitionOf: isPartition ? row[12].text : nil, .partitionBound: row[11].text,
            .inherits: isPartition ? nil : row[12].fact, .ofType: row[13].text,
          ]), at: PostgresAddress(.relation, row[0]))
    }
  }

  mutating func readColumns() throws(DatabaseError) {
    let virtual = version >= 18 ? "WHEN 'v' THEN ' VIRTUAL' " : ""
    let rows = try query(
      """
      SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE WHEN a.attcollation <> t.typcollation THEN format('%I.%I', cn.nspname, co.collname) END,
        pg_get_expr(d.adbin, d.adrelid), d.oid, a.attidentity,
        CASE a.attgenerated WHEN 's' THEN ' STORED' \(virtual)END,
        CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, t.typstorage,
        \(version >= 14 ? "a.attcompression" : "NULL"), nullif(a.attstattarget, -1),
        array_to_string(a.attoptions, ', '),
        CASE WHEN a.attinhcount > 0 THEN
          CASE WHEN a.attislocal THEN 'merged' ELSE 'inherited' END END,
        \(notNullIsUnchecked), \(Self.sequenceFields)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_collation co ON co.oid = a.attcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      LEFT JOIN (pg_sequence s JOIN pg_depend sd ON sd.objid = s.seqrelid AND sd.deptype = 'i'
          AND sd.classid = \(PostgresCatalog.relation.rawValue)
          AND sd.refclassid = \(PostgresCatalog.relation.rawValue))
        ON sd.refobjid = a.attrelid AND sd.refobjsubid = a.attnum AND a.attidentity <> ''
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND a.attnum > 0
        AND NOT a.attisdropped AND \(isInScope)
      """)
    for row in rows {
      guard let place = places[PostgresAddress(.relation, row[0])] else { continue }
      let table = objects[place].id
      let column = Self.column(row, of: table)
      let address = PostgresAddress(.relation, row[0], column: row[1])
      insert(column, at: address)
      if row[7] != .null { aliases[PostgresAddress(.attributeDefault, row[7])] = address }
    }
  }

  private static func column(_ row: Row, of table: ObjectID) -> SchemaObject {
    let type = row[3].text ?? ""
    let generated = row[9].text
    var object = SchemaObject(
      ObjectID(.column, schema: table.schema, owner: table.name, row[2].text ?? ""), parent: table,
      [
        .type: type, .collation: row[5].text,
        .columnOptions: PostgresStorageParameters.chosen(row[14].text),
        .statisticsTarget: row[13].text, .inheritance: row[15].text,
        .generated: generated.flatMap { kind in
          row[6].text.map { PostgresExpression.enclosed($0) + kind }
        },
      ],
      position: Int(row[1].integer ?? 0))
    if row[4].isTrue { object[.notNull] = row[16].isTrue ? "not valid" : "yes" }
    if generated == nil, let expression = row[6].text {
      if PostgresFoldedDefault.isFolded(expression) {
        object[.defaultValue] = PostgresFoldedDefault.mark
        object[.foldedDefault] = expression
      } else {
        object[.defaultValue] = expression
      }
    }
    object[.identity] = ["a": "ALWAYS", "d": "BY DEFAULT"][row[8].text ?? ""]
    if object[.identity] != nil {
      setSequenceFacts(of: &object, type: type, row.values[17..<23])
    }
    let storages = ["p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"]
    object[.storage] = storages[row[10].text ?? ""]
    if object[.storage] != nil { object[.typeStorage] = storages[row[11].text ?? ""] }
    object[.compression] = ["p": "pglz", "l": "lz4"][row[12].text ?? ""]
    return object
  }

  /// From PostgreSQL 18 on NOT NULL is a constraint with a name, which counts for nothing here, and
  /// which may be not valid yet although `attnotnull` is set (manual, "pg_attribute").
  private var notNullIsUnchecked: String {
    guard version >= 18 else { return "false" }
    return """
      EXISTS (SELECT FROM pg_constraint nn WHERE nn.conrelid = a.attrelid AND nn.contype = 'n'
        AND nn.conkey = ARRAY[a.attnum] AND NOT nn.convalidated)
      """
  }
}

/// A default such as `'now'`, of which the server keeps only what it meant when the column was made
/// (manual, 9.9.5). Two databases never have the same.
enum PostgresFoldedDefault {
  static let mark = "'now'"

  /// Whether the default is a time with a fraction of a second: nobody writes those by hand.
  static func isFolded(_ expression: String) -> Bool {
    guard expression.utf8.first == UInt8(ascii: "'"),
      let end = expression.firstRange(of: "'::time")?.lowerBound
    else { return false }
    let literal = expression[..<end].utf8
    return literal.contains(UInt8(ascii: ".")) && literal.contains(UInt8(ascii: ":"))
  }
}

/// What a sequence is when nothing is said (manual, CREATE SEQUENCE).
enum PostgresSequence {
  static func defaultRange(of type: String, isAscending: Bool) -> ClosedRange<Int64> {
    let limit: Int64 =
      switch type {
      case "smallint": Int64(Int16.max)
      case "integer": Int64(Int32.max)
      default: .max
      }
    return isAscending ? 1...limit : (-limit - 1)...(-1)
  }
}
