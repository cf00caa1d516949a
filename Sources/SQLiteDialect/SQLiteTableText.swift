/// A `CREATE TABLE` statement taken apart, as far as its parts can be changed one by one.
///
/// Follows https://sqlite.org/lang_createtable.html, and the parser where it takes more: constraints without
/// commas between them, names for constraints that do not come.
struct SQLiteTableText {
  struct Column {
    var name: String
    var type: ArraySlice<SQLiteToken> = []
    /// The clause, without a name that it may have; nil when nulls are taken.
    var notNull: ArraySlice<SQLiteToken>?
    var defaultValue: ArraySlice<SQLiteToken>?
    var collation: String?
    /// The expression, and whether its values are stored.
    var generated: (expression: ArraySlice<SQLiteToken>, isStored: Bool)?
    /// What is no clause that we know.
    var rest: [SQLiteToken] = []
    /// Everything behind the name.
    var definition: ArraySlice<SQLiteToken> = []
  }

  struct Constraint {
    enum Body {
      case primaryKey(columns: [ArraySlice<SQLiteToken>], isAutoincrement: Bool, conflict: String?)
      case unique(columns: [ArraySlice<SQLiteToken>], conflict: String?)
      case check(ArraySlice<SQLiteToken>, conflict: String?)
      case foreignKey(columns: [ArraySlice<SQLiteToken>], ForeignKey)
    }

    var name: String?
    var body: Body
    /// The column in whose definition it stands.
    var column: String?
    /// All of it, its name included.
    var text: ArraySlice<SQLiteToken>
  }

  struct ForeignKey {
    var table: String
    /// Empty for the other table's primary key.
    var columns: [ArraySlice<SQLiteToken>] = []
    /// In lower case; nil for doing nothing.
    var onDelete: String?
    var onUpdate: String?
    var match: String?
    var isDeferred = false
    /// From `REFERENCES` on.
    var text: ArraySlice<SQLiteToken>
  }

  private(set) var columns: [Column] = []
  private(set) var constraints: [Constraint] = []
  private let table: String

  /// - Parameters:
  ///   - text: as `sqlite_schema` holds it.
  ///   - table: the table's name.
  /// - Returns: nil for what cannot be read.
  init?(_ text: String, table: String) {
    self.table = table
    var reader = SQLiteTokenReader(SQLiteToken.tokens(of: text)[...])
    guard reader.take("create", "table"), reader.name() != nil else { return nil }
    guard let content = reader.parenthesised() else { return nil }
    for item in content.splitAtCommas() {
      guard read(item.withoutQualifier(table)) else { return nil }
    }
  }

  private mutating func read(_ item: ArraySlice<SQLiteToken>) -> Bool {
    var reader = SQLiteTokenReader(item)
    if Self.constraintWords.contains(reader.keyword()) { return readConstraints(&reader) }
    guard let name = reader.name() else { return false }
    return readColumn(name, &reader)
  }

  private static let constraintWords: Set<String> = [
    "constraint", "primary", "unique", "check", "foreign",
  ]

  // MARK: - Columns

  /// Where a type ends.
  private static let clauseWords: Set<String> = [
    "constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references",
    "as", "on",
  ]

  private mutating func readColumn(_ name: String, _ reader: inout SQLiteTokenReader) -> Bool {
    var column = Column(name: name)
    column.definition = reader.rest()
    column.type = Self.readType(&reader)
    while reader.next != nil {
      let start = reader.index
      let constraint = Self.readName(&reader)
      guard readClause(constraint, start, &column, &reader) else { return false }
    }
    columns.append(column)
    return true
  }

  private static func readType(_ reader: inout SQLiteTokenReader) -> ArraySlice<SQLiteToken> {
    let start = reader.index
    while let token = reader.next, token.nameValue != nil, !clauseWords.contains(token.keyword) {
      if token.keyword == "generated", reader.keyword(1) == "always" { break }
      reader.skip()
    }
    if reader.index > start { _ = reader.parenthesised() }
    return reader.since(start)
  }

  /// `CONSTRAINT name`, perhaps several times: the last one counts.
  private static func readName(_ reader: inout SQLiteTokenReader) -> String? {
    var name: String?
    while reader.take("constraint") { name = reader.name() }
    return name
  }

