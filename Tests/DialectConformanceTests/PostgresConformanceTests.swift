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
    "DROP TABLE side.t",
  ]

  private static let repeatable = [
    "CREATE TABLE IF NOT EXISTS again (a int)", "COMMENT ON TABLE again IS 'x'",
    "GRANT SELECT ON again TO PUBLIC", "REVOKE SELECT ON again FROM PUBLIC", "ANALYZE again",
    "VACUUM again", "REINDEX TABLE again", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one",
    "DROP VIEW IF EXISTS v",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE IF EXISTS again",
  ]
}
