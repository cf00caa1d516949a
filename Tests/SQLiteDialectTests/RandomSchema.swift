/// A schema that can be changed at random and written down, with rows that fit every change of it: each
/// value is a number that no other has, and what may not be null has a default.
struct RandomSchema {
  struct Column {
    var name: String
    var type: String
    var isNotNull = false
    var isUnique = false
    var isChecked = false
    var isBlind = false
    var target: String?
    /// The column of which this one is made.
    var source: String?
    var isStored = false
  }

  enum Key: CaseIterable { case none, rowid, counter, other }

  struct Table {
    var name: String
    var key = Key.rowid
    var isStrict = false
    var isWithoutRowid = false
    /// Behind the column `id`, which every table has.
    var columns: [Column] = []
    /// Names of indexes and the column of each.
    var indexes: [String: (column: String, kind: Int)] = [:]
    var triggers: [String: String] = [:]
    var isPair = false
    /// What has gone does not come back as something else.
    var spentNames: Set<String> = []

    /// Whether `id` is the row's number.
    var isNumbered: Bool { !isWithoutRowid && (key == .rowid || key == .counter) }
  }

  var tables: [Table] = []
  /// Names of views, the table and the column of each.
  private(set) var views: [String: (table: String, column: String)] = [:]
  private var count = 0

  private static let types = ["INTEGER", "TEXT", "INT", "REAL", "ANY"]
  private static let names = [
    "a", "B b", "order", "ümlaut", "x\"y", "rowid", "Value", "key", "it's", "b", "c", "d", "e e",
  ]

  static func random(using dice: inout SeededDice) -> RandomSchema {
    var schema = RandomSchema()
    for _ in 0..<3 { schema.addTable(&dice) }
    for _ in 0..<20 { schema.edit(&dice) }
    return schema
  }

  mutating func edit(_ dice: inout SeededDice) {
    guard !tables.isEmpty else { return addTable(&dice) }
    let table = dice.roll(tables.count)
    switch dice.roll(16) {
    case 0: addTable(&dice)
    case 1: dropTable(table)
    case 2, 3, 4, 5: addColumn(to: table, &dice)
    case 6, 7: dropColumn(of: table, &dice)
    case 8, 9: changeColumn(of: table, &dice)
    case 10: tables[table].key = dice.pick(Key.allCases)
    case 11: tables[table].isStrict.toggle()
    case 12:
      tables[table].isWithoutRowid.toggle()
      tables[table].isPair = dice.roll(2) == 0
    case 13: editIndexes(of: table, &dice)
    case 14: editTriggers(of: table, &dice)
    default: editViews(table, &dice)
    }
  }

  private mutating func addTable(_ dice: inout SeededDice) {
    guard tables.count < 5 else { return }
    count += 1
    tables.append(Table(name: dice.roll(2) == 0 ? "t\(count)" : "Tab'le \(count)"))
    for _ in 0..<3 { addColumn(to: tables.count - 1, &dice) }
  }

  /// The columns that refer to it go as well: on the way back its rows are not there.
  private mutating func dropTable(_ index: Int) {
    let name = tables.remove(at: index).name
    views = views.filter { $0.value.table != name }
    for table in tables.indices {
      while let column = tables[table].columns.firstIndex(where: { $0.target == name }) {
        dropColumn(column, of: table)
      }
    }
  }

  private mutating func addColumn(to table: Int, _ dice: inout SeededDice) {
    let spent = tables[table].spentNames
    let free = Self.names.filter { !spent.contains($0) }
    guard !free.isEmpty else { return }
    var column = Column(name: dice.pick(free), type: dice.pick(Self.types))
    switch dice.roll(6) {
    case 0: column.isNotNull = true
    case 1: column.isUnique = true
    case 2: column.isChecked = true
    case 3: column.target = dice.pick(tables).name
    case 4:
      column.source = dice.pick(
        ["id"] + tables[table].columns.filter { $0.source == nil }.map(\.name))
      column.isStored = dice.roll(2) == 0
    default: break
    }
    tables[table].spentNames.insert(column.name)
    tables[table].columns.insert(column, at: dice.roll(tables[table].columns.count + 1))
  }

  private mutating func dropColumn(of table: Int, _ dice: inout SeededDice) {
    guard !tables[table].columns.isEmpty else { return }
    dropColumn(dice.roll(tables[table].columns.count), of: table)
  }

  private mutating func dropColumn(_ index: Int, of table: Int) {
    let name = tables[table].columns.remove(at: index).name
    let owner = tables[table].name
    tables[table].columns.removeAll { $0.source == name }
    let left = ["id"] + tables[table].columns.map(\.name)
    tables[table].indexes = tables[table].indexes.filter { left.contains($0.value.column) }
    tables[table].triggers = tables[table].triggers.filter { left.contains($0.value) }
    for (view, shown) in views where shown.table == owner && !left.contains(shown.column) {
      views[view] = (owner, "id")
    }
  }