  private mutating func readClause(
    _ name: String?, _ start: Int, _ column: inout Column, _ reader: inout SQLiteTokenReader
  ) -> Bool {
    func own(_ order: ArraySlice<SQLiteToken> = []) -> [ArraySlice<SQLiteToken>] {
      [([SQLiteToken(kind: .name, text: "[\(column.name)]", hasGap: false)] + order)[...]]
    }
    let clause = reader.index
    if reader.take("not", "null") {
      _ = reader.conflict()
      column.notNull = reader.since(clause)
    } else if reader.take("null") {
      _ = reader.conflict()
    } else if reader.take("default") {
      guard let value = Self.readDefault(&reader) else { return false }
      column.defaultValue = value
    } else if reader.take("collate") {
      column.collation = reader.name()
    } else if reader.keyword() == "as" || reader.keyword() == "generated" {
      _ = reader.take("generated", "always")
      guard reader.take("as"), let expression = reader.parenthesised() else { return false }
      let isStored = reader.take("stored")
      if !isStored { _ = reader.take("virtual") }
      column.generated = (expression, isStored)
    } else if reader.take("primary", "key") {
      let order = reader.index
      if !reader.take("desc") { _ = reader.take("asc") }
      let columns = own(reader.since(order))
      let conflict = reader.conflict()
      let body = Constraint.Body.primaryKey(
        columns: columns, isAutoincrement: reader.take("autoincrement"), conflict: conflict)
      add(name, body, in: column, reader.since(start))
    } else if reader.take("unique") {
      let body = Constraint.Body.unique(columns: own(), conflict: reader.conflict())
      add(name, body, in: column, reader.since(start))
    } else if reader.take("check") {
      guard let expression = reader.parenthesised() else { return false }
      let body = Constraint.Body.check(expression, conflict: reader.conflict())
      add(name, body, in: column, reader.since(start))
    } else if let key = Self.readReference(&reader) {
      add(name, .foreignKey(columns: own(), key), in: column, reader.since(start))
    } else if let token = reader.next {
      column.rest.append(token)
      reader.skip()
    }
    return true
  }

  private mutating func add(
    _ name: String?, _ body: Constraint.Body, in column: Column?, _ text: ArraySlice<SQLiteToken>
  ) {
    constraints.append(Constraint(name: name, body: body, column: column?.name, text: text))
  }

  /// A value, with a sign or without, or an expression in parentheses.
  private static func readDefault(
    _ reader: inout SQLiteTokenReader
  ) -> ArraySlice<SQLiteToken>? {
    let start = reader.index
    if reader.next?.isSign("(") == true {
      return reader.parenthesised() == nil ? nil : reader.since(start)
    }
    if !reader.take(sign: "-") { _ = reader.take(sign: "+") }
    reader.skip()
    return reader.since(start)
  }

  private static func readReference(_ reader: inout SQLiteTokenReader) -> ForeignKey? {
    let start = reader.index
    guard reader.take("references"), let table = reader.name() else { return nil }
    var key = ForeignKey(table: table, text: [])
    key.columns = reader.parenthesised()?.splitAtCommas() ?? []
    while true {
      if reader.take("match") {
        key.match = reader.name().map(SQLiteName.folded)
      } else if reader.take("on", "delete") {
        key.onDelete = readAction(&reader)
      } else if reader.take("on", "update") {
        key.onUpdate = readAction(&reader)
      } else if reader.take("on", "insert") {
        // Read and forgotten by SQLite.
        _ = readAction(&reader)
      } else if reader.take("not", "deferrable") {
        if reader.take("initially") { reader.skip() }
      } else if reader.take("deferrable") {
        key.isDeferred = reader.take("initially", "deferred")
        if !key.isDeferred, reader.take("initially") { reader.skip() }
      } else {
        break
      }
    }
    key.text = reader.since(start)
    return key
  }

  private static func readAction(_ reader: inout SQLiteTokenReader) -> String? {
    if reader.take("no", "action") { return nil }
    if reader.take("set", "null") { return "set null" }
    if reader.take("set", "default") { return "set default" }
    let action = reader.keyword()
    reader.skip()
    return action
  }

  // MARK: - Constraints of the table

  private mutating func readConstraints(_ reader: inout SQLiteTokenReader) -> Bool {
    while reader.next != nil {
      let start = reader.index
      let name = Self.readName(&reader)
      let body: Constraint.Body
      if reader.take("primary", "key") {
        guard var content = reader.parenthesised() else { return false }
        let isAutoincrement = content.last?.keyword == "autoincrement"
        if isAutoincrement { content.removeLast() }
        body = .primaryKey(
          columns: content.splitAtCommas(), isAutoincrement: isAutoincrement,
          conflict: reader.conflict())
      } else if reader.take("unique") {
        guard let content = reader.parenthesised() else { return false }
        body = .unique(columns: content.splitAtCommas(), conflict: reader.conflict())
      } else if reader.take("check") {
        guard let expression = reader.parenthesised() else { return false }
        body = .check(expression, conflict: reader.conflict())
      } else if reader.take("foreign", "key") {
        guard let content = reader.parenthesised(), let key = Self.readReference(&reader) else {
          return false
        }
        body = .foreignKey(columns: content.splitAtCommas(), key)
      } else {
        // A name with no constraint behind it is allowed and is nothing.
        return reader.next == nil
      }
      add(name, body, in: nil, reader.since(start))
    }
    return true
  }
}
