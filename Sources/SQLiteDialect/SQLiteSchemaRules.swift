import SchemaModel

/// How schemas of SQLite change: `ALTER TABLE` where it can, and otherwise one rebuild per table.
///
/// SQLite looks at what a key, a trigger or a view names only when it is used, and a rebuild leaves all of
/// them alone. So objects depend on nothing but their table or view: what goes goes first, then come tables,
/// and then what stands on them.
struct SQLiteSchemaRules: SchemaRules {
  /// As `sqlite3_libversion_number` tells it: 3040001 for 3.40.1.
  let libraryVersion: Int

  /// The first version whose `DROP COLUMN` is sound (https://sqlite.org/changes.html, 3.35.5).
  var canDropColumns: Bool { libraryVersion >= 3_035_005 }

  func comparison(of fact: Fact, in kind: ObjectKind) -> FactComparison {
    fact.isForStatementsOnly ? .ignored : .exact
  }

  func rank(of kind: ObjectKind) -> Int {
    switch kind {
    case .table: 0
    case .virtualTable: 1
    case .index: 2
    case .view: 3
    case .trigger: 4
    default: 0
    }
  }

  func isFolded(_ part: SchemaObject) -> Bool {
    part.id.kind == .column || part.id.kind.isConstraint
  }

  func namespace(of id: ObjectID) -> String? {
    switch id.kind {
    case .table, .virtualTable, .view, .index: "relation \(SQLiteName.folded(id.name))"
    case .trigger: "trigger \(SQLiteName.folded(id.name))"
    default: nil
    }
  }

  func alteration(
    from old: SchemaObject, to new: SchemaObject, facts: [Fact]
  ) throws(SchemaRefusal) -> Alteration {
    switch old.id.kind {
    case .index, .view, .trigger: return .replace
    case .virtualTable:
      throw SchemaRefusal(
        old.id,
        reason: "a virtual table cannot be changed, and dropping it would drop what it holds",
        advice: "write a revision that makes a new one and fills it")
    case .table where facts.contains(.definition):
      throw SchemaRefusal(
        old.id, reason: "the text of its CREATE TABLE cannot be read, so it cannot be rebuilt",
        advice: "write the change by hand")
    default: return .inPlace
    }
  }

  func isRebuilt(_ kind: ObjectKind) -> Bool { kind == .table }

  /// A rebuild makes the indexes and triggers again that go with the old table.
  func effect(of change: ObjectChange, on dependant: SchemaObject) -> DependantEffect { .survives }

  func statements(
    for group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    guard group.root.kind == .table else {
      return group.changes.flatMap { change -> [SchemaStatement] in
        switch change {
        case .drop(let object):
          // What hangs on a view goes with it.
          object.id == group.root ? [Self.drop(object)] : []
        case .create(let object): [Self.create(object, in: current)]
        case .alter: []
        }
      }
    }
    switch group.rootChange {
    case .create(let table):
      try refuseOtherSpelling(of: table, in: current)
      return [SchemaStatement(SQLiteTableDefinition(table.id, created: group.changes).statement())]
    case .drop(let table):
      try refuseOtherSpelling(of: table, in: desired)
      return [Self.drop(table)]
    case .alter, nil:
      let change = SQLiteTableChange(group, rules: self)
      let isRebuilt =
        change.needsRebuild
        || !change.droppedColumns.isEmpty && isViewMissed(from: current, to: desired)
      return isRebuilt
        ? SQLiteRebuild(change, from: current, to: desired).statements() : change.alterStatements()
    }
  }

  func suspendsForeignKeys(_ groups: [ChangeGroup]) -> Bool {
    let dropsView = groups.contains { group in
      group.root.kind == .view && group.changes.contains { $0.old?.id.kind == .view }
    }
    return groups.contains { group in
      guard group.root.kind == .table else { return false }
      switch group.rootChange {
      case .create: return false
      // Dropping a table deletes its rows first, and what refers to them goes along or is in the way.
      case .drop(let table): return table[.referencedBy] != nil
      case .alter, nil:
        let change = SQLiteTableChange(group, rules: self)
        return change.needsRebuild || dropsView && !change.droppedColumns.isEmpty
      }
    }
  }

