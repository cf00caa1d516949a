import SchemaModel

extension PostgresSchemaRules {
  func effect(of change: ObjectChange, on dependant: SchemaObject) -> DependantEffect {
    switch change {
    case .create: .survives
    case .drop(let object): Self.effect(ofDropping: object, on: dependant)
    case .alter(let old, let new, let facts):
      Self.effect(ofAltering: old, to: new, facts: Set(facts), on: dependant)
    }
  }

  private static func effect(
    ofDropping object: SchemaObject, on dependant: SchemaObject
  ) -> DependantEffect {
    if dependant.parent == object.id { return .lost }
    switch dependant.id.kind {
    // They hold rows, or types of columns that do: what goes from under them is refused, or fails.
    case .table, .sequence, .enumeration, .domain, .compositeType, .rangeType, .attribute, .schema:
      return .survives
    case .column:
      return dependant[.generated] != nil && object.id.kind != .sequence ? .replaced : .survives
    // DROP COLUMN takes them along (manual, ALTER TABLE).
    case .index, .statistics, .defaultExpression, .sequenceOwner:
      return object.id.kind == .column ? .lost : .replaced
    case _ where dependant.id.kind.isTableConstraint:
      return object.id.kind == .column && dependant.parent == object.parent ? .lost : .replaced
    default: return .replaced
    }
  }

  private static func effect(
    ofAltering old: SchemaObject, to new: SchemaObject, facts: Set<Fact>,
    on dependant: SchemaObject
  ) -> DependantEffect {
    switch old.id.kind {
    case .column:
      if !facts.isDisjoint(with: [.type, .collation]), dependant.blocksTypeChanges {
        return .replaced
      }
      // One column changes before the other, and in between the two must still be comparable.
      if dependant.id.kind == .foreignKey, facts.contains(.type),
        !PostgresTypeChange.isComparable(old[.type] ?? "", new[.type] ?? "")
      {
        return .replaced
      }
      // ALTER TABLE goes on to the children, whatever they had of their own.
      let isOverridden =
        facts.contains(.defaultValue) && dependant.id.kind == .column
        && dependant[.defaultValue] != old[.defaultValue] && dependant[.inheritance] != nil
      return isOverridden ? .lost : .survives
    case .enumeration:
      guard facts.contains(.values), !PostgresEnumeration.canGrow(from: old, to: new) else {
        return .survives
      }
      // The columns are recast by the enum's own statements; a generated one is computed anew.
      switch dependant.id.kind {
      case .column: return dependant[.generated] == nil ? .survives : .replaced
      case .table, .domain, .compositeType, .attribute, .enumerationValue, .rangeType:
        return .survives
      default: return .replaced
      }
    default: return .survives
    }
  }
}
