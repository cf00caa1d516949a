import DialectConformance
import Foundation
import PostgresDialect
import SQLText
import Testing

private let administration = ProcessInfo.processInfo.environment["ALUDEL_TEST_POSTGRESQL"]

@Suite(.enabled(if: administration != nil, "ALUDEL_TEST_POSTGRESQL names no server"))
struct PostgresConformanceTests {
  @Test(arguments: ConformanceCase.all + corpus("postgresql", rules: .postgresql))
  func conforms(_ conformanceCase: ConformanceCase) async throws {
    let target = try ConformanceTarget.server(
      PostgresDialect(),
      facts: ConformanceFacts(
        products: ["PostgreSQL"], realType: "DOUBLE PRECISION", bytesType: "BYTEA",
        slowStatement: "SELECT pg_sleep(600)", traced: Self.traced, repeatable: Self.repeatable),
      administration: #require(administration),
      makingReader: { user, _ in
        ["CREATE ROLE \(user) LOGIN", "GRANT pg_read_all_data TO \(user)"]
      },
      removingReader: { "DROP ROLE IF EXISTS \($0)" })
    try await conformanceCase.run(on: target)
  }

  private static let traced = [
    "CREATE SCHEMA Side",
    "CREATE TABLE side.t (id int, n int)",
    "CREATE INDEX CONCURRENTLY t_n ON side.t (n)",
    "DROP INDEX CONCURRENTLY side.t_n",
    "ALTER TABLE side.t ADD CONSTRAINT t_pk PRIMARY KEY (id), ADD CONSTRAINT \"N!\" CHECK (n > 0) NOT VALID",
    "ALTER TABLE ONLY side.t VALIDATE CONSTRAINT \"N!\"",
    "ALTER TABLE side.t RENAME CONSTRAINT \"N!\" TO n_is_positive",
    "ALTER TABLE side.t DROP CONSTRAINT n_is_positive",
    "CREATE SEQUENCE side.q",
    "CREATE MATERIALIZED VIEW side.m AS SELECT 1 AS one",
    "DROP MATERIALIZED VIEW side.m",
    "CREATE TYPE side.mood AS ENUM ('calm')",
    "ALTER TYPE side.mood ADD VALUE 'it''s' BEFORE 'calm'",
    "DROP TYPE side.mood",
    "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
    "CREATE EXTENSION pg_trgm",
    "DROP EXTENSION pg_trgm",
    "CREATE VIEW side.v AS SELECT 1 AS one", "ALTER VIEW side.v RENAME TO w", "DROP VIEW side.w",
    "ALTER SEQUENCE side.q RENAME TO r", "DROP SEQUENCE side.r",
    "CREATE INDEX i ON side.t (n)", "ALTER INDEX side.i RENAME TO j", "DROP INDEX side.j",
    "CREATE TYPE Mood AS ENUM ('calm')", "ALTER TYPE mood RENAME VALUE 'calm' TO 'Calm'",
    "ALTER TYPE mood RENAME TO moods", "ALTER DOMAIN positive RENAME TO above_zero",
    "DROP DOMAIN above_zero",
    "CREATE FUNCTION side.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER g BEFORE INSERT ON side.t FOR EACH ROW EXECUTE FUNCTION side.touch()",
    "ALTER TRIGGER g ON side.t RENAME TO h",
    "DROP TRIGGER h ON side.t",
    "CREATE CONSTRAINT TRIGGER c AFTER UPDATE OF n ON side.t FOR EACH ROW EXECUTE FUNCTION side.touch()",
    "DROP TRIGGER c ON side.t CASCADE",
    "DROP FUNCTION side.touch()",
    "CREATE FUNCTION Twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'",
    "ALTER FUNCTION twice(int) RENAME TO doubled", "DROP ROUTINE doubled(int)",
    "CREATE PROCEDURE nothing() LANGUAGE sql AS ''", "DROP PROCEDURE nothing",
    "CREATE AGGREGATE added(int) (SFUNC = int4pl, STYPE = int)", "DROP AGGREGATE added(int)",
    "CREATE POLICY p ON side.t USING (n > 0)", "ALTER POLICY p ON side.t RENAME TO q",
    "DROP POLICY q ON side.t",
    "CREATE RULE r AS ON INSERT TO side.t DO INSTEAD NOTHING", "DROP RULE r ON side.t",
    "DROP TABLE side.t",
    "CREATE SCHEMA other_side AUTHORIZATION CURRENT_USER",
    "ALTER SCHEMA other_side RENAME TO far_side",
    "DROP SCHEMA far_side",
  ]

  private static let repeatable = [
    "CREATE TABLE IF NOT EXISTS again (a int)", "COMMENT ON TABLE again IS 'x'",
    "GRANT SELECT ON again TO PUBLIC",
    "ALTER TABLE again ALTER a SET NOT NULL, ALTER a SET DEFAULT 1",
    "ALTER TABLE again ALTER a DROP NOT NULL, ENABLE ROW LEVEL SECURITY, OWNER TO CURRENT_USER",
    "REVOKE SELECT ON again FROM PUBLIC", "ANALYZE again",
    "VACUUM again", "REINDEX TABLE again", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one",
    "DROP VIEW IF EXISTS v",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE IF EXISTS again",
  ]
}
