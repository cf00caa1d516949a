import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  mutating func readViews() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind = 'm', pg_get_viewdef(c.oid),
        (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o),
        CASE WHEN m.amname <> 'heap' THEN m.amname END,
        (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation ELSE '' END,
            E'\\n' ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am m ON m.oid = c.relam
      WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND \(isInScope)
        AND \(isOwn(.relation, "c.oid"))
      """)
    for row in rows {
      let isMaterialized = row[3].isTrue
      insert(
        SchemaObject(
          ObjectID(
            isMaterialized ? .materializedView : .view, schema: row[1].text, row[2].text ?? ""),
          [
            .definition: Self.trimmed(row[4].text ?? ""),
            isMaterialized ? .parameters : .options: row[5].fact, .accessMethod: row[6].text,
            .columns: row[7].text,
          ]), at: PostgresAddress(.relation, row[0]))
    }
    try readViewColumns()
  }

  private mutating func readViewColumns() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT a.attrelid, a.attnum, a.attname, pg_get_expr(d.adbin, d.adrelid), d.oid,
        CASE WHEN c.relkind = 'm' THEN nullif(a.attstattarget, -1) END
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm')
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_description o ON o.classoid = \(PostgresCatalog.relation.rawValue)
        AND o.objoid = a.attrelid AND o.objsubid = a.attnum
      WHERE c.oid >= 16384 AND a.attnum > 0
        AND (d.oid IS NOT NULL OR o.objoid IS NOT NULL OR (a.attstattarget >= 0 AND c.relkind = 'm'))
      """)
    for row in rows {
      guard let place = places[PostgresAddress(.relation, row[0])] else { continue }
      let view = objects[place].id
      let address = PostgresAddress(.relation, row[0], column: row[1])
      insert(
        SchemaObject(
          ObjectID(.viewColumn, schema: view.schema, owner: view.name, row[2].text ?? ""),
          parent: view, [.defaultValue: row[3].text, .statisticsTarget: row[5].text],
          position: Int(row[1].integer ?? 0)), at: address)
      if row[4] != .null { aliases[PostgresAddress(.attributeDefault, row[4])] = address }
    }
  }

  /// Without the blank before and the semicolon behind.
  static func trimmed(_ statement: String) -> String {
    var text = statement[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last == ";" || text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  mutating func readTriggers() throws(DatabaseError) {
    // Those on partitions come with the one of the parent.
    let isNoClone = version >= 13 ? "g.tgparentid = 0" : "true"
    let triggers = try query(
      """
      SELECT g.oid, g.tgrelid, g.tgname, pg_get_triggerdef(g.oid), g.tgenabled
      FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT g.tgisinternal AND \(isNoClone) AND \(isInScope) AND \(isOwn(.trigger, "g.oid"))
      """)
    for row in triggers { insertPart(.trigger, row, at: PostgresAddress(.trigger, row[0])) }

    // `_RETURN` is what a view is.
    let rules = try query(
      """
      SELECT r.oid, r.ev_class, r.rulename, pg_get_ruledef(r.oid), r.ev_enabled,
        r.rulename = '_RETURN' AND r.ev_type = '1'
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(isInScope)
      """)
    for row in rules {
      let address = PostgresAddress(.rewrite, row[0])
      if row[5].isTrue {
        aliases[address] = PostgresAddress(.relation, row[1])
      } else {
        insertPart(.rule, row, at: address)
      }
    }
  }

  private mutating func insertPart(_ kind: ObjectKind, _ row: Row, at address: PostgresAddress) {
    guard let place = places[PostgresAddress(.relation, row[1])] else { return }
    let parent = objects[place].id
    insert(
      SchemaObject(
        ObjectID(kind, schema: parent.schema, owner: parent.name, row[2].text ?? ""),
        parent: parent,
        [
          .definition: Self.trimmed(row[3].text ?? ""),
          .enabled: Self.firing(row[4]),
        ]), at: address)
  }

  /// When triggers, rules and event triggers fire, unless as usual.
  static func firing(_ letter: SQLValue) -> String? {
    ["D": "DISABLED", "R": "REPLICA", "A": "ALWAYS"][letter.text ?? ""]
  }

  mutating func readPolicies() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
        (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', '
          ORDER BY CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END)
          FROM unnest(p.polroles) r),
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(isInScope)
      """)
    let commands = ["r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"]
    for row in rows {
      guard let place = places[PostgresAddress(.relation, row[1])] else { continue }
      let table = objects[place].id
      insert(
        SchemaObject(
          ObjectID(.policy, schema: table.schema, owner: table.name, row[2].text ?? ""),
          parent: table,
          [
            .command: commands[row[3].text ?? ""], .permissive: row[4].isTrue ? nil : "no",
            .roles: row[5].text == "PUBLIC" ? nil : row[5].text, .using: row[6].text,
            .withCheck: row[7].text,
          ]), at: PostgresAddress(.policy, row[0]))
    }
  }
}
