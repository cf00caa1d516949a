import SchemaModel

/// What PostgreSQL can change in place, and how. The statements are in the files beside this one, by
/// what they are about.
struct PostgresSchemaRules: SchemaRules {
  func comparison(of fact: Fact, in kind: ObjectKind) -> FactComparison {
    switch fact {
    case .columns, .inheritance, .typeStorage, .foldedDefault, .signature, .inheritedParts: .ignored
    // Read once more, an expression may come out in another form (`BETWEEN`, `IN`).
    case .definition, .defaultValue, .generated, .using, .withCheck, .partitionKey: .settled
    default: .exact
    }
  }

  func rank(of kind: ObjectKind) -> Int {
    switch kind {
    case .schema: 0
    case .extension: 1
    case .collation: 2
    case .enumeration: 3
    case .domain, .compositeType, .rangeType: 4
    case .sequence: 5
    case .table: 6
    case .column, .defaultExpression, .attribute, .enumerationValue, .domainCheck: 7
    case .sequenceOwner: 8
    case .primaryKey, .unique, .exclusion: 9
    case .check: 10
    case .index: 11
    case .foreignKey: 12
    case .statistics: 13
    case .view: 14
    case .materializedView: 15
    case .viewColumn: 16
    // Their bodies may use any table, which the catalog does not tell.
    case .function, .procedure: 17
    case .aggregate: 18
    case .rule, .trigger: 19
    case .policy: 20
    case .eventTrigger: 21
    default: 22
    }
  }

  func isFolded(_ part: SchemaObject) -> Bool {
    switch part.id.kind {
    case .column, .attribute, .enumerationValue, .domainCheck, .defaultExpression, .index,
      .viewColumn:
      true
    default: part.id.kind.isTableConstraint
    }
  }

  /// Relations and types share their names (manual, "pg_class", "pg_type"): a table is both. A table has one
  /// primary key, whatever its name. Of two routines of one name a call might mean either, where one has
  /// defaults for its parameters.
  func namespace(of id: ObjectID) -> String? {
    switch id.kind {
    case .enumeration, .domain, .compositeType, .rangeType: "relation \(id.schema ?? "").\(id.name)"
    case _ where id.kind.isCalled: id.routinePath.map { "routine \($0)" }
    case .check, .foreignKey: "constraint \(id.path)"
    case .primaryKey: "primary key \(id.ownerPath)"
    case _ where id.kind.isRelation || id.kind.isIndexConstraint:
      "relation \(id.schema ?? "").\(id.name)"
    default: nil
    }
  }

  func isRebuilt(_ kind: ObjectKind) -> Bool { false }

  func suspendsForeignKeys(_ groups: [ChangeGroup]) -> Bool { false }

  // MARK: - Alterations

  func alteration(
    from old: SchemaObject, to new: SchemaObject, facts: [Fact]
  ) throws(SchemaRefusal) -> Alteration {
    let changed = Set(facts)
    if Self.movesToOverload(old, new) { return .replace }
    switch old.id.kind {
    case .column:
      // A value is computed when the column comes; only one that is stored can stay as it is.
      guard changed.contains(.generated) else { return .inPlace }
      let isStored = old[.generated]?.hasSuffix(" STORED") ?? false
      return new[.generated] == nil && isStored ? .inPlace : .replace
    case .view:
      return changed.contains(.definition) && !Self.keepsColumns(old, new) ? .replace : .inPlace
    case .materializedView:
      return changed.isDisjoint(with: [.definition, .accessMethod]) ? .inPlace : .replace
    case .function, .procedure: return Self.alteration(ofRoutine: old, new)
    case .domain: return changed.isDisjoint(with: [.type, .collation]) ? .inPlace : .replace
    case .policy:
      let isCleared = [Fact.using, .withCheck].contains { old[$0] != nil && new[$0] == nil }
      return isCleared || !changed.isDisjoint(with: [.command, .permissive]) ? .replace : .inPlace
    case .index:
      let needsBuild = changed.contains(.invalid) && new[.invalid] == nil
      return needsBuild || !changed.isDisjoint(with: [.unique, .definition]) ? .replace : .inPlace
    case .extension: return changed.contains(.schemaName) ? .replace : .inPlace
    case _ where old.id.kind.isTableConstraint || old.id.kind == .domainCheck:
      // It can be validated, never the other way round.
      let losesTrust = changed.contains(.notValid) && new[.notValid] != nil
      return losesTrust || changed.contains(.definition) ? .replace : .inPlace
    case .table, .sequence, .sequenceOwner, .enumeration, .compositeType, .schema,
      .defaultExpression, .attribute, .viewColumn:
      return .inPlace
    case .aggregate, .rangeType, .rule, .trigger, .eventTrigger, .statistics, .collation:
      return changed.contains(.definition) ? .replace : .inPlace
    default: throw Self.isUnplanned(old.id)
    }
  }

  /// Whether it calls another routine of the same name now, in the place of the one that it called: the
  /// two are not there at the same time.
  private static func movesToOverload(_ old: SchemaObject, _ new: SchemaObject) -> Bool {
    let kinds: [ObjectKind] = [.view, .function, .procedure, .policy, .defaultExpression]
    guard kinds.contains(old.id.kind) else { return false }
    return old.dependencies.contains { need in
      need.kind.isCalled
        && new.dependencies.contains { $0 != need && $0.routinePath == need.routinePath }
    }
  }

  static func isUnplanned(_ id: ObjectID) -> SchemaRefusal {
    SchemaRefusal(
      id, reason: "no statements are generated for a \(id.kind)",
      advice: "write the statement by hand, or leave the object out of both schemas")
  }

  /// Columns may only be added, at the end (manual, CREATE VIEW).
  private static func keepsColumns(_ old: SchemaObject, _ new: SchemaObject) -> Bool {
    let before = (old[.columns] ?? "").split(separator: "\n")
    return (new[.columns] ?? "").split(separator: "\n").starts(with: before)
  }

  /// Names of parameters and what comes back must stay, and no default may go (manual, CREATE FUNCTION).
  private static func alteration(ofRoutine old: SchemaObject, _ new: SchemaObject) -> Alteration {
    func defaults(_ routine: SchemaObject) -> Int {
      routine[.defaultCount].flatMap { Int($0) } ?? 0
    }
    let isReplaceable =
      old[.returns] == new[.returns] && old[.parametersOfRoutine] == new[.parametersOfRoutine]
      && defaults(old) <= defaults(new)
    return isReplaceable ? .inPlace : .replace
  }
}
