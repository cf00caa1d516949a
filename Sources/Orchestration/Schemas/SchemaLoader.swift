import DialectKit
import SQLText
import SchemaModel

/// Fills a scratch database with the statements of a schema, in whatever order works.
struct SchemaLoader: Sendable {
  let dialect: any SchemaDialect
  let statements: [SQLStatement]

  struct Failure: Error {
    var statement: SQLStatement
    var error: DatabaseError
    /// How many statements did not work.
    var count: Int
  }

  /// What fails is tried again after the others, until a round moves nothing.
  ///
  /// - Throws: the first statement in the file's order that nothing helps.
  func load(on connection: any Connection) throws(Failure) {
    var waiting = statements.filter(isToRun).compactMap(dialect.onScratch)
    guard let first = waiting.first else { return }
    func ours(_ statements: [SQLFragment]) throws(Failure) {
      for statement in statements {
        do { try connection.execute(statement) } catch {
          throw Failure(statement: first, error: error, count: 1)
        }
      }
    }
    while true {
      // What a statement means may depend on the settings before it: each round has them again.
      do { try connection.resetSession() } catch {
        throw Failure(statement: first, error: error, count: 1)
      }
      try ours(dialect.beforeLoading)
      var failures: [(statement: SQLStatement, error: DatabaseError)] = []
      var hasMoved = false
      for statement in waiting {
        do {
          try connection.run(statement)
          hasMoved = hasMoved || !isSetting(statement)
        } catch {
          guard error.kind != .connectionLost, error.kind != .cancelled else {
            throw Failure(statement: statement, error: error, count: 1)
          }
          // A setting makes no object: a newer client's dump may have one that this server lacks.
          if !isSetting(statement) { failures.append((statement, error)) }
        }
      }
      guard let failed = failures.first else { break }
      guard hasMoved else {
        throw Failure(statement: failed.statement, error: failed.error, count: failures.count)
      }
      let again = Set(failures.map(\.statement.start.offset))
      waiting.removeAll { !isSetting($0) && !again.contains($0.start.offset) }
    }
    try ours(dialect.afterLoading)
    do { try connection.resetSession() } catch {
      throw Failure(statement: first, error: error, count: 1)
    }
  }

  /// The file's own transactions would end at the first failure.
  private func isToRun(_ statement: SQLStatement) -> Bool {
    TransactionControl.of(statement, rules: dialect.lexicalRules) == nil
      && !dialect.isMadeByItself(statement)
  }

  private func isSetting(_ statement: SQLStatement) -> Bool {
    switch statement.keywords.first {
    case "SET", "RESET", "PRAGMA": true
    case "SELECT": statement.keywords.contains("SET_CONFIG")
    default: false
    }
  }
}
