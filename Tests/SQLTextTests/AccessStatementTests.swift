import MySQLDialect
import PostgresDialect
import SQLText
import Testing

struct AccessStatementTests {
  @Test(
    arguments: [
      ("ALTER TABLE public.users OWNER TO alice", .ownership),
      ("ALTER TABLE ONLY \"Users\" OWNER TO \"a b\"", .ownership),
      ("-- ours\nalter function f(integer, text) owner to CURRENT_USER", .ownership),
      ("ALTER AGGREGATE a(*) OWNER TO bob", .ownership),
      ("ALTER OPERATOR CLASS c USING btree OWNER TO bob", .ownership),
      ("ALTER SCHEMA app OWNER TO pg_database_owner", .ownership),
      ("GRANT SELECT ON t TO reader", .privileges), ("REVOKE ALL ON t FROM PUBLIC", .privileges),
      ("ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT ALL ON TABLES TO b", .privileges),
      ("ALTER TABLE t RENAME owner TO keeper", nil),
      ("ALTER TABLE t RENAME COLUMN owner TO keeper", nil),
      ("ALTER TABLE t ADD COLUMN a integer, OWNER TO bob", nil),
      ("ALTER TABLE t OWNER TO bob, ADD COLUMN a integer", nil),
      ("ALTER TABLE t ADD COLUMN owner text", nil), ("CREATE TABLE owner (a integer)", nil),
      ("ALTER SEQUENCE s OWNED BY t.a", nil),
      ("COMMENT ON TABLE t IS 'OWNER TO bob'", nil),
    ] as [(String, AccessStatement?)])
  func isTold(script: String, expected: AccessStatement?) throws {
    for rules in [LexicalRules.postgresql, .mysql] where rules != .mysql || !script.contains("\"") {
      let statement = try #require(StatementSplitter(rules: rules).statements(in: script).first)
      #expect(AccessStatement.of(statement, rules: rules) == expected)
    }
  }
}
