import SchemaModel

extension PostgresTableStatements {
  mutating func addColumn(_ column: SchemaObject) {
    let path = column.id.ownerPath
    var column = column
    let identity = column[.identity]
    if let identity, let table = column.parent, isInherited(table) {
      // It would go on to the children, which have no identity of their parent's.
      after.append(
        Self.alter(
          table,
          [
            "ALTER COLUMN \(column.id.quotedName) "
              + PostgresColumnClauses.addition(of: identity, to: column)
          ]))
      column[.identity] = nil
    }
    if column[.inheritance] == nil || !isPassedOn(column) {
      clauses.append("ADD COLUMN " + Self.definition(column))
      let isFilled =
        column.columnDefault != nil || column[.generated] != nil || column[.identity] != nil
      if column[.notNull] != nil, !isFilled {
        hazards.append(
          Hazard(
            .mayFail,
            "fails when \(path) has rows, since \(column.id.name) would be null in them; "
              + "add it without NOT NULL, fill it, and SET NOT NULL then"))
      }
      if column[.generated] != nil || column[.identity] != nil {
        hazards.append(Hazard(.rewrite, "writes all rows of \(path) anew"))
      }
    } else {
      clauses += overridingClauses(of: column)
    }
    clauses += storageClauses(from: nil, to: column)
    after += PostgresSchemaRules.comment(on: column)
  }

  /// Whether other tables are made from this one, before or after.
  private func isInherited(_ table: ObjectID) -> Bool {
    [current, desired].contains { snapshot in
      snapshot.objects.values.contains {
        $0.id.kind == .table && $0[.inherits] != nil && $0.dependencies.contains(table)
      }
    }
  }

  /// Whether the column comes from a parent that the table already has: then the parent's ADD COLUMN
  /// brings it.
  func isPassedOn(_ column: SchemaObject) -> Bool {
    guard let table = column.parent, let old = current[table] else { return true }
    return column.dependencies.contains { need in
      need.kind == .column
        && old.dependencies.contains(
          ObjectID(.table, schema: need.schema, need.owner ?? ""))
    }
  }

  /// What a child has otherwise than its parent: where the two agree the parent's statement does it.
  func overridingClauses(of column: SchemaObject) -> [String] {
    guard
      let parent = column.dependencies.lazy.filter({ $0.kind == .column })
        .compactMap({ desired[$0] }).first
    else { return [] }
    let name = column.id.quotedName
    var clauses: [String] = []
    if column[.generated] == nil, column.columnDefault != parent.columnDefault {
      clauses.append(
        column.columnDefault.map { "ALTER COLUMN \(name) SET DEFAULT \($0)" }
          ?? "ALTER COLUMN \(name) DROP DEFAULT")
    }
    if column[.notNull] != nil, parent[.notNull] == nil {
      clauses.append("ALTER COLUMN \(name) SET NOT NULL")
    }
    return clauses
  }

  mutating func dropColumn(_ column: SchemaObject) {
    // The parent's DROP COLUMN takes it along.
    if column[.inheritance] != nil, staysChild(column) { return }
    let clause = "DROP COLUMN \(column.id.quotedName)"
    if column[.generated] != nil {
      // It goes before what it is made of.
      clauses.insert(clause, at: droppedConstraints)
    } else {
      clauses.append(clause)
      hazards.append(Hazard(.dataLoss, "drops \(column.id.path) and all that it holds"))
    }
  }

  func staysChild(_ column: SchemaObject) -> Bool {
    guard let table = column.parent.flatMap({ desired[$0] }) else { return true }
    return column.dependencies.contains { need in
      need.kind == .column
        && table.dependencies.contains(
          ObjectID(.table, schema: need.schema, need.owner ?? ""))
    }
  }

  mutating func alterColumn(
    from old: SchemaObject, to new: SchemaObject
  ) throws(SchemaRefusal) {
    let parent = passingParent(of: new)
    func isPassedOn(_ fact: Fact) -> Bool {
      guard let parent, parent.new[fact] == new[fact] else { return false }
      return parent.old[fact] != parent.new[fact]
    }
    let changes = PostgresColumnClauses(from: old, to: new, skipping: isPassedOn)
    clauses += changes.clauses
    hazards += changes.hazards
    if let table, !changes.clausesBefore.isEmpty {
      before.append(Self.alter(table, changes.clausesBefore))
    }
    clauses += storageClauses(from: old, to: new)
    after += changes.after
    after += PostgresSchemaRules.comment(on: new, was: old)
  }

  /// The parent's column, which is there before and after, of one that is inherited.
  func passingParent(
    of column: SchemaObject
  ) -> (old: SchemaObject, new: SchemaObject)? {
    guard column[.inheritance] != nil, staysChild(column) else { return nil }
    for need in column.dependencies where need.kind == .column {
      if let old = current[need], let new = desired[need] { return (old, new) }
    }
    return nil
  }

  /// What only `ALTER COLUMN` can say, in every version.
  func storageClauses(from old: SchemaObject?, to new: SchemaObject) -> [String] {
    let column = "ALTER COLUMN \(new.id.quotedName) "
    var clauses: [String] = []
    // A change of the type brings the new type's own storage.
    let hasNewType = old.map { $0[.type] != new[.type] } ?? true
    let before = hasNewType ? nil : old?[.storage]
    if before != new[.storage] {
      clauses.append(column + "SET STORAGE \(new[.storage] ?? old?[.typeStorage] ?? "DEFAULT")")
    }
    if let old, old[.compression] != new[.compression] {
      clauses.append(column + "SET COMPRESSION \(new[.compression] ?? "default")")
    }
    if old?[.statisticsTarget] != new[.statisticsTarget] {
      clauses.append(column + "SET STATISTICS \(new[.statisticsTarget] ?? "-1")")
    }
    return clauses
      + PostgresStorageParameters.clauses(from: old?[.columnOptions], to: new[.columnOptions])
      .map { column + $0 }
  }
}
