import SQLText
import SchemaModel

/// Makes objects of the rows of `sqlite_schema`.
///
/// What pragmas tell of a table is less than its text does: of checks, collations, expressions, names of
/// constraints and conflict clauses they know nothing. So the text is read, and the engine only asked for what
/// stands outside of it.
struct SQLiteInspection {
  /// A row of `sqlite_schema`.
  struct Entry {
    var type: String
    var name: String
    var table: String
    var text: String
  }

  /// A row of `pragma_table_list`.
  struct TableFacts {
    /// `table`, `virtual`, `shadow`, `view`.
    var type: String
    var columnCount: Int
    var isWithoutRowid: Bool
    var isStrict: Bool
  }

  private struct Table {
    var name: String
    var facts: TableFacts
    var text: String
    /// Nil for a text that we cannot read.
    var parts: SQLiteTableText?
  }

  private let entries: [Entry]
  private let facts: [String: TableFacts]
  private var tables: [Table] = []
  /// The tables' and views' names as they are written, by their folded ones.
  private var spellings: [String: String] = [:]
  /// Primary keys by folded name of their table.
  private var keys: [String: [ArraySlice<SQLiteToken>]] = [:]
  private var referencing: [String: Set<String>] = [:]
  /// All names of the schema, folded.
  private var names: Set<String> = []

  /// - Parameter facts: by name, as `sqlite_schema` spells it.
  init(_ entries: [Entry], _ facts: [String: TableFacts]) {
    self.entries = entries.filter { !SQLiteName.isInternal($0.name) }
    self.facts = facts
    readTables()
  }

  private mutating func readTables() {
    for entry in entries {
      names.insert(SQLiteName.folded(entry.name))
      guard entry.type == "table" || entry.type == "view" else { continue }
      spellings[SQLiteName.folded(entry.name)] = entry.name
      guard entry.type == "table", let facts = facts[entry.name], facts.type == "table" else {
        continue
      }
      var parts = SQLiteTableText(entry.text, table: entry.name)
      if let read = parts, read.columns.count != facts.columnCount { parts = nil }
      tables.append(Table(name: entry.name, facts: facts, text: entry.text, parts: parts))
      guard let parts else { continue }
      names.formUnion(parts.columns.map { SQLiteName.folded($0.name) })
      for constraint in parts.constraints {
        switch constraint.body {
        case .primaryKey(let columns, _, _): keys[SQLiteName.folded(entry.name)] = columns
        case .foreignKey(_, let key):
          referencing[SQLiteName.folded(key.table), default: []].insert(entry.name)
        case .unique, .check: break
        }
      }
    }
  }

  func snapshot() -> SchemaSnapshot {
    var snapshot = SchemaSnapshot()
    for table in tables {
      for object in objects(of: table) { snapshot.insert(object) }
    }
    for entry in entries {
      if let object = object(of: entry) { snapshot.insert(object) }
    }
    return snapshot
  }

  // MARK: - What stands alone

  private func object(of entry: Entry) -> SchemaObject? {
    let tokens = SQLiteToken.tokens(of: entry.text)
    let written = Self.complete(entry.text, tokens)
    switch entry.type {
    case "table":
      guard facts[entry.name]?.type == "virtual" else { return nil }
      // What is written for a module is its own language.
      return SchemaObject(
        ObjectID(.virtualTable, entry.name),
        [.definition: Self.behindName(tokens).written, .written: written])
    case "view":
      return SchemaObject(
        ObjectID(.view, entry.name),
        [.definition: Self.behindName(tokens).canonical(names), .written: written])
    case "trigger":
      let table = spellings[SQLiteName.folded(entry.table)] ?? entry.table
      let isOnView = facts[table]?.type == "view"
      return SchemaObject(
        ObjectID(.trigger, owner: table, entry.name),
        parent: ObjectID(isOnView ? .view : .table, table),
        [.definition: Self.behindName(tokens).canonical(names), .written: written])
    case "index": return index(entry, tokens)
    default: return nil
    }
  }

