/// Reads a statement of DDL as far as it takes to say what the catalog shows afterwards.
///
/// One reader for all engines: what one of them does not have does not occur there. The rules of names
/// and optional words are those of each engine's manual for `CREATE`, `ALTER`, `DROP` and `RENAME`.
struct DDLReader {
  private var reader: NameReader

  init?(_ statement: SQLStatement, rules: LexicalRules) {
    guard let reader = NameReader(statement, rules: rules) else { return nil }
    self.reader = reader
  }

  mutating func trace() -> StatementTrace {
    if reader.take("CREATE") { return create() }
    if reader.take("DROP") { return drop() }
    if reader.take("ALTER", "TYPE") { return alterType() }
    if reader.take("ALTER") { return alter() }
    if reader.take("RENAME", "TABLE") { return rename() }
    // Each sets something to a value that does not depend on the one before.
    let idempotent: Set<String> = [
      "COMMENT", "GRANT", "REVOKE", "ANALYZE", "VACUUM", "REINDEX", "REFRESH", "OPTIMIZE",
    ]
    return reader.takeOne(of: idempotent) == nil ? .nothing : .repeatable
  }

  private static func there(_ object: CatalogObject?) -> StatementTrace {
    object.map { .facts([CatalogFact($0, isThere: true)]) } ?? .nothing
  }

  /// A name that goes and comes in one statement, as in a swap, tells nothing.
  private static func traced(_ facts: [CatalogFact]) -> StatementTrace {
    let names = Set(facts.map(\.object))
    return facts.isEmpty || names.count < facts.count ? .nothing : .facts(facts)
  }

  // MARK: - CREATE

  private mutating func create() -> StatementTrace {
    let replaces = reader.take("OR", "REPLACE")
    // Objects of the session are gone with it.
    if reader.takeOne(of: ["TEMP", "TEMPORARY", "GLOBAL", "LOCAL"]) != nil { return .nothing }
    if reader.take("DEFINER") { skipDefiner() }
    while reader.takeOne(
      of: ["UNLOGGED", "UNIQUE", "FULLTEXT", "SPATIAL", "RECURSIVE", "TRUSTED", "AGGREGATE"])
      != nil
    {}
    skipViewOptions()
    let kinds: Set<String> = [
      "TABLE", "VIEW", "MATERIALIZED", "SEQUENCE", "INDEX", "SCHEMA", "DATABASE", "TYPE", "DOMAIN",
      "EXTENSION", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT",
    ]
    guard let kind = reader.takeOne(of: kinds) else { return .nothing }
    // What it replaces it makes anew from the text, the same each time.
    if replaces { return .repeatable }
    if kind == "INDEX" { return createIndex() }
    if kind == "MATERIALIZED", !reader.take("VIEW") { return .nothing }
    let mayExist = reader.take("IF", "NOT", "EXISTS")
    guard let name = reader.qualifiedName() else { return .nothing }
    if mayExist, !fillsRows() { return .repeatable }
    return Self.there(Self.object(kind, name))
  }

  /// `= user@host`, each perhaps quoted.
  private mutating func skipDefiner() {
    guard reader.take(sign: "=") else { return }
    reader.skip()
    if reader.take(sign: "(") { reader.skip() }
    if reader.take(sign: "@") { reader.skip() }
  }

  /// `ALGORITHM = MERGE SQL SECURITY INVOKER`
  private mutating func skipViewOptions() {
    if reader.take("ALGORITHM"), reader.take(sign: "=") { reader.skip() }
    if reader.take("DEFINER") { skipDefiner() }
    if reader.take("SQL", "SECURITY") { reader.skip() }
  }

  private static func object(_ kind: String, _ name: QualifiedName) -> CatalogObject? {
    switch kind {
    case "TABLE", "VIEW", "MATERIALIZED", "SEQUENCE": .relation(name)
    case "SCHEMA", "DATABASE": name.schema == nil ? .schema(name.name) : nil
    case "TYPE", "DOMAIN": .type(name)
    case "EXTENSION": .extension(name.name)
    case "TRIGGER": .trigger(name)
    case "PROCEDURE", "FUNCTION": .routine(name)
    case "EVENT": .event(name)
    default: nil
    }
  }

