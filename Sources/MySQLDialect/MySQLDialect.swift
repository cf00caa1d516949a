public import DialectKit
public import SQLText

/// MySQL and MariaDB, through MariaDB Connector/C, which is loaded when a database is first opened.
///
/// A schema is a database here. DDL commits, and a rollback does not undo it.
public struct MySQLDialect: Dialect {
  public let name = "mysql"
  public let aliases = ["mariadb"]

  public init() {}

  /// (https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html)
  private static let maximumNameLength = 64

  public var traits: DialectTraits {
    DialectTraits(
      displayName: "MySQL", hasTransactionalDDL: false, hasSchemas: true,
      maximumIdentifierLength: .characters(Self.maximumNameLength))
  }

  public var lexicalRules: LexicalRules { .mysql }

  public func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    try Endpoint(mysql: url, relativeTo: folder)
  }

  public func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    try MySQLConnection(dialect: self, endpoint: endpoint, settings: settings)
  }

  public func objection(
    to statement: SQLStatement, in mode: StatementMode
  ) -> StatementObjection? {
    mysqlObjection(to: statement)
  }

  /// In backticks, which mean the same under ANSI_QUOTES
  /// (https://dev.mysql.com/doc/refman/8.4/en/identifiers.html).
  public func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    let scalars = identifier.name.unicodeScalars
    if let problem = Self.problem(with: scalars) {
      throw DatabaseError(.statement, message: problem)
    }
    return Self.enclosed(identifier.name, in: "`")
  }

  private static func problem(with name: String.UnicodeScalarView) -> String? {
    guard let last = name.last else { return "a name is empty" }
    if name.contains("\0") { return "a name holds a NUL character" }
    if let scalar = name.first(where: { $0.value > 0xffff }) {
      return "the name \"\(String(name))\" holds \(scalar), and names end at U+FFFF in MySQL"
    }
    if name.count > maximumNameLength {
      return "the name \"\(String(name))\" is longer than \(maximumNameLength) characters"
    }
    return last == " " || (0x09...0x0d).contains(last.value)
      ? "the name \"\(String(name))\" ends in white space" : nil
  }

  /// One form for every `sql_mode`: under NO_BACKSLASH_ESCAPES a backslash stands for itself, else it
  /// escapes, so text with one is written in hexadecimal
  /// (https://dev.mysql.com/doc/refman/8.4/en/string-literals.html).
  public func literal(_ value: SQLValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    // Neither engine has values or words for these.
    case .real(let real) where !real.isFinite: "NULL"
    // With an exponent, or the number would be a DECIMAL.
    case .real(let real):
      String(real).contains("e") ? String(real) : "\(real)e0"
    case .text(let text) where text.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == 0 }:
      "_utf8mb4 \(Self.hexadecimal(text.utf8))"
    case .text(let text): Self.enclosed(text, in: "'")
    case .bytes(let bytes): Self.hexadecimal(bytes)
    }
  }

  private static func enclosed(_ text: String, in quote: Unicode.Scalar) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(quote)
    for scalar in text.unicodeScalars {
      if scalar == quote { scalars.append(quote) }
      scalars.append(scalar)
    }
    scalars.append(quote)
    return String(scalars)
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("X'".utf8)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    text.append(UInt8(ascii: "'"))
    return String(decoding: text, as: UTF8.self)
  }

  /// The constraint gets no name of ours: a primary key is always called PRIMARY.
  ///
  /// ASCII by its bytes is the table's default too, so that a later `MODIFY`, which falls back to
  /// that default, leaves a column what it is.
  public func createTable(_ table: BookkeepingTable) -> SQLFragment {
    var sql: SQLFragment = "CREATE TABLE \(table.name) ("
    for column in table.columns {
      let type = Self.type(of: column.kind)
      let null = column.isNullable ? "" : " NOT NULL"
      let counter = column.kind == .counter ? " AUTO_INCREMENT" : ""
      let definition = SQLFragment(verbatim: " \(type)\(null)\(counter), ")
      sql.append("\(Identifier(column.name))\(definition)")
    }
    return sql
      + "PRIMARY KEY (\(Identifier(table.primaryKey)))) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin"
  }

  private static func type(of kind: BookkeepingColumn.Kind) -> String {
    switch kind {
    case .text(let limit): "VARCHAR(\(limit)) CHARACTER SET ascii COLLATE ascii_bin"
    case .longText: "LONGTEXT CHARACTER SET utf8mb4"
    case .integer, .counter: "BIGINT"
    }
  }

  public func createSchema(_ schema: Identifier) -> SQLFragment? {
    "CREATE DATABASE IF NOT EXISTS \(schema)"
  }

  /// Without a character set: the column of a table that Alembic made stays in the table's own, and
  /// widening it converts no row.
  public func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? {
    guard case .text(let limit) = column.kind else { return nil }
    let type = SQLFragment(verbatim: "VARCHAR(\(limit))\(column.isNullable ? "" : " NOT NULL")")
    return "ALTER TABLE \(table) MODIFY COLUMN \(Identifier(column.name)) \(type)"
  }
}
