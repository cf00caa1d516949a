import SchemaModel

extension PostgresTableStatements {
  func creation(of object: SchemaObject) -> [SchemaStatement] {
    let id = object.id
    var columns = parts.filter { $0.id.kind == .column }
    for value in parts where value.id.kind == .defaultExpression {
      let column = columns.firstIndex { $0.id == self.column(of: value.id) }
      if let column { columns[column][.defaultValue] = value[.definition] }
    }
    let constraints = parts.filter { $0.id.kind.isTableConstraint }
    let lines =
      columns.filter { $0[.inheritance] != "inherited" }.map(Self.definition)
      + constraints.filter { $0[.notValid] == nil }.map(Self.definition)
    let body = lines.isEmpty ? "" : "\n  " + lines.joined(separator: ",\n  ") + "\n"
    var sql = "CREATE \(object[.persistence].map { $0 + " " } ?? "")TABLE \(id.sql)"
    if let parent = object[.partitionOf] {
      sql += " PARTITION OF \(parent)" + (body.isEmpty ? "" : " (\(body))")
      sql += " \(object[.partitionBound] ?? "DEFAULT")"
    } else {
      sql += " (\(body))"
    }
    if let parents = object[.inherits] {
      sql += "\nINHERITS (\(parents.split(separator: "\n").joined(separator: ", ")))"
    }
    if let key = object[.partitionKey] { sql += "\nPARTITION BY \(key)" }
    if let method = object[.accessMethod] { sql += "\nUSING \(PostgresName.quoted(method))" }
    if let list = PostgresStorageParameters.list(object[.parameters]) { sql += "\nWITH \(list)" }

    var clauses: [String] = []
    if let type = object[.ofType] { clauses.append("OF \(type)") }
    if object[.rowSecurity] != nil { clauses.append("ENABLE ROW LEVEL SECURITY") }
    if object[.forcedRowSecurity] != nil { clauses.append("FORCE ROW LEVEL SECURITY") }
    if let identity = object[.replicaIdentity] { clauses.append("REPLICA IDENTITY \(identity)") }
    for column in columns {
      clauses += storageClauses(from: nil, to: column)
      if column[.inheritance] == "inherited" { clauses += overridingClauses(of: column) }
    }
    for constraint in constraints where constraint[.notValid] != nil {
      clauses.append(Self.addition(of: constraint))
    }
    for value in parts where value.id.kind == .defaultExpression {
      let isInline = columns.contains {
        $0.id == column(of: value.id) && $0[.inheritance] != "inherited"
      }
      if isInline { continue }
      clauses.append(
        "ALTER COLUMN \(value.id.quotedName) SET DEFAULT \(value[.definition] ?? "NULL")")
    }
    var statements = [SchemaStatement(sql)]
    if !clauses.isEmpty { statements.append(Self.alter(id, clauses)) }
    for constraint in constraints where constraint.id.kind.isIndexConstraint {
      statements += PostgresSchemaRules.settings(ofIndex: constraint)
    }
    return statements
      + ([object] + parts).flatMap { PostgresSchemaRules.comment(on: $0) }
  }

  /// A column as `CREATE TABLE` and `ADD COLUMN` have it.
  static func definition(_ part: SchemaObject) -> String {
    guard part.id.kind == .column else {
      return "CONSTRAINT \(part.id.quotedName) \(part[.definition] ?? "")"
    }
    var sql = "\(part.id.quotedName) \(part[.type] ?? "")"
    if let method = part[.compression] { sql += " COMPRESSION \(method)" }
    if let collation = part[.collation] { sql += " COLLATE \(collation)" }
    if let value = part.columnDefault { sql += " DEFAULT \(value)" }
    if let expression = part[.generated] { sql += " GENERATED ALWAYS AS \(expression)" }
    if part[.notNull] == "yes" { sql += " NOT NULL" }
    if let identity = part[.identity] {
      let options = PostgresSequenceOptions.creation(of: part)
      sql += " GENERATED \(identity) AS IDENTITY"
      if !options.isEmpty { sql += " (\(options.joined(separator: " ")))" }
    }
    return sql
  }

  static func addition(of constraint: SchemaObject) -> String {
    "ADD " + definition(constraint) + (constraint[.notValid] == nil ? "" : " NOT VALID")
  }
}
