import SchemaModel

/// A table with its columns and constraints, as `CREATE TABLE` writes it.
struct SQLiteTableDefinition {
  private let table: SchemaObject?
  private let name: String
  /// By position.
  let columns: [SchemaObject]
  let constraints: [SchemaObject]

  init(_ id: ObjectID, created changes: [ObjectChange]) {
    self.init(id, changes.compactMap(\.new))
  }

  /// - Parameter objects: the table and its parts, and nothing else.
  init(_ id: ObjectID, _ objects: [SchemaObject]) {
    let parts = objects.sorted { ($0.position, $0.id) < ($1.position, $1.id) }
    name = id.name
    table = objects.first { $0.id == id }
    columns = parts.filter { $0.id.kind == .column }
    constraints = parts.filter(\.id.kind.isConstraint)
  }

  var isWithoutRowid: Bool { table?[.withoutRowid] != nil }
  var isStrict: Bool { table?[.strict] != nil }
  var hasAutoincrement: Bool { constraints.contains { $0[.autoincrement] != nil } }

  /// Whether a constraint says what becomes of a row that breaks it.
  var resolvesConflicts: Bool {
    constraints.contains { $0[.onConflict] != nil }
      || columns.contains { $0[.notNull].map { $0 != "not null" } ?? false }
  }

  /// The column that is the row's number.
  var rowidColumn: SchemaObject? {
    guard let key = constraints.first(where: { $0[.isRowid] != nil }), let list = key[.columns]
    else { return nil }
    let name = list.hasSuffix(" desc") ? String(list.dropLast(5)) : list
    return columns.first { SQLiteName.canonical($0.id.name) == name }
  }

  func column(named name: String) -> SchemaObject? {
    let folded = SQLiteName.folded(name)
    return columns.first { SQLiteName.folded($0.id.name) == folded }
  }

  /// - Parameter other: a name for the table in place of its own.
  func statement(as other: String? = nil) -> String {
    if columns.isEmpty, let written = table?[.written] { return written }
    var lines = columns.map(Self.text)
    lines += constraints.filter { $0[.inlineColumn] == nil }.compactMap { $0[.written] }
    let options = [isStrict ? "STRICT" : nil, isWithoutRowid ? "WITHOUT ROWID" : nil]
      .compactMap(\.self).joined(separator: ", ")
    return "CREATE TABLE \(SQLiteName.quoted(other ?? name)) (\n"
      + lines.map { "  \($0)" }.joined(separator: ",\n") + "\n)"
      + (options.isEmpty ? "" : " \(options)")
  }

  static func text(of column: SchemaObject) -> String {
    let definition = column[.written] ?? ""
    return SQLiteName.quoted(column.id.name) + (definition.isEmpty ? "" : " \(definition)")
  }
}
