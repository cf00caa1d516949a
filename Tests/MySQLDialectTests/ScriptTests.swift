import DialectKit
import MySQLDialect
import SQLText
import Testing

/// What goes to the mariadb client, without the client.
@Suite struct ScriptTests {
  private func statement(_ text: String) throws -> SQLStatement {
    try #require(try StatementSplitter(rules: .mysql).statements(in: text).first)
  }

  @Test(arguments: [
    ("-- first\nSELECT 1 # end", "SELECT 1 # end\n;\n"),
    ("SELECT ';', \"\\\";\", `a;b`", "SELECT ';', \"\\\";\", `a;b`;\n"),
    ("SELECT /* ; */ 1, \\N", "SELECT /* ; */ 1, \\N;\n"),
    (
      "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT '//'; END",
      "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT '//'; END\n$$\nDELIMITER ;\n"
    ),
    (
      "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT '//\u{301}'; END",
      "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT '//\u{301}'; END\n$$\nDELIMITER ;\n"
    ),
    (
      "CREATE FUNCTION f() RETURNS int /* it's */ RETURN 1",
      "EXECUTE IMMEDIATE 'CREATE FUNCTION f() RETURNS int /* it''s */ RETURN 1';\n"
    ),
  ])
  func `statements are written for the client`(text: String, written: String) throws {
    let statement = try statement(text)
    #expect(MySQLDialect().scriptObjection(to: statement) == nil)
    #expect(try MySQLDialect().script([.run(statement)]) == written)
  }

  @Test(arguments: [
    ("HELP 'contents'", "HELP"),
    ("SELECT 1 \\g", "a backslash"),
    ("SELECT 'a\r\nb'", "CR LF"),
    ("SELECT 1 /*!999999\\- enable the sandbox mode */", "comment end"),
    ("SELECT /*! 2 */*3", "comment end"),
    ("SELECT 1 /* a /*! b */", "comment end"),
  ])
  func `what the client would misread is refused`(text: String, reason: String) throws {
    let objection = MySQLDialect().scriptObjection(to: try statement(text))
    #expect(objection?.reason.contains(reason) == true, "\(String(describing: objection))")
  }
}