  private func index(_ entry: Entry, _ tokens: [SQLiteToken]) -> SchemaObject? {
    var reader = SQLiteTokenReader(Self.behindName(tokens))
    let table = spellings[SQLiteName.folded(entry.table)] ?? entry.table
    // The indexes of a shadow table are its module's.
    guard facts[table]?.type == "table", reader.take("on"), reader.name() != nil else { return nil }
    let written = reader.rest().written
    guard let columns = reader.parenthesised() else { return nil }
    let condition = reader.take("where") ? reader.rest().canonical(names) : nil
    return SchemaObject(
      ObjectID(.index, owner: table, entry.name), parent: ObjectID(.table, table),
      [
        .unique: tokens.dropFirst().first?.keyword == "unique" ? "yes" : nil,
        .columns: canonical(columns.splitAtCommas()), .condition: condition, .written: written,
      ])
  }

  /// The text behind `CREATE … name`.
  private static func behindName(_ tokens: [SQLiteToken]) -> ArraySlice<SQLiteToken> {
    var reader = SQLiteTokenReader(tokens[...])
    _ = reader.take("create")
    let kinds: Set<String> = ["temp", "temporary", "unique", "virtual"]
    while kinds.contains(reader.keyword()) { reader.skip() }
    reader.skip()
    _ = reader.take("if", "not", "exists")
    _ = reader.name()
    if reader.take(sign: ".") { _ = reader.name() }
    return reader.rest()
  }

