import DialectKit
import SQLText
import SQLiteDialect
import SchemaModel
import Testing

/// What a rebuild keeps beside the rows, and what the plan says of it. The many ways to need one are in the
/// pairs of `SchemaTests`.
@Suite struct SchemaRebuildTests {
  /// Changes the trial's schema and makes sure that it is the desired one then.
  private func change(_ trial: SchemaTrial, to script: String) throws -> SchemaPlan {
    let desired = try SchemaTrial(script).snapshot()
    let plan = try trial.plan(to: desired)
    try trial.apply(plan)
    #expect(try trial.differences(from: desired) == [])
    #expect(try trial.rows("PRAGMA integrity_check") == ["'ok'"])
    return plan
  }

  @Test func isTheSafeProcedure() throws {
    let trial = try SchemaTrial(
      """
      CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, mail text);
      CREATE INDEX users_mail ON users (mail);
      CREATE TRIGGER hello AFTER INSERT ON users BEGIN SELECT 1; END;
      """)
    let plan = try trial.plan(
      to: """
        CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, mail text NOT NULL UNIQUE);
        CREATE INDEX users_mail ON users (mail);
        CREATE TRIGGER hello AFTER INSERT ON users BEGIN SELECT 1; END;
        """)
    #expect(plan.suspendsForeignKeys)
    let text = plan.statements.map { statement in
      statement.hazards.map { "-- \($0.kind.rawValue): \($0.message)\n" }.joined()
        + statement.text + ";\n"
    }.joined()
    #expect(
      text == """
        PRAGMA legacy_alter_table=ON;
        CREATE TABLE aludel_new_users (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          mail text NOT NULL UNIQUE
        );
        -- rewrite: copies all rows of users, which takes its size once more, and drops what ANALYZE found
        -- may_fail: fails where users.mail is null: fill it before, UPDATE users SET mail = … WHERE mail IS NULL
        -- may_fail: fails where rows of users agree in (mail)
        INSERT INTO aludel_new_users (id, mail)
        SELECT id, mail FROM users;
        DELETE FROM sqlite_sequence WHERE name = 'aludel_new_users';
        INSERT INTO sqlite_sequence (name, seq)
        SELECT 'aludel_new_users', seq FROM sqlite_sequence WHERE name = 'users';
        DROP TABLE users;
        ALTER TABLE aludel_new_users RENAME TO users;
        PRAGMA legacy_alter_table=OFF;
        CREATE INDEX users_mail ON users (mail);
        CREATE TRIGGER hello AFTER INSERT ON users BEGIN SELECT 1; END;

        """)
  }

  /// Rowids of the same rows before and after: the name by which they are asked, the table before and
  /// after.
  @Test(arguments: [
    ("rowid", "(a)", "(a UNIQUE)"),
    ("rowid", "(a INT PRIMARY KEY)", "(a INT PRIMARY KEY, b UNIQUE)"),
    ("oid", "(a, rowid, _rowid_)", "(a UNIQUE, rowid, _rowid_)"),
    ("_rowid_", "(a, rowid)", "(a UNIQUE, rowid)"),
    // A column takes the name by which the rows were numbered.
    ("oid", "(a)", "(a UNIQUE, rowid DEFAULT 7)"),
    // A new column becomes the number, and one that was stays what it held.
    ("rowid", "(a)", "(id INTEGER PRIMARY KEY, a)"),
    ("rowid", "(a INTEGER PRIMARY KEY)", "(a INTEGER)"),
    ("rowid", "(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY DESC)"),
    ("rowid", "(a)", "(a, b AS (a) STORED)"),
    ("rowid", "(a) ", "(b UNIQUE)"),
  ])
  func keepsRowids(name: String, old: String, new: String) throws {
    let trial = try SchemaTrial(
      """
      CREATE TABLE t \(old);
      INSERT INTO t (a) VALUES (1), (2), (3), (40);
      DELETE FROM t WHERE a = 2;
      UPDATE t SET \(name) = -5 WHERE a = 3;
      """)
    let before = try trial.rows("SELECT \(name) FROM t ORDER BY 1")
    #expect(before.count == 3 && before[0] == "-5")
    _ = try change(trial, to: "CREATE TABLE t \(new)")
    #expect(try trial.rows("SELECT \(name) FROM t ORDER BY 1") == before)
  }

  @Test func tellsWhenRowidsCannotBeKept() throws {
    let trial = try SchemaTrial("CREATE TABLE t (a, rowid, _rowid_, oid)")
    let plan = try trial.plan(to: "CREATE TABLE t (a UNIQUE, rowid, _rowid_, oid)")
    #expect(
      plan.statements.flatMap(\.hazards).contains(
        Hazard(.dataLoss, "gives the rows of t other rowids")))
  }

  /// The counter of a table, its rows, and the number of the next row.
  @Test(arguments: [
    ("INSERT INTO t VALUES (1, 'x'), (9, 'y'); DELETE FROM t WHERE id = 9;", ["9"], "10"),
    ("INSERT INTO t VALUES (9, 'y'); DELETE FROM t;", ["9"], "10"),
    ("", [], "1"),
    ("INSERT INTO t VALUES (-3, 'y');", ["0"], "1"),
  ])
  func keepsCounters(rows: String, counter: [String], next: String) throws {
    let trial = try SchemaTrial(
      "CREATE TABLE \"t'\" (id INTEGER PRIMARY KEY AUTOINCREMENT, b);"
        + rows.replacing("INTO t", with: "INTO \"t'\"").replacing("FROM t", with: "FROM \"t'\""))
    #expect(try trial.rows("SELECT seq FROM sqlite_sequence") == counter)
    _ = try change(
      trial, to: "CREATE TABLE \"t'\" (id INTEGER PRIMARY KEY AUTOINCREMENT, b UNIQUE)")
    #expect(
      try trial.rows("SELECT name, seq FROM sqlite_sequence") == counter.map { "'t'''|\($0)" })
    try trial.run("INSERT INTO \"t'\" (b) VALUES ('z')")
    #expect(try trial.rows("SELECT id FROM \"t'\" WHERE b = 'z'") == [next])
  }

  /// Triggers of all kinds on the table, and everybody who refers to its rows.
  @Test func firesNothingAndDeletesNothing() throws {
    let schema = """
      CREATE TABLE log (x);
      CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);
      CREATE TABLE gone (id INTEGER PRIMARY KEY, p NOT NULL REFERENCES p ON DELETE CASCADE);
      CREATE TABLE emptied (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE SET NULL);
      CREATE TABLE held (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE RESTRICT);
      CREATE TABLE own (id INTEGER PRIMARY KEY, up REFERENCES own ON DELETE CASCADE, a TEXT);
      CREATE VIEW v AS SELECT p.id, a, gone.id AS child FROM p JOIN gone ON gone.p = p.id;
      CREATE TRIGGER p_i AFTER INSERT ON p BEGIN INSERT INTO log VALUES ('insert'); END;
      CREATE TRIGGER p_u AFTER UPDATE ON p BEGIN INSERT INTO log VALUES ('update'); END;
      CREATE TRIGGER p_d BEFORE DELETE ON p BEGIN INSERT INTO log VALUES ('delete'); END;
      CREATE TRIGGER g_d AFTER DELETE ON gone BEGIN INSERT INTO log VALUES ('child'); END;

      """
    let rows = """
      INSERT INTO p VALUES (1, 'x'), (2, 'y');
      INSERT INTO gone VALUES (1, 1), (2, 1), (3, 2);
      INSERT INTO emptied VALUES (1, 1), (2, NULL);
      INSERT INTO held VALUES (1, 1);
      INSERT INTO own VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, 4, 'd');
      DELETE FROM log;
      """
    let trial = try SchemaTrial(schema + rows)
    let names = ["p", "gone", "emptied", "held", "own", "v", "log"]
    func all() throws -> [[String]] {
      try names.map { try trial.rows("SELECT * FROM \($0)").sorted() }
    }
    let before = try all()
    _ = try change(
      trial,
      to: schema.replacing("PRIMARY KEY, a TEXT", with: "PRIMARY KEY, a TEXT NOT NULL")
        .replacing("CASCADE, a TEXT", with: "CASCADE, a TEXT UNIQUE"))
    #expect(try all() == before)
    // And everything is at work again.
    try trial.run("DELETE FROM held; DELETE FROM p WHERE id = 1; DELETE FROM own WHERE id = 1")
    #expect(try trial.rows("SELECT * FROM gone") == ["3|2"])
    #expect(try trial.rows("SELECT * FROM emptied") == ["1|NULL", "2|NULL"])
    #expect(try trial.rows("SELECT * FROM own") == ["4|4|'d'"])
    #expect(
      try trial.rows("SELECT x, count(*) FROM log GROUP BY x") == ["'child'|2", "'delete'|1"])
  }

  @Test func rowsThatBreakAForeignKeyStopIt() throws {
    let trial = try SchemaTrial(
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a); INSERT INTO t VALUES (5)")
    let plan = try trial.plan(
      to: "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p)")
    let error = #expect(throws: DatabaseError.self) { try trial.apply(plan) }
    #expect(error?.kind == .foreignKeys)
    #expect(try trial.rows("SELECT a FROM t") == ["5"])
    #expect(try trial.rows("SELECT name FROM sqlite_schema") == ["'p'", "'t'"])
  }

  /// A conflict clause would have rows vanish without a word.
  @Test(arguments: [
    "(a UNIQUE ON CONFLICT IGNORE)", "(a UNIQUE ON CONFLICT REPLACE)",
    "(a PRIMARY KEY ON CONFLICT REPLACE)",
    "(a, b DEFAULT 1 NOT NULL ON CONFLICT IGNORE, UNIQUE (a))",
    "(a, CHECK (a > 5) ON CONFLICT IGNORE)",
  ])
  func rowsAreNotLeftOut(new: String) throws {
    let trial = try SchemaTrial("CREATE TABLE t (a); INSERT INTO t VALUES (1), (1), (2)")
    let plan = try trial.plan(to: "CREATE TABLE t \(new)")
    #expect(throws: DatabaseError.self) { try trial.apply(plan) }
    #expect(try trial.rows("SELECT a FROM t") == ["1", "1", "2"])
  }

  /// What is said of a change: the table before and after, and the sentences.
  @Test(arguments: [
    ("(a)", "(a, b)", []),
    (
      "(a)", "(a); CREATE UNIQUE INDEX i ON t (a)", ["may_fail: fails where rows of t agree in (a)"]
    ),
    ("(a)", "(a); CREATE TABLE u (b); CREATE UNIQUE INDEX i ON u (b)", []),
    (
      "(a)", "(a, b NOT NULL)",
      [
        "may_fail: fails when t has rows, since t.b is NOT NULL without a default: give it one, or add it "
          + "without NOT NULL, fill it, and add NOT NULL in a later revision"
      ]
    ),
    ("(a)", "(a, b CHECK (b > 0))", ["may_fail: fails where a row of t breaks CHECK (b > 0)"]),
    (
      "(a, b)", "(a)",
      ["data_loss: drops t.b and all that it holds", "rewrite: writes all rows of t anew"]
    ),
    ("(a, b AS (a))", "(a)", ["rewrite: writes all rows of t anew"]),
    ("(a TEXT)", "(a VARCHAR(3))", []),
    (
      "(a TEXT)", "(a INTEGER)",
      ["data_loss: makes numbers of text that looks like one, as 7 of '007', in t.a"]
    ),
    ("(a INTEGER)", "(a REAL)", ["data_loss: rounds integers beyond 2^53 in t.a"]),
    ("(a INTEGER)", "(a TEXT)", []),
    ("(a REAL)", "(a TEXT)", ["data_loss: makes text of numbers, of 15 digits, in t.a"]),
    (
      "(a INT)", "(a INT) STRICT",
      ["may_fail: fails where a value of t is not of its column's type"]
    ),
    ("(a INT) STRICT", "(a TEXT) STRICT", ["may_fail: fails where a value of t.a is no TEXT"]),
    ("(a, b)", "(a, b AS (a))", ["data_loss: replaces what t.b holds by what is generated"]),
    (
      "(a TEXT PRIMARY KEY)", "(a TEXT PRIMARY KEY) WITHOUT ROWID",
      ["data_loss: gives the rows of t other rowids"]
    ),
    ("(a, b)", "(a UNIQUE, b)", ["may_fail: fails where rows of t agree in (a)"]),
    (
      "(a, b)", "(a REFERENCES p, b)",
      ["may_fail: fails before the commit where (a) of t has no row in p"]
    ),
    (
      "(a PRIMARY KEY) WITHOUT ROWID", "(b PRIMARY KEY) WITHOUT ROWID",
      [
        "data_loss: drops t.a and all that it holds",
        "data_loss: drops all rows of t: no column stays",
      ]
    ),
  ])
  func warns(old: String, new: String, sentences: [String]) throws {
    let trial = try SchemaTrial("CREATE TABLE t \(old)")
    let plan = try trial.plan(to: "CREATE TABLE t \(new)")
    #expect(!plan.isEmpty)
    let hazards = plan.statements.flatMap(\.hazards).map { "\($0.kind.rawValue): \($0.message)" }
    #expect(hazards.filter { !$0.hasPrefix("rewrite: copies") } == sentences)
  }

  /// Which changes need no rebuild, and whether keys are suspended for them.
  @Test(arguments: [
    ("(a)", "(a, b)", true), ("(a, b)", "(a)", true), ("(a)", "(a, b DEFAULT (1+1))", false),
    ("(a)", "(a, b REFERENCES t)", true), ("(a, b REFERENCES t)", "(a)", false),
    ("(a)", "(a, b, FOREIGN KEY (b) REFERENCES t, CHECK (b <> a))", true),
    ("(a, b CHECK (b > 0))", "(a)", true), ("(a, b, CHECK (b > 0))", "(a)", false),
    ("(a)", "(a, b AS (a))", true), ("(a)", "(a, b AS (a) STORED)", false),
    ("(a, b AS (a) STORED)", "(a)", true), ("(a)", "(a UNIQUE)", false),
    ("(a, b)", "(a, B)", false), ("(a, b CHECK (a > 0))", "(a CHECK (a > 0))", false),
    ("(a)", "(a, b DEFAULT NULL REFERENCES t)", true),
    ("(a)", "(a, b DEFAULT 1 REFERENCES t)", false),
  ])
  func altersWhereItCan(old: String, new: String, isAltered: Bool) throws {
    let trial = try SchemaTrial("CREATE TABLE t \(old)")
    let plan = try trial.plan(to: "CREATE TABLE t \(new)")
    #expect(plan.statements.allSatisfy { $0.text.hasPrefix("ALTER TABLE") } == isAltered)
    #expect(plan.suspendsForeignKeys == !isAltered)
  }

  /// A table whose children are left out of the comparison is not dropped under them.
  @Test func childrenThatAreNotManagedKeepTheirRows() throws {
    let trial = try SchemaTrial(
      """
      CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE TABLE child (p REFERENCES p ON DELETE CASCADE);
      INSERT INTO p VALUES (1); INSERT INTO child VALUES (1);
      """)
    let managed = try trial.snapshot().leavingOut { $0.id.name == "child" }
    let plan = try SchemaPlan(
      from: managed, to: SchemaSnapshot(), rules: trial.dialect.schemaRules)
    #expect(plan.suspendsForeignKeys)
    let error = #expect(throws: DatabaseError.self) { try trial.apply(plan) }
    #expect(error?.kind == .foreignKeys)
    #expect(try trial.rows("SELECT p, id FROM child, p") == ["1|1"])
  }

  /// A failed rebuild leaves the session as it was.
  @Test func nothingStaysOfAFailure() throws {
    let trial = try SchemaTrial("CREATE TABLE t (a); INSERT INTO t VALUES (NULL)")
    let plan = try trial.plan(to: "CREATE TABLE t (a NOT NULL)")
    #expect(throws: DatabaseError.self) { try trial.apply(plan) }
    try trial.connection.resetSession()
    #expect(try trial.rows("PRAGMA legacy_alter_table") == ["0"])
    #expect(try trial.rows("PRAGMA foreign_keys") == ["1"])
    #expect(try trial.rows("SELECT name, sql FROM sqlite_schema") == ["'t'|'CREATE TABLE t (a)'"])
  }

  /// A rename by SQLite itself, after which the schema is the one that the names say.
  @Test(arguments: [
    ("table", nil, "t", "u"), ("table", nil, "t", "T"), ("table", nil, "t", "a \"b\""),
    ("column", "t", "a", "b c"), ("column", "t", "a", "A"), ("virtual table", nil, "f", "g"),
  ])
  func renames(kind: String, owner: String?, old: String, new: String) throws {
    func schema(_ t: String, _ a: String, _ f: String) -> String {
      """
      CREATE TABLE "\(t)" ("\(a)" TEXT CHECK ("\(t)"."\(a)" > ''), up REFERENCES "\(t)" ("\(a)"));
      CREATE INDEX i ON "\(t)" (lower("\(a)")) WHERE "\(a)" > 'x';
      CREATE TABLE child (x REFERENCES "\(t)" ("\(a)"));
      CREATE VIEW v AS SELECT "\(a)" AS n FROM "\(t)" WHERE "\(a)" > 'x';
      CREATE TRIGGER g AFTER UPDATE OF "\(a)" ON "\(t)" BEGIN DELETE FROM "\(t)" WHERE "\(a)" > 'x'; END;
      CREATE VIRTUAL TABLE "\(f)" USING fts5(words);
      """
    }
    let trial = try SchemaTrial(schema("t", "a", "f"))
    let id = ObjectID(ObjectKind(kind), owner: owner, old)
    let object = try #require(trial.snapshot()[id])
    for statement in try trial.dialect.schemaRules.rename(object, to: new) {
      try trial.run(statement.text)
    }
    let written = new.replacing("\"", with: "\"\"")
    let desired = try SchemaTrial(
      schema(
        old == "t" ? written : "t", old == "a" ? written : "a", old == "f" ? written : "f")
    ).snapshot()
    #expect(try trial.differences(from: desired) == [])
  }

  @Test func whatHoldsNothingIsNotRenamed() throws {
    let trial = try SchemaTrial("CREATE TABLE t (a); CREATE INDEX i ON t (a)")
    let index = try #require(trial.snapshot()[ObjectID(.index, owner: "t", "i")])
    #expect(throws: SchemaRefusal.self) { try trial.dialect.schemaRules.rename(index, to: "j") }
  }
}
