import SchemaModel

/// The text of a table's parts, as `CREATE TABLE` and `ALTER TABLE … ADD` take it.
struct MySQLPartSQL {
  /// The collation of which nothing needs to be said; nil where it must always be.
  var collation: String?

  func definition(of part: SchemaObject) -> String {
    switch part.id.kind {
    case .column: column(part)
    case .check: check(part)
    case .period: "PERIOD FOR \(Self.periodName(part.id)) (\(part[.columns] ?? ""))"
    default: key(part)
    }
  }

  static func periodName(_ id: ObjectID) -> String {
    id.name == "SYSTEM_TIME" ? id.name : MySQLNames.spelled(id.name)
  }

  // MARK: - Columns

  private func column(_ column: SchemaObject) -> String {
    let type = column[.type] ?? ""
    if isJSON(column) {
      return joined([MySQLNames.spelled(column.id.name), "json"] + rest(of: column, type: type))
    }
    var words: [String?] = [MySQLNames.spelled(column.id.name), MySQLType(type).spelled]
    if let collation = column[.collation], collation != self.collation {
      let charset = Self.charset(of: collation)
      if charset != self.collation.map(Self.charset) { words.append("CHARACTER SET \(charset)") }
      words.append("COLLATE \(collation)")
    }
    words += rest(of: column, type: type)
    if let check = column[.check] { words.append("CHECK (\(check))") }
    return joined(words)
  }

  private func joined(_ words: [String?]) -> String {
    words.compactMap(\.self).joined(separator: " ")
  }

  /// What stands between the type and the check, in an order that both engines take.
  private func rest(of column: SchemaObject, type: String) -> [String?] {
    let attributes = Attributes(column[.attributes] ?? "")
    var words: [String?] = attributes.beside
    if let expression = column[.generated] {
      words.append(
        expression.hasPrefix("ROW ")
          ? "GENERATED ALWAYS AS \(expression)" : "AS (\(expression)) \(column[.storage] ?? "")")
    }
    words.append(column[.notNull])
    // Older servers would make it NOT NULL.
    if column[.notNull] == nil, column[.generated] == nil, MySQLType(type).name == "timestamp" {
      words.append("NULL")
    }
    words.append(column[.invisible])
    words.append(column[.defaultValue].map { "DEFAULT \($0)" })
    words.append(column[.onUpdate].map { "ON UPDATE \($0)" })
    words.append(column[.autoIncrement])
    words.append(column[.comment].map { "COMMENT \($0)" })
    return words + attributes.behind
  }

  /// `COMPRESSED` belongs to the type, the others stand at the end.
  private struct Attributes {
    var beside: [String?] = []
    var behind: [String?] = []

    init(_ text: String) {
      if text.isEmpty { return }
      guard text.hasPrefix("COMPRESSED") else {
        behind = [text]
        return
      }
      beside = ["COMPRESSED"]
      let rest = text.dropFirst("COMPRESSED ".count)
      if !rest.isEmpty { behind = [String(rest)] }
    }
  }

  /// MariaDB's `json` is no type but a text with a check.
  private func isJSON(_ column: SchemaObject) -> Bool {
    column[.type] == "longtext" && column[.collation] == "utf8mb4_bin"
      && column[.check] == "json_valid(\(MySQLNames.spelled(column.id.name)))"
  }

  /// Every collation is called by its character set first (`SHOW COLLATION`).
  static func charset(of collation: String) -> String {
    String(collation.prefix { $0 != "_" })
  }

  // MARK: - Keys and checks

  private func key(_ key: SchemaObject) -> String {
    var words: [String?] = []
    switch key.id.kind {
    case .primaryKey: words = ["PRIMARY KEY"]
    case .unique: words = ["UNIQUE KEY", MySQLNames.spelled(key.id.name)]
    default: words = [key[.method], "KEY", MySQLNames.spelled(key.id.name)]
    }
    words += ["(\(key[.columns] ?? ""))", key[.options], key[.visibility]]
    words.append(key[.comment].map { "COMMENT \($0)" })
    return joined(words)
  }

  private func check(_ check: SchemaObject) -> String {
    joined([
      "CONSTRAINT \(MySQLNames.spelled(check.id.name)) CHECK (\(check[.definition] ?? ""))",
      check[.enforcement],
    ])
  }
}
