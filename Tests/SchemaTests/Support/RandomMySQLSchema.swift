/// A made-up schema of MySQL that can be edited and written down.
struct RandomMySQLSchema {
  private struct Column {
    var name: String
    var type: String
    var rest: [String] = []
    /// The column that it is computed from.
    var base: String?
  }

  private struct Table {
    var columns: [Column]
    var keys: [String: String] = [:]
    var checks: [String: String] = [:]
    /// The column that refers, and the table that it refers to.
    var foreignKeys: [String: String] = [:]
    var options: [String: String] = [:]
  }

  private var tables: [String: Table] = [:]
  private var random: SplitMix

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    for name in ["a", "order", "T3"] { tables[name] = table() }
    for _ in 0..<12 { edit() }
  }

  private static let names = ["b", "c", "key name", "E", "f_1", "select", "z", "ü", "x`y"]
  private static let numbers = ["int", "bigint", "int unsigned", "smallint", "tinyint(1)"]
  private static let keyable =
    numbers + [
      "varchar(10)", "varchar(40)", "varchar(10) CHARACTER SET latin1", "char(5)",
      "varchar(10) COLLATE utf8mb4_bin", "decimal(8,2)", "decimal(10,3)", "date", "datetime(3)",
      "timestamp NULL", "enum('a','b')", "enum('a','b,c')", "set('x','y')", "double", "bit(4)",
      "time", "year", "uuid", "inet6",
    ]
  private static let types = keyable + ["text", "json", "blob", "text COMPRESSED", "geometry"]
  private static let defaults = [
    "int": "5", "bigint": "(1 + 1)", "varchar(10)": "'it''s'", "varchar(40)": "'a\\\\b;'",
    "decimal(8,2)": "1.5", "datetime(3)": "current_timestamp(3)", "enum('a','b')": "'b'",
    "bit(4)": "b'101'", "date": "'2020-01-01'", "char(5)": "uuid()", "text": "'x'",
  ]

  private static func quoted(_ name: String) -> String {
    "`\(name.replacing("`", with: "``"))`"
  }

  // MARK: - Edits

  private mutating func pick<Element>(_ list: [Element]) -> Element? {
    list.randomElement(using: &random)
  }

  private mutating func happens(in hundred: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < hundred
  }

  private mutating func column(_ name: String) -> Column {
    var column = Column(name: name, type: pick(Self.types) ?? "int")
    if happens(in: 25), !column.type.hasSuffix("NULL") { column.rest.append("NOT NULL") }
    if happens(in: 40), let value = Self.defaults[column.type] {
      column.rest += (happens(in: 15) ? ["INVISIBLE"] : []) + ["DEFAULT \(value)"]
    }
    if happens(in: 20) { column.rest.append("COMMENT 'it''s; \(name.count)'") }
    if happens(in: 10) {
      column.rest.append("CHECK (\(Self.quoted(name)) is not null or true)")
    }
    return column
  }

  private mutating func table() -> Table {
    let names = Self.names.shuffled(using: &random).prefix(4)
    return Table(
      columns: [Column(name: "id", type: "int", rest: ["NOT NULL"])] + names.map { column($0) })
  }

  /// Changes something somewhere.
  mutating func edit() {
    guard let name = pick(tables.keys.sorted()), var table = tables[name] else { return }
    let free = Self.names.filter { name in !table.columns.contains { $0.name == name } }
    let plain = table.columns.filter { $0.base == nil && $0.name != "id" }
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1:
      if let name = pick(free) { insert(column(name), into: &table) }
    case 2:
      if plain.count > 1, let gone = pick(plain) { remove(gone.name, from: &table) }
    case 3, 4:
      if let old = pick(plain) { replace(column(old.name), in: &table) }
    case 5: table.columns.shuffle(using: &random)
    case 6, 7: addKey(to: &table)
    case 8:
      if let key = pick(table.keys.keys.sorted()) { table.keys[key] = nil }
    case 9:
      let base = plain.filter { Self.numbers.contains($0.type) }
      if let name = pick(free), let base = pick(base) {
        let kind = happens(in: 50) ? "VIRTUAL" : "STORED"
        insert(
          Column(
            name: name, type: "bigint", rest: ["AS (\(Self.quoted(base.name)) + 1) \(kind)"],
            base: base.name), into: &table)
      }
    case 10:
      let free = plain.map(\.name).filter { table.foreignKeys[$0] == nil }
      if let target = pick(tables.keys.sorted()), let from = pick(free) {
        replace(Column(name: from, type: "int"), in: &table)
        table.foreignKeys[from] = target
      }
    default:
      table.options["COMMENT"] = happens(in: 50) ? "'it''s'" : nil
      table.options["DEFAULT CHARSET"] = happens(in: 30) ? "latin1" : "utf8mb4"
      if let column = pick(table.columns.filter { Self.numbers.contains($0.type) }) {
        table.checks["ck_\(name)"] = "\(Self.quoted(column.name)) <> 7"
        if column.base != nil || table.foreignKeys[column.name] != nil { table.checks = [:] }
      }
    }
    tables[name] = table
  }

  private mutating func insert(_ column: Column, into table: inout Table) {
    table.columns.insert(
      column, at: Int.random(in: 0...table.columns.count, using: &random))
  }

  private mutating func addKey(to table: inout Table) {
    let names = table.columns.filter { Self.keyable.contains($0.type) }.map(\.name)
    guard let first = pick(names) else { return }
    let second = pick(names).map { $0 == first ? "" : ", \(Self.quoted($0))" } ?? ""
    let kind = happens(in: 25) ? "UNIQUE KEY" : "KEY"
    let order = happens(in: 20) ? " DESC" : ""
    let end = happens(in: 20) ? " COMMENT 'k'" : ""
    table.keys["k\(Int.random(in: 0..<4, using: &random))"] =
      "\(kind) # (\(Self.quoted(first))\(order)\(second))\(end)"
  }

  private func replace(_ column: Column, in table: inout Table) {
    release(column.name, in: &table)
    guard let index = table.columns.firstIndex(where: { $0.name == column.name }) else { return }
    table.columns[index] = column
  }

  /// Takes away all that rests upon a column.
  private func release(_ name: String, in table: inout Table) {
    let mention = Self.quoted(name)
    table.keys = table.keys.filter { !$0.value.contains(mention) }
    table.checks = table.checks.filter { !$0.value.contains(mention) }
    table.foreignKeys[name] = nil
    for column in table.columns where column.base == name { remove(column.name, from: &table) }
  }

  private func remove(_ name: String, from table: inout Table) {
    release(name, in: &table)
    table.columns.removeAll { $0.name == name }
  }

  // MARK: - Text

  var sql: String {
    var statements: [String] = []
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      var lines = table.columns.map {
        ([Self.quoted($0.name), $0.type] + $0.rest).joined(separator: " ")
      }
      lines.append("PRIMARY KEY (id)")
      lines += table.keys.sorted { $0.key < $1.key }.map {
        $0.value.replacing("#", with: $0.key)
      }
      lines += table.checks.sorted { $0.key < $1.key }.map {
        "CONSTRAINT \($0.key) CHECK (\($0.value))"
      }
      let options = table.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      statements.append(
        "CREATE TABLE \(Self.quoted(name)) (\(lines.joined(separator: ", "))) "
          + options.joined(separator: " "))
    }
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      for (column, target) in table.foreignKeys.sorted(by: { $0.key < $1.key }) {
        statements.append(
          "ALTER TABLE \(Self.quoted(name)) ADD FOREIGN KEY (\(Self.quoted(column))) "
            + "REFERENCES \(Self.quoted(target)) (id)")
      }
    }
    return statements.joined(separator: ";\n") + ";\n"
  }
}
