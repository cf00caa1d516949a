import DialectConformance
import Foundation
import MySQLDialect
import SQLText
import Testing

private let administration = ProcessInfo.processInfo.environment["ALUDEL_TEST_MYSQL"]

@Suite(.enabled(if: administration != nil, "ALUDEL_TEST_MYSQL names no server"))
struct MySQLConformanceTests {
  @Test(arguments: ConformanceCase.all + corpus("mysql", rules: .mysql))
  func conforms(_ conformanceCase: ConformanceCase) async throws {
    let target = try ConformanceTarget.server(
      MySQLDialect(),
      facts: ConformanceFacts(
        products: ["MariaDB", "MySQL"], realType: "DOUBLE", bytesType: "LONGBLOB",
        slowStatement: Self.manyRows,
        textHoldsNUL: true,
        // Names hold the basic multilingual plane only, and end in no white space
        // (https://mariadb.com/kb/en/identifier-names/).
        impossibleNames: ["🐟", "trailing ", "tab\t"],
        traced: Self.traced, repeatable: Self.repeatable),
      administration: #require(administration),
      // A server's own default may still be Latin-1.
      creating: { "CREATE DATABASE \($0) CHARACTER SET utf8mb4" },
      makingReader: { user, database in
        ["CREATE USER \(user)", "GRANT SELECT ON \(database).* TO \(user)"]
      },
      removingReader: { "DROP USER IF EXISTS \($0)" })
    try await conformanceCase.run(on: target)
  }

  /// Counts 10^15 rows. `SLEEP` and `BENCHMARK` are no help: they end without an error when stopped.
  private static let manyRows = """
    WITH d AS (\((0..<10).map { "SELECT \($0) AS n" }.joined(separator: " UNION ALL ")))
    SELECT count(*) FROM \((0..<15).map { "d d\($0)" }.joined(separator: ", "))
    """

  private static let traced = [
    "CREATE TABLE p (id int PRIMARY KEY)",
    "CREATE TABLE c (id int, p_id int, n int, t text)",
    "ALTER TABLE c ADD PRIMARY KEY (id), ADD CONSTRAINT to_p FOREIGN KEY (p_id) REFERENCES p (id)",
    "ALTER TABLE c ADD UNIQUE KEY c_n (n), ADD FULLTEXT INDEX c_t (t)",
    "ALTER TABLE c RENAME KEY c_n TO c_number",
    "ALTER TABLE c DROP FOREIGN KEY to_p",
    "ALTER TABLE c CHANGE n `number` bigint, ADD CONSTRAINT small CHECK (`number` < 10)",
    "ALTER TABLE c DROP CONSTRAINT small",
    "DROP INDEX c_t ON c",
    "ALTER TABLE c DROP PRIMARY KEY, DROP COLUMN t",
    "RENAME TABLE c TO child, p TO parent",
    "CREATE PROCEDURE nothing() SELECT 1",
    "CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1",
    "CREATE TRIGGER child_insert BEFORE INSERT ON child FOR EACH ROW SET @a = 1",
    "CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR DO SELECT 1",
    "ALTER EVENT yearly RENAME TO annual", "DROP EVENT annual", "DROP TRIGGER child_insert",
    "DROP FUNCTION one", "DROP PROCEDURE nothing",
    "DROP TABLE child, parent",
  ]

  private static let repeatable = [
    "CREATE TABLE IF NOT EXISTS again (a int)",
    "CREATE OR REPLACE VIEW v AS SELECT 1 AS one", "DROP VIEW IF EXISTS v", "ANALYZE TABLE again",
    "OPTIMIZE TABLE again", "DROP TABLE IF EXISTS again",
  ]
}
