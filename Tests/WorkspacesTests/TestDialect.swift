import DialectKit
import SQLText

@testable import Workspaces

/// A dialect that knows names and URLs and nothing else.
struct TestDialect: Dialect {
  var name: String
  var aliases: [String]
  var traits: DialectTraits
  var lexicalRules: LexicalRules { LexicalRules() }

  static let all: [TestDialect] = [
    TestDialect(
      name: "postgresql", aliases: ["postgres"],
      traits: DialectTraits(
        displayName: "PostgreSQL", hasTransactionalDDL: true, hasSchemas: true,
        defaultSchema: "public", maximumIdentifierLength: .bytes(63))),
    TestDialect(
      name: "mysql", aliases: ["mariadb"],
      traits: DialectTraits(
        displayName: "MySQL", hasTransactionalDDL: false, hasSchemas: true,
        maximumIdentifierLength: .characters(64))),
    TestDialect(
      name: "sqlite", aliases: [],
      traits: DialectTraits(
        displayName: "SQLite", hasTransactionalDDL: true, hasSchemas: false,
        canSuspendForeignKeys: true)),
  ]

  static func named(_ name: String) -> (any Dialect)? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }

  func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    if name == "sqlite" {
      if url.authority == ":memory:" {
        return Endpoint(database: ":memory:", identity: "", display: "sqlite://:memory:")
      }
      let path = FilePaths.absolute(String(url.path.dropFirst()), from: folder)
      return Endpoint(database: path, identity: "sqlite:\(path)", display: "sqlite:///\(path)")
    }
    guard url.path.utf8.count > 1 else {
      throw EndpointError("the URL names no database", advice: "add it: \(name)://host/database")
    }
    let (host, port) = try url.hostAndPort()
    let database = String(url.path.dropFirst())
    return Endpoint(
      host: host, port: port, database: database, user: url.user, password: url.password,
      identity: "\(name):\(host ?? ""):\(port ?? 0):\(database)",
      display: "\(name)://\(host ?? "")/\(database)")
  }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    throw DatabaseError(.connection, message: "not a real dialect")
  }

  func objection(to statement: SQLStatement, in mode: StatementMode) -> StatementObjection? { nil }
  func quote(_ identifier: Identifier) throws(DatabaseError) -> String { identifier.name }
  func literal(_ value: SQLValue) -> String { value.text ?? "NULL" }
  func createTable(_ table: BookkeepingTable) -> SQLFragment { SQLFragment() }
  func createSchema(_ schema: Identifier) -> SQLFragment? { nil }
  func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? { nil }
}
