import DialectKit
import Foundation
import MySQLDialect
import PostgresDialect
import SQLiteDialect
import Testing

/// What gets another name keeps its rows, its keys and whatever stands over it: the pairs that say so.
struct RenameTests {
  struct Engine: Sendable, CustomTestStringConvertible {
    var dialect: any SchemaDialect
    /// What names its server; nil where there is none.
    var variable: String?

    var testDescription: String { dialect.name }
    var administration: String? {
      variable.flatMap { ProcessInfo.processInfo.environment[$0] }
    }

    static let all = [
      Engine(dialect: SQLiteDialect()),
      Engine(dialect: PostgresDialect(), variable: "ALUDEL_TEST_POSTGRESQL"),
      Engine(dialect: MySQLDialect(), variable: "ALUDEL_TEST_MYSQL"),
    ].filter { $0.variable == nil || $0.administration != nil }
  }

  @Test(arguments: Engine.all) func keepWhatTheyName(_ engine: Engine) async throws {
    let pairs = PairFile.all(for: engine.dialect.name).flatMap(\.pairs).filter(\.hasRenames)
    #expect(pairs.count > 5)
    for pair in pairs {
      do {
        let trial = try RenameTrial(engine.dialect, administration: engine.administration)
        try await trial.tryOut(pair)
      } catch {
        Issue.record("\(pair.name): \(error)")
      }
    }
  }
}
