import Foundation
import MySQLDialect
import Testing

private let administration = ProcessInfo.processInfo.environment["ALUDEL_TEST_MYSQL"]

@Suite(.enabled(if: administration != nil, "ALUDEL_TEST_MYSQL names no server"))
struct MySQLPairTests {
  @Test(arguments: PairFile.all(for: "mysql"))
  func thereAndBack(_ file: PairFile) throws {
    let bench = try PairBench(MySQLDialect(), administration: administration)
    for pair in file.pairs { try bench.tryOut(pair) }
  }

  @Test(arguments: PairFile.all(for: "mysql"))
  func asAWhole(_ file: PairFile) throws {
    let bench = try PairBench(MySQLDialect(), administration: administration)
    for pair in file.pairs { try bench.tryWhole(pair) }
  }
}
