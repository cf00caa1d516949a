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
        slowStatement: "SELECT pg_sleep(600)"),
      administration: #require(administration))
    try await conformanceCase.run(on: target)
  }
}