  /// Whether the rest selects rows: `CREATE TABLE IF NOT EXISTS t SELECT …` may add them twice.
  private mutating func fillsRows() -> Bool {
    var rest = reader
    while !rest.isAtEnd {
      if rest.takeOne(of: ["SELECT", "VALUES", "EXECUTE"]) != nil { return true }
      rest.skip()
    }
    return false
  }

  /// `IF NOT EXISTS` makes no difference: PostgreSQL calls an invalid index an existing one.
  private mutating func createIndex() -> StatementTrace {
    _ = reader.take("CONCURRENTLY")
    _ = reader.take("IF", "NOT", "EXISTS")
    // Without a name the server makes one up.
    if reader.take("ON") { return .nothing }
    guard let name = reader.qualifiedName() else { return .nothing }
    while !reader.isAtEnd, !reader.take("ON") { reader.skip() }
    _ = reader.take("ONLY")
    guard let table = reader.qualifiedName() else { return .nothing }
    // The index lives in its table's schema, which only SQLite lets one write at the index.
    let schema = name.schema ?? table.schema
    return Self.there(.index(QualifiedName(schema: schema, name: name.name), on: table))
  }

  // MARK: - DROP

  private mutating func drop() -> StatementTrace {
    let kinds: Set<String> = [
      "TABLE", "VIEW", "MATERIALIZED", "SEQUENCE", "INDEX", "SCHEMA", "DATABASE", "TYPE", "DOMAIN",
      "EXTENSION", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT",
    ]
    guard let kind = reader.takeOne(of: kinds) else { return .nothing }
    if kind == "MATERIALIZED", !reader.take("VIEW") { return .nothing }
    _ = reader.take("CONCURRENTLY")
    if reader.take("IF", "EXISTS") { return .repeatable }
    var facts: [CatalogFact] = []
    repeat {
      guard let name = reader.qualifiedName() else { return .nothing }
      // `DROP TRIGGER t ON table` and `DROP FUNCTION f(int)`: the name alone is not the object.
      if reader.take(sign: "(") { return .nothing }
      let object: CatalogObject?
      if kind == "INDEX" {
        let table = reader.take("ON") ? reader.qualifiedName() : nil
        object = .index(
          QualifiedName(schema: name.schema ?? table?.schema, name: name.name), on: table)
      } else if reader.take("ON") {
        return .nothing
      } else {
        object = Self.object(kind, name)
      }
      guard let object else { return .nothing }
      facts.append(CatalogFact(object, isThere: false))
    } while reader.take(sign: ",")
    return Self.traced(facts)
  }

  // MARK: - ALTER

  private mutating func alterType() -> StatementTrace {
    guard let type = reader.qualifiedName(), reader.take("ADD", "VALUE") else { return .nothing }
    if reader.take("IF", "NOT", "EXISTS") { return .repeatable }
    return Self.there(reader.string().map { .enumValue($0, of: type) })
  }

  private mutating func alter() -> StatementTrace {
    _ = reader.takeOne(of: ["ONLINE", "IGNORE"])
    guard reader.take("TABLE") else { return .nothing }
    _ = reader.take("IF", "EXISTS")
    _ = reader.take("ONLY")
    guard let table = reader.qualifiedName() else { return .nothing }
    _ = reader.take(sign: "*")
    var facts: [CatalogFact] = []
    // Actions that are not understood do not matter beside one that is: a statement is whole.
    repeat {
      var action = AlterAction(reader: reader, table: table)
      facts += action.facts()
    } while reader.skipPastComma()
    return Self.traced(facts)
  }

  // MARK: - RENAME

  /// `RENAME TABLE a TO b, c TO d`
  private mutating func rename() -> StatementTrace {
    _ = reader.take("IF", "EXISTS")
    var facts: [CatalogFact] = []
    repeat {
      guard let old = reader.qualifiedName() else { return .nothing }
      while !reader.isAtEnd, !reader.take("TO") { reader.skip() }
      guard let new = reader.qualifiedName() else { return .nothing }
      facts += [
        CatalogFact(.relation(old), isThere: false), CatalogFact(.relation(new), isThere: true),
      ]
    } while reader.take(sign: ",")
    return Self.traced(facts)
  }
}
