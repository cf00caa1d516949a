import MigrationFiles
import Revisions
import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct BodyTests {
  static func body(
    _ text: String, rules: LexicalRules = .postgresql
  ) throws(RevisionFileProblems) -> RevisionBody {
    try RevisionFile(parsing: Array(("-- revision: a\n" + text).utf8), path: "a.sql")
      .body(rules: rules)
  }

  static func texts(_ section: Section?) -> [String]? {
    section?.statements.map { ($0.isAutocommit ? "!" : "") + $0.statement.text }
  }

  @Test func sectionsMayBeMissingOrEmpty() throws {
    #expect(try Self.body("") == RevisionBody())
    let body = try Self.body("-- migrate: upgrade\n-- nothing to do\n")
    #expect(Self.texts(body.upgrade) == [])
    #expect(body.downgrade == nil)
    #expect(try Self.body("-- migrate: downgrade").downgrade?.statements == [])
  }

  @Test func sectionsInEitherOrder() throws {
    let body = try Self.body("-- migrate: downgrade\nSELECT 1;\n-- migrate: upgrade\nSELECT 2")
    #expect(Self.texts(body.upgrade) == ["SELECT 2"])
    #expect(Self.texts(body.downgrade) == ["SELECT 1"])
    #expect(body.upgrade?.direction == .upgrade)
    #expect(body.downgrade?.direction == .downgrade)
  }

  @Test func options() throws {
    let body = try Self.body(
      "-- migrate: upgrade transaction=none\nBEGIN;\n-- migrate: downgrade  foreign_keys=off")
    #expect(body.upgrade?.transaction == Section.TransactionMode.none)
    #expect(body.upgrade?.suspendsForeignKeys == false)
    #expect(body.downgrade?.transaction == .transaction)
    #expect(body.downgrade?.suspendsForeignKeys == true)
  }

  @Test func autocommitBlocks() throws {
    let body = try Self.body(
      """
      -- migrate: upgrade
      SELECT 1;
      -- migrate: autocommit
      SELECT 2;
      SELECT 3
      -- migrate: end
      SELECT 4;
      -- migrate: autocommit
      -- migrate: end
      """)
    #expect(Self.texts(body.upgrade) == ["SELECT 1", "!SELECT 2", "!SELECT 3", "SELECT 4"])
  }

  @Test func aDelimiterEndsWithItsSection() throws {
    let body = try Self.body(
      "-- migrate: upgrade\nDELIMITER //\nSELECT 1;//\n-- migrate: downgrade\nSELECT 2; SELECT 3;",
      rules: .mysql)
    #expect(Self.texts(body.downgrade) == ["SELECT 2", "SELECT 3"])
  }

  @Test(arguments: [
    ("SELECT 1;\nSELECT 2;\n-- migrate: upgrade", ["2:1 statement_outside_section"]),
    ("-- migrate: upgrade\n-- migrate: upgrade", ["3:1 duplicate_section"]),
    ("-- migrate: upgrad", ["2:13 unknown_directive"]),
    ("-- migrate:", ["2:1 unknown_directive"]),
    ("-- migrate: Upgrade", ["2:13 unknown_directive"]),
    (
      "-- migrate: upgrade transaction=off x", ["2:21 unknown_directive", "2:37 unknown_directive"]
    ),
    ("-- migrate: upgrade transaction=none transaction=none", ["2:38 unknown_directive"]),
    ("-- migrate: autocommit", ["2:1 unbalanced_autocommit"]),
    ("-- migrate: upgrade\n-- migrate: end", ["3:1 unbalanced_autocommit"]),
    (
      "-- migrate: upgrade\n-- migrate: autocommit\n-- migrate: downgrade",
      ["3:1 unbalanced_autocommit"]
    ),
    (
      "-- migrate: upgrade\n-- migrate: autocommit\n-- migrate: autocommit\n-- migrate: end",
      ["4:1 unbalanced_autocommit"]
    ),
    ("-- migrate: upgrade\n-- migrate: autocommit x\n-- migrate: end", ["3:24 unknown_directive"]),
    ("-- migrate: upgrade\nSELECT 1; COMMIT;\nROLLBACK TO a;", ["3:11 transaction_control"]),
    (
      "-- migrate: upgrade\n/* c */ BEGIN;\n-- migrate: downgrade\nROLLBACK",
      ["3:9 transaction_control", "5:1 transaction_control"]
    ),
    (
      "-- migrate: upgrade\n-- migrate: autocommit\nBEGIN;\n-- migrate: end",
      ["4:1 transaction_control"]
    ),
    ("-- migrate: upgrade\nSELECT 'ä", ["3:8 unreadable_sql"]),
    ("-- migrate: upgrade\n\\connect x", ["3:1 unreadable_sql"]),
  ])
  func refuses(text: String, problems: [String]) {
    let error = #expect(throws: RevisionFileProblems.self) { try Self.body(text) }
    #expect(error?.problems.map { "\($0.line):\($0.column) \($0.code.rawValue)" } == problems)
  }

  @Test func advises() {
    let error = #expect(throws: RevisionFileProblems.self) {
      try Self.body("-- migrate: donwgrade\n-- migrate: upgrade transaction=non\nCOMMIT;")
    }
    #expect(
      error?.problems.map { $0.advice ?? "" } == [
        "did you mean \"downgrade\"? words: upgrade, downgrade, autocommit, end",
        "did you mean \"transaction=none\"? words: transaction=none, foreign_keys=off",
        "remove it, or write transaction=none on the section's first line",
      ])
    #expect(
      error?.problems.last?.description
        == "a.sql:4:1: COMMIT would end the transaction that the section runs in")
  }

  @Test(arguments: [
    ("BEGIN", "BEGIN would begin a transaction inside the section's own"),
    ("start transaction", "START TRANSACTION would begin a transaction inside the section's own"),
    ("ROLLBACK AND CHAIN", "ROLLBACK would end the transaction that the section runs in"),
    ("XA COMMIT 'x'", "XA COMMIT would end the transaction that the section runs in"),
    (
      "SET @a = 1, autocommit = 0",
      "SET autocommit would end the transaction that the section runs in"
    ),
  ])
  func saysWhatATransactionOfItsOwnWouldDo(statement: String, message: String) {
    let error = #expect(throws: RevisionFileProblems.self) {
      try Self.body("-- migrate: upgrade\n\(statement);", rules: .mysql)
    }
    #expect(error?.problems.map(\.message) == [message])
  }

  @Test func checksumsFollowTheText() throws {
    func upgrade(_ text: String) throws -> Checksum? { try Self.body(text).upgrade?.checksum }
    let base = try upgrade("-- migrate: upgrade\nSELECT 1;\n-- migrate: downgrade\nSELECT 2;")
    #expect(base == Checksum(of: Array("SELECT 1;".utf8)[...]))
    #expect(try upgrade("-- migrate: upgrade transaction=none\nSELECT 1;\n\n\n") == base)
    #expect(try upgrade("-- migrate: upgrade\r\nSELECT 1;\r\n-- migrate: downgrade\r\n") == base)
    #expect(try upgrade("-- migrate: upgrade\nSELECT 1; -- x") != base)
    #expect(try upgrade("-- migrate: upgrade\nSELECT  1;") != base)
  }
}
