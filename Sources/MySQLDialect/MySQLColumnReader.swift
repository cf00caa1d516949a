import SchemaModel

extension MySQLTokens {
  /// A column of a table, without its position. The collation is there where it was printed.
  mutating func column(
    of table: ObjectID, collations: [String: String]
  ) throws(Unknown) -> SchemaObject {
    let id = ObjectID(.column, owner: table.name, try name())
    var column = SchemaObject(id, parent: table, [.type: try type()])
    var attributes: [String] = []
    var isNull = false
    var used: [ObjectID] = []
    while let next, next != .sign(","), next != .sign(")") {
      if take("CHARACTER", "SET") {
        let charset = try word().lowercased()
        column[.collation] = take("COLLATE") ? try word().lowercased() : collations[charset]
        guard column[.collation] != nil else { throw unknown }
      } else if take("COLLATE") {
        column[.collation] = try word().lowercased()
      } else if take("COMPRESSED") {
        attributes.append("COMPRESSED")
      } else if take("NOT", "NULL") {
        column[.notNull] = "NOT NULL"
      } else if take("NULL") {
        isNull = true
      } else if take("GENERATED", "ALWAYS", "AS", "ROW") {
        column[.generated] = "ROW \(try word())"
      } else if take("GENERATED", "ALWAYS", "AS") {
        let expression = try parenthesized()
        column[.generated] = text(expression)
        used += columns(in: expression, of: table)
        column[.storage] = take("VIRTUAL") ? "VIRTUAL" : "STORED"
        if column[.storage] == "STORED" { try expect("STORED") }
      } else if take("INVISIBLE") {
        column[.invisible] = "INVISIBLE"
      } else if take("DEFAULT") {
        let value = try defaultValue()
        if text(value).uppercased() != "NULL" {
          column[.defaultValue] = text(value)
          used += columns(in: value, of: table)
          used += sequences(in: value).map { ObjectID(.sequence, $0) }
        }
      } else if take("ON", "UPDATE") {
        column[.onUpdate] = text(try skip(until: Self.beginsAttribute))
      } else if take("AUTO_INCREMENT") {
        column[.autoIncrement] = "AUTO_INCREMENT"
      } else if take("COMMENT") {
        column[.comment] = try any()
      } else if take("CHECK") {
        let expression = try parenthesized()
        column[.check] = text(expression)
        used += columns(in: expression, of: table)
      } else if take("WITHOUT", "SYSTEM", "VERSIONING") {
        attributes.append("WITHOUT SYSTEM VERSIONING")
      } else if take("SRID") {
        attributes.append("SRID \(try any())")
      } else {
        attributes.append(try assignment())
      }
    }
    if isNull, column[.notNull] != nil { throw unknown }
    if !attributes.isEmpty { column[.attributes] = attributes.joined(separator: " ") }
    column.dependencies = Set(used).subtracting([id]).sorted()
    return column
  }

  /// Often one token, which may be another column: a name behind it is an option.
  private mutating func defaultValue() throws(Unknown) -> Range<Int> {
    let start = index
    if case .name = next { index += 1 } else { _ = try skip(until: Self.beginsAttribute) }
    return start..<index
  }

  /// What ends a default.
  private static func beginsAttribute(_ kind: Kind) -> Bool {
    switch kind {
    case .sign(","), .sign(")"), .name: true
    case .word(let word):
      [
        "ON", "AUTO_INCREMENT", "COMMENT", "CHECK", "INVISIBLE", "WITHOUT", "SRID", "NOT",
        "REF_SYSTEM_ID", "COLLATE", "GENERATED",
      ].contains(word)
    case .string, .number, .sign: false
    }
  }

  /// `int(10) unsigned zerofill`, `enum('a','b')`, `double`
  private mutating func type() throws(Unknown) -> String {
    guard case .word = next else { throw unknown }
    var type = try any()
    if next == .sign("(") {
      let range = try parenthesized()
      type += "(\(text(range)))"
    }
    for word in ["UNSIGNED", "ZEROFILL"] where take(word) { type += " \(word.lowercased())" }
    return type
  }

  /// `KEY_BLOCK_SIZE=8`, `` `compression`='zlib' ``
  mutating func assignment() throws(Unknown) -> String {
    guard kind(at: index + 1) == .sign("=") else { throw unknown }
    let name: String
    if case .name(let quoted) = next {
      name = quoted
      index += 1
    } else {
      name = try word()
    }
    try expect(sign: "=")
    return "\(MySQLNames.spelled(name))=\(try any())"
  }

  /// The columns of the table that an expression of it names: columns are always quoted there, and
  /// nothing else of the table is.
  func columns(in range: Range<Int>, of table: ObjectID) -> [ObjectID] {
    let names = range.compactMap { index -> String? in
      guard case .name(let name) = kind(at: index), kind(at: index + 1) != .sign("("),
        kind(at: index + 1) != .sign("."), !isSequence(at: index),
        kind(at: index - 1) != .sign(".") || !isSequence(at: index - 2)
      else { return nil }
      return name
    }
    return Set(names).sorted().map { ObjectID(.column, owner: table.name, $0) }
  }
}
