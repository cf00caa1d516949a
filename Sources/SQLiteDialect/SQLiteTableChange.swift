import SchemaModel

/// The changes of a table that stays, and whether `ALTER TABLE` can make them
/// (https://sqlite.org/lang_altertable.html).
struct SQLiteTableChange {
  let table: ObjectID
  let changes: [ObjectChange]
  /// The table and its parts as they are.
  let before: [SchemaObject]
  /// The same as they shall be.
  let after: [SchemaObject]
  let rules: SQLiteSchemaRules

  init(_ group: ChangeGroup, rules: SQLiteSchemaRules) {
    table = group.root
    changes = group.changes
    before = group.before
    after = group.after
    self.rules = rules
  }

  var droppedColumns: [SchemaObject] {
    changes.compactMap { change in
      if case .drop(let object) = change, object.id.kind == .column { object } else { nil }
    }
  }

  var addedColumns: [SchemaObject] { created.filter { $0.id.kind == .column } }

  private var created: [SchemaObject] {
    changes.compactMap { change in
      if case .create(let object) = change { object } else { nil }
    }
  }

  var needsRebuild: Bool {
    let added = addedColumns
    let dropped = droppedColumns
    if !dropped.isEmpty, !rules.canDropColumns { return true }
    // A name in another case is the same column, which keeps its values.
    let folded = Set(dropped.map { SQLiteName.folded($0.id.name) })
    if added.contains(where: { folded.contains(SQLiteName.folded($0.id.name)) }) { return true }
    if SQLiteColumnOrder(added).named == nil || SQLiteColumnOrder(dropped).named == nil {
      return true
    }
    if (added + dropped).contains(where: holdsForeignCheck) { return true }
    return changes.contains { change in
      switch change {
      case .alter: true
      case .drop(let object) where object.id.kind == .column: false
      case .drop(let object):
        // A column takes only the checks of its own definition with it.
        object.id.kind != .check || !dropped.contains { $0.id.name == object[.inlineColumn] }
      case .create(let object): !canAdd(object, with: added)
      }
    }
  }

  /// Whether a check in the definition of a column that comes or goes is there before and after.
  private func holdsForeignCheck(_ column: SchemaObject) -> Bool {
    let own = changes.count { change in
      guard let object = change.new ?? change.old, object.id.kind == .check else { return false }
      return object[.inlineColumn] == column.id.name
    }
    return column[.inlineChecks] != "\(own)"
  }

  private func canAdd(_ object: SchemaObject, with added: [SchemaObject]) -> Bool {
    switch object.id.kind {
    case .column:
      let isStored = object[.generated]?.hasSuffix(" stored") ?? false
      return !isStored && object[.rest] == nil && hasConstantDefault(object)
    case .check:
      // The definition of a column can hold a check of the whole row, but no answer to conflicts.
      return !added.isEmpty
        && !SQLiteToken.tokens(of: object[.written] ?? "").contains { $0.keyword == "conflict" }
    case .foreignKey:
      guard let column = column(of: object, among: added) else { return false }
      return column[.defaultValue] == nil
    default: return false
    }
  }

  /// `CURRENT_TIMESTAMP` and expressions are refused for a table with rows.
  private func hasConstantDefault(_ column: SchemaObject) -> Bool {
    guard let value = column[.defaultValue] else { return true }
    return !value.hasPrefix("(") && !value.hasPrefix("current_")
  }

  /// The only column of a foreign key.
  private func column(of key: SchemaObject, among columns: [SchemaObject]) -> SchemaObject? {
    columns.first { SQLiteName.canonical($0.id.name) == key[.columns] }
  }

  func alterStatements() -> [SchemaStatement] {
    let name = SQLiteName.quoted(table.name)
    let added = SQLiteColumnOrder(addedColumns).named ?? []
    var statements = added.map { column in
      let extra = constraints(with: column, isLast: column.id == added.last?.id)
      let text = [SQLiteTableDefinition.text(of: column)] + extra.map(\.text)
      let checks = created.filter { $0.id.kind == .check && $0[.inlineColumn] == column.id.name }
      return SchemaStatement(
        "ALTER TABLE \(name) ADD COLUMN \(text.joined(separator: " "))",
        hazards: Self.hazards(ofAdding: column)
          + (checks + extra.map(\.object)).compactMap {
            $0.id.kind == .check ? Self.hazard(of: $0) : nil
          })
    }
    let dropped = (SQLiteColumnOrder(droppedColumns).named ?? []).reversed()
    statements += dropped.map { column in
      var hazards = [Hazard(.rewrite, "writes all rows of \(table.name) anew")]
      if column[.generated] == nil { hazards.insert(Self.loss(of: column), at: 0) }
      return SchemaStatement(
        "ALTER TABLE \(name) DROP COLUMN \(SQLiteName.quoted(column.id.name))", hazards: hazards)
    }
    return statements
  }

  /// Constraints of the table that can only come in the definition of a column.
  private func constraints(
    with column: SchemaObject, isLast: Bool
  ) -> [(object: SchemaObject, text: String)] {
    let added = addedColumns.map(\.id.name)
    return created.filter { object in
      object[.inlineColumn].map { !added.contains($0) } ?? true
    }.compactMap { object in
      switch object.id.kind {
      case .check where isLast: return (object, object[.written] ?? "")
      case .foreignKey where object[.columns] == SQLiteName.canonical(column.id.name):
        return (object, object[.writtenReference] ?? "")
      default: return nil
      }
    }
  }

  static func loss(of column: SchemaObject) -> Hazard {
    Hazard(.dataLoss, "drops \(column.id.path) and all that it holds")
  }

  static func hazards(ofAdding column: SchemaObject) -> [Hazard] {
    guard column[.notNull] != nil, column[.defaultValue] == nil, column[.generated] == nil else {
      return []
    }
    return [
      Hazard(
        .mayFail,
        "fails when \(column.id.owner ?? "") has rows, since \(column.id.path) is NOT NULL without a "
          + "default: give it one, or add it without NOT NULL, fill it, and add NOT NULL in a later "
          + "revision")
    ]
  }

  static func hazard(of check: SchemaObject) -> Hazard {
    Hazard(
      .mayFail,
      "fails where a row of \(check.id.owner ?? "") breaks CHECK (\(check[.definition] ?? ""))")
  }
}
