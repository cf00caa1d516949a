import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct StatementReachTests {
  @Test(
    arguments: [
      ("CREATE TABLE t (a int)", false), ("CREATE DATABASE d", true), ("DROP DATABASE d", true),
      ("CREATE ROLE r", true), ("ALTER ROLE r SET a = b", true), ("DROP USER u", true),
      ("ALTER SYSTEM SET a = b", true), ("CREATE TABLESPACE t LOCATION 'x'", true),
      ("CREATE USER MAPPING FOR u SERVER s", false),
      ("CREATE SERVER s FOREIGN DATA WRAPPER w", false),
      ("CREATE SCHEMA app", false), ("DROP TABLE app.t", false),
      ("INSERT INTO app.t VALUES (1)", false),
      ("ATTACH DATABASE 'x' AS y", true), ("-- USE it\nSELECT 1", false),
    ])
  func ofASchemaInsideADatabase(script: String, leaves: Bool) throws {
    for rules in [LexicalRules.postgresql, .sqlite] {
      let statement = try #require(StatementSplitter(rules: rules).statements(in: script).first)
      #expect(
        StatementReach.leavesDatabase(statement, rules: rules, schemasAreDatabases: false) == leaves
      )
    }
  }

  @Test(
    arguments: [
      ("USE shop", true), ("CREATE DATABASE shop", true),
      ("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`", true), ("CREATE SCHEMA shop", true),
      ("CREATE TABLE t (a int)", false), ("CREATE TABLE shop.t (a int)", true),
      ("CREATE TABLE IF NOT EXISTS `shop`.`t` (a int)", true),
      ("DROP TABLE IF EXISTS shop.t", true),
      ("DROP TABLE t, shop.u", true), ("ALTER TABLE shop.t ADD b int", true),
      ("RENAME TABLE t TO shop.t", true), ("INSERT INTO shop.t VALUES (1)", true),
      ("INSERT INTO t SELECT * FROM shop.t", false), ("UPDATE shop.t SET a = 1", true),
      ("DELETE FROM shop.t", true), ("TRUNCATE TABLE shop.t", true),
      ("CREATE OR REPLACE DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW shop.v AS SELECT 1", true),
      ("CREATE ALGORITHM=MERGE VIEW v AS SELECT shop.t.a FROM shop.t", false),
      ("CREATE UNIQUE INDEX i ON shop.t (a)", true), ("CREATE INDEX i ON t (a)", false),
      ("CREATE TRIGGER g BEFORE INSERT ON shop.t FOR EACH ROW SET NEW.a = 1", true),
      ("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", false),
      ("CREATE PROCEDURE shop.p() SELECT 1", true), ("SET @a = 1", false),
      ("SET GLOBAL sql_mode = ''", true), ("SET PASSWORD FOR a = 'b'", true),
      ("SET DEFAULT ROLE r FOR u", true), ("INSTALL SONAME 'x'", true),
      ("SET sql_mode = DEFAULT", false), ("SET SESSION sql_mode = ''", false),
    ])
  func whereSchemasAreDatabases(script: String, leaves: Bool) throws {
    let statement = try #require(StatementSplitter(rules: .mysql).statements(in: script).first)
    #expect(
      StatementReach.leavesDatabase(statement, rules: .mysql, schemasAreDatabases: true) == leaves)
  }
}
