extension RandomPostgresSchema {
  static let names = [
    "b", "c", "\"Key Name\"", "f_1", "\"select\"", "z", "ü", "\"x\"\"y\"", "\"a.b\"",
  ]
  private static let numbers = ["integer", "bigint", "smallint"]
  /// What a B-tree can sort.
  private static let sortable =
    numbers + [
      "numeric(10,2)", "numeric", "double precision", "real", "text", "varchar(10)", "varchar(40)",
      "char(5)", "text COLLATE \"C\"", "timestamp", "timestamptz(3)", "date", "time", "interval",
      "uuid", "jsonb", "bytea", "boolean", "inet", "integer[]", "text[]", "int4range", "numrange",
      "bit(4)", "varbit", "money", "\"char\"", "oid", "name", "tsvector", "mood",
      "other.\"Level\"", "d_num", "d_text", "other.d_num", "mood[]", "pair", "pg_lsn", "macaddr",
    ]
  private static let types = sortable + ["json", "xml", "point", "box", "regtype"]
  private static let ranges: Set = ["int4range", "numrange"]
  private static let texts: Set = ["text", "varchar(10)", "varchar(40)", "text COLLATE \"C\""]
  private static let defaults: [String: [String]] = [
    "integer": ["5", "-1", "1 + 2", "nextval('s1')", "twice(3)"],
    "bigint": ["nextval('other.s2')", "9000000000", "length(current_user)"],
    "numeric(10,2)": ["1.5", "'-0.00'"], "numeric": ["1e10", "'NaN'"], "real": ["1.1"],
    "double precision": ["random()", "'-Infinity'"],
    "text": ["'it''s'", "'a\\b;'", "current_user", "E'x\\ny'", "''", "('a' || 'b')"],
    "varchar(10)": ["'x'", "NULL"], "char(5)": ["'ab'"],
    "timestamp": ["now()", "'2020-01-01'"], "timestamptz(3)": ["CURRENT_TIMESTAMP"],
    "date": ["CURRENT_DATE + 7"], "interval": ["'1 day 2 hours'"], "uuid": ["gen_random_uuid()"],
    "jsonb": ["'{\"a\": [1]}'"], "json": ["'{}'"], "boolean": ["true", "(NOT false)"],
    "integer[]": ["'{1,2}'", "ARRAY[]::integer[]"], "text[]": ["ARRAY['a', 'b c']"],
    "bit(4)": ["B'0101'"], "bytea": ["'\\x00ff'"], "int4range": ["'[1,5)'"], "mood": ["'ok'"],
    "d_num": ["7"], "d_text": ["'x'"], "point": ["'(1,2)'"],
    "money": ["'12.34'"],
  ]

  // MARK: - Chance

  mutating func pick<Element>(_ list: [Element]) -> Element? {
    list.randomElement(using: &random)
  }

  mutating func happens(in hundred: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < hundred
  }

  mutating func column(_ name: String) -> Column {
    var column = Column(name: name, type: pick(Self.types) ?? "integer")
    if happens(in: 25), !hasRows { column.rest.append("NOT NULL") }
    if happens(in: 50), let value = pick(Self.defaults[column.type] ?? []) {
      column.rest.append("DEFAULT \(value)")
      if value.hasPrefix("twice") { column.needs = ["twice"] }
      if value == "NULL" || value.isEmpty { column.rest.removeAll { $0 == "NOT NULL" } }
    } else if happens(in: 20), Self.numbers.contains(column.type), !hasRows {
      let kind = happens(in: 50) ? "ALWAYS" : "BY DEFAULT"
      let options = happens(in: 50) ? " (START 10 INCREMENT 2 CACHE 3)" : ""
      column.rest = ["GENERATED \(kind) AS IDENTITY\(options)"]
    }
    return column
  }

  mutating func table() -> Table {
    let names = Self.names.shuffled(using: &random).prefix(4)
    var table = Table(columns: [Column(name: "id", type: "integer")] + names.map { column($0) })
    table.constraints["the_key"] = Part(text: "PRIMARY KEY (id)", columns: ["id"])
    return table
  }

  // MARK: - Edits

  /// Changes something somewhere.
  mutating func edit() {
    guard let name = pick(tables.keys.sorted()), var table = tables[name] else { return }
    let free = Self.names.filter { name in !table.columns.contains { $0.name == name } }
    let plain = table.columns.filter { $0.base == nil && $0.name != "id" }
    let isChild = table.parent != nil
    switch Int.random(in: 0..<22, using: &random) {
    case 0, 1:
      if let free = pick(free), !isChild { table.columns.append(partless(column(free), table)) }
    case 2:
      if plain.count > 1, let gone = pick(plain) {
        remove(gone.name, from: &table)
        release(["\(name).\(gone.name)"])
      }
    case 3, 4, 5:
      if let old = pick(plain) { replace(partless(column(old.name), table), in: &table, name) }
    case 6:
      if table.partitions == nil { addGenerated(to: &table, free: free) }
    case 7, 8, 9: addIndex(to: &table, name)
    case 10: addConstraint(to: &table, name)
    case 11: addForeignKey(to: &table)
    case 12: addTrigger(to: &table)
    case 13: addComment(to: &table, name)
    case 14: changeSettings(of: &table)
    case 15: changePartitions(of: &table)
    case 16: dropPart(of: &table)
    default:
      editElsewhere()
      return
    }
    tables[name] = table
  }

