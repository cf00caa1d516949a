import SchemaModel

extension PostgresTableStatements {
  mutating func alterTable(
    from old: SchemaObject, to new: SchemaObject
  ) throws(SchemaRefusal) {
    let id = new.id
    table = id
    guard old[.partitionKey] == new[.partitionKey] else {
      throw SchemaRefusal(
        id, reason: "the partition key of a table cannot be changed",
        advice: "make a new table, move the rows, and rename it")
    }
    func toggle(_ fact: Fact, _ on: String, _ off: String) {
      if (old[fact] == nil) != (new[fact] == nil) { clauses.append(new[fact] == nil ? off : on) }
    }
    toggle(.rowSecurity, "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY")
    toggle(.forcedRowSecurity, "FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY")
    if old[.persistence] != new[.persistence] {
      clauses.append(new[.persistence] == nil ? "SET LOGGED" : "SET UNLOGGED")
      hazards.append(Hazard(.rewrite, "writes all rows of \(id.path) anew"))
    }
    if old[.accessMethod] != new[.accessMethod] {
      clauses.append("SET ACCESS METHOD \(PostgresName.quoted(new[.accessMethod] ?? "heap"))")
      hazards.append(Hazard(.rewrite, "writes all rows of \(id.path) anew"))
    }
    clauses += PostgresStorageParameters.clauses(from: old[.parameters], to: new[.parameters])
    if old[.ofType] != new[.ofType] { clauses.append(new[.ofType].map { "OF \($0)" } ?? "NOT OF") }
    if old[.replicaIdentity] != new[.replicaIdentity] {
      let isTaken = desired.objects.values.contains {
        $0.parent == id && $0[.replicaIdentity] != nil
      }
      if let identity = new[.replicaIdentity] {
        clauses.append("REPLICA IDENTITY \(identity)")
      } else if !isTaken {
        clauses.append("REPLICA IDENTITY DEFAULT")
      }
    }
    alterParents(from: old, to: new)
    after += PostgresSchemaRules.comment(on: new, was: old)
  }

  mutating func alterParents(from old: SchemaObject, to new: SchemaObject) {
    let sql = new.id.sql
    let isMoved =
      old[.partitionOf] != new[.partitionOf] || old[.partitionBound] != new[.partitionBound]
    if isMoved {
      if let parent = old[.partitionOf] {
        before.append(SchemaStatement("ALTER TABLE \(parent) DETACH PARTITION \(sql)"))
      }
      if let parent = new[.partitionOf] {
        after.append(
          SchemaStatement(
            "ALTER TABLE \(parent) ATTACH PARTITION \(sql) \(new[.partitionBound] ?? "DEFAULT")",
            hazards: [Hazard(.mayFail, "fails when rows of \(new.id.path) are out of bounds")]))
      }
    }
    let parents = (
      old: (old[.inherits] ?? "").split(separator: "\n"),
      new: (new[.inherits] ?? "").split(separator: "\n")
    )
    for parent in parents.old where !parents.new.contains(parent) {
      before.append(SchemaStatement("ALTER TABLE \(sql) NO INHERIT \(parent)"))
    }
    for parent in parents.new where !parents.old.contains(parent) {
      after.append(SchemaStatement("ALTER TABLE \(sql) INHERIT \(parent)"))
    }
    if old[.partitionOf] != new[.partitionOf] || old[.inherits] != new[.inherits] {
      dropLeftBehind(from: old, to: new)
      addChecks(from: old, to: new)
    }
  }

  /// A table that joins a parent must have its checks already; keys and indexes are made for it.
  mutating func addChecks(from old: SchemaObject, to new: SchemaObject) {
    let present = Set(
      current.objects.values.filter { $0.parent == old.id }.map { PostgresInheritedPart($0) }
        + PostgresInheritedPart.all(of: old))
    for part in PostgresInheritedPart.all(of: new)
    where part.isConstraint && part.definition.hasPrefix("CHECK ") && !present.contains(part) {
      constraintClauses.append(
        "ADD CONSTRAINT \(PostgresName.quoted(part.name)) \(part.definition)")
    }
  }

  /// What came from a parent stays with a table that leaves it, wanted or not.
  mutating func dropLeftBehind(from old: SchemaObject, to new: SchemaObject) {
    let wanted = Set(
      desired.objects.values.filter { $0.parent == new.id }.map { PostgresInheritedPart($0) })
    let kept = PostgresInheritedPart.all(of: new)
    for part in PostgresInheritedPart.all(of: old)
    where !wanted.contains(part) && !kept.contains(part) {
      let name = PostgresName.quoted(part.name)
      before.append(
        part.isConstraint
          ? SchemaStatement("ALTER TABLE \(new.id.sql) DROP CONSTRAINT \(name)")
          : SchemaStatement("DROP INDEX \(PostgresName.quoted(new.id.schema, part.name))"))
    }
  }
}
