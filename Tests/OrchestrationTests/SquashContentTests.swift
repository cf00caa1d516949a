import Aludel
import Orchestration
import Revisions
import Testing

/// What histories leave in databases, and whether a squash builds the same: each case is run as a chain
/// and as its squash, and asked the same question.
@Suite struct SquashContentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var engine: SquashTrial.Engine
    var name: String
    var revisions: [String]
    /// What tells both from each other; its answers must not be empty.
    var question: String
    /// What is folded; the rest stays before it.
    var range: String?
    var testDescription: String { "\(engine.rawValue): \(name)" }
  }

  private static func sqlite(
    _ name: String, _ question: String, _ revisions: String..., range: String? = nil
  ) -> Case {
    Case(engine: .sqlite, name: name, revisions: revisions, question: question, range: range)
  }

  private static func postgres(
    _ name: String, _ question: String, _ revisions: String..., range: String? = nil
  ) -> Case {
    Case(engine: .postgresql, name: name, revisions: revisions, question: question, range: range)
  }

  private static func mariadb(
    _ name: String, _ question: String, _ revisions: String..., range: String? = nil
  ) -> Case {
    Case(engine: .mysql, name: name, revisions: revisions, question: question, range: range)
  }

  private static let more = "CREATE TABLE more (i int PRIMARY KEY);"

  static let cases = [
    postgres(
      "identity, always",
      "SELECT id, x FROM t UNION ALL SELECT nextval(pg_get_serial_sequence('t', 'id')), ''",
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);",
      "INSERT INTO t (x) VALUES ('a'), ('b'); DELETE FROM t WHERE x = 'a';"),
    postgres(
      "booleans and their lists", "SELECT b::text, c::text FROM t ORDER BY 1",
      "CREATE TABLE t (b boolean PRIMARY KEY, c boolean[]);",
      "INSERT INTO t VALUES (true, '{t,f,NULL}'), (false, NULL);"),
    postgres(
      "types", "SELECT t::text FROM t",
      """
      CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE TYPE pair AS (a int, b text);
      CREATE DOMAIN flag AS boolean;
      CREATE TABLE t (a bytea, b json, c jsonb, d int[], e int4range, f pair, g mood, h flag,
        i numeric(30, 10), j float8, k timestamptz, l interval, m inet, n uuid, p text[], q bit(5),
        s money, t char(5), u date, x float4, y "char", z pair[]);
      """,
      #"""
      INSERT INTO t VALUES ('\xdeadbeef', '{"a" :  1}', '{"z": [1, null]}', '{1,NULL,3}', '[1,5)',
        ROW(1, 'a"b,c'), 'bad', true, 1234567890.1234567891, 0.1::float8 + 0.2,
        '2020-01-02 03:04:05.678+02', '1 year 2 mons 04:05:06.7', '10.0.0.1/8',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', ARRAY['a,b', 'c"d', NULL, 'NULL', ''], B'10101',
        '12.34', 'ab', '0044-03-15 BC', 0.1, 'q', ARRAY[ROW(1, 'x')::pair]);
      INSERT INTO t (j, x, i, k) VALUES ('NaN', 'Infinity', 'NaN', 'infinity');
      INSERT INTO t (p) VALUES (ARRAY[E'back\\slash', E'new\nline', E'q''uote']);
      """#),
    postgres(
      "generated columns", "SELECT a, b FROM t",
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);",
      "INSERT INTO t (a) VALUES (1), (2);"),
    postgres(
      "rows without columns", "SELECT count(*) FROM t", "CREATE TABLE t ();",
      "INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES;"),
    postgres(
      "rows that refer to each other", "SELECT id, p FROM t ORDER BY 1",
      "CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES t);",
      "INSERT INTO t VALUES (1, NULL), (2, 1); UPDATE t SET p = 2 WHERE id = 1;"),
    postgres(
      "tables that refer to each other", "SELECT a.id, b.a FROM a, b",
      """
      CREATE TABLE a (id int PRIMARY KEY, b int);
      CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
      """, "INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1;"),
    postgres(
      "a trigger", "SELECT i FROM t UNION ALL SELECT i FROM log",
      """
      CREATE TABLE t (i int); CREATE TABLE log (i int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO log VALUES (NEW.i); NEW.i := NEW.i + 1; RETURN NEW; END $$;
      CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      """, "INSERT INTO t VALUES (1);"),
    postgres(
      "sequences",
      "SELECT nextval('s1') UNION ALL SELECT nextval('s2') UNION ALL SELECT nextval('s3')",
      "CREATE SEQUENCE s1 START 5 INCREMENT 3; CREATE SEQUENCE s2; CREATE SEQUENCE s3;",
      "SELECT nextval('s1'); SELECT setval('s2', 77, false); SELECT setval('s3', 1);"),
    postgres(
      "constraints that rows break",
      "SELECT i, (SELECT count(*) FROM pg_constraint WHERE NOT convalidated) FROM t",
      "CREATE TABLE t (i int); INSERT INTO t VALUES (-1);",
      "ALTER TABLE t ADD CONSTRAINT positive CHECK (i > 0) NOT VALID;"),
    postgres(
      "partitions and children",
      "SELECT tableoid::regclass, i FROM t UNION ALL SELECT tableoid::regclass, i FROM p",
      """
      CREATE TABLE t (i int) PARTITION BY LIST (i);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t DEFAULT;
      CREATE TABLE p (i int); CREATE TABLE c () INHERITS (p);
      """, "INSERT INTO t VALUES (1), (2); INSERT INTO p VALUES (1); INSERT INTO c VALUES (2);"),
    postgres(
      "rows for tables that stay", "SELECT i, x, j FROM t ORDER BY 1",
      "CREATE TABLE t (i int PRIMARY KEY, x text, j json); INSERT INTO t VALUES (1, 'old', '{}');",
      more, "INSERT INTO t VALUES (2, 'new', '{\"a\": 1}');", range: "r1:"),
    postgres(
      "rows without a key for tables that stay", "SELECT i, j FROM ONLY p",
      "CREATE TABLE p (i real, j json); CREATE TABLE c () INHERITS (p); INSERT INTO p VALUES (0.1, '{}'); "
        + "INSERT INTO c VALUES (0.1, '{}');",
      more, "INSERT INTO p VALUES (0.1, '{}'), (0.1, '{}'); INSERT INTO c VALUES (2, NULL);",
      range: "r1:"),
    postgres(
      "rows that refer to each other, in tables that stay", "SELECT i, p FROM a",
      "CREATE TABLE b (i int PRIMARY KEY); CREATE TABLE a (i int PRIMARY KEY REFERENCES b, p int REFERENCES a);",
      more, "INSERT INTO b VALUES (1), (2); INSERT INTO a VALUES (2, NULL), (1, 2);", range: "r1:"),

    mariadb(
      "types", "SELECT hex(a), hex(b), hex(d), e, g, i, j, k, l + 0e0, m, n, o, q, t, w FROM t",
      """
      CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a bit(10), b blob, d geometry, e datetime(6),
        g enum('x', 'y'), h set('a', 'b'), i json, j decimal(30, 10), k double, l float, m year, n time(3),
        o bool, p char(5), q text, t binary(4), w bigint unsigned) DEFAULT CHARSET utf8mb4;
      """,
      #"""
      INSERT INTO t VALUES (NULL, b'1010101010', x'DEADBEEF00', ST_GeomFromText('POINT(1 2)'),
        '2020-01-02 03:04:05.123456', 'y', 'a,b', '{"a": "x\\"y"}', 1234567890.1234567891, 0.1e0 + 0.2e0,
        16777217, 2024, '-12:34:56.789', true, 'ab', 'q''\\z\n', x'0102', 18446744073709551615);
      INSERT INTO t (g) VALUES (NULL);
      """#),
    mariadb(
      "values that no strict mode takes", "SELECT id, d, e + 0 FROM t",
      "SET sql_mode = ''; CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, d date, e enum('x'));",
      "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO t VALUES (0, '0000-00-00', 'bad'), (5, '2020-00-00', 'x');"
    ),
    mariadb(
      "counters",
      "SELECT auto_increment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 't'",
      "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 1000;",
      "INSERT INTO t VALUES (); DELETE FROM t;"),
    mariadb(
      "generated and invisible columns", "SELECT a, b, c, d FROM t",
      "CREATE TABLE t (a int, b int AS (a * 2) STORED, c int AS (a + 1) VIRTUAL, d int INVISIBLE DEFAULT 3);",
      "INSERT INTO t (a) VALUES (1);"),
    mariadb(
      "a trigger", "SELECT i FROM t UNION ALL SELECT i FROM log",
      """
      CREATE TABLE t (i int); CREATE TABLE log (i int);
      CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO log VALUES (NEW.i); SET NEW.i = NEW.i + 1; END;
      """, "INSERT INTO t VALUES (1);"),
    mariadb(
      "tables that refer to each other", "SELECT a.id, b.a FROM a, b",
      """
      CREATE TABLE a (id int PRIMARY KEY, b int);
      CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL, FOREIGN KEY (a) REFERENCES a (id));
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);
      """, "INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1;"),
    mariadb(
      "rows for tables that stay", "SELECT i, f + 0e0, j, hex(b) FROM t",
      "CREATE TABLE t (i int PRIMARY KEY, f float, j json, b bit(3)); INSERT INTO t VALUES (1, 0.1, '{}', b'101');",
      more, "INSERT INTO t VALUES (2, 0.2, '{\"a\": 1}', b'110');", range: "r1:"),
    mariadb(
      "rows without a key for tables that stay", "SELECT f + 0e0, j, hex(b), hex(g) FROM t",
      "CREATE TABLE t (f float, j json, b bit(3), g geometry); "
        + "INSERT INTO t VALUES (0.1, '{}', b'101', ST_GeomFromText('POINT(1 2)'));",
      more,
      "INSERT INTO t VALUES (0.1, '{}', b'101', ST_GeomFromText('POINT(1 2)')), (0.2, NULL, b'1', NULL);",
      range: "r1:"),

    sqlite(
      "values of every type", "SELECT typeof(a), a, typeof(b), hex(b), c, d, e FROM t",
      "CREATE TABLE t (a, b TEXT, c INTEGER, d REAL, e BLOB);",
      """
      INSERT INTO t VALUES (x'00FF', 'it''s' || char(10), 9223372036854775807, 0.1 + 0.2, x''),
        (NULL, 'a' || char(0) || 'b', '5x', 1e400, 'text'), (1, 1, 1.5, 'abc', 5);
      """),
    sqlite(
      "STRICT and WITHOUT ROWID", "SELECT typeof(b), b FROM t UNION ALL SELECT typeof(b), b FROM u",
      "CREATE TABLE t (a INTEGER PRIMARY KEY, b ANY) STRICT; CREATE TABLE u (a TEXT PRIMARY KEY, b) WITHOUT ROWID;",
      "INSERT INTO t VALUES (1, '007'), (2, 7); INSERT INTO u VALUES ('x', 1), ('y', '1');"),
    sqlite(
      "AUTOINCREMENT", "SELECT name, seq FROM sqlite_sequence WHERE name IN ('t', 'u') ORDER BY 1",
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b); CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT);",
      "INSERT INTO t (b) VALUES (1), (2); DELETE FROM t WHERE id = 2; INSERT INTO u DEFAULT VALUES; DELETE FROM u;"
    ),
    sqlite(
      "full-text indexes",
      "SELECT rowid, a FROM d WHERE d MATCH 'world' UNION ALL SELECT rowid, a FROM e WHERE e MATCH 'world'",
      """
      CREATE VIRTUAL TABLE d USING fts5(a, b); CREATE TABLE c (id INTEGER PRIMARY KEY, a);
      CREATE VIRTUAL TABLE e USING fts5(a, content = 'c', content_rowid = 'id');
      CREATE TRIGGER g AFTER INSERT ON c BEGIN INSERT INTO e (rowid, a) VALUES (new.id, new.a); END;
      """,
      "INSERT INTO d (rowid, a, b) VALUES (7, 'hello world', 'x'); INSERT INTO c VALUES (9, 'the world');"
    ),
    sqlite(
      "rows of a full-text index that stays", "SELECT rowid, a FROM d",
      "CREATE VIRTUAL TABLE d USING fts5(a); INSERT INTO d VALUES ('one');", more,
      "INSERT INTO d VALUES ('two');", range: "r1:"),
    sqlite(
      "an R*Tree", "SELECT id, x1 FROM d",
      "CREATE VIRTUAL TABLE d USING rtree(id, x1, x2);",
      "INSERT INTO d VALUES (7, 0.1, 2), (3, 1, 5);"),
    sqlite(
      "rows without a key for tables that stay", "SELECT typeof(a), a, b FROM t",
      "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, x'00'), (NULL, 1.5);", more,
      "INSERT INTO t VALUES (1, x'00'), (1, x'00'), ('1', 0.1);", range: "r1:"),
  ].filter { SquashTrial.Engine.there.contains($0.engine) }

  @Test(arguments: cases)
  func buildsTheSame(_ item: Case) async throws {
    let plain = try SquashTrial(item.engine)
    try plain.revisions(item.revisions)
    let folded = try plain.copy()
    let report = try await folded.squash(item.range)
    #expect(report.squashes.map(\.varies) == [[]])
    let expected = try await plain.withDatabase { database in
      #expect(try await plain.upgrade(database).exitCode == 0)
      return try database.rows(item.question)
    }
    #expect(!expected.isEmpty)
    try await folded.withDatabase { database in
      let report = try await folded.upgrade(database)
      #expect(report.exitCode == 0, "\(report)")
      #expect(try database.rows(item.question) == expected)
    }
    #expect(try await folded.open().verifySquashes().exitCode == 0)
  }

  // MARK: - What no replay can repeat

  static let unstable = [
    sqlite(
      "SQLite", "SELECT n FROM t ORDER BY n",
      "CREATE TABLE t (n, at DEFAULT CURRENT_TIMESTAMP, u DEFAULT (unixepoch()), r DEFAULT (random()));",
      "INSERT INTO t (n) VALUES ('a'), ('b'); INSERT INTO t VALUES ('fixed', '2020-01-01', 1, 2);"),
    postgres(
      "PostgreSQL", "SELECT n FROM t ORDER BY n",
      "CREATE TABLE t (n text, at timestamptz DEFAULT now(), u date DEFAULT CURRENT_DATE, r uuid DEFAULT gen_random_uuid());",
      "INSERT INTO t (n) VALUES ('a'), ('b'); INSERT INTO t VALUES ('fixed', '2020-01-01', '2020-01-01', NULL);"
    ),
    mariadb(
      "MariaDB", "SELECT n FROM t ORDER BY n",
      "CREATE TABLE t (n text, at datetime DEFAULT now(), u int DEFAULT unix_timestamp(), r varchar(36) DEFAULT uuid());",
      "INSERT INTO t (n) VALUES ('a'), ('b'); INSERT INTO t VALUES ('fixed', '2020-01-01', 1, 'r');"
    ),
  ].filter { SquashTrial.Engine.there.contains($0.engine) }

  /// Left out of the proof, cell by cell, and told: in the report, in the header, in the body.
  @Test(arguments: unstable)
  func clockAndChance(_ item: Case) async throws {
    let trial = try SquashTrial(item.engine)
    try trial.revisions(item.revisions)
    let report = try await trial.squash()
    let squash = try #require(report.squashes.first)
    let table = item.engine == .postgresql ? "public.t" : "t"
    let columns = ["\(table).at", "\(table).r", "\(table).u"]
    #expect(squash.varies == columns)
    #expect(squash.text.contains("-- varies: \(columns.joined(separator: ", "))"))
    #expect(squash.text.contains("-- \(table).at holds what one replay gave"))
    #expect(try await trial.open().verifySquashes().exitCode == 0)
    try trial.sandbox.remove("one/squashed")
    guard case .asRecorded? = try await trial.open().verifySquashes().squashes.first?.verdict else {
      Issue.record("not as recorded")
      return
    }
    // Everything else is held to it still: what was given for certain stands in the same columns.
    let file = try #require(trial.sandbox.listing().first { $0.contains("_s_") })
    for (old, new) in [("'fixed'", "'other'")] {
      try trial.sandbox.write(file, try trial.sandbox.read(file).replacing(old, with: new))
    }
    #expect(try await trial.open().verifySquashes().exitCode == 2)
  }

  /// Rows of before are not the squash's: they vary, and it holds none of them.
  @Test func clockBeforeThePart() async throws {
    let trial = try SquashTrial(.sqlite)
    try trial.revisions(
      Self.unstable[0].revisions + ["CREATE TABLE more (x);", "INSERT INTO more VALUES (1);"],
      downgrades: ["DROP TABLE t;", "DELETE FROM t;", "DROP TABLE more;", "DELETE FROM more;"])
    let squash = try #require(try await trial.squash("r2:").squashes.first)
    #expect(squash.varies.isEmpty && !squash.text.contains("one replay gave"))
    #expect(squash.text.contains("-- varies: t.at, t.r, t.u"))
    try trial.sandbox.remove("one/squashed")
    guard case .asRecorded? = try await trial.open().verifySquashes().squashes.first?.verdict else {
      Issue.record("not as recorded")
      return
    }
  }

  @Test func whatWasGivenForCertainIsProven() async throws {
    let trial = try SquashTrial(.sqlite)
    try trial.revisions(Self.unstable[0].revisions)
    try await trial.squash()
    let file = try #require(trial.sandbox.listing().first { $0.contains("_s_") })
    try trial.sandbox.write(
      file, try trial.sandbox.read(file).replacing("'2020-01-01'", with: "'2021-01-01'"))
    #expect(try await trial.open().verifySquashes().exitCode == 2)
  }

  @Test func whatCannotBeCarriedIsRefused() async throws {
    let trial = try SquashTrial(.sqlite)
    try trial.revisions(
      [
        "CREATE VIRTUAL TABLE d USING fts5(a, content = '');",
        "INSERT INTO d (rowid, a) VALUES (7, 'hello');",
      ], downgrades: ["DROP TABLE d;"])
    do {
      try await trial.squash()
      Issue.record("it was squashed")
    } catch AludelError.squash(.refused(_, let refusals)) {
      #expect(refusals.count == 1)
    }
    #expect(try await trial.squash(concatenates: true).squashes.count == 1)
  }
}
