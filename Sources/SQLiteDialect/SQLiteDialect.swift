public import DialectKit
public import SQLText

/// SQLite, through the library that the program is linked with.
///
/// A database is a file, or `:memory:` for one that ends with its session.
public struct SQLiteDialect: Dialect {
  public let name = "sqlite"
  public let aliases = ["sqlite3"]

  public init() {}

  public var traits: DialectTraits {
    DialectTraits(
      displayName: "SQLite", hasTransactionalDDL: true, hasSchemas: false,
      canSuspendForeignKeys: true, createsDatabaseOnFirstWrite: true)
  }

  public var lexicalRules: LexicalRules { .sqlite }

  public func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    try Endpoint(sqlite: url, relativeTo: folder)
  }

  public func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    try SQLiteConnection(dialect: self, endpoint: endpoint, settings: settings)
  }

  public func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    guard !identifier.name.isEmpty else {
      throw DatabaseError(.statement, message: "a name is empty")
    }
    guard !identifier.name.utf8.contains(0) else {
      throw DatabaseError(.statement, message: "a name holds a NUL character")
    }
    return Self.enclosed(identifier.name, in: "\"")
  }

  public func literal(_ value: SQLValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    // There are no words for these; a number that is too large is read as infinity, and SQLite
    // stores NaN as NULL (https://sqlite.org/floatingpoint.html).
    case .real(let real) where real.isNaN: "NULL"
    case .real(let real) where real.isInfinite: real < 0 ? "-9e999" : "9e999"
    case .real(let real): String(real)
    // SQL text ends at a NUL, so it can only come in as bytes.
    case .text(let text) where text.utf8.contains(0):
      "CAST(\(Self.hexadecimal(text.utf8)) AS TEXT)"
    case .text(let text): Self.enclosed(text, in: "'")
    case .bytes(let bytes): Self.hexadecimal(bytes)
    }
  }

  public func createTable(_ table: BookkeepingTable) -> SQLFragment {
    var sql: SQLFragment = "CREATE TABLE \(table.name) ("
    for column in table.columns {
      let type = SQLFragment(verbatim: Self.type(of: column.kind))
      let null: SQLFragment = column.isNullable ? "" : " NOT NULL"
      sql.append("\(Identifier(column.name)) \(type)\(null), ")
    }
    let constraint = Identifier("\(table.name.name)_pkc")
    return sql
      + "CONSTRAINT \(constraint) PRIMARY KEY (\(Identifier(table.primaryKey))))"
  }

  public func createSchema(_ schema: Identifier) -> SQLFragment? { nil }

  /// Nothing: SQLite does not enforce a length (https://sqlite.org/datatype3.html).
  public func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? { nil }

  private static func type(of kind: BookkeepingColumn.Kind) -> String {
    switch kind {
    case .text(let limit): "VARCHAR(\(limit))"
    case .longText: "TEXT"
    // A primary key of exactly this type is the row's number and counts up by itself
    // (https://sqlite.org/lang_createtable.html#rowid).
    case .integer, .counter: "INTEGER"
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
}
