import DialectKit
import PostgresDialect
import SQLText
import Testing

/// What goes to psql, without psql: the conformance of the program itself is tested with servers.
@Suite struct ScriptTests {
  private func statement(_ text: String) throws -> SQLStatement {
    try #require(try StatementSplitter(rules: .postgresql).statements(in: text).first)
  }

  @Test(arguments: [
    ("SELECT 1 -- end", "SELECT 1 -- end\n;\n"),
    (
      "SELECT x[1:n], y::text, z[:\"N\"], w[a:'1']",
      "SELECT x[1: n], y::text, z[: \"N\"], w[a: '1'];\n"
    ),
    ("SELECT ':n', $$:n$$, \":n\" /* :n */", "SELECT ':n', $$:n$$, \":n\" /* :n */;\n"),
    ("CALL p(a := 1)", "CALL p(a := 1);\n"),
    ("COPY t FROM stdin;\n1\n2", "COPY t FROM stdin;\n1\n2\n\\.\n"),
    ("COPY t FROM stdin;\n\\.\n", "COPY t FROM stdin;\n\\.\n"),
    ("/* c */ SELECT 1", "/* c */ SELECT 1;\n"),
  ])
  func `statements are written for psql`(text: String, written: String) throws {
    let statement = try statement(text)
    #expect(PostgresDialect().scriptObjection(to: statement) == nil)
    #expect(try PostgresDialect().script([.run(statement)]) == written)
  }

  @Test(arguments: [
    ("CREATE FUNCTION begin() RETURNS int AS 'SELECT 1' LANGUAGE sql", "BEGIN or CASE"),
    ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 2; END", "semicolon"),
    ("SELECT E'a'\n'\\n'", "next line"),
    ("SELECT (1", "parenthesis"),
  ])
  func `what psql would misread is refused`(text: String, reason: String) throws {
    let objection = PostgresDialect().scriptObjection(to: SQLStatement(text: text))
    #expect(objection?.reason.contains(reason) == true, "\(String(describing: objection))")
  }

  @Test func `comments stay comments`() throws {
    let text = try PostgresDialect().script([
      .remark(["a\nDROP TABLE x;", "\r\\q", "", "*/ \u{85}'"])
    ])
    #expect(text == "-- a DROP TABLE x;\n--  \\q\n--\n-- */  '\n")
  }

  @Test func `a block's quotes hold whatever stands in it`() throws {
    let text = try PostgresDialect().script([
      .stop(
        ScriptStop(
          when: "true", in: QualifiedName(name: "a$aludel$b"), message: "it's \\ $aludel2$"))
    ])
    #expect(text.hasPrefix("DO $aludel3$\n"))
    #expect(text.contains("E'it''s \\\\ $aludel2$'"))
  }
}
