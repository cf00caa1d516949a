import SchemaModel

extension PostgresSchemaRules {
  func rename(
    _ object: SchemaObject, to name: String
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let id = object.id
    let new = PostgresName.quoted(name)
    let target: String
    switch id.kind {
    case .schema: target = "SCHEMA \(id.quotedName) RENAME"
    case .table: target = "TABLE \(id.sql) RENAME"
    case .column: target = "TABLE \(id.ownerSQL) RENAME COLUMN \(id.quotedName)"
    case .viewColumn: target = "VIEW \(id.ownerSQL) RENAME COLUMN \(id.quotedName)"
    case .index: target = "INDEX \(id.sql) RENAME"
    case .sequence: target = "SEQUENCE \(id.sql) RENAME"
    case .view: target = "VIEW \(id.sql) RENAME"
    case .materializedView: target = "MATERIALIZED VIEW \(id.sql) RENAME"
    case .enumeration, .compositeType, .rangeType: target = "TYPE \(id.sql) RENAME"
    case .enumerationValue:
      let values = (PostgresName.literal(id.name), PostgresName.literal(name))
      return [
        SchemaStatement("ALTER TYPE \(id.ownerSQL) RENAME VALUE \(values.0) TO \(values.1)")
      ]
    case .attribute: target = "TYPE \(id.ownerSQL) RENAME ATTRIBUTE \(id.quotedName)"
    case .domain: target = "DOMAIN \(id.sql) RENAME"
    case .domainCheck: target = "DOMAIN \(id.ownerSQL) RENAME CONSTRAINT \(id.quotedName)"
    case .collation: target = "COLLATION \(id.sql) RENAME"
    case .function: target = "FUNCTION \(Self.signature(of: object)) RENAME"
    case .procedure: target = "PROCEDURE \(Self.signature(of: object)) RENAME"
    case .aggregate: target = "AGGREGATE \(Self.signature(of: object)) RENAME"
    case .trigger: target = "TRIGGER \(id.quotedName) ON \(id.ownerSQL) RENAME"
    case .rule: target = "RULE \(id.quotedName) ON \(id.ownerSQL) RENAME"
    case .policy: target = "POLICY \(id.quotedName) ON \(id.ownerSQL) RENAME"
    case .statistics: target = "STATISTICS \(id.sql) RENAME"
    case .eventTrigger: target = "EVENT TRIGGER \(id.quotedName) RENAME"
    case _ where id.kind.isTableConstraint:
      target = "TABLE \(id.ownerSQL) RENAME CONSTRAINT \(id.quotedName)"
    default:
      throw SchemaRefusal(id, reason: "a \(id.kind) cannot be renamed", advice: nil)
    }
    return [SchemaStatement("ALTER \(target) TO \(new)")]
  }
}