  /// The text as its author laid it out, up to its last token: a comment at its end would take the terminator
  /// with it. Without comments where one of them would be a directive.
  private static func complete(_ text: String, _ tokens: [SQLiteToken]) -> String {
    let bytes = Array(text.utf8)
    var end = 0
    for lexeme in SQLStatement(text: text).lexemes(rules: .sqlite) {
      switch lexeme.kind {
      case .space: break
      case .comment:
        if Directive.beginningOfWords(in: bytes[lexeme.range]) != nil { return tokens.written }
      default: end = lexeme.range.upperBound
      }
    }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private func canonical(_ columns: [ArraySlice<SQLiteToken>]) -> String {
    columns.map { column in
      (column.last?.keyword == "asc" ? column.dropLast() : column).canonical(names)
    }.joined(separator: ", ")
  }

  // MARK: - Tables

  private func objects(of table: Table) -> [SchemaObject] {
    let others = referencing[SQLiteName.folded(table.name)]?.filter { $0 != table.name } ?? []
    var object = SchemaObject(
      ObjectID(.table, table.name),
      [
        .strict: table.facts.isStrict ? "yes" : nil,
        .withoutRowid: table.facts.isWithoutRowid ? "yes" : nil,
        .referencedBy: others.isEmpty ? nil : others.sorted().joined(separator: ", "),
      ])
    guard let parts = table.parts else {
      object[.definition] = Self.behindName(SQLiteToken.tokens(of: table.text)).canonical(names)
      object[.written] = table.text
      return [object]
    }
    var objects = [object]
    for (position, column) in parts.columns.enumerated() {
      objects.append(self.object(of: column, in: object.id, position))
    }
    var taken: [ObjectID: Int] = [:]
    for (position, constraint) in parts.constraints.enumerated() {
      var part = self.object(of: constraint, in: table, parts, position)
      taken[part.id, default: 0] += 1
      // Names need not be unique, and equal constraints are allowed.
      if let count = taken[part.id], count > 1 { part.id.name += " #\(count)" }
      objects.append(part)
    }
    return objects
  }

  private func object(
    of column: SQLiteTableText.Column, in table: ObjectID, _ position: Int
  ) -> SchemaObject {
    func text(_ tokens: some Collection<SQLiteToken>) -> String? {
      tokens.isEmpty ? nil : tokens.canonical(names)
    }
    let generated = column.generated.map { expression, isStored in
      "(\(expression.canonical(names))) \(isStored ? "stored" : "virtual")"
    }
    return SchemaObject(
      ObjectID(.column, owner: table.name, column.name), parent: table,
      [
        .type: text(column.type), .notNull: column.notNull.flatMap(text),
        .defaultValue: column.defaultValue.flatMap { text(Self.bare($0)) },
        .collation: column.collation.map(SQLiteName.canonical), .generated: generated,
        .rest: text(column.rest), .written: column.definition.written,
      ], position: position)
  }

  /// `(5)` is 5, and `(-5)` is -5.
  private static func bare(_ value: ArraySlice<SQLiteToken>) -> ArraySlice<SQLiteToken> {
    guard value.first?.isSign("(") == true else { return value }
    let content = value.dropFirst().dropLast()
    let isSigned = content.first?.isSign("-") == true || content.first?.isSign("+") == true
    guard content.count == (isSigned ? 2 : 1), let last = content.last,
      last.kind == .number || last.kind == .string
    else { return value }
    return content
  }

  private func object(
    of constraint: SQLiteTableText.Constraint, in table: Table, _ parts: SQLiteTableText,
    _ position: Int
  ) -> SchemaObject {
    let id = ObjectID(.table, table.name)
    func object(
      _ kind: ObjectKind, _ name: String, _ facts: KeyValuePairs<Fact, String?>
    ) -> SchemaObject {
      var object = SchemaObject(
        ObjectID(kind, owner: table.name, constraint.name ?? "(\(name))"), parent: id, facts,
        position: position)
      object[.written] = constraint.text.written
      object[.inlineColumn] = constraint.column
      return object
    }
    switch constraint.body {
    case .primaryKey(let columns, let isAutoincrement, let conflict):
      let list = canonical(columns)
      let isRowid = Self.isRowid(constraint, columns, table, parts)
      return object(
        .primaryKey, list,
        [
          .columns: list, .autoincrement: isAutoincrement ? "yes" : nil,
          .isRowid: isRowid ? "yes" : nil,
          .onConflict: conflict,
        ])
    case .unique(let columns, let conflict):
      let list = canonical(columns)
      return object(.unique, list, [.columns: list, .onConflict: conflict])
    case .check(let expression, let conflict):
      let text = expression.canonical(names)
      return object(.check, text, [.definition: text, .onConflict: conflict])
    case .foreignKey(let columns, let key):
      let list = canonical(columns)
      let target = SQLiteName.folded(key.table)
      let targets = key.columns.isEmpty ? keys[target] ?? [] : key.columns
      let name = constraint.name.map { "CONSTRAINT \(SQLiteName.quoted($0)) " } ?? ""
      let columnList = targets.isEmpty ? "" : "(\(canonical(targets)))"
      return object(
        .foreignKey, list,
        [
          .columns: list, .references: SQLiteName.canonical(key.table) + columnList,
          .onDelete: key.onDelete, .onUpdate: key.onUpdate, .match: key.match,
          .deferred: key.isDeferred ? "yes" : nil, .writtenReference: name + key.text.written,
        ])
    }
  }

  /// Whether the key is the row's number: of one column whose type is `INTEGER` and nothing else. By an
  /// old mistake that stays, `DESC` behind the column's own `PRIMARY KEY` makes another key
  /// (https://sqlite.org/lang_createtable.html#rowid).
  private static func isRowid(
    _ constraint: SQLiteTableText.Constraint, _ columns: [ArraySlice<SQLiteToken>],
    _ table: Table, _ parts: SQLiteTableText
  ) -> Bool {
    guard !table.facts.isWithoutRowid, columns.count == 1, let key = columns.first else {
      return false
    }
    if constraint.column != nil, key.last?.keyword == "desc" { return false }
    guard let name = key.first?.nameValue.map(SQLiteName.folded) else { return false }
    let column = parts.columns.first { SQLiteName.folded($0.name) == name }
    guard let type = column?.type, type.count == 1 else { return false }
    return type.first?.nameValue.map(SQLiteName.folded) == "integer"
  }
}
