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

  @Test(
    arguments: [
      ("grant select on t to public", "GRANT"), ("REVOKE ALL ON t FROM PUBLIC", "REVOKE"),
      ("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO b", "ALTER DEFAULT PRIVILEGES"),
      ("ALTER TABLE t OWNER TO bob", "ALTER … OWNER TO"),
      ("ALTER TABLE t ADD COLUMN a numeric(3, 1), OWNER TO bob", "ALTER … OWNER TO"),
      ("ALTER TABLE t OWNER TO bob, ADD COLUMN a integer", "ALTER … OWNER TO"),
      ("ALTER FUNCTION f(integer) OWNER TO CURRENT_USER", "ALTER … OWNER TO"),
      ("ALTER TABLE t RENAME owner TO keeper", nil), ("ALTER SEQUENCE s OWNED BY t.a", nil),
      ("ALTER TABLE t ADD COLUMN owner text", nil),
      ("REASSIGN OWNED BY a TO b", "REASSIGN OWNED"),
      ("SECURITY LABEL ON TABLE t IS 'x'", "SECURITY LABEL"),
      ("CREATE SCHEMA app AUTHORIZATION bob", "CREATE SCHEMA … AUTHORIZATION"),
      ("CREATE SCHEMA IF NOT EXISTS AUTHORIZATION bob", "CREATE SCHEMA … AUTHORIZATION"),
      ("CREATE SCHEMA app", nil), ("CREATE SCHEMA authorization", nil),
      ("CREATE TABLE authorization_log (a integer)", nil),
      ("COMMENT ON TABLE t IS 'OWNER TO bob'", nil), ("INSERT INTO t VALUES ('GRANT')", nil),
    ] as [(String, String?)])
  func isToldByItsWords(script: String, expected: String?) throws {
    let rules = LexicalRules.postgresql
    let statement = try #require(StatementSplitter(rules: rules).statements(in: script).first)
    #expect(AccessStatement.words(in: statement, rules: rules) == expected)
  }
}