  /// Partitions have no identity of their own.
  private func partless(_ column: Column, _ table: Table) -> Column {
    var column = column
    if table.partitions != nil { column.rest.removeAll { $0.contains("IDENTITY") } }
    return column
  }

  private mutating func addGenerated(to table: inout Table, free: [String]) {
    // Over null it is null, whatever is computed.
    let bases = table.columns.filter {
      Self.numbers.contains($0.type) && $0.base == nil && !(hasRows && $0.name == "id")
    }
    guard let name = pick(free), let base = pick(bases), table.parent == nil else { return }
    let uses = happens(in: 50) && base.type != "bigint"
    let expression = uses ? "twice(\(base.name))" : "\(base.name) * 2 + 1"
    table.columns.append(
      Column(
        name: name, type: "bigint", rest: ["GENERATED ALWAYS AS (\(expression)) STORED"],
        base: base.name, needs: uses ? ["twice"] : []))
  }

  private mutating func addIndex(to table: inout Table, _ owner: String) {
    guard let column = pick(table.columns) else { return }
    let name = "i\(Int.random(in: 0..<4, using: &random))_\(table.number(owner))"
    var columns: Set = [column.name]
    var needs: Set<String> = []
    var text: String
    if !Self.sortable.contains(column.type) {
      text = "CREATE INDEX # ON @ ((\(column.name) IS NULL), id)"
    } else if Self.ranges.contains(column.type), happens(in: 50) {
      text = "CREATE INDEX # ON @ USING gist (\(column.name))"
    } else if column.type == "jsonb" || column.type.hasSuffix("[]"), happens(in: 50) {
      text = "CREATE INDEX # ON @ USING gin (\(column.name))"
    } else if Self.texts.contains(column.type), happens(in: 40) {
      text = "CREATE INDEX # ON @ (lower(\(column.name)) text_pattern_ops DESC)"
    } else if column.type == "integer", happens(in: 40) {
      text = "CREATE INDEX # ON @ (twice(\(column.name)), (\(column.name) + 1))"
      needs = ["twice"]
    } else {
      let isUnique = happens(in: 20) && table.partitions == nil
      let order = happens(in: 30) ? " DESC NULLS LAST" : ""
      text = "CREATE \(isUnique ? "UNIQUE " : "")INDEX # ON @ (\(column.name)\(order))"
      if happens(in: 20), let other = pick(table.columns) {
        columns.insert(other.name)
        text += " INCLUDE (\(other.name))"
      }
      if happens(in: 20) { text += " WITH (fillfactor = 70)" }
    }
    if happens(in: 25), let other = pick(table.columns) {
      columns.insert(other.name)
      text += " WHERE \(other.name) IS NOT NULL AND id BETWEEN 1 AND 5"
    }
    table.indexes[name] = Part(text: text, columns: columns, needs: needs)
  }

