import SchemaModel

/// A table and its parts, from what `SHOW CREATE TABLE` prints.
///
/// Everything must be understood: a word that is not known makes the whole table one that we do not
/// touch, so that no feature is lost without anybody being told.
struct MySQLTableReader {
  private var tokens: MySQLTokens
  private let context: Context
  private let id: ObjectID
  private var table: SchemaObject
  private var parts: [SchemaObject] = []
  private var position = 0

  /// What the server says beside.
  struct Context {
    var database: String
    /// The default collation of each character set.
    var collations: [String: String]
  }

  /// The table first, then its parts.
  static func objects(
    _ name: String, definition: String, context: Context
  ) -> [SchemaObject] {
    let id = ObjectID(.table, name)
    var reader = Self(
      tokens: MySQLTokens(definition, in: context.database), context: context, id: id,
      table: SchemaObject(id))
    do {
      try reader.read()
      return [reader.table] + reader.parts
    } catch {
      return [
        SchemaObject(
          id, [.unknownFeature: error.near, .definition: reader.withoutCounter(definition)])
      ]
    }
  }

  private mutating func read() throws(MySQLTokens.Unknown) {
    try tokens.expect("CREATE", "TABLE")
    _ = try tokens.name()
    try tokens.expect(sign: "(")
    repeat { try readPart() } while tokens.take(sign: ",")
    try tokens.expect(sign: ")")
    try tokens.readOptions(of: &table, collations: context.collations)
    try tokens.readPartitioning(of: &table)
    guard tokens.isAtEnd else { throw tokens.unknown }
    let columns = parts.filter { $0.id.kind == .column }
    table[.columnOrder] = columns.map(\.id.name).joined(separator: "\n")
    for index in parts.indices where parts[index].id.kind == .column {
      guard parts[index][.collation] == nil, let type = parts[index][.type] else { continue }
      if MySQLType(type).isText { parts[index][.collation] = table[.collation] }
    }
  }

  private mutating func readPart() throws(MySQLTokens.Unknown) {
    position += 1
    switch tokens.next {
    case .name: parts.append(try tokens.column(of: id, collations: context.collations))
    case .word("PERIOD"): parts.append(try period())
    case .word("CONSTRAINT"): parts.append(try constraint())
    default: parts.append(try key())
    }
    parts[parts.count - 1].position = position - 1
  }

  private func part(_ kind: ObjectKind, _ name: String) -> ObjectID {
    ObjectID(kind, owner: id.name, name)
  }

  private func column(_ name: String) -> ObjectID { part(.column, name) }

  /// `PERIOD FOR SYSTEM_TIME (a, b)`, ``PERIOD FOR `name` (a, b)``
  private mutating func period() throws(MySQLTokens.Unknown) -> SchemaObject {
    try tokens.expect("PERIOD", "FOR")
    let name: String
    if tokens.take("SYSTEM_TIME") { name = "SYSTEM_TIME" } else { name = try tokens.name() }
    let columns = try names()
    return SchemaObject(
      part(.period, name), parent: id, [.columns: MySQLNames.list(columns)],
      dependencies: columns.map(column))
  }

  /// Names in parentheses.
  private mutating func names() throws(MySQLTokens.Unknown) -> [String] {
    try tokens.expect(sign: "(")
    var names: [String] = []
    repeat { names.append(try tokens.name()) } while tokens.take(sign: ",")
    try tokens.expect(sign: ")")
    return names
  }

  // MARK: - Keys

  private mutating func key() throws(MySQLTokens.Unknown) -> SchemaObject {
    var kind = ObjectKind.index
    var method: String?
    if tokens.take("PRIMARY") {
      kind = .primaryKey
    } else if tokens.take("UNIQUE") {
      kind = .unique
    } else {
      for word in ["FULLTEXT", "SPATIAL", "VECTOR"] where tokens.take(word) { method = word }
    }
    try tokens.expect("KEY")
    let name = kind == .primaryKey ? "PRIMARY" : try tokens.name()
    let columns = try keyParts()
    var key = SchemaObject(
      part(kind, name), parent: id, [.columns: columns.text, .method: method],
      dependencies: columns.used)
    try readOptions(of: &key)
    return key
  }

