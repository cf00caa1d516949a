import DialectKit
import Foundation
import MySQLDialect
import PostgresDialect
import SQLText
import Testing

/// A database to look into from the outside.
struct Database {
  var dialect: any Dialect
  var url: String
  /// Whose end would be the database's end.
  var owner: AnyObject?

  /// The rows of an answer, each as its columns with a blank between them.
  func rows(_ query: SQLFragment) throws -> [String] {
    try withConnection { connection in
      try connection.query(query).map { row in
        row.values.map { $0.text ?? $0.integer.map(String.init) ?? "NULL" }.joined(separator: " ")
      }
    }
  }

  func run(_ statement: String) throws {
    try withConnection { try $0.run(SQLStatement(text: statement)) }
  }

  private func withConnection<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
    let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: "/")
    let connection = try dialect.connect(to: endpoint, settings: SessionSettings())
    defer { connection.close() }
    return try body(connection)
  }
}

/// A database of its own on a test server, dropped at the end.
final class ServerDatabase {
  var url: String
  private let server: Database
  let name = "aludel_\(UUID().uuidString.prefix(8).lowercased())"

  static let postgres = ProcessInfo.processInfo.environment["ALUDEL_TEST_POSTGRESQL"]
  static let mysql = ProcessInfo.processInfo.environment["ALUDEL_TEST_MYSQL"]

  static let areThere = postgres != nil && mysql != nil

  static func onPostgres() throws -> ServerDatabase {
    try ServerDatabase(Database(dialect: PostgresDialect(), url: #require(postgres)))
  }

  static func onMariaDB() throws -> ServerDatabase {
    try ServerDatabase(Database(dialect: MySQLDialect(), url: #require(mysql)))
  }

  /// - Parameter server: the server's administrative database, by a URL `…/name?socket`.
  private init(_ server: Database) throws {
    self.server = server
    let parts = server.url.split(separator: "?", maxSplits: 1)
    let path = try #require(parts.first)
    let slash = try #require(path.lastIndex(of: "/"))
    url = ([path[...slash] + name] + parts.dropFirst()).joined(separator: "?")
    try server.run("CREATE DATABASE \(name)")
  }

  /// MariaDB's own client for the database, as a shell would run it.
  var client: String {
    let parts = URLComponents(string: url)
    let socket = parts?.queryItems?.first { $0.name == "socket" }?.value ?? ""
    return "mariadb --no-defaults -u \(parts?.user ?? "root") -S \(socket) \(name)"
  }

  var database: Database { Database(dialect: server.dialect, url: url, owner: self) }

  deinit {
    try? server.run("DROP DATABASE \(name)")
  }
}

extension Example {
  static func mainAndAnalytics() throws -> Example {
    try Example(
      "main-and-analytics",
      servers: [
        "MAIN_DATABASE_URL": .onPostgres(), "ANALYTICS_DATABASE_URL": .onMariaDB(),
      ])
  }

  static func threeEngines() throws -> Example {
    let analytics = try ServerDatabase.onMariaDB()
    return try Example(
      "three-engines",
      servers: ["MAIN_DATABASE_URL": .onPostgres(), "ANALYTICS_DATABASE_URL": analytics],
      variables: ["ANALYTICS_CLIENT": analytics.client],
      exchangeFolder: "/tmp/three-engines")
  }
}
