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

  /// In backticks, which mean the same under ANSI_QUOTES
  /// (https://dev.mysql.com/doc/refman/8.4/en/identifiers.html).
  public func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    let scalars = identifier.name.unicodeScalars
    if let problem = Self.problem(with: scalars) {
      throw DatabaseError(.statement, message: problem)
    }
    return Quoting.enclosed(identifier.name, in: "`")
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
      "_utf8mb4 X'\(Quoting.hexadecimal(text.utf8))'"
    case .text(let text): Quoting.enclosed(text, in: "'")
    case .bytes(let bytes): "X'\(Quoting.hexadecimal(bytes))'"
    }
  }
}
