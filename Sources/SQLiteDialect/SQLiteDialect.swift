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
      canSuspendForeignKeys: true, createsDatabaseOnFirstWrite: true,
      reservedTablePrefix: "sqlite_")
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
    return Quoting.enclosed(identifier.name, in: "\"")
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
      "CAST(X'\(Quoting.hexadecimal(text.utf8))' AS TEXT)"
    case .text(let text): Quoting.enclosed(text, in: "'")
    case .bytes(let bytes): "X'\(Quoting.hexadecimal(bytes))'"
    }
  }
}
