import PostgresDialect
import SQLText
import Testing

struct RowStatementTests {
  @Test(
    arguments: [
      ("update A set x = 1", "UPDATE"), ("INSERT INTO \"a\" VALUES (1)", "INSERT"),
      ("DELETE FROM public.a", "DELETE"), ("TRUNCATE b, a", "TRUNCATE"),
      ("WITH n AS (SELECT 1) UPDATE a SET x = 2", "UPDATE"),
      ("-- all of a\nMERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING", "MERGE"),
      ("UPDATE b SET x = 1 -- not a", nil), ("UPDATE b SET x = 'a'", nil),
      ("CREATE TABLE a (x int)", nil), ("WITH n AS (SELECT 1) SELECT * FROM a", nil),
    ] as [(String, String?)])
  func isTold(script: String, expected: String?) throws {
    let rules = LexicalRules.postgresql
    let statement = try #require(StatementSplitter(rules: rules).statements(in: script).first)
    #expect(statement.changesRows(ofOneOf: ["a"], rules: rules) == expected)
  }
}
