import SchemaModel

/// The statements of one group of changes of a table: one `CREATE`, `DROP` or `ALTER` as far as it goes.
struct MySQLTableChange {
  let name: String
  var changes: [ObjectChange]
  var rootChange: ObjectChange?
  /// The table on either side, with the order of its columns.
  var old: SchemaObject?
  private let new: SchemaObject?
  /// The types of columns now, for what is told about new keys.
  private let current: SchemaSnapshot
  private let desired: SchemaSnapshot

  init(_ group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot) {
    name = MySQLNames.spelled(group.root.name)
    changes = group.changes
    rootChange = group.rootChange
    old = current[group.root]
    new = desired[group.root]
    self.current = current
    self.desired = desired
  }

  func statements() throws(SchemaRefusal) -> [SchemaStatement] {
    switch rootChange {
    case .create(let table): [create(table)]
    case .drop(let table): [drop(table)]
    case .alter, nil: try alter()
    }
  }

  // MARK: - Create and drop

  private func create(_ table: SchemaObject) -> SchemaStatement {
    let sql = MySQLPartSQL(collation: table[.collation])
    let parts = changes.compactMap { change -> SchemaObject? in
      guard case .create(let part) = change, part.id != table.id else { return nil }
      return part
    }
    let lines = parts.map { "  " + sql.definition(of: $0) }.joined(separator: ",\n")
    var text = "CREATE TABLE \(name) (\n\(lines)\n) \(MySQLTableOptionsSQL.all(of: table))"
    if let partitions = MySQLPartitionSQL.clause(of: table) { text += "\n\(partitions)" }
    return SchemaStatement(text)
  }

  /// A foreign key may have to go before its table does, where two tables refer to each other.
  private func drop(_ table: SchemaObject) -> SchemaStatement {
    SchemaStatement(
      "DROP TABLE \(name)",
      hazards: [Hazard(.dataLoss, "drops \(table.id.name) and all its rows")])
  }

  // MARK: - Alter

  func alter() throws(SchemaRefusal) -> [SchemaStatement] {
    // Of a table that goes, in a group of its own.
    if !changes.isEmpty, changes.allSatisfy({ $0.id.kind == .foreignKey }) {
      return changes.compactMap(\.old).map(MySQLForeignKeySQL.drop)
    }
    guard let old, let new else { return [] }
    var facts: [Fact] = []
    if case .alter(_, _, let changed) = rootChange { facts = changed }
    var hazards: [Hazard] = []
    if new[.systemVersioning] != old[.systemVersioning], new[.systemVersioning] == nil {
      return try dropVersioning(old, new)
    }
    if new[.systemVersioning] != nil, old[.systemVersioning] != nil,
      let period = changes.first(where: { $0.id.kind == .period && $0.id.name == "SYSTEM_TIME" })
    {
      throw SchemaRefusal(
        period.id, reason: "the columns for the times of a versioned table cannot be changed",
        advice: "drop its versioning, and the history with it, in a revision of its own")
    }
    var clauses = dropClauses(&hazards) + implicitKeyClauses(of: new.id)
    clauses += columnClauses(from: old, to: new, facts, &hazards)
    clauses += addClauses(&hazards)
    clauses += MySQLTableOptionsSQL.clauses(from: old, to: new, facts: facts)
    if !Set(facts).isDisjoint(with: MySQLTableOptionsSQL.rewriting) {
      hazards.append(Hazard(.rewrite, "copies all rows of \(new.id.name)"))
    }
    if facts.contains(.systemVersioning), new[.systemVersioning] != nil {
      clauses.append("ADD SYSTEM VERSIONING")
    }
    var partitions = MySQLPartitionSQL(table: name, from: old, to: new)
    if facts.contains(.partitioning) || facts.contains(.partitions) {
      partitions.compare(
        canStandAlone: !changes.contains { ObjectKind.keys.contains($0.id.kind) })
    }
    if clauses.isEmpty, partitions.clause == nil { return partitions.statements }
    return [alteration(clauses, partitions, hazards)] + partitions.statements
  }

  private func alteration(
    _ clauses: [String], _ partitions: MySQLPartitionSQL, _ hazards: [Hazard]
  ) -> SchemaStatement {
    var text = alterTable
    if clauses.count == 1, partitions.clause == nil {
      text += " \(clauses[0])"
    } else if !clauses.isEmpty {
      text += "\n  " + clauses.joined(separator: ",\n  ")
    }
    if let clause = partitions.clause { text += "\n\(clause)" }
    return SchemaStatement(text, hazards: MySQLHazards.unique(hazards + partitions.hazards))
  }

