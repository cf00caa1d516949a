/// One action of `ALTER TABLE`: what the catalog shows after it.
struct AlterAction {
  var reader: NameReader
  let table: QualifiedName

  /// Nothing for an action that leaves no sign in the names, such as a column's new type, and for one
  /// that depends on what was there before (`IF EXISTS`).
  mutating func facts() -> [CatalogFact] {
    if reader.take("ADD") { return added() }
    if reader.take("DROP") { return dropped() }
    if reader.take("RENAME") { return renamed() }
    if reader.take("CHANGE") { return changed() }
    if reader.take("VALIDATE", "CONSTRAINT") {
      return reader.name().map { [there(.validation(of: $0, on: table))] } ?? []
    }
    return []
  }

  /// Whether it sets something to a value that does not depend on the one before, and touches no row.
  var isRepeatable: Bool {
    var rest = reader
    if rest.take("ALTER") {
      _ = rest.take("COLUMN")
      guard rest.name() != nil else { return false }
      return rest.take("SET", "NOT", "NULL") || rest.take("DROP", "NOT", "NULL")
        || rest.take("SET", "DEFAULT") || rest.take("DROP", "DEFAULT")
    }
    if rest.take("OWNER", "TO") { return true }
    _ = rest.take("NO") || rest.takeOne(of: ["ENABLE", "DISABLE"]) != nil
    _ = rest.take("FORCE")
    return rest.take("ROW", "LEVEL", "SECURITY")
  }

  private func there(_ object: CatalogObject) -> CatalogFact { CatalogFact(object, isThere: true) }

  private func gone(_ object: CatalogObject) -> CatalogFact { CatalogFact(object, isThere: false) }

  private static func index(_ name: Identifier, on table: QualifiedName) -> CatalogObject {
    .index(QualifiedName(schema: table.schema, name: name), on: table)
  }

  private mutating func added() -> [CatalogFact] {
    if reader.take("CONSTRAINT") {
      guard !reader.take("IF", "NOT", "EXISTS"), let name = reader.name() else { return [] }
      // MySQL keeps no name of a primary key, and lets one leave the name out.
      let word = name.name.uppercased()
      if word == "PRIMARY" || reader.take("PRIMARY") { return [there(.primaryKey(of: table))] }
      return ["UNIQUE", "FOREIGN", "CHECK"].contains(word)
        ? [] : [there(.constraint(name, of: table))]
    }
    if reader.take("PRIMARY", "KEY") { return [there(.primaryKey(of: table))] }
    let kinds: Set<String> = ["UNIQUE", "FULLTEXT", "SPATIAL", "INDEX", "KEY"]
    if let kind = reader.takeOne(of: kinds) {
      if kind != "INDEX", kind != "KEY" { _ = reader.takeOne(of: ["INDEX", "KEY"]) }
      guard !reader.take("IF", "NOT", "EXISTS"), let name = reader.name() else { return [] }
      return name.name.uppercased() == "USING" ? [] : [there(Self.index(name, on: table))]
    }
    if reader.takeOne(of: ["CHECK", "FOREIGN", "EXCLUDE", "PARTITION", "PERIOD", "SYSTEM"]) != nil {
      return []
    }
    _ = reader.take("COLUMN")
    guard !reader.take("IF", "NOT", "EXISTS"), let name = reader.name() else { return [] }
    return [there(.column(name, of: table))]
  }

  private mutating func dropped() -> [CatalogFact] {
    if reader.take("PRIMARY", "KEY") { return [gone(.primaryKey(of: table))] }
    if reader.takeOne(of: ["CONSTRAINT", "CHECK"]) != nil || reader.take("FOREIGN", "KEY") {
      guard !reader.take("IF", "EXISTS"), let name = reader.name() else { return [] }
      return [gone(.constraint(name, of: table))]
    }
    if reader.takeOne(of: ["INDEX", "KEY"]) != nil {
      guard !reader.take("IF", "EXISTS"), let name = reader.name() else { return [] }
      return [gone(Self.index(name, on: table))]
    }
    if reader.takeOne(of: ["PARTITION", "SYSTEM", "PERIOD"]) != nil { return [] }
    _ = reader.take("COLUMN")
    guard !reader.take("IF", "EXISTS"), let name = reader.name() else { return [] }
    return [gone(.column(name, of: table))]
  }

  private mutating func renamed() -> [CatalogFact] {
    if reader.take("CONSTRAINT") { return moved { [table] in .constraint($0, of: table) } }
    if reader.takeOne(of: ["INDEX", "KEY"]) != nil {
      return moved { [table] in Self.index($0, on: table) }
    }
    if reader.takeOne(of: ["TO", "AS"]) != nil {
      guard let new = reader.qualifiedName() else { return [] }
      let schema = new.schema ?? table.schema
      return [
        gone(.relation(table)), there(.relation(QualifiedName(schema: schema, name: new.name))),
      ]
    }
    _ = reader.take("COLUMN")
    return moved { [table] in .column($0, of: table) }
  }

  /// Reads `a TO b`.
  private mutating func moved(_ object: (Identifier) -> CatalogObject) -> [CatalogFact] {
    guard !reader.take("IF", "EXISTS"), let old = reader.name(), reader.take("TO"),
      let new = reader.name(), old != new
    else { return [] }
    return [gone(object(old)), there(object(new))]
  }

  /// `CHANGE a b INT`, which may leave the name as it is.
  private mutating func changed() -> [CatalogFact] {
    _ = reader.take("COLUMN")
    guard !reader.take("IF", "EXISTS"), let old = reader.name(), let new = reader.name(),
      old.name.lowercased() != new.name.lowercased()
    else { return [] }
    return [gone(.column(old, of: table)), there(.column(new, of: table))]
  }
}
