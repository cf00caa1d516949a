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
      of: [
        "UNLOGGED", "UNIQUE", "FULLTEXT", "SPATIAL", "RECURSIVE", "TRUSTED", "CONSTRAINT",
        "FOREIGN",
      ]) != nil
    {}
    skipViewOptions()
    guard let kind = reader.takeOne(of: Self.kinds) else { return .nothing }
    if replaces {
      // The rows of a table and the place of a sequence would be lost.
      if kind == "TABLE" || kind == "SEQUENCE" { return .nothing }
      // What else it replaces it makes anew from the text, the same each time.
      return .repeatable
    }
    if kind == "INDEX" { return createIndex() }
    if kind == "MATERIALIZED", !reader.take("VIEW") { return .nothing }
    if kind == "EVENT", reader.take("TRIGGER") { return .nothing }
    if kind == "AGGREGATE" { _ = reader.take("FUNCTION") }
    let mayExist = reader.take("IF", "NOT", "EXISTS")
    if kind == "SCHEMA" { _ = reader.take("AUTHORIZATION") }
    guard let name = reader.qualifiedName() else { return .nothing }
    if mayExist, !fillsRows() { return .repeatable }
    return Self.there(Self.isOnTable(kind) ? onTable(kind, name) : Self.object(kind, name))
  }

  private static let kinds: Set<String> = [
    "TABLE", "VIEW", "MATERIALIZED", "SEQUENCE", "INDEX", "SCHEMA", "DATABASE", "TYPE", "DOMAIN",
    "EXTENSION", "TRIGGER", "POLICY", "RULE", "PROCEDURE", "FUNCTION", "ROUTINE", "AGGREGATE",
    "EVENT",
  ]

  /// Whether the objects of the kind belong to a table.
  private static func isOnTable(_ kind: String) -> Bool {
    ["TRIGGER", "POLICY", "RULE"].contains(kind)
  }

  /// Reads on to the table of a trigger, a policy or a rule (`CREATE RULE r AS ON event TO table`).
  private mutating func onTable(_ kind: String, _ name: QualifiedName) -> CatalogObject? {
    while !reader.isAtEnd, !reader.take("ON") { reader.skip() }
    if kind == "RULE" {
      while !reader.isAtEnd, !reader.take("TO") { reader.skip() }
    }
    return reader.qualifiedName().flatMap { Self.object(kind, name, on: $0) }
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

  private static func object(
    _ kind: String, _ name: QualifiedName, on table: QualifiedName? = nil
  ) -> CatalogObject? {
    switch kind {
    case "TABLE", "VIEW", "MATERIALIZED", "SEQUENCE": .relation(name)
    case "SCHEMA", "DATABASE": name.schema == nil ? .schema(name.name) : nil
    case "TYPE", "DOMAIN": .type(name)
    case "EXTENSION": .extension(name.name)
    case "TRIGGER": .trigger(name, on: table)
    case "POLICY": table.map { .policy(name.name, on: $0) }
    case "RULE": table.map { .rule(name.name, on: $0) }
    case "PROCEDURE", "FUNCTION", "ROUTINE", "AGGREGATE": .routine(name)
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
    _ = reader.take("FOREIGN")
    guard let kind = reader.takeOne(of: Self.kinds) else { return .nothing }
    if kind == "MATERIALIZED", !reader.take("VIEW") { return .nothing }
    if kind == "EVENT", reader.take("TRIGGER") { return .nothing }
    _ = reader.take("CONCURRENTLY")
    if reader.take("IF", "EXISTS") { return .repeatable }
    var facts: [CatalogFact] = []
    repeat {
      guard let name = reader.qualifiedName() else { return .nothing }
      reader.skipParentheses()
      let table = reader.take("ON") ? reader.qualifiedName() : nil
      let object: CatalogObject? =
        kind == "INDEX"
        ? .index(QualifiedName(schema: name.schema ?? table?.schema, name: name.name), on: table)
        : Self.object(kind, name, on: table)
      guard let object else { return .nothing }
      facts.append(CatalogFact(object, isThere: false))
    } while reader.take(sign: ",")
    return Self.traced(facts)
  }

  // MARK: - ALTER

  private mutating func alter() -> StatementTrace {
    _ = reader.takeOne(of: ["ONLINE", "IGNORE"])
    guard let kind = reader.takeOne(of: Self.kinds.union(["FOREIGN"])) else { return .nothing }
    switch kind {
    case "TABLE": return alterTable()
    case "FOREIGN": return reader.take("TABLE") ? alterTable() : .nothing
    case "MATERIALIZED": return reader.take("VIEW") ? alterObject(kind) : .nothing
    default: return alterObject(kind)
    }
  }

  private mutating func alterTable() -> StatementTrace {
    _ = reader.take("IF", "EXISTS")
    _ = reader.take("ONLY")
    guard let table = reader.qualifiedName() else { return .nothing }
    _ = reader.take(sign: "*")
    var facts: [CatalogFact] = []
    var isRepeatable = true
    // Actions that are not understood do not matter beside one that is: a statement is whole.
    repeat {
      var action = AlterAction(reader: reader, table: table)
      isRepeatable = isRepeatable && action.isRepeatable
      facts += action.facts()
    } while reader.skipPastComma()
    return facts.isEmpty && isRepeatable ? .repeatable : Self.traced(facts)
  }

  /// `ALTER TYPE t ADD VALUE 'v'`, `ALTER VIEW v RENAME TO w`
  private mutating func alterObject(_ kind: String) -> StatementTrace {
    _ = reader.take("IF", "EXISTS")
    guard let name = reader.qualifiedName() else { return .nothing }
    reader.skipParentheses()
    let table = Self.isOnTable(kind) && reader.take("ON") ? reader.qualifiedName() : nil
    if kind == "TYPE", reader.take("ADD", "VALUE") {
      if reader.take("IF", "NOT", "EXISTS") { return .repeatable }
      return Self.there(reader.string().map { .enumValue($0, of: name) })
    }
    if kind == "TYPE", reader.take("RENAME", "VALUE") {
      guard let old = reader.string(), reader.take("TO"), let new = reader.string() else {
        return .nothing
      }
      return Self.moved(.enumValue(old, of: name), .enumValue(new, of: name))
    }
    guard reader.take("RENAME", "TO"), let new = reader.qualifiedName() else { return .nothing }
    let renamed = QualifiedName(schema: new.schema ?? name.schema, name: new.name)
    return kind == "INDEX"
      ? Self.moved(.index(name, on: nil), .index(renamed, on: nil))
      : Self.moved(Self.object(kind, name, on: table), Self.object(kind, renamed, on: table))
  }

  private static func moved(_ old: CatalogObject?, _ new: CatalogObject?) -> StatementTrace {
    guard let old, let new else { return .nothing }
    return traced([CatalogFact(old, isThere: false), CatalogFact(new, isThere: true)])
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
