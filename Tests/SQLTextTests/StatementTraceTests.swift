import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct StatementTraceTests {
  private static func name(_ name: String, schema: String? = nil) -> QualifiedName {
    QualifiedName(schema: schema.map { Identifier($0) }, name: Identifier(name))
  }

  private static func made(_ objects: CatalogObject...) -> StatementTrace {
    .facts(objects.map { CatalogFact($0, isThere: true) })
  }

  private static func gone(_ objects: CatalogObject...) -> StatementTrace {
    .facts(objects.map { CatalogFact($0, isThere: false) })
  }

  private static func moved(_ old: CatalogObject, _ new: CatalogObject) -> StatementTrace {
    .facts([CatalogFact(old, isThere: false), CatalogFact(new, isThere: true)])
  }

  static let t = name("t")

  static let everywhere: [(String, StatementTrace)] = [
    ("create table t (a int)", made(.relation(t))),
    ("-- why\nCREATE /* what */ TABLE s.t (a int)", made(.relation(name("t", schema: "s")))),
    ("CREATE TABLE IF NOT EXISTS t (a int)", .repeatable),
    ("CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS a", made(.relation(t))),
    ("CREATE TABLE t AS SELECT 1 AS a", made(.relation(t))),
    ("CREATE TEMPORARY TABLE t (a int)", .nothing),
    ("CREATE VIEW v AS SELECT 1", made(.relation(name("v")))),
    ("CREATE INDEX i ON t (a)", made(.index(name("i"), on: t))),
    ("CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", made(.index(name("i"), on: t))),
    (
      "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SELECT 1",
      made(.trigger(name("g"), on: t))
    ),
    ("CREATE TRIGGER g AFTER INSERT", .nothing),
    ("DROP TRIGGER g", gone(.trigger(name("g"), on: nil))),
    ("DROP TABLE t", gone(.relation(t))),
    ("DROP TABLE a, s.b", gone(.relation(name("a")), .relation(name("b", schema: "s")))),
    ("DROP TABLE IF EXISTS t", .repeatable),
    ("DROP VIEW v", gone(.relation(name("v")))),
    ("DROP INDEX i", gone(.index(name("i"), on: nil))),
    ("ALTER TABLE t ADD COLUMN a int", made(.column("a", of: t))),
    ("ALTER TABLE t ADD a int", made(.column("a", of: t))),
    ("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int", .nothing),
    (
      "ALTER TABLE t ADD a decimal(9,2), ADD b int",
      made(.column("a", of: t), .column("b", of: t))
    ),
    ("ALTER TABLE t DROP COLUMN a", gone(.column("a", of: t))),
    ("ALTER TABLE t DROP a", gone(.column("a", of: t))),
    ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", made(.constraint("c", of: t))),
    ("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", made(.constraint("c", of: t))),
    ("ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY (a)", made(.primaryKey(of: t))),
    ("ALTER TABLE t ADD PRIMARY KEY (a)", made(.primaryKey(of: t))),
    ("ALTER TABLE t ADD CHECK (a > 0)", .nothing),
    ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (b)", .nothing),
    ("ALTER TABLE t DROP CONSTRAINT c", gone(.constraint("c", of: t))),
    ("ALTER TABLE t RENAME TO u", moved(.relation(t), .relation(name("u")))),
    (
      "ALTER TABLE s.t RENAME TO u",
      moved(.relation(name("t", schema: "s")), .relation(name("u", schema: "s")))
    ),
    ("ALTER TABLE t RENAME COLUMN a TO b", moved(.column("a", of: t), .column("b", of: t))),
    ("ALTER TABLE t RENAME a TO b", moved(.column("a", of: t), .column("b", of: t))),
    // What comes and goes under one name tells nothing.
    ("ALTER TABLE t DROP COLUMN a, ADD COLUMN a text", .nothing),
    ("ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a", .nothing),
    ("COMMENT ON TABLE t IS 'x'", .repeatable), ("GRANT SELECT ON t TO u", .repeatable),
    ("INSERT INTO t VALUES (1)", .nothing), ("UPDATE t SET a = 1", .nothing),
    ("TRUNCATE TABLE t", .nothing), ("CALL p()", .nothing), ("SELECT 1", .nothing), ("", .nothing),
    ("CREATE", .nothing), ("ALTER TABLE", .nothing), ("DROP TABLE", .nothing),
    ("DROP TABLE a,", .nothing),
    ("CREATE TABLE a.b.c (d int)", .nothing), ("ALTER TABLE t ADD", .nothing),
    ("CREATE INDEX ON t (a)", .nothing), ("CREATE INDEX i", .nothing),
  ]

  @Test(arguments: everywhere)
  func alikeEverywhere(script: String, trace: StatementTrace) {
    for rules in CommonSplitTests.dialects {
      #expect(StatementTrace.of(SQLStatement(text: script), rules: rules) == trace, "\(script)")
    }
  }

  @Test(
    arguments: [
      ("CREATE TABLE MixedCase (a int)", made(.relation(name("mixedcase")))),
      ("CREATE TABLE \"Mixed\"\"Case\" (a int)", made(.relation(name("Mixed\"Case")))),
      ("CREATE UNLOGGED TABLE t (a int)", made(.relation(t))),
      (
        "CREATE INDEX CONCURRENTLY i ON ONLY s.t (a)",
        made(.index(name("i", schema: "s"), on: name("t", schema: "s")))
      ),
      ("DROP INDEX CONCURRENTLY s.i", gone(.index(name("i", schema: "s"), on: nil))),
      ("CREATE MATERIALIZED VIEW v AS SELECT 1", made(.relation(name("v")))),
      ("CREATE OR REPLACE VIEW v AS SELECT 1", .repeatable),
      ("CREATE SCHEMA s", made(.schema("s"))), ("CREATE SEQUENCE q", made(.relation(name("q")))),
      ("CREATE TYPE mood AS ENUM ('a')", made(.type(name("mood")))),
      ("CREATE DOMAIN d AS int", made(.type(name("d")))),
      ("CREATE EXTENSION \"uuid-ossp\"", made(.extension("uuid-ossp"))),
      ("ALTER TYPE mood ADD VALUE 'it''s' AFTER 'a'", made(.enumValue("it's", of: name("mood")))),
      ("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'b'", .repeatable),
      ("ALTER TYPE mood ADD VALUE E'\\n'", .nothing),
      (
        "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
        moved(.enumValue("a", of: name("mood")), .enumValue("b", of: name("mood")))
      ),
      ("ALTER TABLE ONLY t VALIDATE CONSTRAINT c", made(.validation(of: "c", on: t))),
      (
        "ALTER TABLE t RENAME CONSTRAINT c TO d",
        moved(.constraint("c", of: t), .constraint("d", of: t))
      ),
      (
        "CREATE FUNCTION s.f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        made(.routine(name("f", schema: "s")))
      ),
      ("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", .repeatable),
      ("CREATE PROCEDURE p() LANGUAGE sql AS ''", made(.routine(name("p")))),
      ("CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)", made(.routine(name("total")))),
      ("DROP FUNCTION f(int, text)", gone(.routine(name("f")))),
      ("DROP FUNCTION IF EXISTS f(int)", .repeatable),
      ("DROP ROUTINE f(int), g", gone(.routine(name("f")), .routine(name("g")))),
      // Two of one name.
      ("DROP FUNCTION f(int), f(text)", .nothing),
      ("DROP AGGREGATE total(int)", gone(.routine(name("total")))),
      (
        "CREATE CONSTRAINT TRIGGER g AFTER UPDATE OF a OR DELETE ON s.t FROM u DEFERRABLE "
          + "FOR EACH ROW EXECUTE FUNCTION f()",
        made(.trigger(name("g"), on: name("t", schema: "s")))
      ),
      ("DROP TRIGGER g ON t CASCADE", gone(.trigger(name("g"), on: t))),
      (
        "ALTER TRIGGER g ON t RENAME TO h",
        moved(.trigger(name("g"), on: t), .trigger(name("h"), on: t))
      ),
      ("CREATE POLICY p ON t FOR SELECT TO u USING (true)", made(.policy("p", on: t))),
      ("DROP POLICY p ON t", gone(.policy("p", on: t))),
      ("ALTER POLICY p ON t USING (false)", .nothing),
      (
        "CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING",
        made(.rule("r", on: name("t", schema: "s")))
      ),
      ("DROP RULE r ON t", gone(.rule("r", on: t))), ("DROP RULE r", .nothing),
      ("CREATE FOREIGN TABLE t (a int) SERVER s", made(.relation(t))),
      ("DROP FOREIGN TABLE t", gone(.relation(t))),
      ("ALTER FOREIGN TABLE t ADD COLUMN a int", made(.column("a", of: t))),
      ("CREATE SCHEMA AUTHORIZATION joe", made(.schema("joe"))),
      ("CREATE SCHEMA s AUTHORIZATION joe", made(.schema("s"))),
      ("DROP SCHEMA s CASCADE", gone(.schema("s"))),
      ("ALTER SCHEMA s RENAME TO u", moved(.schema("s"), .schema("u"))),
      (
        "ALTER VIEW s.v RENAME TO w",
        moved(.relation(name("v", schema: "s")), .relation(name("w", schema: "s")))
      ),
      ("ALTER VIEW v RENAME COLUMN a TO b", .nothing), ("ALTER VIEW v SET SCHEMA s", .nothing),
      ("ALTER MATERIALIZED VIEW v RENAME TO w", moved(.relation(name("v")), .relation(name("w")))),
      ("ALTER INDEX i RENAME TO j", moved(.index(name("i"), on: nil), .index(name("j"), on: nil))),
      ("ALTER SEQUENCE q RESTART", .nothing),
      ("ALTER SEQUENCE q RENAME TO r", moved(.relation(name("q")), .relation(name("r")))),
      ("ALTER DOMAIN d RENAME TO e", moved(.type(name("d")), .type(name("e")))),
      ("ALTER TYPE mood RENAME TO moods", moved(.type(name("mood")), .type(name("moods")))),
      ("ALTER FUNCTION f(int) RENAME TO g", moved(.routine(name("f")), .routine(name("g")))),
      ("ALTER FUNCTION f(int) OWNER TO u", .nothing),
      // To set the same once more is no harm.
      ("ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER b DROP DEFAULT", .repeatable),
      ("ALTER TABLE t ALTER a SET DEFAULT round(1, 2), OWNER TO u", .repeatable),
      ("ALTER TABLE t ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY", .repeatable),
      ("ALTER TABLE t ALTER a TYPE text USING a || '!', ALTER b SET NOT NULL", .nothing),
      ("ALTER TABLE t ENABLE TRIGGER g", .nothing),
      // Nothing tells of these but a person.
      ("CREATE ROLE r", .nothing), ("CREATE PUBLICATION p FOR TABLE t", .nothing),
      ("CREATE CAST (a AS b) WITHOUT FUNCTION", .nothing), ("DO 'BEGIN END'", .nothing),
      ("CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION f()", .nothing),
      ("VACUUM t", .repeatable), ("REINDEX TABLE CONCURRENTLY t", .repeatable),
      ("ALTER TABLE t ATTACH PARTITION p DEFAULT", .nothing),
    ] as [(String, StatementTrace)])
  func ofPostgreSQL(script: String, trace: StatementTrace) {
    #expect(StatementTrace.of(SQLStatement(text: script), rules: .postgresql) == trace)
  }

  @Test(
    arguments: [
      ("CREATE TABLE `Mixed``Case` (a int)", made(.relation(name("Mixed`Case")))),
      ("CREATE OR REPLACE TABLE t (a int)", .nothing),
      ("CREATE OR REPLACE SEQUENCE q", .nothing), ("CREATE SEQUENCE q", made(.relation(name("q")))),
      ("CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1", made(.routine(name("f")))),
      ("DROP TRIGGER s.g", gone(.trigger(name("g", schema: "s"), on: nil))),
      ("DROP VIEW v, w", gone(.relation(name("v")), .relation(name("w")))),
      ("DROP EVENT e", gone(.event(name("e")))),
      ("ALTER TABLE t DROP PARTITION p", .nothing),
      ("ALTER TABLE t ADD PARTITION (PARTITION p VALUES LESS THAN (9))", .nothing),
      ("ALTER TABLE t REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (9))", .nothing),
      ("ALTER EVENT e RENAME TO f", moved(.event(name("e")), .event(name("f")))),
      ("CREATE DEFINER='root'@'localhost' PROCEDURE p() SELECT 1", made(.routine(name("p")))),
      (
        "CREATE DEFINER=CURRENT_USER() TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1",
        made(.trigger(name("g"), on: t))
      ),
      (
        "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v AS SELECT 1", made(.relation(name("v")))
      ),
      ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", made(.event(name("e")))),
      ("CREATE DATABASE d", made(.schema("d"))),
      ("CREATE FULLTEXT INDEX i ON t (a)", made(.index(name("i"), on: t))),
      ("DROP INDEX i ON t", gone(.index(name("i"), on: t))),
      ("DROP PROCEDURE p", gone(.routine(name("p")))),
      ("ALTER TABLE t ADD UNIQUE KEY i (a)", made(.index(name("i"), on: t))),
      ("ALTER TABLE t ADD INDEX USING BTREE (a)", .nothing),
      ("ALTER TABLE t ADD CONSTRAINT UNIQUE (a)", .nothing),
      ("ALTER TABLE t ADD CONSTRAINT PRIMARY KEY (a)", made(.primaryKey(of: t))),
      ("ALTER TABLE t DROP FOREIGN KEY c", gone(.constraint("c", of: t))),
      (
        "ALTER TABLE t DROP KEY i, DROP PRIMARY KEY",
        gone(.index(name("i"), on: t), .primaryKey(of: t))
      ),
      ("ALTER TABLE t CHANGE a b int", moved(.column("a", of: t), .column("b", of: t))),
      ("ALTER TABLE t CHANGE COLUMN a A bigint", .nothing),
      ("ALTER TABLE t MODIFY a bigint", .nothing),
      ("ALTER TABLE t MODIFY a bigint, ADD b int", made(.column("b", of: t))),
      (
        "ALTER TABLE t RENAME KEY i TO j", moved(.index(name("i"), on: t), .index(name("j"), on: t))
      ),
      ("RENAME TABLE a TO b", moved(.relation(name("a")), .relation(name("b")))),
      ("RENAME TABLE a TO c, b TO a, c TO b", .nothing),
      ("CREATE TABLE t (a int) /*!50100 PARTITION BY HASH (a) */", .nothing),
    ] as [(String, StatementTrace)])
  func ofMySQL(script: String, trace: StatementTrace) {
    #expect(StatementTrace.of(SQLStatement(text: script), rules: .mysql) == trace)
  }

  /// Whoever comes later has a session of their own, in which the names may mean something else.
  @Test(
    arguments: [
      ("SET search_path = s; CREATE TABLE t (a int)", .nothing),
      ("SET search_path = s; CREATE TABLE s.t (a int)", made(.relation(name("t", schema: "s")))),
      (
        "SELECT pg_catalog.set_config('search_path', '', false); DROP INDEX s.i",
        gone(.index(name("i", schema: "s"), on: nil))
      ),
      ("SELECT set_config('search_path', 's', false); DROP INDEX i", .nothing),
      ("SET SCHEMA 's'; ALTER TABLE t DROP COLUMN a", .nothing),
      ("SET ROLE r; CREATE TYPE mood AS ENUM ()", .nothing),
      ("SET SESSION AUTHORIZATION r; CREATE FUNCTION f() RETURNS int AS ''", .nothing),
      ("RESET ALL; CREATE VIEW v AS SELECT 1", .nothing),
      ("SET lock_timeout = 1; CREATE TABLE t (a int)", made(.relation(t))),
      ("SET search_path = s; CREATE SCHEMA u", made(.schema("u"))),
      ("SET search_path = s; CREATE POLICY p ON t", .nothing),
      (
        "SET search_path = s; CREATE TRIGGER g AFTER INSERT ON s.t EXECUTE FUNCTION f()",
        made(.trigger(name("g"), on: name("t", schema: "s")))
      ),
      ("SET search_path = s; DROP TABLE IF EXISTS t", .repeatable),
    ] as [(String, StatementTrace)])
  func namesThatMove(script: String, trace: StatementTrace) throws {
    let statements = try StatementSplitter(rules: .postgresql).statements(in: script)
    let last = try #require(statements.last)
    #expect(StatementTrace.of(last, after: statements.dropLast(), rules: .postgresql) == trace)
  }

  @Test(arguments: [
    ("SET a = 1", true), ("RESET a", true), ("SELECT set_config('a', 'b', false)", true),
    ("SELECT 1", false), ("UPDATE t SET a = 1", false), ("DISCARD ALL", false),
  ])
  func changesOfTheSession(script: String, isOne: Bool) throws {
    let statement = try #require(
      try StatementSplitter(rules: .postgresql).statements(in: script).first)
    #expect(statement.changesSession == isOne)
  }
}