  func rename(_ object: SchemaObject, to name: String) throws(SchemaRefusal) -> [SchemaStatement] {
    let old = SQLiteName.quoted(object.id.name)
    let new = SQLiteName.quoted(name)
    switch object.id.kind {
    case .column:
      let table = SQLiteName.quoted(object.id.owner ?? "")
      return [SchemaStatement("ALTER TABLE \(table) RENAME COLUMN \(old) TO \(new)")]
    case .table, .virtualTable:
      guard SQLiteName.folded(object.id.name) == SQLiteName.folded(name) else {
        return [SchemaStatement("ALTER TABLE \(old) RENAME TO \(new)")]
      }
      // A name that differs only in case is taken, by the table itself.
      let between = SQLiteName.quoted("aludel_renamed_\(name)")
      return [
        SchemaStatement("ALTER TABLE \(old) RENAME TO \(between)"),
        SchemaStatement("ALTER TABLE \(between) RENAME TO \(new)"),
      ]
    default:
      throw SchemaRefusal(object.id, reason: "SQLite cannot rename it")
    }
  }

  /// A view over the table gets the column's new name, and with it a new name for what it gives, unless it
  /// has one of its own. Views over that view, and triggers on it, are not asked.
  func broken(byRenaming object: SchemaObject, in snapshot: SchemaSnapshot) -> [ObjectID] {
    guard object.id.kind == .column, let table = object.id.owner else { return [] }
    let others = snapshot.objects.values.filter { [.view, .trigger].contains($0.id.kind) }
    func users(of name: String) -> [ObjectID] {
      let name = SQLiteName.folded(name)
      return others.filter { user in
        user.facts.contains { SQLiteName.folded($0.value).contains(name) }
      }.map(\.id)
    }
    var broken: Set<ObjectID> = []
    var views = users(of: table).filter { $0.kind == .view }
    while let view = views.popLast() {
      for user in users(of: view.name) where user != view && broken.insert(user).inserted {
        if user.kind == .view { views.append(user) }
      }
    }
    return broken.sorted()
  }

  // MARK: - Single statements

  private static func create(
    _ object: SchemaObject, in current: SchemaSnapshot
  ) -> SchemaStatement {
    var statement = restore(object)
    let table = object.id.owner ?? ""
    if object[.unique] != nil, current[ObjectID(.table, table)] != nil {
      statement.hazards.append(
        Hazard(.mayFail, "fails where rows of \(table) agree in (\(object[.columns] ?? ""))"))
    }
    return statement
  }

  /// What makes an index, a trigger, a view or a virtual table.
  static func restore(_ object: SchemaObject) -> SchemaStatement {
    let written = object[.written] ?? ""
    guard object.id.kind == .index else { return SchemaStatement(written) }
    let kind = object[.unique] == nil ? "INDEX" : "UNIQUE INDEX"
    return SchemaStatement(
      "CREATE \(kind) \(SQLiteName.quoted(object.id.name)) "
        + "ON \(SQLiteName.quoted(object.id.owner ?? "")) \(written)")
  }

  private static func drop(_ object: SchemaObject) -> SchemaStatement {
    let name = SQLiteName.quoted(object.id.name)
    switch object.id.kind {
    case .table, .virtualTable:
      return SchemaStatement(
        "DROP TABLE \(name)",
        hazards: [Hazard(.dataLoss, "drops \(object.id.name) and all its rows")])
    default: return SchemaStatement("DROP \(object.id.kind.name.uppercased()) \(name)")
    }
  }

  // MARK: - What stands in the way

  /// `Users` and `users` are one table: dropping the one for the other would lose its rows.
  private func refuseOtherSpelling(
    of table: SchemaObject, in snapshot: SchemaSnapshot
  ) throws(SchemaRefusal) {
    let folded = SQLiteName.folded(table.id.name)
    let other = snapshot.objects.keys.first {
      $0.kind == .table && $0.name != table.id.name && SQLiteName.folded($0.name) == folded
    }
    guard let other else { return }
    throw SchemaRefusal(
      table.id, reason: "\(table.id.name) and \(other.name) are the same name to SQLite",
      advice: "write one of them everywhere, or rename the table")
  }

  /// `DROP COLUMN` reads all views and triggers, and fails for one that names a view which is dropped then and
  /// made again later.
  private func isViewMissed(from current: SchemaSnapshot, to desired: SchemaSnapshot) -> Bool {
    var isMissed = false
    var isReader = false
    for object in current.objects.values where [.view, .trigger].contains(object.id.kind) {
      if hasSameFacts(object, desired[object.id]) {
        isReader = true
      } else if object.id.kind == .view {
        isMissed = true
      }
    }
    return isMissed && isReader
  }

  func hasSameFacts(_ object: SchemaObject, _ other: SchemaObject?) -> Bool {
    guard let other, object.parent == other.parent else { return false }
    return object.facts.lazy.filter { !$0.fact.isForStatementsOnly }.elementsEqual(
      other.facts.lazy.filter { !$0.fact.isForStatementsOnly }, by: ==)
  }
}
