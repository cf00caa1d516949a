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
        impossibleNames: ["🐟", "trailing ", "tab\t"]),
      administration: #require(administration),
      // A server's own default may still be Latin-1.
      creating: { "CREATE DATABASE \($0) CHARACTER SET utf8mb4" })
    try await conformanceCase.run(on: target)
  }

  /// Counts 10^15 rows. `SLEEP` and `BENCHMARK` are no help: they end without an error when stopped.
  private static let manyRows = """
    WITH d AS (\((0..<10).map { "SELECT \($0) AS n" }.joined(separator: " UNION ALL ")))
    SELECT count(*) FROM \((0..<15).map { "d d\($0)" }.joined(separator: ", "))
    """
}