  // MARK: - Clauses

  func dropClauses(_ hazards: inout [Hazard]) -> [String] {
    var keys: [String] = []
    var columns: [String] = []
    for change in changes {
      guard case .drop(let part) = change else { continue }
      let name = MySQLNames.spelled(part.id.name)
      switch part.id.kind {
      case .check: keys.append("DROP CONSTRAINT \(name)")
      case .primaryKey: keys.append("DROP PRIMARY KEY")
      case .unique, .index: keys.append("DROP KEY \(name)")
      case .period: keys.append("DROP PERIOD FOR \(MySQLPartSQL.periodName(part.id))")
      case .column:
        columns.append("DROP COLUMN \(name)")
        if part[.generated] == nil {
          hazards.append(
            Hazard(.dataLoss, "drops \(part.id.path) and all that it holds"))
        }
      default: break
      }
    }
    return keys + columns
  }

  private func implicitKeyClauses(of table: ObjectID) -> [String] {
    let added = changes.compactMap { change -> SchemaObject? in
      guard case .create(let key) = change else { return nil }
      return ObjectKind.keys.contains(key.id.kind) ? key : nil
    }
    if added.isEmpty { return [] }
    return MySQLImplicitKeys(of: table, from: current, to: desired).clauses(besides: added)
  }

  private func addClauses(_ hazards: inout [Hazard]) -> [String] {
    var clauses: [String] = []
    let sql = MySQLPartSQL()
    for change in changes where change.id.kind != .column && change.id != rootChange?.id {
      switch change {
      case .drop: continue
      case .alter(_, let key, _):
        let visibility =
          switch (key[.visibility], change.old?[.visibility]) {
          case (let visibility?, _): visibility
          case (nil, "INVISIBLE"): "VISIBLE"
          case (nil, _): "NOT IGNORED"
          }
        clauses.append("ALTER INDEX \(MySQLNames.spelled(key.id.name)) \(visibility)")
      case .create(let part):
        clauses.append("ADD \(sql.definition(of: part))")
        hazards += MySQLHazards.ofAdding(part)
      }
    }
    return clauses
  }

  /// Columns in the order that they shall have, so that each can be put behind the one before it.
  private func columnClauses(
    from old: SchemaObject, to new: SchemaObject, _ facts: [Fact], _ hazards: inout [Hazard]
  ) -> [String] {
    var changed: [String: ObjectChange] = [:]
    for change in changes where change.id.kind == .column {
      if case .drop = change { continue }
      changed[change.id.name] = change
    }
    let dropped = changes.compactMap { change -> String? in
      guard case .drop(let part) = change, part.id.kind == .column else { return nil }
      return part.id.name
    }
    let places = MySQLColumnOrder(
      from: old.columnNames, dropping: Set(dropped),
      adding: Set(changed.values.compactMap { $0.old == nil ? $0.id.name : nil }),
      to: new.columnNames)
    // In one statement with a new default it is better said.
    let sql = MySQLPartSQL(collation: facts.contains(.collation) ? nil : new[.collation])
    return new.columnNames.compactMap { name in
      let place = places.places[name].map { $0.isEmpty ? "" : " " + $0 } ?? ""
      switch changed[name] {
      case .create(let column):
        hazards += MySQLHazards.ofAdding(column)
        return "ADD COLUMN \(sql.definition(of: column))\(place)"
      case .alter(let old, let column, let facts):
        hazards += MySQLHazards.ofChanging(old, to: column, facts)
        return "MODIFY COLUMN \(sql.definition(of: column))\(place)"
      case .drop, nil:
        guard !place.isEmpty,
          let column = current[ObjectID(.column, owner: new.id.name, name)]
        else { return nil }
        hazards.append(Hazard(.rewrite, "copies all rows of \(new.id.name)"))
        return "MODIFY COLUMN \(sql.definition(of: column))\(place)"
      }
    }
  }
}

extension SchemaObject {
  /// A table's columns in order.
  var columnNames: [String] {
    (self[.columnOrder] ?? "").split(separator: "\n").map(String.init)
  }
}
