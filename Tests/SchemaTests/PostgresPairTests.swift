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

  /// Made-up schemas and edits of them. `ALUDEL_TEST_SCHEMAS=5000` tries so many.
  @Test(arguments: 0..<3) func madeUp(group: Int) throws {
    let asked = ProcessInfo.processInfo.environment["ALUDEL_TEST_SCHEMAS"].flatMap(Int.init)
    let count = (asked ?? 36) / 3
    let bench = try PairBench(PostgresDialect(), administration: administration)
    for number in 0..<count {
      let seed = UInt64(group * count + number)
      var schema = RandomPostgresSchema(seed: seed)
      var pair = SchemaPair(name: "made up \(seed)", current: schema.sql, rows: schema.rows)
      for _ in 0...(number % 12) { schema.edit() }
      pair.desired = schema.sql
      do {
        try bench.tryOut(pair)
        try bench.tryWhole(pair)
      } catch {
        Issue.record("\(pair.name): \(error)\n\(pair.current)\n\n\(pair.desired)")
      }
    }
  }
}
