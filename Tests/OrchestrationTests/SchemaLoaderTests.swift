import DialectKit
import Foundation
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

  /// More than are sent together, with what has to wait for the others and what fails for ever in between.
  @Test(arguments: ScratchSiteTests.engines) func groups(_ engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let (site, _) = try ScratchSiteTests().site(engine.url(of: database))
      let dialect = site.dialect
      var lines = (1...250).map { "CREATE TABLE t\($0) (n INTEGER);" }
      lines.insert("CREATE VIEW w AS SELECT n FROM v;", at: 0)
      lines.insert("CREATE VIEW v AS SELECT n FROM t250;", at: 50)
      lines.insert("CREATE INDEX i ON missing (n);", at: 130)
      lines.insert("SET nothing_of_this_name = 1;", at: 140)
      lines.insert("CREATE TABLE t1 (m INTEGER);", at: 200)
      let statements = try StatementSplitter(rules: dialect.lexicalRules).statements(
        in: lines.joined(separator: "\n"))
      let (failure, names) = try await site.withDatabase { session async throws(AludelError) in
        await session.run { connection in
          var failure: String?
          do throws(SchemaLoader.Failure) {
            try SchemaLoader(dialect: dialect, statements: statements).load(on: connection)
          } catch {
            failure = "\(error.statement.head.line) \(error.count)"
          }
          let made = try? dialect.inspect(connection, InspectionScope())
          return (failure, (made?.objects.keys.filter { $0.owner == nil }.map(\.name) ?? []))
        }
      }
      #expect(failure == "131 2")
      #expect(Set(names) == Set((1...250).map { "t\($0)" } + ["v", "w"]))
    }
  }
}
