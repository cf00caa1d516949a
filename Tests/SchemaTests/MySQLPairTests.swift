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

  /// Made-up schemas and edits of them.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func madeUp(seed: UInt64) throws {
    let bench = try PairBench(MySQLDialect(), administration: administration)
    for number in 0..<12 {
      var schema = RandomMySQLSchema(seed: seed * 1000 + UInt64(number))
      var pair = SchemaPair(name: "made up \(seed)/\(number)", current: schema.sql)
      for _ in 0...number { schema.edit() }
      pair.desired = schema.sql
      try bench.tryOut(pair)
    }
  }
}
