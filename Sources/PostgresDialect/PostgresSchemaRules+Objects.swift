import SchemaModel

/// What is neither a table nor a type nor a part of one.
extension PostgresSchemaRules {
  /// The catalog does not tell what a body in quotes uses, so such a function may come before it.
  func preparation(for groups: [ChangeGroup]) -> [SchemaStatement] {
    let hasBodies = groups.contains { group in
      group.changes.contains { change in
        change.id.kind.isCalled && change.new?[.definition]?.contains("\n LANGUAGE sql\n") == true
      }
    }
    return hasBodies && groups.count > 1
      ? [SchemaStatement("SET check_function_bodies = off")] : []
  }

  // MARK: - Create

  static func create(
    _ object: SchemaObject, _ current: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let id = object.id
    let definition = object[.definition] ?? ""
    var sql: String
    switch id.kind {
    case .schema: sql = "CREATE SCHEMA \(id.quotedName)"
    case .extension:
      sql = "CREATE EXTENSION \(id.quotedName)"
      if let schema = object[.schemaName] { sql += " WITH SCHEMA \(PostgresName.quoted(schema))" }
    case .collation: sql = "CREATE COLLATION \(id.sql) \(definition)"
    case .sequence:
      let unlogged = object[.persistence].map { $0 + " " } ?? ""
      sql = "CREATE \(unlogged)SEQUENCE \(id.sql)"
      if let type = object[.type] { sql += " AS \(type)" }
      sql += PostgresSequenceOptions.creation(of: object).map { " " + $0 }.joined()
    case .sequenceOwner: return own(object, current)
    case .view: sql = view(object, verb: "CREATE")
    case .materializedView:
      sql = "CREATE MATERIALIZED VIEW \(id.sql)"
      if let method = object[.accessMethod] { sql += " USING \(PostgresName.quoted(method))" }
      if let list = PostgresStorageParameters.list(object[.parameters]) { sql += " WITH \(list)" }
      sql += " AS\n\(definition)"
    case .viewColumn: return alterViewColumn(from: nil, to: object)
    case .function, .procedure: sql = "CREATE \(definition)"
    case .aggregate: sql = "CREATE AGGREGATE \(signature(of: object)) \(definition)"
    case .trigger, .rule, .statistics: sql = definition
    case .policy: sql = policy(object)
    case .eventTrigger: sql = "CREATE EVENT TRIGGER \(id.quotedName)\n  \(definition)"
    default: throw isUnplanned(id)
    }
    return [SchemaStatement(sql)] + firing(of: object) + statisticsTarget(of: object)
      + comment(on: object)
  }

  private static func view(_ object: SchemaObject, verb: String) -> String {
    let options = PostgresStorageParameters.list(object[.options]).map { " WITH \($0)" } ?? ""
    return "\(verb) VIEW \(object.id.sql)\(options) AS\n\(object[.definition] ?? "")"
  }

  private static func policy(_ object: SchemaObject) -> String {
    var sql = "CREATE POLICY \(object.id.quotedName) ON \(object.id.ownerSQL)"
    if object[.permissive] != nil { sql += " AS RESTRICTIVE" }
    if let command = object[.command] { sql += " FOR \(command)" }
    if let roles = object[.roles] { sql += " TO \(roles)" }
    return sql + expressions(of: object)
  }

  private static func expressions(of policy: SchemaObject) -> String {
    var sql = ""
    if let using = policy[.using] { sql += "\n  USING \(PostgresExpression.enclosed(using))" }
    if let check = policy[.withCheck] {
      sql += "\n  WITH CHECK \(PostgresExpression.enclosed(check))"
    }
    return sql
  }

  /// A sequence that is new for a column which is not goes on behind what the column holds.
  private static func own(
    _ object: SchemaObject, _ current: SchemaSnapshot
  ) -> [SchemaStatement] {
    let statement = SchemaStatement(
      "ALTER SEQUENCE \(object.id.sql) OWNED BY \(object[.ownedBy] ?? "NONE")")
    let sequence = ObjectID(.sequence, schema: object.id.schema, object.id.name)
    guard current[sequence] == nil,
      let column = object.dependencies.first(where: { $0.kind == .column }), current[column] != nil
    else { return [statement] }
    return [statement, PostgresSequenceOptions.continuation(of: column)]
  }

  /// When it fires, unless as usual.
  private static func firing(
    of object: SchemaObject, was old: SchemaObject? = nil
  ) -> [SchemaStatement] {
    guard old?[.enabled] != object[.enabled] else { return [] }
    let verb =
      switch object[.enabled] {
      case "DISABLED": "DISABLE"
      case let mode?: "ENABLE \(mode)"
      case nil: "ENABLE"
      }
    let id = object.id
    switch id.kind {
    case .trigger, .rule:
      let kind = id.kind == .trigger ? "TRIGGER" : "RULE"
      return [SchemaStatement("ALTER TABLE \(id.ownerSQL) \(verb) \(kind) \(id.quotedName)")]
    case .eventTrigger:
      return [SchemaStatement("ALTER EVENT TRIGGER \(id.quotedName) \(verb)")]
    default: return []
    }
  }

  private static func statisticsTarget(
    of object: SchemaObject, was old: SchemaObject? = nil
  ) -> [SchemaStatement] {
    guard object.id.kind == .statistics, old?[.statisticsTarget] != object[.statisticsTarget] else {
      return []
    }
    let target = object[.statisticsTarget] ?? "-1"
    return [SchemaStatement("ALTER STATISTICS \(object.id.sql) SET STATISTICS \(target)")]
  }

  // MARK: - Drop

