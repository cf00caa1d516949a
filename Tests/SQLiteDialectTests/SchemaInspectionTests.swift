import DialectKit
import SQLText
import SQLiteDialect
import SchemaModel
import Testing

@Suite struct SchemaInspectionTests {
  /// An object in one line: its facts that are compared.
  private static func line(_ object: SchemaObject, _ rules: any SchemaRules) -> String {
    let facts = object.facts.filter { rules.comparison(of: $0.fact, in: object.id.kind) == .exact }
    return ([object.id.description] + facts.map { "\($0.fact): \($0.value)" }).joined(
      separator: " | ")
  }

  private func lines(_ script: String) throws -> [String] {
    let trial = try SchemaTrial(script)
    return try trial.snapshot().sorted.map { Self.line($0, trial.dialect.schemaRules) }
  }

  @Test func tellsAllOfATable() throws {
    let script = """
      CREATE TABLE "Users" (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- the row
        [e mail] VARCHAR( 30 ) COLLATE NOCASE NOT NULL ON CONFLICT FAIL CHECK ("E Mail" LIKE '%@%'),
        score DOUBLE PRECISION DEFAULT (-1.50e-3) /* low */,
        twice AS (score*2) STORED, thrice INT GENERATED ALWAYS AS (score * 3),
        boss REFERENCES users ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT one UNIQUE (score ASC, boss COLLATE NOCASE DESC) CHECK (Users.score<>3)
      );
      CREATE UNIQUE INDEX by_boss ON users (boss DESC, lower("e mail")) WHERE score >= .5;
      CREATE TABLE flat (a TEXT, b ANY, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;
      CREATE VIEW names(n) AS SELECT "e mail" || 'X' FROM Users -- all
      ;
      CREATE TRIGGER log AFTER INSERT ON USERS BEGIN SELECT 1; END;
      CREATE TRIGGER instead INSTEAD OF INSERT ON names BEGIN SELECT 2; END;
      CREATE VIRTUAL TABLE words USING fts5(Word,  tokenize = 'porter');
      CREATE TABLE sqlitefoo (a);
      ANALYZE;
      """
    let expected = """
      table Users
      check constraint Users.("e mail" like '%@%') | definition: "e mail" like '%@%'
      check constraint Users.(score <> 3) | definition: score <> 3
      column Users.boss
      column Users.e mail | collation: nocase | not null: not null on conflict fail | type: varchar(30)
      column Users.id | type: integer
      column Users.score | default: -1.50e-3 | type: double precision
      column Users.thrice | generated: (score * 3) virtual | type: int
      column Users.twice | generated: (score * 2) stored
      foreign key Users.(boss) | columns: boss | deferred: yes | on delete: set null \
      | references: users(id)
      index Users.by_boss | columns: boss desc, lower("e mail") | unique: yes | where: score >= .5
      primary key Users.(id) | autoincrement: yes | columns: id | rowid: yes
      trigger Users.log | definition: after insert on users begin select 1; end
      unique constraint Users.one | columns: score, boss collate nocase desc
      table flat | strict: yes | without rowid: yes
      column flat.a | type: text
      column flat.b | type: any
      primary key flat.(b, a) | columns: b, a
      view names | definition: (n) as select "e mail" || 'X' from users
      trigger names.instead | definition: instead of insert on names begin select 2; end
      table sqlitefoo
      column sqlitefoo.a
      virtual table words | definition: using fts5(Word, tokenize = 'porter')
      """
    #expect(try lines(script).joined(separator: "\n") == expected)
  }

