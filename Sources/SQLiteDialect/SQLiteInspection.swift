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

  struct Table {
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
  private(set) var keys: [String: [ArraySlice<SQLiteToken>]] = [:]
  private(set) var referencing: [String: Set<String>] = [:]
  /// All names of the schema, folded.
  private(set) var names: Set<String> = []

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
    if entry.type == "table", facts[entry.name]?.type != "virtual" { return nil }
    let tokens = SQLiteToken.tokens(of: entry.text)
    let written = Self.complete(entry.text, tokens)
    switch entry.type {
    case "table":
      return SchemaObject(
        ObjectID(.virtualTable, entry.name),
        [.definition: module(Self.behindName(tokens)), .written: written])
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

  /// `using fts5(Title, body)`: what is written for the module is a language of its own.
  private func module(_ tokens: ArraySlice<SQLiteToken>) -> String {
    tokens.prefix(2).canonical(names) + tokens.dropFirst(2).spaced(\.text)
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
  static func behindName(_ tokens: [SQLiteToken]) -> ArraySlice<SQLiteToken> {
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

  func canonical(_ columns: [ArraySlice<SQLiteToken>]) -> String {
    columns.map { column in
      (column.last?.keyword == "asc" ? column.dropLast() : column).canonical(names)
    }.joined(separator: ", ")
  }
}
