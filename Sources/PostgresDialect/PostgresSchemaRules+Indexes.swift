import SchemaModel

extension PostgresSchemaRules {
  static func create(index: SchemaObject, _ current: SchemaSnapshot) -> [SchemaStatement] {
    let id = index.id
    let unique = index[.unique] == nil ? "" : "UNIQUE "
    let isOnExisting = index.parent.map { current[$0] != nil } ?? false
    var hazards: [Hazard] = []
    if isOnExisting {
      if index[.unique] != nil {
        hazards.append(Hazard(.mayFail, "fails when rows of \(id.ownerPath) have the same values"))
      }
      hazards.append(
        Hazard(.lock, "keeps writers of \(id.ownerPath) waiting until the index is built"))
    }
    let create = SchemaStatement(
      "CREATE \(unique)INDEX \(id.quotedName) ON \(id.ownerSQL) \(index[.definition] ?? "")",
      hazards: hazards)
    return [create] + settings(ofIndex: index) + comment(on: index)
  }

  static func drop(index: SchemaObject, _ desired: SchemaSnapshot) -> [SchemaStatement] {
    [SchemaStatement("DROP INDEX \(index.id.sql)")] + clearedIdentity(of: index, desired)
  }

  static func alter(
    index old: SchemaObject, to new: SchemaObject, _ facts: [Fact], _ desired: SchemaSnapshot
  ) -> [SchemaStatement] {
    settings(ofIndex: new, was: old) + clearedIdentity(of: old, unless: new, desired)
      + comment(on: new, was: old)
  }

  /// What is said about an index after it is there: those of constraints included.
  static func settings(
    ofIndex index: SchemaObject, was old: SchemaObject? = nil
  ) -> [SchemaStatement] {
    let id = index.id
    var statements: [SchemaStatement] = []
    if id.kind != .index {
      let clauses = PostgresStorageParameters.clauses(
        from: old?[.parameters], to: index[.parameters])
      statements += clauses.map { SchemaStatement("ALTER INDEX \(id.sql) \($0)") }
    }
    for (column, target) in statisticsTargets(from: old, to: index) {
      statements.append(
        SchemaStatement("ALTER INDEX \(id.sql) ALTER COLUMN \(column) SET STATISTICS \(target)"))
    }
    if index[.replicaIdentity] != nil, old?[.replicaIdentity] == nil {
      statements.append(
        SchemaStatement(
          "ALTER TABLE \(id.ownerSQL) REPLICA IDENTITY USING INDEX \(id.quotedName)"))
    }
    if index[.clustered] != nil, old?[.clustered] == nil {
      statements.append(
        SchemaStatement("ALTER TABLE \(id.ownerSQL) CLUSTER ON \(id.quotedName)"))
    }
    return statements
  }

  private static func statisticsTargets(
    from old: SchemaObject?, to new: SchemaObject
  ) -> [(column: Substring, target: Substring)] {
    func pairs(_ index: SchemaObject?) -> [(column: Substring, target: Substring)] {
      (index?[.statisticsTarget] ?? "").split(separator: ", ").compactMap { pair in
        let parts = pair.split(separator: ": ")
        return parts.count == 2 ? (parts[0], parts[1]) : nil
      }
    }
    let (before, after) = (pairs(old), pairs(new))
    let gone = before.filter { pair in !after.contains { $0.column == pair.column } }
    return gone.map { ($0.column, "-1") }
      + after.filter { pair in !before.contains { $0 == pair } }
  }

  /// When an index no longer is what tells rows apart, or what a table is ordered by, and nothing else
  /// takes its place: that of another index overrides it.
  static func clearedIdentity(
    of old: SchemaObject, unless new: SchemaObject? = nil, _ desired: SchemaSnapshot
  ) -> [SchemaStatement] {
    guard let table = old.parent, desired[table] != nil else { return [] }
    var statements: [SchemaStatement] = []
    func isTaken(_ fact: Fact) -> Bool {
      desired[table]?[fact] != nil
        || desired.objects.values.contains { $0.parent == table && $0[fact] != nil }
    }
    if old[.replicaIdentity] != nil, new?[.replicaIdentity] == nil, !isTaken(.replicaIdentity) {
      statements.append(SchemaStatement("ALTER TABLE \(table.sql) REPLICA IDENTITY DEFAULT"))
    }
    if old[.clustered] != nil, new != nil, new?[.clustered] == nil, !isTaken(.clustered) {
      statements.append(SchemaStatement("ALTER TABLE \(table.sql) SET WITHOUT CLUSTER"))
    }
    return statements
  }
}
