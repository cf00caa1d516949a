public import DialectKit
public import SQLText

/// PostgreSQL 11 and later, through libpq, which is loaded when the first session is opened.
///
/// What libpq takes from the environment and from its files it still takes where the URL says
/// nothing: `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `PGSERVICE`, `PGSSLMODE`,
/// `PGSSLROOTCERT`, … (manual, "Environment Variables"), `~/.pgpass` and `~/.pg_service.conf`.
/// `ALUDEL_LIBPQ` names the library itself when it is not where it usually is.
public struct PostgresDialect: Dialect {
  public let name = "postgresql"
  public let aliases = ["postgres"]

  public init() {}

  /// A longer name is cut by the server without an error, so two names could become one
  /// (manual, 4.1.1).
  static let maximumNameBytes = 63

  public var traits: DialectTraits {
    DialectTraits(
      displayName: "PostgreSQL", hasTransactionalDDL: true, hasSchemas: true,
      defaultSchema: "public", maximumIdentifierLength: .bytes(Self.maximumNameBytes))
  }

  public var lexicalRules: LexicalRules { .postgresql }

  public func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    try Endpoint(postgres: url, relativeTo: folder)
  }

  public func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    let library = try PostgresLibrary.shared.get()
    return try PostgresConnection(
      dialect: self, library: library, endpoint: endpoint, settings: settings)
  }

  public func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    let name = identifier.name
    guard !name.isEmpty else {
      throw DatabaseError(.statement, message: "a name is empty")
    }
    guard !name.utf8.contains(0) else {
      throw DatabaseError(.statement, message: "a name holds a NUL character")
    }
    guard name.utf8.count <= Self.maximumNameBytes else {
      throw DatabaseError(
        .statement,
        message: "the name \"\(name)\" is longer than \(Self.maximumNameBytes) bytes")
    }
    return Quoting.enclosed(name, in: "\"")
  }

  public func literal(_ value: SQLValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    case .real(let real) where real.isNaN: "'NaN'::float8"
    case .real(let real) where real.isInfinite:
      real < 0 ? "'-Infinity'::float8" : "'Infinity'::float8"
    case .real(let real): String(real)
    // No text of PostgreSQL can hold a NUL. Like this the server refuses it, where a string constant
    // would be cut off by whatever C program sends it.
    case .text(let text) where text.utf8.contains(0):
      "convert_from('\\x\(Quoting.hexadecimal(text.utf8))'::bytea, 'UTF8')"
    // This form means the same whatever standard_conforming_strings is.
    case .text(let text) where text.utf8.contains(UInt8(ascii: "\\")):
      "E" + Quoting.enclosed(text, in: "'", alsoDoubling: "\\")
    case .text(let text): Quoting.enclosed(text, in: "'")
    case .bytes(let bytes): "'\\x\(Quoting.hexadecimal(bytes))'::bytea"
    }
  }
}
