import CSQLite
import SQLText
import SQLiteDialect
import Testing

struct SQLiteSplitTests {
  static let splitter = StatementSplitter(rules: .sqlite)

  static let cases: [SplitCase] = [
    SplitCase("SELECT [a;b]; SELECT 2", ["SELECT [a;b]", "SELECT 2"]),
    SplitCase("SELECT [a'b]; SELECT '2'", ["SELECT [a'b]", "SELECT '2'"]),
    SplitCase("SELECT `a;``b;`; SELECT 2", ["SELECT `a;``b;`", "SELECT 2"]),
    SplitCase(#"SELECT '\'; SELECT 2"#, [#"SELECT '\'"#, "SELECT 2"]),
    SplitCase("SELECT 5--1;\n; SELECT 2", ["SELECT 5--1;", "SELECT 2"]),
    SplitCase("SELECT 1 /* /* ; */; SELECT 2", ["SELECT 1 /* /* ; */", "SELECT 2"]),
    SplitCase("SELECT $a, :b, @c, ?1; SELECT $$", ["SELECT $a, :b, @c, ?1", "SELECT $$"]),
    SplitCase("SELECT '{}' ->> '$.a'; SELECT 2", ["SELECT '{}' ->> '$.a'", "SELECT 2"]),
    SplitCase("SELECT -- a;\r ;\n 1; SELECT 2", ["SELECT -- a;\r ;\n 1", "SELECT 2"]),
    SplitCase(
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END; SELECT 3",
      ["CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END", "SELECT 3"]),
    SplitCase(
      "CREATE TEMP TRIGGER IF NOT EXISTS t DELETE ON a BEGIN SELECT 1; end ; SELECT 3",
      ["CREATE TEMP TRIGGER IF NOT EXISTS t DELETE ON a BEGIN SELECT 1; end", "SELECT 3"]),
    SplitCase(
      "create /* ; */ temporary -- ;\n trigger t update on a begin select 1; end;select 3",
      ["create /* ; */ temporary -- ;\n trigger t update on a begin select 1; end", "select 3"]),
    SplitCase(
      """
      CREATE TRIGGER t AFTER UPDATE ON a WHEN CASE new.x WHEN 1 THEN 1 END BEGIN
        UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END; -- END;
        INSERT INTO "END" VALUES ('END;', [end]);
        SELECT end FROM b;
      END /* done */ ; SELECT 3;
      """,
      [
        """
        CREATE TRIGGER t AFTER UPDATE ON a WHEN CASE new.x WHEN 1 THEN 1 END BEGIN
          UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END; -- END;
          INSERT INTO "END" VALUES ('END;', [end]);
          SELECT end FROM b;
        END /* done */
        """, "SELECT 3",
      ]),
    SplitCase(
      "EXPLAIN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END; SELECT 3",
      ["EXPLAIN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END", "SELECT 3"]),
    SplitCase(
      "CREATE TABLE trigger (a); SELECT 1; END;", ["CREATE TABLE trigger (a)", "SELECT 1", "END"]),
    SplitCase("CREATE TEMP TABLE t (a); SELECT 1", ["CREATE TEMP TABLE t (a)", "SELECT 1"]),
    SplitCase("CREATE \"x\" TRIGGER t; SELECT 1", ["CREATE \"x\" TRIGGER t", "SELECT 1"]),
    SplitCase("DROP TRIGGER t; SELECT 1", ["DROP TRIGGER t", "SELECT 1"]),
    SplitCase("PRAGMA foreign_keys = off; SELECT 1", ["PRAGMA foreign_keys = off", "SELECT 1"]),
    SplitCase(
      "INSERT INTO f(f) VALUES('rebuild');CREATE VIRTUAL TABLE g USING fts5(a, tokenize = 'x;')",
      [
        "INSERT INTO f(f) VALUES('rebuild')",
        "CREATE VIRTUAL TABLE g USING fts5(a, tokenize = 'x;')",
      ]),
  ]

  /// What holds a directive is not a case for SQLite itself.
  static let directives: [SplitCase] = [
    SplitCase(
      "CREATE TRIGGER t DELETE ON a BEGIN\n-- migrate: end\nSELECT 1; END\n-- migrate: end",
      ["CREATE TRIGGER t DELETE ON a BEGIN\n-- migrate: end\nSELECT 1; END", "<end>"]),
    SplitCase(
      "CREATE TRIGGER t\n-- migrate: end\nSELECT 1", ["CREATE TRIGGER t", "<end>", "SELECT 1"]),
    SplitCase("SELECT [\n-- migrate: end\n]", ["SELECT [\n-- migrate: end\n]"]),
    SplitCase(
      "CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END",
      ["CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END"]),
  ]

  @Test(arguments: cases + directives)
  func splits(example: SplitCase) throws {
    #expect(try Self.splitter.outline(example.script) == example.statements)
  }

  @Test(arguments: cases + CommonSplitTests.cases + Corpus.scripts("sqlite"))
  func agreesWithSQLite(example: SplitCase) throws {
    try SQLiteLibrary.load()
    // SQLite does not know the directives, and takes a BOM for a part of a word.
    let script = example.script.replacing("-- migrate", with: "-- remark").replacing(
      "\u{FEFF}", with: "")
    for statement in try Self.splitter.statements(in: script) {
      #expect(csqlite_complete(statement.text + "\n;") == 1, "\(statement.text)")
      #expect(csqlite_complete(statement.text) == 0, "\(statement.text)")
      var prefix = statement.text[...]
      while let semicolon = prefix.lastIndex(of: ";") {
        prefix = prefix[...semicolon]
        #expect(csqlite_complete(String(prefix)) == 0, "\(prefix)")
        prefix = prefix.dropLast()
      }
    }
  }

  static let problems: [ProblemCase] = [
    ProblemCase("SELECT [a", .unterminated(.quotedName), at: 7),
    ProblemCase("SELECT `a``", .unterminated(.quotedName), at: 7),
    ProblemCase("SELECT \"a", .unterminated(.quotedName), at: 7),
    ProblemCase(
      "CREATE TRIGGER t DELETE ON a BEGIN SELECT 1;\n-- migrate: downgrade\nSELECT 1;",
      .unterminated(.body("BEGIN")), at: 29),
    ProblemCase(
      "CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END x;", .unterminated(.body("BEGIN")), at: 29),
  ]

  @Test(arguments: problems)
  func refuses(example: ProblemCase) {
    let problem = #expect(throws: SplitProblem.self) { try Self.splitter.split(example.script) }
    #expect(problem?.kind == example.kind)
    #expect(problem?.position.offset == example.offset)
  }
}
