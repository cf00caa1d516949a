import SQLiteDialect
import Testing

@Suite struct SQLitePairTests {
  @Test(arguments: PairFile.all(for: "sqlite"))
  func thereAndBack(file: PairFile) throws {
    let bench = try PairBench(SQLiteDialect(), administration: nil)
    for pair in file.pairs { bench.attempt(pair) }
  }
}

extension PairBench {
  /// Tries a pair in every way, and goes on with the next whatever comes of it.
  fileprivate func attempt(_ pair: SchemaPair) {
    do {
      try tryOut(pair)
      try tryWhole(pair)
    } catch {
      Issue.record("\(pair.name): \(error)")
    }
  }
}
