import SchemaModel

/// Tables with their columns and constraints.
extension SQLiteInspection {
  func objects(of table: Table) -> [SchemaObject] {
    var object = SchemaObject(
      ObjectID(.table, table.name),
      [
        .strict: table.facts.isStrict ? "yes" : nil,
        .withoutRowid: table.facts.isWithoutRowid ? "yes" : nil,
        .referencedBy: referencing[SQLiteName.folded(table.name)]?.sorted()
          .joined(separator: ", "),
      ])
    guard let parts = table.parts else {
      object[.definition] = Self.behindName(SQLiteToken.tokens(of: table.text)).canonical(names)
      object[.written] = table.text
      return [object]
    }
    var objects = [object]
    for (position, column) in parts.columns.enumerated() {
      let checks = parts.constraints.count { constraint in
        if case .check = constraint.body { constraint.column == column.name } else { false }
      }
      objects.append(self.object(of: column, in: object.id, position, checks: checks))
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
    of column: SQLiteTableText.Column, in table: ObjectID, _ position: Int, checks: Int
  ) -> SchemaObject {
    func text(_ tokens: some Collection<SQLiteToken>) -> String? {
      tokens.isEmpty ? nil : tokens.canonical(names)
    }
    let generated = column.generated.map { expression, isStored in
      "(\(expression.canonical(names))) \(isStored ? "stored" : "virtual")"
    }
    let collation = column.collation.map(SQLiteName.canonical)
    let value = column.defaultValue.flatMap { text(Self.bare($0)) }
    return SchemaObject(
      ObjectID(.column, owner: table.name, column.name), parent: table,
      [
        .type: text(column.type), .notNull: column.notNull.flatMap(text),
        // Without a default there is null.
        .defaultValue: value == "null" ? nil : value,
        .collation: collation == "binary" ? nil : collation, .generated: generated,
        .rest: text(column.rest), .inlineChecks: "\(checks)", .written: column.definition.written,
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
