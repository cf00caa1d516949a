import DialectKit
import SQLText
import SQLiteDialect
import Testing

/// What goes to the sqlite3 shell, without the shell.
@Suite struct ScriptTests {
  private func statement(_ text: String) throws -> SQLStatement {
    try #require(try StatementSplitter(rules: .sqlite).statements(in: text).first)
  }

  @Test(arguments: [
    ("-- first\nSELECT 1 -- end", "SELECT 1 -- end\n;\n"),
    ("SELECT 10 /\n5", "SELECT 10 /\n5;\n"),
    ("SELECT 'a\n/\ngo\n'", "SELECT 'a\n/\ngo\n';\n"),
    (
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;\n"
    ),
  ])
  func `statements are written for the shell`(text: String, written: String) throws {
    let statement = try statement(text)
    #expect(SQLiteDialect().scriptObjection(to: statement) == nil)
    #expect(try SQLiteDialect().script([.run(statement)]) == written)
  }

  @Test(arguments: [
    ("SELECT 10\n/\n5", "nothing but /"), ("SELECT 10 AS\nGO", "nothing but /"),
    ("SELECT 10\n / -- by\n5", "nothing but /"), ("SELECT 'a\r\nb'", "CR LF"),
  ])
  func `what the shell would misread is refused`(text: String, reason: String) throws {
    let objection = SQLiteDialect().scriptObjection(to: try statement(text))
    #expect(objection?.reason.contains(reason) == true, "\(String(describing: objection))")
  }
}
