import PostgresDialect
import SQLText
import Testing

struct PostgresSplitTests {
  static let splitter = StatementSplitter(rules: .postgresql)

  /// Scripts that the server's parser accepts, so that it can be asked as well.
  static let valid: [SplitCase] = [
    SplitCase(#"SELECT E'it\'s;'; SELECT 2"#, [#"SELECT E'it\'s;'"#, "SELECT 2"]),
    SplitCase(#"SELECT e'\\'; SELECT 2"#, [#"SELECT e'\\'"#, "SELECT 2"]),
    SplitCase(#"SELECT 'a\'; SELECT 2"#, [#"SELECT 'a\'"#, "SELECT 2"]),
    SplitCase("SELECT E'a'\n'it\\'s;'; SELECT 2", ["SELECT E'a'\n'it\\'s;'", "SELECT 2"]),
    SplitCase("SELECT E'a'  ; SELECT '\\'", ["SELECT E'a'", "SELECT '\\'"]),
    SplitCase(
      #"SELECT U&'\0041;' , U&"a;b"; SELECT 2"#, [#"SELECT U&'\0041;' , U&"a;b""#, "SELECT 2"]),
    SplitCase("SELECT B'01', X'1F', N'a;'; SELECT 2", ["SELECT B'01', X'1F', N'a;'", "SELECT 2"]),
    SplitCase("SELECT $$a;b$$; SELECT 2", ["SELECT $$a;b$$", "SELECT 2"]),
    SplitCase("SELECT $x$a;$$;$y$;$x$; SELECT 2", ["SELECT $x$a;$$;$y$;$x$", "SELECT 2"]),
    SplitCase("SELECT $ä1$;$ä1$; SELECT 2", ["SELECT $ä1$;$ä1$", "SELECT 2"]),
    SplitCase("SELECT $$;$$||$$;$$; SELECT 2", ["SELECT $$;$$||$$;$$", "SELECT 2"]),
    SplitCase("SELECT $a$;$a;$a$; SELECT 2", ["SELECT $a$;$a;$a$", "SELECT 2"]),
    SplitCase(
      "SELECT $$it's \"a\" /* -- $1$$; SELECT 2", ["SELECT $$it's \"a\" /* -- $1$$", "SELECT 2"]),
    SplitCase("SELECT a$b$c; SELECT a$b$c", ["SELECT a$b$c", "SELECT a$b$c"]),
    SplitCase("SELECT a$$; SELECT b$$", ["SELECT a$$", "SELECT b$$"]),
    SplitCase("SELECT ä$x$; SELECT ä$x$", ["SELECT ä$x$", "SELECT ä$x$"]),
    SplitCase("PREPARE p AS SELECT $1; EXECUTE p", ["PREPARE p AS SELECT $1", "EXECUTE p"]),
    SplitCase("SELECT 1 /* /* ; */ ; */; SELECT 2", ["SELECT 1 /* /* ; */ ; */", "SELECT 2"]),
    SplitCase(
      "/*/**/*/SELECT 1; /*/*/**/*/*/ SELECT 2", ["/*/**/*/SELECT 1", "/*/*/**/*/*/ SELECT 2"]),
    SplitCase("SELECT 5--1;\n; SELECT 2", ["SELECT 5--1;", "SELECT 2"]),
    SplitCase("SELECT 5 +--;\n 1; SELECT 2", ["SELECT 5 +--;\n 1", "SELECT 2"]),
    SplitCase("SELECT 5 */* ; */ 1; SELECT 2", ["SELECT 5 */* ; */ 1", "SELECT 2"]),
    SplitCase("SELECT 1 -- a;\r, 2; SELECT 3", ["SELECT 1 -- a;\r, 2", "SELECT 3"]),
    SplitCase(
      "SELECT '{}'::jsonb #> '{a}' #- '{b}'; SELECT 2",
      ["SELECT '{}'::jsonb #> '{a}' #- '{b}'", "SELECT 2"]),
    SplitCase(
      "SELECT a[1:2], b[';'] FROM t; SELECT 2", ["SELECT a[1:2], b[';'] FROM t", "SELECT 2"]),
    SplitCase(
      "DO $do$ BEGIN PERFORM $$;$$; END $do$; SELECT 2",
      ["DO $do$ BEGIN PERFORM $$;$$; END $do$", "SELECT 2"]),
    SplitCase(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'; SELECT 2",
      ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'", "SELECT 2"]),
    SplitCase(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
      ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END", "SELECT 3"]),
    SplitCase(
      "CREATE OR REPLACE PROCEDURE p() begin /* ; */ atomic END; SELECT 3",
      ["CREATE OR REPLACE PROCEDURE p() begin /* ; */ atomic END", "SELECT 3"]),
    SplitCase(
      """
      CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
        SELECT CASE WHEN a > 0 THEN CASE a WHEN 1 THEN 1 END ELSE 2 END;
        SELECT x.end, 1 AS end, 'END;' FROM (SELECT 1 AS "end") AS x;
      END; SELECT 3
      """,
      [
        """
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
          SELECT CASE WHEN a > 0 THEN CASE a WHEN 1 THEN 1 END ELSE 2 END;
          SELECT x.end, 1 AS end, 'END;' FROM (SELECT 1 AS "end") AS x;
        END
        """, "SELECT 3",
      ]),
    SplitCase(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 end; SELECT 2; END; SELECT 3",
      ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 end; SELECT 2; END", "SELECT 3"]),
    SplitCase(
      "CREATE FUNCTION f() RETURNS int RETURN 1; SELECT 2",
      ["CREATE FUNCTION f() RETURNS int RETURN 1", "SELECT 2"]),
    SplitCase(
      "CREATE FUNCTION begin() RETURNS int RETURN 1; SELECT 2",
      ["CREATE FUNCTION begin() RETURNS int RETURN 1", "SELECT 2"]),
    SplitCase(
      "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b WHERE c IN (1, 2)); SELECT 2",
      [
        "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b WHERE c IN (1, 2))",
        "SELECT 2",
      ]),
    SplitCase(
      "CREATE OR REPLACE RULE r AS ON DELETE TO t DO INSTEAD (SELECT 1; SELECT 2;); SELECT 2",
      ["CREATE OR REPLACE RULE r AS ON DELETE TO t DO INSTEAD (SELECT 1; SELECT 2;)", "SELECT 2"]),
    SplitCase("BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]),
    SplitCase(
      "CREATE TABLE begin (atomic int); SELECT 2", ["CREATE TABLE begin (atomic int)", "SELECT 2"]),
    SplitCase("COPY t TO STDOUT; SELECT 2", ["COPY t TO STDOUT", "SELECT 2"]),
    SplitCase("COPY t FROM '/stdin'; SELECT 2", ["COPY t FROM '/stdin'", "SELECT 2"]),
    SplitCase("COPY stdin FROM 'x'; SELECT 2", ["COPY stdin FROM 'x'", "SELECT 2"]),
    SplitCase(
      "COPY (SELECT a FROM stdin) TO STDOUT", ["COPY (SELECT a FROM stdin) TO STDOUT"]),
    SplitCase("SELECT 1.5e3, .5, 1e5; SELECT 2", ["SELECT 1.5e3, .5, 1e5", "SELECT 2"]),
    SplitCase("SELECT 1::text||$$;$$; SELECT 2", ["SELECT 1::text||$$;$$", "SELECT 2"]),
  ]

  static let others: [SplitCase] = [
    // Server 15.18 reads this so; libpg_query 15-4.0.0 refuses it.
    SplitCase(
      "SELECT E'a' -- c;'\n  'it\\'s;'; SELECT 2", ["SELECT E'a' -- c;'\n  'it\\'s;'", "SELECT 2"]),
    // No expression, but these are the lexemes.
    SplitCase("SELECT 1$$;$$; SELECT 2", ["SELECT 1$$;$$", "SELECT 2"]),
    SplitCase(
      "DO $$\n-- migrate: downgrade\n$$;\n-- migrate: downgrade\n",
      ["DO $$\n-- migrate: downgrade\n$$", "<downgrade>"]),
    SplitCase(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n-- migrate: end\nSELECT 1; END\n-- migrate: end",
      ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n-- migrate: end\nSELECT 1; END", "<end>"]),
    SplitCase("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", ["SELECT 1"]),
    SplitCase("-- c\n\\restrict abc'\n-- d\nSELECT 1;", ["-- d\nSELECT 1"]),
    SplitCase(
      "COPY t (a, b) FROM stdin;\n1\tit's;\n\\N\t\\.\n\\.\n\nSELECT 2;",
      ["COPY t (a, b) FROM stdin", "SELECT 2"]),
    SplitCase(
      "COPY t FROM STDIN WITH (FORMAT csv); -- rows\n1;2\n", ["COPY t FROM STDIN WITH (FORMAT csv)"]
    ),
    SplitCase("COPY t FROM stdin;", ["COPY t FROM stdin"]),
    SplitCase("COPY t FROM stdin", ["COPY t FROM stdin"]),
    SplitCase(
      "COPY t FROM stdin;\n1\n-- migrate: downgrade\nSELECT 1",
      ["COPY t FROM stdin", "<downgrade>", "SELECT 1"]),
    SplitCase("SELECT E'a'\n-- migrate: end\n'b';", ["SELECT E'a'", "<end>", "'b'"]),
  ]

  @Test(arguments: valid + others)
  func splits(example: SplitCase) throws {
    #expect(try Self.splitter.outline(example.script) == example.statements)
  }

  @Test(arguments: [
    ("COPY t FROM stdin;\n1\ta\n2\tb\n\\.\nSELECT 1;", "1\ta\n2\tb\n"),
    ("COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;", "1\r\n"),
    ("COPY t FROM stdin;\n\\.\nSELECT 1;", ""),
    ("COPY t FROM stdout;\n1\n\\.\nSELECT 1;", "1\n"),
    ("COPY t FROM stdin;\n\\.", ""),
    ("COPY t FROM stdin;\n1\n2", "1\n2"),
    ("COPY t FROM stdin;\n \\.\n\\.x\n\\.\n", " \\.\n\\.x\n"),
    ("COPY t FROM stdin;\n1\n-- migrate: end\n2", "1\n"),
    ("COPY t FROM STDIN CSV;\n'\n\"\n$$\n/*\n\\.\n", "'\n\"\n$$\n/*\n"),
  ])
  func keepsTheDataOfCopy(script: String, data: String) throws {
    let statement = try #require(Self.splitter.statements(in: script).first)
    #expect(statement.copyData == data)
  }

  static let problems: [ProblemCase] = [
    ProblemCase("SELECT $$a", .unterminated(.dollarQuote("$$")), at: 7),
    ProblemCase("SELECT $a$ $b$ $$", .unterminated(.dollarQuote("$a$")), at: 7),
    ProblemCase("SELECT $a$ $a $ a$", .unterminated(.dollarQuote("$a$")), at: 7),
    ProblemCase("SELECT \"a", .unterminated(.quotedName), at: 7),
    ProblemCase("SELECT U&\"a", .unterminated(.quotedName), at: 7),
    ProblemCase(#"SELECT E'a\'"#, .unterminated(.string), at: 7),
    ProblemCase(#"SELECT E'a\"#, .unterminated(.string), at: 7),
    ProblemCase("SELECT /* /* */", .unterminated(.comment), at: 7),
    ProblemCase(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n-- migrate: downgrade\n",
      .unterminated(.body("BEGIN ATOMIC")), at: 32),
    ProblemCase("CREATE RULE r AS ON DELETE TO t DO (SELECT 1;", .unterminated(.body("(")), at: 35),
    ProblemCase("SELECT 1;\n\\connect other", .metaCommand("connect"), at: 10),
    ProblemCase("SELECT 1 \\gexec\n", .metaCommand("gexec"), at: 9),
    ProblemCase("SELECT 1 \\restrict x\n", .metaCommand("restrict"), at: 9),
    ProblemCase("SELECT 1;\n\\.\n", .metaCommand("."), at: 10),
    ProblemCase("\\", .metaCommand(""), at: 0),
    ProblemCase("COPY t FROM stdin; SELECT 1;\n\\.\n", .textAfterCopy, at: 19),
  ]

  @Test(arguments: problems)
  func refuses(example: ProblemCase) {
    let problem = #expect(throws: SplitProblem.self) { try Self.splitter.split(example.script) }
    #expect(problem?.kind == example.kind)
    #expect(problem?.position.offset == example.offset)
  }
}
