import SchemaModel

extension PostgresSchemaRules {
  func statements(
    for group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    var table = PostgresTableStatements(from: current, to: desired)
    var types = PostgresTypeStatements(from: current, to: desired)
    var before: [SchemaStatement] = []
    var after: [SchemaStatement] = []
    // What is a part of it goes with it.
    var dropped: Set<ObjectID> = []
    for change in group.changes {
      if case .drop(let object) = change {
        if let parent = object.parent, dropped.contains(parent) { continue }
        dropped.insert(object.id)
      }
      switch change.id.kind {
      case .table, .column, .defaultExpression: try table.add(change)
      case _ where change.id.kind.isTableConstraint: try table.add(change)
      case .domain, .domainCheck, .compositeType, .attribute, .enumeration, .enumerationValue,
        .rangeType:
        try types.add(change)
      case .index:
        switch change {
        case .drop(let index):
          if !Self.isTakenOver(index, current, desired) {
            before += Self.drop(index: index, desired)
          }
        case .create(let index):
          if !Self.isLeftBehind(index, current, desired) {
            after += Self.create(index: index, current)
          }
        case .alter(let old, let new, let facts):
          after += Self.alter(index: old, to: new, facts, desired)
        }
      default:
        switch change {
        case .drop(let object): before += try Self.drop(object, current, desired)
        case .create(let object): after += try Self.create(object, current)
        case .alter(let old, let new, let facts): after += try Self.alter(old, to: new, facts)
        }
      }
    }
    return before + table.statements() + types.statements() + after
  }

  // MARK: - Comments

  /// The statement for a comment that is there now or is no longer; none when it stays.
  static func comment(on new: SchemaObject, was old: SchemaObject? = nil) -> [SchemaStatement] {
    guard old?[.comment] != new[.comment], let target = commentTarget(of: new) else { return [] }
    let text = new[.comment].map(PostgresName.literal) ?? "NULL"
    return [SchemaStatement("COMMENT ON \(target) IS \(text)")]
  }

  private static func commentTarget(of object: SchemaObject) -> String? {
    let id = object.id
    switch id.kind {
    case .table: return "TABLE \(id.sql)"
    case .column, .attribute, .viewColumn: return "COLUMN \(id.ownerSQL).\(id.quotedName)"
    case .index: return "INDEX \(id.sql)"
    case .view: return "VIEW \(id.sql)"
    case .materializedView: return "MATERIALIZED VIEW \(id.sql)"
    case .sequence: return "SEQUENCE \(id.sql)"
    case .schema: return "SCHEMA \(id.quotedName)"
    case .extension: return "EXTENSION \(id.quotedName)"
    case .collation: return "COLLATION \(id.sql)"
    case .domain: return "DOMAIN \(id.sql)"
    case .enumeration, .compositeType, .rangeType: return "TYPE \(id.sql)"
    case .domainCheck: return "CONSTRAINT \(id.quotedName) ON DOMAIN \(id.ownerSQL)"
    case .function: return "FUNCTION \(signature(of: object))"
    case .procedure: return "PROCEDURE \(signature(of: object))"
    case .aggregate: return "AGGREGATE \(signature(of: object))"
    case .trigger: return "TRIGGER \(id.quotedName) ON \(id.ownerSQL)"
    case .rule: return "RULE \(id.quotedName) ON \(id.ownerSQL)"
    case .policy: return "POLICY \(id.quotedName) ON \(id.ownerSQL)"
    case .statistics: return "STATISTICS \(id.sql)"
    case .eventTrigger: return "EVENT TRIGGER \(id.quotedName)"
    case _ where id.kind.isTableConstraint:
      return "CONSTRAINT \(id.quotedName) ON \(id.ownerSQL)"
    default: return nil
    }
  }

  static func signature(of routine: SchemaObject) -> String {
    routine[.signature] ?? routine.id.sql
  }
}

extension ObjectID {
  /// For messages: the table of a part.
  var ownerPath: String { [schema, owner ?? name].compactMap(\.self).joined(separator: ".") }

  /// The name of a routine without its argument types; nil for anything else.
  var routinePath: String? {
    guard kind.isCalled else { return nil }
    return path.firstIndex(of: "(").map { String(path[..<$0]) } ?? path
  }
}
