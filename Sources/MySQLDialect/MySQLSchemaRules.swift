import SchemaModel

/// How schemas of MariaDB and MySQL change.
///
/// What `SHOW CREATE` prints comes out the same when it is run and printed again, so equal text is equal
/// and other text is not. There is no transaction around DDL: each table changes in one
/// statement as far as it goes, and foreign keys come and go in statements of their own, since the server
/// refuses to change what they rest upon.
struct MySQLSchemaRules: SchemaRules {
  func comparison(of fact: Fact, in kind: ObjectKind) -> FactComparison {
    switch fact {
    case .columnOrder: .order
    case .starts: .unlessMadeUp
    case .unknownFeature: .ignored
    default: .exact
    }
  }

  /// Views come after every table, which their dependencies do not say for columns.
  func rank(of kind: ObjectKind) -> Int {
    switch kind {
    case .sequence: 0
    case .function: 1
    case .table: 2
    case .foreignKey: 3
    case .view: 4
    case .procedure: 5
    case .package: 6
    case .packageBody: 7
    case .trigger: 8
    case .event: 9
    default: 2
    }
  }

  func isFolded(_ part: SchemaObject) -> Bool {
    switch part.id.kind {
    case .column, .primaryKey, .unique, .index, .check, .period: true
    default: false
    }
  }

  func isRebuilt(_ kind: ObjectKind) -> Bool { false }

  func namespace(of id: ObjectID) -> String? {
    switch id.kind {
    case .table, .view, .sequence: "relation \(id.name)"
    case .primaryKey, .unique, .index: "key \(id.owner ?? "") \(id.name)"
    case .trigger: "trigger \(id.name)"
    // InnoDB's name for it is the database's, not the table's.
    case .foreignKey: "foreign key \(id.name)"
    case .check: "check \(id.name)"
    default: nil
    }
  }

  func alteration(
    from old: SchemaObject, to new: SchemaObject, facts: [Fact]
  ) throws(SchemaRefusal) -> Alteration {
    for object in [old, new] {
      if let feature = object[.unknownFeature] {
        throw SchemaRefusal(
          new.id, reason: "it has something that is not known here, near \(feature)",
          advice: "write the change into a revision by hand")
      }
    }
    switch new.id.kind {
    case .table:
      for fact in facts where fact.name.hasSuffix(" directory") {
        throw SchemaRefusal(new.id, reason: "the \(fact) of a table cannot be changed")
      }
      return .inPlace
    case .column:
      // Stored values can become plain ones and the other way round; virtual columns have none
      // (https://mariadb.com/kb/en/generated-columns/).
      let isVirtual = [old, new].map { $0[.storage] == "VIRTUAL" }
      let types = [old, new].map { MySQLType($0[.type] ?? "") }
      return isVirtual[0] == isVirtual[1] && types[1].canComeFrom(types[0]) ? .inPlace : .replace
    case .view, .event, .sequence: return .inPlace
    case .index, .unique: return facts == [.visibility] ? .inPlace : .replace
    default: return .replace
    }
  }

  func effect(of change: ObjectChange, on dependant: SchemaObject) -> DependantEffect {
    switch (dependant.id.kind, change) {
    case (.trigger, .drop(let object)):
      // Those after it would stand before it once it is made again.
      object.id.kind == .trigger ? .replaced : .survives
    case (.foreignKey, .drop): .replaced
    case (.foreignKey, .alter(_, let object, let facts)):
      Self.loosens(facts, of: object.id.kind) ? .replaced : .survives
    case (.packageBody, .drop): .replaced
    case (.column, .drop(let object)):
      dependant[.generated] != nil && object.id.kind == .column ? .replaced : .survives
    case (.primaryKey, .drop), (.unique, .drop), (.index, .drop), (.period, .drop), (.check, .drop):
      .replaced
    default: .survives
    }
  }

  /// Whether the server refuses a change while a foreign key rests upon its object.
  private static func loosens(_ facts: [Fact], of kind: ObjectKind) -> Bool {
    switch kind {
    case .column:
      !Set(facts).isSubset(of: [.comment, .defaultValue, .check, .invisible, .autoIncrement])
    case .table: !Set(facts).isDisjoint(with: [.engine, .partitioning, .systemVersioning])
    default: false
    }
  }

  func suspendsForeignKeys(_ groups: [ChangeGroup]) -> Bool { false }

  func rename(_ object: SchemaObject, to name: String) throws(SchemaRefusal) -> [SchemaStatement] {
    let old = MySQLNames.spelled(object.id.name)
    let new = MySQLNames.spelled(name)
    let table = "ALTER TABLE \(MySQLNames.spelled(object.id.owner ?? ""))"
    switch object.id.kind {
    case .table, .view, .sequence: return [SchemaStatement("RENAME TABLE \(old) TO \(new)")]
    case .column: return [SchemaStatement("\(table) RENAME COLUMN \(old) TO \(new)")]
    case .index, .unique: return [SchemaStatement("\(table) RENAME KEY \(old) TO \(new)")]
    default: throw SchemaRefusal(object.id, reason: "a \(object.id.kind) cannot be renamed")
    }
  }

  /// Views and triggers are texts that name what they use.
  func broken(byRenaming object: SchemaObject, in snapshot: SchemaSnapshot) -> [ObjectID] {
    let table = object.id.owner.map { ObjectID(.table, $0) } ?? object.id
    guard [.table, .view, .sequence, .column].contains(object.id.kind) else { return [] }
    let name = object.id.name.replacing("`", with: "``").lowercased()
    return snapshot.objects.values.filter { dependant in
      let isUser =
        switch dependant.id.kind {
        case .view: dependant.dependencies.contains(table)
        case .trigger: dependant.parent == table && object.id.kind == .column
        default: false
        }
      return isUser && dependant[.definition]?.lowercased().contains(name) == true
    }.map(\.id)
  }

  func statements(
    for group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    for change in group.changes {
      guard let new = change.new, let feature = new[.unknownFeature] else { continue }
      throw SchemaRefusal(
        new.id, reason: "it has something that is not known here, near \(feature)",
        advice: "write its statement into a revision by hand")
    }
    switch group.root.kind {
    case .table:
      return try MySQLTableChange(group, from: current, to: desired).statements()
    case .foreignKey:
      return group.changes.compactMap { change in
        change.new.map { MySQLForeignKeySQL.add($0, from: current, to: desired) }
          ?? change.old.map(MySQLForeignKeySQL.drop)
      }
    default:
      var statements: [SchemaStatement] = []
      for change in group.changes { statements += MySQLProgramSQL.statements(for: change) }
      return statements
    }
  }
}
