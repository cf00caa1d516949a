import MySQLDialect
import PostgresDialect
import SQLText
import Testing

struct RowKeepingTests {
  @Test(
    arguments: [
      ("CREATE TABLE t (a int, b text DEFAULT 'x')", true),
      ("create table t (a int)", true),
      ("CREATE TABLE t AS SELECT 1", false), ("create table t as select 1", false),
      ("CREATE TABLE t (a int) VALUES (1)", false), ("CREATE TABLE t AS TABLE u", false),
      ("CREATE TABLE t AS EXECUTE p", false), ("CREATE TABLE t AS WITH u AS (TABLE v)", false),
      ("CREATE TABLE select_me (a int)", false), ("CREATE UNIQUE INDEX i ON t (a)", true),
      ("CREATE OR REPLACE VIEW v AS SELECT 1", true),
      ("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO u VALUES (1)", true),
      ("CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO INSERT INTO t VALUES (1)", false),
      ("CREATE EXTENSION x", false), ("CREATE MATERIALIZED VIEW v AS SELECT 1", true),
      ("ALTER TABLE t ADD b int", true), ("DROP TABLE t", true),
      ("COMMENT ON TABLE t IS 'x'", true),
      ("SET a = 1", true), ("SET @a = fill()", false), ("SELECT fill()", false),
      ("INSERT INTO t VALUES (1)", false), ("DO fill()", false), ("CALL fill()", false),
      ("COPY t FROM 'x'", false), ("LOAD DATA INFILE 'x' INTO TABLE t", false),
      ("VALUES (1)", false),
    ])
  func whatTheTextTells(text: String, fillsNone: Bool) throws {
    for rules in [LexicalRules.postgresql, .mysql] {
      let statement = try #require(StatementSplitter(rules: rules).statements(in: text).first)
      #expect(statement.fillsNoTable == fillsNone)
    }
  }
}
