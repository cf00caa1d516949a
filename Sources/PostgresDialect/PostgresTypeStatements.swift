import SchemaModel

/// Collects the changes of one type and of its values, attributes or constraints.
struct PostgresTypeStatements {
  let current: SchemaSnapshot
  let desired: SchemaSnapshot

  private var created: SchemaObject?
  /// Attributes and constraints of a type that is made here.
  private var parts: [SchemaObject] = []
  private var list: [SchemaStatement] = []
  private var clauses: [String] = []
  private var hazards: [Hazard] = []
  private var owner: ObjectID?

  init(from current: SchemaSnapshot, to desired: SchemaSnapshot) {
    self.current = current
    self.desired = desired
  }

  func statements() -> [SchemaStatement] {
    var statements = list
    if let created { statements += creation(of: created) }
    if let owner, !clauses.isEmpty {
      statements.append(
        SchemaStatement(
          "ALTER TYPE \(owner.ownerSQL) " + clauses.joined(separator: ", "), hazards: hazards))
    }
    return statements + comments
  }

  private var comments: [SchemaStatement] = []

  mutating func add(_ change: ObjectChange) throws(SchemaRefusal) {
    switch change {
    case .create(let object): create(object)
    case .drop(let object): try drop(object)
    case .alter(let old, let new, _): try alter(old, to: new)
    }
  }

  private mutating func create(_ object: SchemaObject) {
    switch object.id.kind {
    case .enumerationValue: return  // a fact of the enum
    case .attribute, .domainCheck:
      if let created, object.parent == created.id {
        parts.append(object)
      } else if object.id.kind == .attribute {
        owner = object.id
        clauses.append("ADD ATTRIBUTE " + Self.attribute(object))
      } else {
        list.append(
          SchemaStatement(
            "ALTER DOMAIN \(object.id.ownerSQL) ADD " + Self.constraint(object)
              + (object[.notValid] == nil ? "" : " NOT VALID"),
            hazards: object[.notValid] == nil ? [mayFail(object.id)] : []))
      }
    default: created = object
    }
    comments += PostgresSchemaRules.comment(on: object)
  }

  private func creation(of object: SchemaObject) -> [SchemaStatement] {
    let sql = object.id.sql
    switch object.id.kind {
    case .enumeration:
      return [SchemaStatement("CREATE TYPE \(sql) AS ENUM (\(object[.values] ?? ""))")]
    case .rangeType:
      return [SchemaStatement("CREATE TYPE \(sql) AS RANGE \(object[.definition] ?? "")")]
    case .compositeType:
      let attributes = parts.map { "\n  " + Self.attribute($0) }.joined(separator: ",")
      return [
        SchemaStatement("CREATE TYPE \(sql) AS (\(attributes)\(attributes.isEmpty ? "" : "\n"))")
      ]
    default:
      var text = "CREATE DOMAIN \(sql) AS \(object[.type] ?? "")"
      if let collation = object[.collation] { text += " COLLATE \(collation)" }
      if let value = object[.defaultValue] { text += " DEFAULT \(value)" }
      if object[.notNull] != nil { text += " NOT NULL" }
      for part in parts where part[.notValid] == nil { text += "\n  " + Self.constraint(part) }
      let unchecked = parts.filter { $0[.notValid] != nil }.map { part in
        SchemaStatement("ALTER DOMAIN \(sql) ADD \(Self.constraint(part)) NOT VALID")
      }
      return [SchemaStatement(text)] + unchecked
    }
  }

  private static func attribute(_ object: SchemaObject) -> String {
    "\(object.id.quotedName) \(object[.type] ?? "")"
      + (object[.collation].map { " COLLATE \($0)" } ?? "")
  }

  private static func constraint(_ object: SchemaObject) -> String {
    "CONSTRAINT \(object.id.quotedName) \(object[.definition] ?? "")"
  }

  private func mayFail(_ id: ObjectID) -> Hazard {
    Hazard(.mayFail, "fails when a value of \(id.ownerPath) does not pass it")
  }

  // MARK: - Drops

  private mutating func drop(_ object: SchemaObject) throws(SchemaRefusal) {
    let id = object.id
    switch id.kind {
    case .enumerationValue: break
    case .attribute:
      owner = id
      clauses.append("DROP ATTRIBUTE \(id.quotedName)")
      hazards.append(Hazard(.dataLoss, "drops \(id.path) and all that it holds"))
    case .domainCheck:
      list.append(
        SchemaStatement("ALTER DOMAIN \(id.ownerSQL) DROP CONSTRAINT \(id.quotedName)"))
    default:
      if desired[id] != nil { try refuseUse(of: id, "is changed") }
      list.append(SchemaStatement("DROP \(id.kind == .domain ? "DOMAIN" : "TYPE") \(id.sql)"))
    }
  }

  /// What would have to be dropped and made anew cannot be while a column has it.
  private func refuseUse(of id: ObjectID, _ what: String) throws(SchemaRefusal) {
    let user = current.objects.values.filter { object in
      [.column, .attribute, .domain, .rangeType].contains(object.id.kind)
        && object.dependencies.contains(id) && desired[object.id]?.dependencies.contains(id) == true
    }.map(\.id).min()
    guard let user else { return }
    throw SchemaRefusal(
      id, reason: "the \(id.kind) \(what) while \(user) uses it",
      advice: "make another type beside it, move the columns there, and drop this one")
  }

  // MARK: - Alterations

  private mutating func alter(
    _ old: SchemaObject, to new: SchemaObject
  ) throws(SchemaRefusal) {
    let id = new.id
    switch id.kind {
    case .enumeration:
      if old[.values] != new[.values] {
        list += try PostgresEnumeration(from: old, to: new).statements(current, desired)
      }
    case .attribute:
      if old[.type] != new[.type] || old[.collation] != new[.collation] {
        let type = ObjectID(.compositeType, schema: id.schema, id.owner ?? "")
        try refuseUse(of: type, "has an attribute of another type")
        owner = id
        clauses.append("ALTER ATTRIBUTE \(id.quotedName) TYPE " + Self.typeAndCollation(new))
      }
    case .domain: alterDomain(old, to: new)
    case .domainCheck:
      if old[.notValid] != nil, new[.notValid] == nil {
        list.append(
          SchemaStatement(
            "ALTER DOMAIN \(id.ownerSQL) VALIDATE CONSTRAINT \(id.quotedName)",
            hazards: [mayFail(id)]))
      }
    default: break
    }
    comments += PostgresSchemaRules.comment(on: new, was: old)
  }

  private static func typeAndCollation(_ object: SchemaObject) -> String {
    (object[.type] ?? "") + (object[.collation].map { " COLLATE \($0)" } ?? "")
  }

  private mutating func alterDomain(_ old: SchemaObject, to new: SchemaObject) {
    let alter = "ALTER DOMAIN \(new.id.sql) "
    if old[.defaultValue] != new[.defaultValue] {
      list.append(
        SchemaStatement(
          alter + (new[.defaultValue].map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")))
    }
    if old[.notNull] != new[.notNull] {
      list.append(
        new[.notNull] == nil
          ? SchemaStatement(alter + "DROP NOT NULL")
          : SchemaStatement(
            alter + "SET NOT NULL",
            hazards: [Hazard(.mayFail, "fails when a column of \(new.id.path) holds nulls")]))
    }
  }
}