  private mutating func changeColumn(of table: Int, _ dice: inout SeededDice) {
    guard !tables[table].columns.isEmpty else { return }
    let index = dice.roll(tables[table].columns.count)
    var column = tables[table].columns[index]
    switch dice.roll(5) {
    case 0: column.type = dice.pick(Self.types)
    case 1: column.isChecked.toggle()
    case 2: column.isBlind.toggle()
    case 3 where column.source != nil: column.isStored.toggle()
    case 3 where column.target == nil && !column.isUnique: column.isNotNull.toggle()
    case 4 where column.source == nil && !column.isNotNull: column.isUnique.toggle()
    default: break
    }
    tables[table].columns[index] = column
  }

  private mutating func editIndexes(of table: Int, _ dice: inout SeededDice) {
    let name = "i\(dice.roll(8))"
    for other in tables.indices { tables[other].indexes[name] = nil }
    guard dice.roll(3) > 0 else { return }
    let columns = ["id"] + tables[table].columns.map(\.name)
    tables[table].indexes[name] = (dice.pick(columns), dice.roll(4))
  }

  private mutating func editTriggers(of table: Int, _ dice: inout SeededDice) {
    let name = "g \(dice.roll(4))"
    for other in tables.indices { tables[other].triggers[name] = nil }
    guard dice.roll(3) > 0 else { return }
    tables[table].triggers[name] = dice.pick(
      ["id"] + tables[table].columns.filter { $0.source == nil }.map(\.name))
  }

  private mutating func editViews(_ table: Int, _ dice: inout SeededDice) {
    let name = "v\(dice.roll(4))"
    views[name] = nil
    guard dice.roll(3) > 0 else { return }
    views[name] = (tables[table].name, dice.pick(["id"] + tables[table].columns.map(\.name)))
  }
}

extension RandomSchema {
  static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// In the order of the names, so that nothing but the seed matters.
  var script: String {
    var lines = tables.map(Self.script)
    for table in tables {
      for (name, index) in table.indexes.sorted(by: { $0.key < $1.key }) {
        let column = Self.quoted(index.column)
        let what = [
          "(\(column))", "(\(column) DESC, id)", "(abs(\(column)))",
          "(id) WHERE \(column) IS NOT NULL",
        ][index.kind]
        lines.append("CREATE INDEX \(name) ON \(Self.quoted(table.name)) \(what);")
      }
    }
    for (name, view) in views.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "CREATE VIEW \(name) AS SELECT id, \(Self.quoted(view.column)) AS shown "
          + "FROM \(Self.quoted(view.table));")
    }
    for table in tables {
      for (name, column) in table.triggers.sorted(by: { $0.key < $1.key }) {
        let owner = Self.quoted(table.name)
        // Would be seen in the rows.
        lines.append(
          "CREATE TRIGGER \(Self.quoted(name)) AFTER INSERT ON \(owner) BEGIN "
            + "UPDATE \(owner) SET \(Self.quoted(column)) = -1 WHERE id < 0; DELETE FROM \(owner); END;"
        )
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func script(_ table: Table) -> String {
    let isWithoutRowid = table.isWithoutRowid
    let key =
      switch table.key {
      case .none where !isWithoutRowid: "id INTEGER UNIQUE"
      case .counter where !isWithoutRowid: "id INTEGER PRIMARY KEY AUTOINCREMENT"
      case .other: "id INT PRIMARY KEY"
      default: "id INTEGER PRIMARY KEY"
      }
    var lines = [key] + table.columns.map { script($0, isStrict: table.isStrict) }
    if table.isPair, let column = table.columns.first {
      lines.append("UNIQUE (id, \(quoted(column.name)))")
    }
    let options = [table.isStrict ? "STRICT" : nil, isWithoutRowid ? "WITHOUT ROWID" : nil]
      .compactMap(\.self).joined(separator: ", ")
    return "CREATE TABLE \(quoted(table.name)) (\n  "
      + lines.joined(separator: ",\n  ") + "\n) \(options);"
  }

  private static func script(_ column: Column, isStrict: Bool) -> String {
    let name = quoted(column.name)
    var text = "\(name) \(column.type)"
    if let source = column.source {
      return text + " AS (\(quoted(source)))" + (column.isStored ? " STORED" : "")
    }
    if column.isNotNull { text += " DEFAULT 5 NOT NULL" }
    if column.isUnique { text += " UNIQUE" }
    if column.isChecked { text += " CHECK (\(name) IS NULL OR \(name) <> 'never')" }
    if column.isBlind { text += " COLLATE NOCASE" }
    if let target = column.target { text += " REFERENCES \(quoted(target)) (id) ON DELETE CASCADE" }
    return text
  }

  /// Rows for every table, all values different; references point at the first row.
  var rows: String {
    var number = 0
    var inserts: [String] = []
    for table in tables {
      let columns = table.columns.filter { $0.source == nil }
      for row in 1...3 {
        let values = columns.map { column in
          number += 1
          return column.target == nil ? "\(number)" : row == 1 ? "10" : "NULL"
        }
        inserts.append(
          "INSERT INTO \(Self.quoted(table.name)) ("
            + (["id"] + columns.map { Self.quoted($0.name) }).joined(separator: ", ")
            + ") VALUES (" + (["\(row * 10)"] + values).joined(separator: ", ") + ");")
      }
    }
    return inserts.joined(separator: "\n")
  }
}

/// Numbers that are the same for the same seed.
struct SeededDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// From 0 up to, and without, the number of sides.
  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(sides, 1)))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}
