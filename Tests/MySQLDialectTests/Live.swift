import DialectKit
import Foundation
import MySQLDialect
import SQLText
import Testing

/// A server to try things on: `ALUDEL_TEST_MYSQL=mysql://root@localhost/test?socket=/…`. The user
/// must be allowed to make databases and users.
enum Live {
  static let url = ProcessInfo.processInfo.environment["ALUDEL_TEST_MYSQL"]

  static func endpoint() throws -> Endpoint {
    try MySQLDialect().endpoint(
      for: ConnectionURL(parsing: try #require(url)), relativeTo: "/")
  }

  static func connect(
    _ settings: SessionSettings = SessionSettings(), to endpoint: Endpoint? = nil
  ) throws -> any Connection {
    try MySQLDialect().connect(to: endpoint ?? Self.endpoint(), settings: settings)
  }

  /// A connection to a database of its own, dropped at the end.
  static func withDatabase(_ body: (any Connection, Endpoint) throws -> Void) throws {
    let name = "aludel_" + UUID().uuidString.prefix(8).lowercased()
    let admin = try connect()
    defer { admin.close() }
    try admin.execute("CREATE DATABASE \(Identifier(name)) CHARACTER SET utf8mb4")
    defer { _ = try? admin.execute("DROP DATABASE \(Identifier(name))") }
    var endpoint = try Self.endpoint()
    endpoint.database = name
    let connection = try connect(to: endpoint)
    defer { connection.close() }
    try body(connection, endpoint)
  }
}

extension Connection {
  func run(_ text: String) throws(DatabaseError) {
    try run(SQLStatement(text: text))
  }

  func text(_ sql: SQLFragment) throws -> String? {
    try query(sql).first?[0].text
  }
}
