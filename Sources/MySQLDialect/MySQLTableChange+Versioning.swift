import SchemaModel

extension MySQLTableChange {
  /// Without the setting the history of a versioned table keeps it from being changed
  /// (https://mariadb.com/kb/en/system-versioned-tables/#system_versioning_alter_history).
  var alterTable: String {
    let setting =
      old?[.systemVersioning] == nil
      ? "" : "SET STATEMENT system_versioning_alter_history = KEEP FOR "
    return setting + "ALTER TABLE \(name)"
  }

  /// First what belongs to the versioning, in a statement that takes nothing else; then the rest.
  func dropVersioning(
    _ old: SchemaObject, _ new: SchemaObject
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    var statements: [SchemaStatement] = []
    var plain = old
    plain[.systemVersioning] = nil
    if old[.partitioning]?.hasPrefix("SYSTEM_TIME") == true {
      statements.append(SchemaStatement("ALTER TABLE \(name) REMOVE PARTITIONING"))
      plain[.partitioning] = nil
      plain[.partitions] = nil
    }
    var first = self
    first.changes = changes.filter(Self.isOfVersioning)
    let gone = Set(first.changes.map(\.id.name))
    plain[.columnOrder] = old.columnNames.filter { !gone.contains($0) }.joined(separator: "\n")
    var hazards = [Hazard(.dataLoss, "drops the history of \(new.id.name)")]
    let clauses = first.dropClauses(&hazards) + ["DROP SYSTEM VERSIONING"]
    statements.append(
      SchemaStatement(
        alterTable + (clauses.count == 1 ? " " : "\n  ") + clauses.joined(separator: ",\n  "),
        hazards: hazards))
    var rest = self
    rest.changes = changes.filter { !Self.isOfVersioning($0) }
    rest.old = plain
    if case .alter(_, _, let facts) = rootChange {
      rest.rootChange = .alter(
        from: plain, to: new, facts: facts.filter { plain[$0] != new[$0] })
    }
    return statements + (try rest.alter())
  }

  private static func isOfVersioning(_ change: ObjectChange) -> Bool {
    guard case .drop(let part) = change else { return false }
    return part.id.kind == .period && part.id.name == "SYSTEM_TIME"
      || part[.generated]?.hasPrefix("ROW ") == true
  }
}
