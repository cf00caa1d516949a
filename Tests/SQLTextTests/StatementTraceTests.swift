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
    ("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SELECT 1", made(.trigger(name("g")))),
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
      ("ALTER TYPE mood RENAME VALUE 'a' TO 'b'", .nothing),
      ("ALTER TABLE ONLY t VALIDATE CONSTRAINT c", made(.validation(of: "c", on: t))),
      (
        "ALTER TABLE t RENAME CONSTRAINT c TO d",
        moved(.constraint("c", of: t), .constraint("d", of: t))
      ),
      ("DROP FUNCTION f(int)", .nothing), ("DROP TRIGGER g ON t", .nothing),
      ("VACUUM t", .repeatable), ("REINDEX TABLE CONCURRENTLY t", .repeatable),
      ("ALTER TABLE t ATTACH PARTITION p DEFAULT", .nothing),
    ] as [(String, StatementTrace)])
  func ofPostgreSQL(script: String, trace: StatementTrace) {
    #expect(StatementTrace.of(SQLStatement(text: script), rules: .postgresql) == trace)
  }

  @Test(
    arguments: [
      ("CREATE TABLE `Mixed``Case` (a int)", made(.relation(name("Mixed`Case")))),
      ("CREATE OR REPLACE TABLE t (a int)", .repeatable),
      ("CREATE DEFINER='root'@'localhost' PROCEDURE p() SELECT 1", made(.routine(name("p")))),
      (
        "CREATE DEFINER=CURRENT_USER() TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1",
        made(.trigger(name("g")))
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
}
