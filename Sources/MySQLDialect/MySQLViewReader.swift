import SchemaModel

extension SchemaObject {
  /// A view, from what `SHOW CREATE VIEW` prints.
  ///
  /// The catalog knows of no dependencies of views, so they are read from this text: the server wrote it
  /// from its parse tree, with every name in quotes and resolved.
  ///
  /// Columns are not among them: the server does not hold on to what a view uses, so a view is made after
  /// its tables have been changed, and that is all there is to order.
  init(
    view name: String, definition: String, in database: String, relations: MySQLRelations
  ) throws(MySQLTokens.Unknown) {
    self.init(ObjectID(.view, name))
    var tokens = MySQLTokens(definition, in: database)
    try tokens.expect("CREATE")
    if tokens.take("ALGORITHM") {
      try tokens.expect(sign: "=")
      let algorithm = try tokens.word()
      if algorithm != "UNDEFINED" { self[.algorithm] = algorithm }
    }
    try tokens.skipDefiner()
    if tokens.take("SQL", "SECURITY") {
      let security = try tokens.word()
      if security != "DEFINER" { self[.security] = security }
    }
    try tokens.expect("VIEW")
    _ = try tokens.name()
    if tokens.next == .sign("(") { self[.columns] = tokens.text(try tokens.parenthesized()) }
    try tokens.expect("AS")
    let start = tokens.index
    var end = tokens.tokens.count
    for option in ["LOCAL", "CASCADED"] {
      tokens.index = end - 4
      if tokens.take("WITH", option, "CHECK", "OPTION") {
        self[.checkOption] = option
        end -= 4
        break
      }
    }
    guard start < end else { throw tokens.unknown }
    self[.definition] = tokens.text(start..<end)
    dependencies = relations.dependencies(of: tokens, in: start..<end, except: id)
  }
}

extension MySQLTokens {
  /// ``DEFINER=`root`@`localhost` ``, which is the session's and no part of the schema.
  mutating func skipDefiner() throws(Unknown) {
    guard take("DEFINER") else { return }
    try expect(sign: "=")
    index += 1
    if take(sign: "@") { index += 1 }
  }
}

/// What can be named in a view.
struct MySQLRelations {
  /// What can stand in `FROM`, by name.
  private var relations: [String: ObjectID] = [:]
  private var functions: [String: ObjectID] = [:]

  mutating func insert(_ id: ObjectID) {
    switch id.kind {
    case .table, .view, .sequence: relations[id.name] = id
    case .function: functions[id.name.lowercased()] = id
    default: break
    }
  }

  /// The tables, views, sequences and functions that a text names.
  func dependencies(
    of tokens: MySQLTokens, in range: Range<Int>, except own: ObjectID
  ) -> [ObjectID] {
    var used: Set<ObjectID> = []
    for index in range {
      guard case .name(let name) = tokens.kind(at: index) else { continue }
      switch (tokens.kind(at: index - 1), tokens.kind(at: index + 1)) {
      case (_, .sign("(")): if let id = functions[name.lowercased()] { used.insert(id) }
      case (_, .sign(".")): continue
      // `FROM t`, `JOIN t`, `(t`, `, t`: anywhere else it is a column or an alias.
      case (.word("FROM"), _), (.word("JOIN"), _), (.word("STRAIGHT_JOIN"), _), (.sign("("), _),
        (.sign(","), _):
        if let id = relations[name] { used.insert(id) }
      default: continue
      }
    }
    for name in tokens.sequences(in: range) { if let id = relations[name] { used.insert(id) } }
    used.remove(own)
    return used.sorted()
  }
}
