import DialectKit
import SQLText
import Testing

@testable import MySQLDialect

struct ErrorTests {
  static let prefix =
    "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server "
    + "version for the right syntax to use"

  @Test(arguments: [
    // text, quoted, line, the text from the place on
    ("SELEC 1", "SELEC 1", 1, "SELEC 1"),
    ("SELECT 1 FROM", "", 1, ""),
    ("SELECT (1 ;\n", "", 1, " ;\n"),
    ("SELECT 1,\n  é x y\nFROM t", "y\nFROM t", 2, "y\nFROM t"),
    // Lines are counted after leading white space.
    ("\n\n  SELECT a b c", "c", 1, "c"),
    // The same words stand on two lines.
    ("SELECT a b\n, a b c\n, c", "c\n, c", 2, "c\n, c"),
    // Cut, as MariaDB and as MySQL cut it.
    (
      "SELECT 1 x y \(String(repeating: "0123456789 ", count: 12))",
      "y \(String(repeating: "0123456789 ", count: 6))012345678...", 1,
      "y \(String(repeating: "0123456789 ", count: 12))"
    ),
    (
      "SELECT 1 x y \(String(repeating: "0123456789 ", count: 12))",
      "y \(String(repeating: "0123456789 ", count: 7))0", 1,
      "y \(String(repeating: "0123456789 ", count: 12))"
    ),
    ("SELECT ' near ' ' at line 2 x", "x", 1, "x"),
  ])
  func `the place of a syntax error`(
    _ text: String, _ quoted: String, _ line: Int, _ rest: String
  ) throws {
    let message = "\(Self.prefix) near '\(quoted)' at line \(line)"
    let offset = try #require(syntaxErrorOffset(in: text, message: message))
    #expect(String(decoding: Array(text.utf8)[offset...], as: UTF8.self) == rest)
  }

  @Test(arguments: [
    ("", "\(prefix) near '' at line 1"),
    ("SELECT 1", "\(prefix) near 'elsewhere' at line 1"),
    ("SELECT 1", "\(prefix) near 'SELECT 1' at line 99999999999999999999"),
    ("SELECT 1", "Fehler bei 'SELECT 1' in Zeile 1"),
    ("SELECT 1", "Query was empty"),
    ("SELECT 1", "' at line 1"),
    ("SELECT 1", ""),
  ])
  func `a message without a place in the text`(_ text: String, _ message: String) {
    #expect(syntaxErrorOffset(in: text, message: message) == nil)
  }

  @Test(arguments: [
    (UInt32(1205), DatabaseError.Kind.lockTimeout), (1213, .lockTimeout), (1317, .cancelled),
    (1969, .cancelled), (3024, .cancelled), (2006, .connectionLost), (2013, .connectionLost),
    (1927, .connectionLost), (2026, .connectionLost), (1064, .statement), (1049, .statement),
  ])
  func `what kind of error a number is`(_ number: UInt32, _ kind: DatabaseError.Kind) {
    #expect(DatabaseError.kind(ofMySQL: number) == kind)
  }

  @Test(arguments: [
    (false, "max_execution_time = 1500"), (true, "max_statement_time = 1.500"),
  ])
  func `timeouts in each engine's words`(_ isMariaDB: Bool, _ limit: String) {
    let sql = MySQLConnection.setUpStatement(
      isMariaDB: isMariaDB,
      settings: SessionSettings(
        lockTimeout: .milliseconds(2100), statementTimeout: .milliseconds(1500)))
    #expect(sql.contains(", lock_wait_timeout = 3, innodb_lock_wait_timeout = 3, \(limit)"))
  }

  @Test(arguments: [
    ("SELECT 'it''s'", false), (#"SELECT 'it\'s'"#, true), (#"SELECT 'C:\\'"#, false),
    (#"SELECT "\\\"""#, true), (#"SELECT 'C:\dir'"#, false), ("\\", false),
  ])
  func `quotes whose meaning depends on sql_mode`(_ sql: String, _ isEscaped: Bool) {
    #expect(hasEscapedQuote(sql) == isEscaped)
  }

  @Test func `huge timeouts do not trap`() {
    let sql = MySQLConnection.setUpStatement(
      isMariaDB: true,
      settings: SessionSettings(
        lockTimeout: .seconds(Int64.max), statementTimeout: .seconds(Int64.max)))
    #expect(sql.hasSuffix("max_statement_time = 31536000.000"))
  }
}