  private mutating func addConstraint(to table: inout Table, _ owner: String) {
    guard let column = pick(table.columns), table.parent == nil else { return }
    let name = "\"C \(Int.random(in: 0..<4, using: &random))_\(table.number(owner))\""
    var part = Part(text: "", columns: [column.name])
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where Self.sortable.contains(column.type) && table.partitions == nil:
      let nulls = happens(in: 20) ? " NULLS NOT DISTINCT" : ""
      let late = happens(in: 20) ? " DEFERRABLE INITIALLY DEFERRED" : ""
      part.text = "UNIQUE\(nulls) (\(column.name))\(late)"
    case 1 where Self.ranges.contains(column.type) && table.partitions == nil:
      part.text = "EXCLUDE USING gist (\(column.name) WITH &&) WHERE (id > 3)"
    case 2 where column.type == "integer":
      part.text = "CHECK (twice(\(column.name)) IS DISTINCT FROM 7)"
      part.needs = ["twice"]
    case 3 where Self.texts.contains(column.type):
      part.text = "CHECK (\(column.name) IN ('a', 'b') OR \(column.name) LIKE 'x%')"
    default:
      let alone = table.partitions == nil && happens(in: 30) ? " NO INHERIT" : ""
      part.text = "CHECK (\(column.name) IS NULL OR id BETWEEN -9 AND 99)\(alone)"
    }
    table.constraints[name] = part
  }

  private mutating func addForeignKey(to table: inout Table) {
    let free = table.columns.filter {
      Self.numbers.contains($0.type) && $0.base == nil && $0.name != "id"
    }
    let targets = tables.filter { $0.value.parent == nil }.keys.sorted()
    guard let column = pick(free), let target = pick(targets) else { return }
    let action = pick(["", " ON DELETE CASCADE", " ON UPDATE SET NULL DEFERRABLE"]) ?? ""
    let unchecked = table.isPlain && happens(in: 20) ? " NOT VALID" : ""
    if table.isUnlogged || tables[target]?.isUnlogged == true { return }
    table.foreignKeys["fk_\(Int.random(in: 0..<3, using: &random))"] = Part(
      text: "FOREIGN KEY (\(column.name)) REFERENCES \(target)\(action)\(unchecked)",
      columns: [column.name])
  }

  private mutating func addTrigger(to table: inout Table) {
    guard let column = pick(table.columns) else { return }
    let name = "\"T\(Int.random(in: 0..<2, using: &random))\""
    let texts = [
      "CREATE TRIGGER # BEFORE UPDATE OF \(column.name) ON @ FOR EACH ROW EXECUTE FUNCTION touch()",
      "CREATE TRIGGER # AFTER INSERT ON @ FOR EACH ROW WHEN (NEW.\(column.name) IS NULL) "
        + "EXECUTE FUNCTION touch()",
    ]
    let isPolicy = happens(in: 40)
    if isPolicy {
      table.policies["p_\(table.policies.count % 2)"] = Part(
        text: "CREATE POLICY # ON @ USING (\(column.name) IS NOT NULL)", columns: [column.name])
    } else if column.base == nil || name == "\"T0\"" {
      table.triggers[name] = Part(text: pick(texts) ?? "", columns: [column.name])
      if column.base != nil {
        table.triggers[name]?.text = texts[1].replacing("NEW.\(column.name) IS NULL", with: "true")
      }
    }
  }

  private mutating func addComment(to table: inout Table, _ owner: String) {
    guard let column = pick(table.columns) else { return }
    if happens(in: 50) {
      table.statements["comment on \(column.name)"] = Part(
        text:
          "COMMENT ON COLUMN @.\(column.name) IS 'it''s \(Int.random(in: 0..<9, using: &random))'",
        columns: [column.name])
    } else if table.columns.count > 2, table.parent == nil {
      let columns = Set(
        table.columns.filter { Self.sortable.contains($0.type) && $0.base == nil }.map(\.name)
          .prefix(3))
      guard columns.count > 1 else { return }
      table.statements["st_\(table.number(owner))"] = Part(
        text:
          "CREATE STATISTICS # (ndistinct) ON \(columns.sorted().joined(separator: ", ")) FROM @",
        columns: columns)
    }
  }

  private mutating func changeSettings(of table: inout Table) {
    switch Int.random(in: 0..<3, using: &random) {
    case 0 where table.isPlain && tables.values.allSatisfy(\.foreignKeys.isEmpty):
      table.isUnlogged.toggle()
    case 1:
      if table.partitions == nil {
        table.parameters = pick(["", "fillfactor = 70", "autovacuum_enabled = off"]) ?? ""
      }
    default:
      let isThere = table.statements["security"] != nil
      table.statements["security"] =
        isThere ? nil : Part(text: "ALTER TABLE @ ENABLE ROW LEVEL SECURITY")
    }
  }

  private mutating func changePartitions(of table: inout Table) {
    guard var partitions = table.partitions else { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: partitions["parts_rest"] = partitions["parts_rest"] == nil ? "DEFAULT" : nil
    case 1: partitions["parts_high"] = "FROM (20) TO (\(happens(in: 50) ? "30" : "MAXVALUE"))"
    case 2: partitions["parts_high"] = nil
    default:
      let isWide = happens(in: 50)
      partitions["other.parts_mid"] = "FROM (\(isWide ? 10 : 12)) TO (\(isWide ? 20 : 18))"
    }
    table.partitions = partitions
  }

  private mutating func dropPart(of table: inout Table) {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: table.indexes[pick(table.indexes.keys.sorted()) ?? ""] = nil
    case 1:
      let names = table.constraints.keys.filter { $0 != "the_key" }
      table.constraints[pick(names.sorted()) ?? ""] = nil
    case 2: table.foreignKeys[pick(table.foreignKeys.keys.sorted()) ?? ""] = nil
    case 3: table.triggers[pick(table.triggers.keys.sorted()) ?? ""] = nil
    case 4: table.policies[pick(table.policies.keys.sorted()) ?? ""] = nil
    default: table.statements[pick(table.statements.keys.sorted()) ?? ""] = nil
    }
  }
}

extension RandomPostgresSchema.Table {
  /// Something for the names of its parts, which share theirs with those of other tables.
  func number(_ name: String) -> Int { name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 97 } }
}
