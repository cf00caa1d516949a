import Aludel
import DialectKit
import Foundation
import Orchestration
import SQLText
import Testing

/// What a dialect writes for its client, read by that client, does what the statements do one by one.
@Suite struct ClientStatementTests {
  struct Script: Sendable, CustomTestStringConvertible {
    var engine: ScriptEngine
    var name: String
    var bytes: [UInt8]
    var testDescription: String { "\(engine.dialect)/\(name)" }
  }

  /// The splitter's corpus, and statements that clients read in ways of their own.
  static let scripts: [Script] = ScriptEngine.all.flatMap { engine -> [Script] in
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../SQLTextTests/Corpus/\(engine.dialect)").standardizedFileURL
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let corpus = files.filter { $0.hasSuffix(".sql") }.sorted().compactMap { name in
      (try? Data(contentsOf: folder.appending(path: name))).map {
        Script(engine: engine, name: name, bytes: Array($0))
      }
    }
    let own = awkward[engine.dialect, default: [:]].sorted { $0.key < $1.key }.map {
      Script(engine: engine, name: $0.key, bytes: Array($0.value.utf8))
    }
    return corpus + own
  }

  private static let awkward: [String: [String: String]] = [
    "postgresql": [
      "variables":
        "CREATE TABLE t AS SELECT (array[1,2,3])[1:\"USER\"] AS a, ':DBNAME' AS b FROM "
        + "(SELECT 2 AS \"USER\") q; CREATE TABLE u AS SELECT (array[1,2,3])[1:n]::text AS x "
        + "FROM (SELECT 2 AS n) q; SELECT 'x'::text;",
      "carriage returns": "CREATE TABLE t (a text);\r\nINSERT INTO t VALUES ('a\r\nb');\r\n",
      "copy ends": "CREATE TABLE t (a text);\nCOPY t FROM stdin;\n\\\\.\n\\.\nCOPY t FROM stdin;\n"
        + "last\n-- migrate: end",
      "copy with carriage returns":
        "CREATE TABLE t (a text, b text);\r\nCOPY t FROM stdin;\r\n1\tx\r\n2\ty\r\n\\.\r\n"
        + "COPY t FROM stdin CSV;\r\n3,z\r\n",
      "begin outside": "CREATE TABLE \"begin\" (a int);\nCREATE TABLE t (a int);",
      "quotes and comments":
        "/* ' */ CREATE TABLE t AS SELECT $$a;b$$ AS a, E'\\';' AS b, U&'\\0041;' AS c -- '\n;",
    ],
    "mysql": [
      "commands inside":
        "CREATE TABLE t AS SELECT 1 AS\nstatus\n, 2 AS\nuse_it, 3 AS delimiter , 'source x' AS a;",
      "backslashes": "CREATE TABLE t AS SELECT 'a\\'b;' AS a, \"\\\\\" AS b, \\N AS c;",
      "semicolons":
        "CREATE TABLE t (`a;b` text);\nDELIMITER $$\nCREATE FUNCTION f() RETURNS int DETERMINISTIC "
        + "BEGIN DECLARE x int DEFAULT 1; /*! SET x = 2; */ RETURN x; END$$\nDELIMITER ;\n"
        + "INSERT INTO t VALUES (f());",
      "comments kept":
        "CREATE FUNCTION f() RETURNS text DETERMINISTIC\nRETURN /* it's; */ 'a\\\\ä' # end\n;",
      "comments and carriage returns":
        "CREATE FUNCTION f() RETURNS text DETERMINISTIC\r\nRETURN -- it's\r\n 'a\r\nb';",
      "minus": "CREATE TABLE t AS SELECT 5--1 AS a, 5 -- 1\n AS b;",
    ],
    "sqlite": [
      "dots and hashes": "CREATE TABLE t AS SELECT 1 +\n.5 AS a, '\n.quit\n#x\n/\ngo\n;\n' AS b;",
      "double quotes": "CREATE TABLE t (a DEFAULT \"text\"); INSERT INTO t SELECT \"string\";",
      "comment at the end": "CREATE TABLE t (a) -- the end\n;CREATE TABLE u (a) /* ; */;",
      "slashes": "CREATE TABLE t AS SELECT 10\n/ 5 AS a, 10 /\n5 AS b /*\n/\n*/;",
    ],
  ]

  @Test(arguments: scripts)
  func `clients do what the statements do`(script: Script) async throws {
    let dialect = try #require(
      DialectRegistry.standard[script.engine.dialect] as? any ScriptDialect)
    let statements = try StatementSplitter(rules: dialect.lexicalRules).split(script.bytes)
      .compactMap { if case .statement(let statement) = $0 { statement } else { nil } }
    if let reason = statements.compactMap({ dialect.scriptObjection(to: $0)?.reason }).first {
      #expect(Self.refused[script.testDescription] != nil, "refused: \(reason)")
      return
    }
    #expect(Self.refused[script.testDescription] == nil, "not refused any more")
    let settings = SessionSettings(createsMissingDatabase: true)
    let opening = ScriptElement.opening(
      ScriptOpening(
        settings: settings, lock: LockKey(table: QualifiedName(name: "v")), lockRefusal: "",
        statements: statements, tables: [], stops: []))
    let text = try dialect.script([opening] + statements.map { .run($0) } + [.closing])
    try await script.engine.withTwo { _, one, other in
      let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: one.url), relativeTo: "/")
      let connection = try dialect.connect(to: endpoint, settings: settings)
      for statement in statements { try connection.run(statement) }
      connection.close()
      let answer = try await other.run(text)
      try #require(answer.succeeded, "\(answer.error)\n\(text)")
      let (expected, actual) = (try await one.dump(), try await other.dump())
      #expect(
        actual.difference(from: expected).isEmpty, "\(actual.difference(from: expected))\n\(text)")
    }
  }

  /// What the client cannot be given, and why.
  private static let refused = [
    "mysql/line_ends.sql": "a string with CR LF",
    "postgresql/atomic_function.sql": "an END in the body that is a name",
    "postgresql/quotes.sql": "an E'…' string that goes on with escapes in the next line",
    "sqlite/line_ends.sql": "a string with CR LF",
  ]
}
