import DialectKit
import MySQLDialect
import SQLText
import Testing

struct StatementTests {
  let dialect = MySQLDialect()

  @Test(arguments: [
    ("users", "`users`"), ("a`b", "`a``b`"), ("Größe", "`Größe`"), ("a.b", "`a.b`"),
    ("`\u{301}", "```\u{301}`"),
    (String(repeating: "é", count: 64), "`\(String(repeating: "é", count: 64))`"),
  ])
  func `a name in backticks`(_ name: String, _ quoted: String) throws {
    #expect(try dialect.quote(Identifier(name)) == quoted)
  }

  @Test(arguments: [
    ("", "a name is empty"),
    ("a\0b", "a name holds a NUL character"),
    ("a ", "the name \"a \" ends in white space"), ("a\t", "the name \"a\t\" ends in white space"),
    ("a😀", "the name \"a😀\" holds 😀, and names end at U+FFFF in MySQL"),
    (
      String(repeating: "n", count: 65),
      "the name \"\(String(repeating: "n", count: 65))\" is longer than 64 characters"
    ),
  ])
  func `a name that MySQL cannot hold`(_ name: String, _ message: String) throws {
    let error = try #require(throws: DatabaseError.self) {
      try dialect.quote(Identifier(name))
    }
    #expect(error.message == message)
  }

  @Test(arguments: [
    (SQLValue.null, "NULL"),
    (.integer(.min), "-9223372036854775808"),
    (.real(1), "1.0e0"), (.real(1e300), "1e+300"), (.real(.nan), "NULL"),
    (.text(""), "''"), (.text("it's"), "'it''s'"), (.text("'\u{301}"), "'''\u{301}'"),
    (.text("a\\'b"), "_utf8mb4 X'615C2762'"), (.text("a\0"), "_utf8mb4 X'6100'"),
    (.bytes([0, 255]), "X'00FF'"), (.bytes([]), "X''"),
  ])
  func `a value as SQL`(_ value: SQLValue, _ literal: String) {
    #expect(dialect.literal(value) == literal)
  }

  @Test(arguments: [
    ("CREATE DEFINER=`a`@`%` VIEW v AS SELECT 1", "CREATE                 VIEW v AS SELECT 1"),
    (
      "CREATE OR REPLACE ALGORITHM=MERGE DEFINER = root@localhost SQL SECURITY DEFINER VIEW v AS SELECT 1",
      "CREATE OR REPLACE ALGORITHM=MERGE                          SQL SECURITY DEFINER VIEW v AS SELECT 1"
    ),
    (
      "/*!50003 CREATE*/ /*!50017 DEFINER='a'@'b'*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a=1 */",
      "/*!50003 CREATE*/ /*!50017                */ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a=1 */"
    ),
    (
      "ALTER DEFINER=CURRENT_USER() EVENT e DISABLE", "ALTER                        EVENT e DISABLE"
    ),
    ("CREATE FUNCTION f() RETURNS int SQL SECURITY DEFINER RETURN 1", nil),
    ("CREATE VIEW v AS SELECT definer = 1 FROM t", nil), ("SELECT 1", nil),
  ])
  func `a definer on a scratch database`(_ text: String, _ changed: String?) throws {
    let statement = try #require(
      StatementSplitter(rules: dialect.lexicalRules).statements(in: text).first)
    #expect(dialect.onScratch(statement)?.text == changed ?? text)
  }

  @Test(arguments: ["GRANT SELECT ON t TO a", "REVOKE ALL ON t FROM a"])
  func `privileges on a scratch database`(_ text: String) throws {
    let statement = try #require(
      StatementSplitter(rules: dialect.lexicalRules).statements(in: text).first)
    #expect(dialect.onScratch(statement) == nil)
  }

  @Test func `bookkeeping tables`() throws {
    let table = BookkeepingTable(
      name: QualifiedName(schema: "ops", name: "versions"),
      columns: [
        BookkeepingColumn("id", .counter), BookkeepingColumn("rev", .text(limit: 255)),
        BookkeepingColumn("note", .longText, isNullable: true), BookkeepingColumn("ms", .integer),
      ], primaryKey: "id")
    #expect(
      try render(dialect.createTable(table)) == """
        CREATE TABLE `ops`.`versions` (`id` BIGINT NOT NULL AUTO_INCREMENT, \
        `rev` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, \
        `note` LONGTEXT CHARACTER SET utf8mb4, `ms` BIGINT NOT NULL, PRIMARY KEY (`id`)) \
        ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin
        """)
    let widened = try #require(dialect.widen(table.columns[1], of: table.name))
    #expect(
      try render(widened)
        == "ALTER TABLE `ops`.`versions` MODIFY COLUMN `rev` VARCHAR(255) NOT NULL")
    #expect(dialect.widen(table.columns[2], of: table.name) == nil)
    let schema = try #require(dialect.createSchema("ops"))
    #expect(try render(schema) == "CREATE DATABASE IF NOT EXISTS `ops`")
  }

  @Test(arguments: [
    ("USE other", ["USE", "OTHER"]),
    (
      "load data low_priority local infile 'f' into table t",
      ["LOAD", "DATA", "LOW_PRIORITY", "LOCAL"]
    ),
    ("LOCK TABLES t WRITE", ["LOCK", "TABLES", "T", "WRITE"]),
    ("FLUSH TABLES WITH READ LOCK", ["FLUSH", "TABLES", "WITH", "READ", "LOCK"]),
    ("FLUSH TABLES t FOR EXPORT", ["FLUSH", "TABLES", "T", "FOR", "EXPORT"]),
    ("SELECT RELEASE_ALL_LOCKS()", ["SELECT", "RELEASE_ALL_LOCKS"]),
    ("SET NAMES latin1", ["SET", "NAMES", "LATIN1"]),
    ("SET NAMES 'latin1'", ["SET", "NAMES"]),
    ("SET CHARACTER SET cp1252", ["SET", "CHARACTER", "SET", "CP1252"]),
    ("SET @@session.character_set_client = latin1", ["SET"]),
    ("/* old */ SET # data\n NAMES -- of\n latin1", ["SET", "NAMES", "LATIN1"]),
    ("/*!40101 SET NAMES latin1 */", ["SET", "NAMES", "LATIN1"]),
    ("SET @x = 'it\\'s', NAMES \"latin1\"", ["SET", "NAMES"]),
    ("SET SESSION sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'", ["SET", "SESSION", "SQL_MODE"]),
  ])
  func `a statement that would break the session`(_ text: String, _ keywords: [String]) {
    let statement = SQLStatement(text: text, keywords: keywords)
    for mode in [StatementMode.transaction, .autocommit] {
      #expect(dialect.objection(to: statement, in: mode) != nil)
    }
  }

  @Test(arguments: [
    ("CREATE TABLE locks (a INT)", ["CREATE", "TABLE", "LOCKS"]),
    ("LOAD DATA INFILE '/f' INTO TABLE t", ["LOAD", "DATA", "INFILE", "INTO", "TABLE", "T"]),
    ("LOCK INSTANCE FOR BACKUP", ["LOCK", "INSTANCE", "FOR", "BACKUP"]),
    ("FLUSH TABLES", ["FLUSH", "TABLES"]),
    ("SET NAMES utf8mb4", ["SET", "NAMES", "UTF8MB4"]),
    ("SET NAMES 'utf8' COLLATE 'utf8_bin'", ["SET", "NAMES", "COLLATE"]),
    ("SET character_set_client = @OLD_CLIENT", ["SET", "CHARACTER_SET_CLIENT"]),
    ("SET @x = 'latin1'", ["SET"]),
    ("-- the names of its authors\n# names of\n/* names of */ SET @x = 1", ["SET"]),
    ("SET @x = 'the names of', @y = \"names of\"", ["SET"]),
    ("/*!40101 SET NAMES utf8 */", ["SET", "NAMES", "UTF8"]),
    ("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'", ["SET", "SQL_MODE"]),
  ])
  func `a statement that is let through`(_ text: String, _ keywords: [String]) {
    let statement = SQLStatement(text: text, keywords: keywords)
    #expect(dialect.objection(to: statement, in: .transaction) == nil)
  }

  private func render(_ sql: SQLFragment) throws -> String {
    try sql.render(
      quote: { name throws(DatabaseError) in try dialect.quote(name) },
      value: { value throws(DatabaseError) in dialect.literal(value) })
  }
}