  static func drop(
    _ object: SchemaObject, _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let id = object.id
    let text: String
    switch id.kind {
    case .schema: text = "DROP SCHEMA \(id.quotedName)"
    case .extension: text = "DROP EXTENSION \(id.quotedName)"
    case .collation: text = "DROP COLLATION \(id.sql)"
    case .sequence:
      // A column takes its sequence along.
      let owner = current[ObjectID(.sequenceOwner, schema: id.schema, id.name)]
      let column = owner?.dependencies.first { $0.kind == .column }
      if let column, desired[column] == nil { return [] }
      text = "DROP SEQUENCE \(id.sql)"
    case .sequenceOwner:
      let sequence = ObjectID(.sequence, schema: id.schema, id.name)
      guard desired[sequence] != nil else { return [] }
      text = "ALTER SEQUENCE \(id.sql) OWNED BY NONE"
    case .view: text = "DROP VIEW \(id.sql)"
    case .materializedView: text = "DROP MATERIALIZED VIEW \(id.sql)"
    case .viewColumn:
      guard desired[object.parent ?? id] != nil else { return [] }
      return alterViewColumn(from: object, to: nil)
    case .function: text = "DROP FUNCTION \(signature(of: object))"
    case .procedure: text = "DROP PROCEDURE \(signature(of: object))"
    case .aggregate: text = "DROP AGGREGATE \(signature(of: object))"
    case .trigger: text = "DROP TRIGGER \(id.quotedName) ON \(id.ownerSQL)"
    case .rule: text = "DROP RULE \(id.quotedName) ON \(id.ownerSQL)"
    case .policy: text = "DROP POLICY \(id.quotedName) ON \(id.ownerSQL)"
    case .statistics: text = "DROP STATISTICS \(id.sql)"
    case .eventTrigger: text = "DROP EVENT TRIGGER \(id.quotedName)"
    default: throw isUnplanned(id)
    }
    return [SchemaStatement(text)]
  }

  // MARK: - Alter

  static func alter(
    _ old: SchemaObject, to new: SchemaObject, _ facts: [Fact]
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let id = new.id
    let changed = Set(facts)
    var statements: [SchemaStatement] = []
    switch id.kind {
    case .sequence:
      var clauses = PostgresSequenceOptions.alteration(from: old, to: new, type: new[.type])
      if old[.type] != new[.type] { clauses.insert("AS \(new[.type] ?? "bigint")", at: 0) }
      if !clauses.isEmpty {
        statements.append(
          SchemaStatement("ALTER SEQUENCE \(id.sql) \(clauses.joined(separator: " "))"))
      }
      if old[.persistence] != new[.persistence] {
        let mode = new[.persistence] == nil ? "LOGGED" : "UNLOGGED"
        statements.append(SchemaStatement("ALTER SEQUENCE \(id.sql) SET \(mode)"))
      }
    case .sequenceOwner:
      statements.append(
        SchemaStatement("ALTER SEQUENCE \(id.sql) OWNED BY \(new[.ownedBy] ?? "NONE")"))
    case .view:
      if changed.contains(.definition) {
        statements.append(SchemaStatement(view(new, verb: "CREATE OR REPLACE")))
      } else {
        statements += PostgresStorageParameters.clauses(from: old[.options], to: new[.options])
          .map { SchemaStatement("ALTER VIEW \(id.sql) \($0)") }
      }
    case .materializedView:
      statements += PostgresStorageParameters.clauses(from: old[.parameters], to: new[.parameters])
        .map { SchemaStatement("ALTER MATERIALIZED VIEW \(id.sql) \($0)") }
    case .viewColumn: return alterViewColumn(from: old, to: new)
    case .function, .procedure:
      if changed.contains(.definition) {
        statements.append(SchemaStatement("CREATE OR REPLACE \(new[.definition] ?? "")"))
      }
    case .policy:
      var sql = ""
      if changed.contains(.roles) { sql += " TO \(new[.roles] ?? "PUBLIC")" }
      if !changed.isDisjoint(with: [.using, .withCheck]) { sql += expressions(of: new) }
      if !sql.isEmpty {
        statements.append(
          SchemaStatement("ALTER POLICY \(id.quotedName) ON \(id.ownerSQL)\(sql)"))
      }
    case .schema, .extension, .collation, .aggregate, .trigger, .rule, .statistics,
      .eventTrigger:
      break
    default: throw isUnplanned(id)
    }
    return statements + firing(of: new, was: old) + statisticsTarget(of: new, was: old)
      + comment(on: new, was: old)
  }

  private static func alterViewColumn(
    from old: SchemaObject?, to new: SchemaObject?
  ) -> [SchemaStatement] {
    guard let id = (new ?? old)?.id, let parent = (new ?? old)?.parent else { return [] }
    let kind = parent.kind == .view ? "VIEW" : "MATERIALIZED VIEW"
    let alter = "ALTER \(kind) \(id.ownerSQL) ALTER COLUMN \(id.quotedName) "
    var statements: [SchemaStatement] = []
    if old?[.defaultValue] != new?[.defaultValue] {
      statements.append(
        SchemaStatement(
          alter + (new?[.defaultValue].map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")))
    }
    if old?[.statisticsTarget] != new?[.statisticsTarget] {
      statements.append(
        SchemaStatement(alter + "SET STATISTICS \(new?[.statisticsTarget] ?? "-1")"))
    }
    if old?[.comment] != new?[.comment] {
      let text = new?[.comment].map(PostgresName.literal) ?? "NULL"
      statements.append(
        SchemaStatement("COMMENT ON COLUMN \(id.ownerSQL).\(id.quotedName) IS \(text)"))
    }
    return statements
  }
}
