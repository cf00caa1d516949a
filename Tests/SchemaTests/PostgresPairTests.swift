import Foundation
import PostgresDialect
import Testing

private let administration = ProcessInfo.processInfo.environment["ALUDEL_TEST_POSTGRESQL"]

@Suite(.enabled(if: administration != nil, "ALUDEL_TEST_POSTGRESQL names no server"))
struct PostgresPairTests {
  @Test(arguments: PairFile.all(for: "postgresql"))
  func thereAndBack(_ file: PairFile) throws {
    let bench = try PairBench(PostgresDialect(), administration: administration)
    for pair in file.pairs { try bench.tryOut(pair) }
  }

  @Test(arguments: PairFile.all(for: "postgresql"))
  func asAWhole(_ file: PairFile) throws {
    let bench = try PairBench(PostgresDialect(), administration: administration)
    for pair in file.pairs { try bench.tryWhole(pair) }
  }
}
