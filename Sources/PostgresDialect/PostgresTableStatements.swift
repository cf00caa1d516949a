import SchemaModel

/// Collects the changes of one table, its columns and its constraints, and makes as few statements of
/// them as the server allows: `ALTER TABLE` does its parts in an order of its own that suits them all
/// (`src/backend/commands/tablecmds.c`, "AlterTablePass"), and rewrites the rows once.
struct PostgresTableStatements {
  let current: SchemaSnapshot
  let desired: SchemaSnapshot

  var created: SchemaObject?
  var dropped: SchemaObject?
  /// Columns and constraints of a table that is made here.
  var parts: [SchemaObject] = []

  /// The table that the statements name.
  var table: ObjectID?
  var clauses: [String] = []
  /// What is said of constraints, behind that of columns.
  var constraintClauses: [String] = []
  var hazards: [Hazard] = []
  /// What comes before `ALTER TABLE`, and after it.
  var before: [SchemaStatement] = []
  var after: [SchemaStatement] = []

  init(from current: SchemaSnapshot, to desired: SchemaSnapshot) {
    self.current = current
    self.desired = desired
  }

  mutating func add(_ change: ObjectChange) throws(SchemaRefusal) {
    let id = change.id
    if id.kind == .table {
      switch change {
      case .create(let object): created = object
      case .drop(let object): dropped = object
      case .alter(let old, let new, _):
        try alterTable(from: old, to: new)
      }
      return
    }
    table = ObjectID(.table, schema: id.schema, id.owner ?? "")
    if created?.id == table, case .create(let part) = change {
      parts.append(part)
      return
    }
    switch (id.kind, change) {
    case (.column, .create(let column)): addColumn(column)
    case (.column, .drop(let column)): dropColumn(column)
    case (.column, .alter(let old, let new, _)): try alterColumn(from: old, to: new)
    case (.defaultExpression, .create(let value)), (.defaultExpression, .alter(_, let value, _)):
      clauses.append("ALTER COLUMN \(id.quotedName) SET DEFAULT \(value[.definition] ?? "NULL")")
    case (.defaultExpression, .drop):
      // It may have gone with its column. Of a column that is inherited the parent's statement came before.
      if let column = desired[column(of: id)] {
        let value = column[.inheritance] == nil ? nil : column.columnDefault
        let change = value.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT"
        clauses.append("ALTER COLUMN \(id.quotedName) \(change)")
      }
    case (_, .create(let constraint)):
      if !PostgresSchemaRules.isLeftBehind(constraint, current, desired) {
        add(constraint: constraint)
      }
    case (_, .drop(let constraint)):
      if PostgresSchemaRules.isTakenOver(constraint, current, desired) { return }
      clauses.insert("DROP CONSTRAINT \(id.quotedName)", at: droppedConstraints)
      droppedConstraints += 1
      after += PostgresSchemaRules.clearedIdentity(of: constraint, desired)
    case (_, .alter(let old, let new, _)): alter(constraint: old, to: new)
    }
  }

  /// How many constraints go: they go first, since some are in the way of what follows.
  var droppedConstraints = 0

  func column(of id: ObjectID) -> ObjectID {
    ObjectID(.column, schema: id.schema, owner: id.owner, id.name)
  }

  /// Everything, in order.
  func statements() -> [SchemaStatement] {
    if let dropped {
      let hazard = Hazard(.dataLoss, "drops \(dropped.id.path) and all its rows")
      return detaching(dropped)
        + [SchemaStatement("DROP TABLE \(dropped.id.sql)", hazards: [hazard])]
    }
    if let created { return creation(of: created) + alterStatements }
    return before + alterStatements + after
  }

  /// A foreign key to a partitioned table hangs on each of its partitions.
  private func detaching(_ partition: SchemaObject) -> [SchemaStatement] {
    guard let parent = partition[.partitionOf] else { return [] }
    var wholes: Set<ObjectID> = []
    var waiting = partition.dependencies
    while let id = waiting.popLast() {
      guard id.kind == .table, wholes.insert(id).inserted else { continue }
      waiting += current[id]?.dependencies ?? []
    }
    let isReferredTo = current.objects.values.contains { object in
      object.id.kind == .foreignKey
        && object.dependencies.contains { need in
          wholes.contains(need) || (current[need]?.parent).map(wholes.contains) == true
        }
    }
    return isReferredTo
      ? [SchemaStatement("ALTER TABLE \(parent) DETACH PARTITION \(partition.id.sql)")] : []
  }

  private var alterStatements: [SchemaStatement] {
    let clauses = clauses + constraintClauses
    guard let table, !clauses.isEmpty else { return [] }
    return [Self.alter(table, clauses, hazards: hazards)]
  }

  /// One clause on one line, several on one each.
  static func alter(
    _ table: ObjectID, _ clauses: [String], hazards: [Hazard] = []
  ) -> SchemaStatement {
    let separator = clauses.count == 1 ? " " : "\n  "
    return SchemaStatement(
      "ALTER TABLE \(table.sql)" + separator + clauses.joined(separator: ",\n  "),
      hazards: hazards)
  }

  // MARK: - Constraints

  private mutating func add(constraint: SchemaObject) {
    constraintClauses.append(Self.addition(of: constraint))
    let owner = constraint.id.ownerPath
    if constraint[.notValid] == nil, constraint.parent.map({ current[$0] != nil }) ?? false {
      let reason =
        switch constraint.id.kind {
        case .foreignKey: "refer to no other row"
        case .check: "do not pass the check"
        case .primaryKey: "have the same key, or none"
        default: "are in each other's way"
        }
      hazards.append(
        Hazard(.mayFail, "\(constraint.id.name) fails when rows of \(owner) \(reason)"))
    }
    if constraint.id.kind.isIndexConstraint {
      after += PostgresSchemaRules.settings(ofIndex: constraint)
    }
    after += PostgresSchemaRules.comment(on: constraint)
  }

  mutating func alter(constraint old: SchemaObject, to new: SchemaObject) {
    if old[.notValid] != nil, new[.notValid] == nil {
      constraintClauses.append("VALIDATE CONSTRAINT \(new.id.quotedName)")
      hazards.append(
        Hazard(
          .mayFail, "\(new.id.name) fails when rows of \(new.id.ownerPath) do not pass it"))
    }
    if new.id.kind.isIndexConstraint {
      after += PostgresSchemaRules.settings(ofIndex: new, was: old)
      after += PostgresSchemaRules.clearedIdentity(of: old, unless: new, desired)
    }
    after += PostgresSchemaRules.comment(on: new, was: old)
  }
}

extension SchemaObject {
  /// The default as SQL: of a folded one what it has become.
  var columnDefault: String? { self[.foldedDefault] ?? self[.defaultValue] }
}
