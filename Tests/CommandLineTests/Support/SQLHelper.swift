import DialectKit
import Foundation
import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect

/// `sql URL 'text'`: runs SQL beside the program, with no client of the engine installed.
enum SQLHelper {
  private static let dialects: [any Dialect] = [SQLiteDialect(), PostgresDialect(), MySQLDialect()]

  static func connect(to url: String, from folder: URL) throws -> any Connection {
    let url = try ConnectionURL(parsing: url)
    guard
      let dialect = dialects.first(where: { ([$0.name] + $0.aliases).contains(url.scheme) })
    else { throw ShellFailure(description: "no dialect \(url.scheme)") }
    let endpoint = try dialect.endpoint(for: url, relativeTo: folder.path)
    return try dialect.connect(
      to: endpoint, settings: SessionSettings(createsMissingDatabase: true))
  }

  /// The rows, a line each, with `|` between the values.
  static func run(_ text: String, at url: String, from folder: URL) throws -> String {
    let connection = try connect(to: url, from: folder)
    defer { connection.close() }
    let scheme = try ConnectionURL(parsing: url).scheme
    let rules =
      dialects.first { ([$0.name] + $0.aliases).contains(scheme) }?.lexicalRules ?? .sqlite
    var lines = ""
    for statement in try StatementSplitter(rules: rules).statements(in: text) {
      for row in try connection.query(SQLFragment(verbatim: statement.text)) {
        lines += row.values.map { $0.text ?? "NULL" }.joined(separator: "|") + "\n"
      }
    }
    return lines
  }
}
