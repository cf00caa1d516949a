import SchemaModel

/// A foreign key's statements.
enum MySQLForeignKeySQL {
  static func drop(_ key: SchemaObject) -> SchemaStatement {
    let table = MySQLNames.spelled(key.id.owner ?? "")
    return SchemaStatement(
      "ALTER TABLE \(table) DROP FOREIGN KEY \(MySQLNames.spelled(key.id.name))")
  }

  static func add(
    _ key: SchemaObject, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) -> SchemaStatement {
    let table = key.id.owner ?? ""
    let implicit = MySQLImplicitKeys(of: ObjectID(.table, table), from: current, to: desired)
    let clauses = implicit.clauses(under: key) + ["ADD \(definition(of: key))"]
    let text =
      "ALTER TABLE \(MySQLNames.spelled(table))" + (clauses.count == 1 ? " " : "\n  ")
      + clauses.joined(separator: ",\n  ")
    // Where the table is new there are no rows.
    if current[ObjectID(.table, table)] == nil { return SchemaStatement(text) }
    let reference = "whose \(key[.columns] ?? "") is not in \(key[.references] ?? "")"
    return SchemaStatement(
      text, hazards: [Hazard(.mayFail, "fails while \(table) has rows \(reference)")])
  }

  private static func definition(of key: SchemaObject) -> String {
    var text = "CONSTRAINT \(MySQLNames.spelled(key.id.name)) FOREIGN KEY (\(key[.columns] ?? ""))"
    text += " REFERENCES \(key[.references] ?? "")"
    if let action = key[.onDelete] { text += " ON DELETE \(action)" }
    if let action = key[.onUpdate] { text += " ON UPDATE \(action)" }
    return text
  }
}