  /// Texts that mean the same, and such as only look so: whether a plan is empty.
  @Test(arguments: [
    ("CREATE TABLE t (a INT)", "create table [t](\n`a`int -- why\n)", true),
    ("CREATE TABLE t (a INT)", "CREATE TABLE IF NOT EXISTS main.t (a INT)", true),
    ("CREATE TABLE t (a INT, b)", "CREATE TABLE t (b, a INT)", true),
    ("CREATE TABLE t (a INT)", "CREATE TABLE t (a INTEGER)", false),
    (
      "CREATE TABLE t (a INT NOT NULL DEFAULT 5)", "CREATE TABLE t (a INT DEFAULT (5) NOT NULL)",
      true
    ),
    ("CREATE TABLE t (a DEFAULT 'A')", "CREATE TABLE t (a DEFAULT 'a')", false),
    ("CREATE TABLE t (a DEFAULT NULL COLLATE BINARY)", "CREATE TABLE t (a)", true),
    ("CREATE TABLE t (a DEFAULT X'ab')", "CREATE TABLE t (a DEFAULT x'AB')", true),
    ("CREATE TABLE t (a DEFAULT 0XFF)", "CREATE TABLE t (a DEFAULT 0xff)", true),
    ("CREATE TABLE t (a INT UNIQUE)", "CREATE TABLE t (a INT, UNIQUE (a))", true),
    ("CREATE TABLE t (a INT UNIQUE)", "CREATE TABLE t (a INT, UNIQUE (\"A\" ASC))", true),
    ("CREATE TABLE t (a, UNIQUE (a))", "CREATE TABLE t (a, UNIQUE (a DESC))", false),
    ("CREATE TABLE t (a, UNIQUE (a))", "CREATE TABLE t (a, UNIQUE (a) ON CONFLICT ABORT)", true),
    ("CREATE TABLE t (a, UNIQUE (a))", "CREATE TABLE t (a, UNIQUE (a) ON CONFLICT FAIL)", false),
    ("CREATE TABLE t (a, UNIQUE (a))", "CREATE TABLE t (a, CONSTRAINT u UNIQUE (a))", false),
    ("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER, PRIMARY KEY (a))", true),
    (
      "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)",
      "CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))",
      false
    ),
    (
      "CREATE TABLE p (x PRIMARY KEY); CREATE TABLE t (a REFERENCES p)",
      "CREATE TABLE p (x PRIMARY KEY); CREATE TABLE t (a, FOREIGN KEY (A) REFERENCES P (X) "
        + "ON DELETE NO ACTION NOT DEFERRABLE)", true
    ),
    (
      "CREATE TABLE t (a REFERENCES p (x))",
      "CREATE TABLE t (a REFERENCES p (x) ON DELETE RESTRICT)",
      false
    ),
    (
      "CREATE TABLE t (b, a AS (1))", "CREATE TABLE t (b, a GENERATED ALWAYS AS ( 1 ) VIRTUAL)",
      true
    ),
    ("CREATE TABLE t (a CHECK (a>-1))", "CREATE TABLE t (a, CHECK (t.A > - 1))", true),
    ("CREATE TABLE t (a CHECK (a<>'x'))", "CREATE TABLE t (a CHECK (a<>'X'))", false),
    ("CREATE TABLE t (a CHECK (a<>\"x\"))", "CREATE TABLE t (a CHECK (a<>\"X\"))", false),
    (
      "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT A,\"b\" FROM t",
      "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, B /* it */ FROM T", true
    ),
    (
      "CREATE VIRTUAL TABLE f USING fts5(a, b)",
      "CREATE VIRTUAL TABLE [f] using FTS5 (a,  b /* b */)", true
    ),
    ("CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE VIRTUAL TABLE [f] using FTS5(a)", true),
    ("CREATE VIEW v AS SELECT 'a'", "CREATE VIEW v AS SELECT 'A'", false),
    (
      "CREATE TABLE t (a); CREATE INDEX i ON t (a)",
      "CREATE TABLE t (a); CREATE INDEX i ON T(a ASC)", true
    ),
  ])
  func comparesMeaning(current: String, desired: String, isSame: Bool) throws {
    let plan = try SchemaTrial(current).plan(to: desired)
    #expect(plan.isEmpty == isSame, "\(plan.statements.map(\.text))")
  }
}
