import DialectKit
import SQLText
import SQLiteDialect
import SchemaModel
import Testing

@testable import Orchestration

struct SchemaLoaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var script: String
    /// Where it ends: the place and SQLite's words, or nil.
    var failure: String?
    var tables: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing", script: "-- nothing\n"),
    Case(
      name: "backwards",
      script: """
        CREATE TRIGGER g AFTER INSERT ON a BEGIN INSERT INTO b VALUES (1); END;
        CREATE INDEX i ON a (x);
        CREATE TABLE a (x int REFERENCES b);
        CREATE TABLE b (y int);
        """, tables: ["a", "b"]),
    Case(
      name: "with a transaction of its own",
      script: "BEGIN;\nCREATE INDEX i ON a (x);\nCREATE TABLE a (x int);\nCOMMIT;", tables: ["a"]),
    Case(
      name: "what SQLite prints of itself",
      script: "CREATE TABLE sqlite_sequence(name,seq);\nCREATE TABLE a (x int);", tables: ["a"]),
    Case(
      name: "a setting that is unknown", script: "PRAGMA nothing_at_all(;\nCREATE TABLE a (x int);",
      tables: ["a"]),
    Case(
      name: "the first that nothing helps",
      script: "CREATE INDEX i ON a (y);\nCREATE TABLE a (x int);\nCREATE INDEX j ON b (y);",
      failure: "1:1 2 no such column: y", tables: ["a"]),
  ]

  @Test(arguments: cases) func order(_ example: Case) throws {
    let dialect = SQLiteDialect()
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: "sqlite://:memory:"), relativeTo: "/")
    let connection = try dialect.connect(to: endpoint, settings: SessionSettings())
    defer { connection.close() }
    let statements = try StatementSplitter(rules: dialect.lexicalRules).statements(
      in: example.script)
    var failure: String?
    do throws(SchemaLoader.Failure) {
      try SchemaLoader(dialect: dialect, statements: statements).load(on: connection)
    } catch {
      let head = error.statement.head
      failure = "\(head.line):\(head.column) \(error.count) \(error.error.message)"
    }
    #expect(failure == example.failure)
    let tables = try connection.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    #expect(tables.compactMap(\.values.first?.text) == example.tables)
  }
}