  /// `a`, `a(5) DESC`, `(expression)`, `p WITHOUT OVERLAPS`
  private mutating func keyParts() throws(MySQLTokens.Unknown) -> (
    text: String, used: [ObjectID]
  ) {
    var texts: [String] = []
    var used: [ObjectID] = []
    for range in tokens.split(try tokens.parenthesized()) {
      guard case .name(let name) = tokens.kind(at: range.lowerBound) else {
        texts.append(tokens.text(range))
        used += tokens.columns(in: range, of: id)
        continue
      }
      let rest = tokens.text(range.dropFirst())
      texts.append(
        MySQLNames.spelled(name) + (rest.isEmpty || rest.hasPrefix("(") ? "" : " ") + rest)
      used.append(rest.hasPrefix("WITHOUT") ? part(.period, name) : column(name))
    }
    return (texts.joined(separator: ", "), used)
  }

  private mutating func readOptions(of key: inout SchemaObject) throws(MySQLTokens.Unknown) {
    var options: [String] = []
    while let next = tokens.next, next != .sign(","), next != .sign(")") {
      if tokens.take("COMMENT") {
        key[.comment] = try tokens.any()
      } else if tokens.take("IGNORED") {
        key[.visibility] = "IGNORED"
      } else if tokens.take("INVISIBLE") {
        key[.visibility] = "INVISIBLE"
      } else if tokens.take("USING") {
        options.append("USING \(try tokens.word())")
      } else if tokens.take("WITH", "PARSER") {
        options.append("WITH PARSER \(MySQLNames.spelled(try tokens.name()))")
      } else {
        options.append(try tokens.assignment())
      }
    }
    if !options.isEmpty { key[.options] = options.joined(separator: " ") }
  }

  // MARK: - Constraints

  private mutating func constraint() throws(MySQLTokens.Unknown) -> SchemaObject {
    try tokens.expect("CONSTRAINT")
    let name = try tokens.name()
    return tokens.take("FOREIGN") ? try foreignKey(name) : try check(name)
  }

  private mutating func check(_ name: String) throws(MySQLTokens.Unknown) -> SchemaObject {
    try tokens.expect("CHECK")
    let range = try tokens.parenthesized()
    let enforcement = tokens.take("NOT", "ENFORCED") ? "NOT ENFORCED" : nil
    return SchemaObject(
      part(.check, name), parent: id,
      [.definition: tokens.text(range), .enforcement: enforcement],
      dependencies: tokens.columns(in: range, of: id))
  }

  private mutating func foreignKey(_ name: String) throws(MySQLTokens.Unknown) -> SchemaObject {
    try tokens.expect("KEY")
    let columns = try names()
    try tokens.expect("REFERENCES")
    var schema: String?
    var target = try tokens.name()
    if tokens.take(sign: ".") { (schema, target) = (target, try tokens.name()) }
    if schema == context.database { schema = nil }
    let targetColumns = try names()
    var onDelete: String?
    var onUpdate: String?
    while tokens.take("ON") {
      if tokens.take("DELETE") {
        onDelete = try action()
      } else {
        try tokens.expect("UPDATE")
        onUpdate = try action()
      }
    }
    let path = [schema, target].compactMap { $0.map(MySQLNames.spelled) }.joined(separator: ".")
    var dependencies = columns.map(column)
    if schema == nil {
      if target != id.name { dependencies.append(ObjectID(.table, target)) }
      dependencies += targetColumns.map { ObjectID(.column, owner: target, $0) }
    }
    return SchemaObject(
      part(.foreignKey, name), parent: id,
      [
        .columns: MySQLNames.list(columns),
        .references: "\(path) (\(MySQLNames.list(targetColumns)))",
        .onDelete: onDelete, .onUpdate: onUpdate,
      ], dependencies: dependencies)
  }

  /// Nil for `NO ACTION` and `RESTRICT`, which mean the same here.
  private mutating func action() throws(MySQLTokens.Unknown) -> String? {
    for (words, action) in [("RESTRICT", nil), ("CASCADE", "CASCADE")] as [(String, String?)]
    where tokens.take(words) { return action }
    if tokens.take("NO", "ACTION") { return nil }
    if tokens.take("SET", "NULL") { return "SET NULL" }
    try tokens.expect("SET", "DEFAULT")
    return "SET DEFAULT"
  }

  // MARK: -

  /// The text without `AUTO_INCREMENT=7`, which is a position and no part of the schema.
  private func withoutCounter(_ definition: String) -> String {
    var tokens = MySQLTokens(definition, in: context.database)
    while !tokens.isAtEnd {
      let start = tokens.index
      if tokens.take("AUTO_INCREMENT"), tokens.take(sign: "="), tokens.next == .number {
        return tokens.raw(0..<start) + " " + tokens.rawRest(from: tokens.index + 1)
      }
      tokens.index = start + 1
    }
    return definition
  }
}
