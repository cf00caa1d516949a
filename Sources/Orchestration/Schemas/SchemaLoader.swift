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

  /// What fails is tried again after the others, until a round moves nothing. They are sent in groups; one in
  /// which something fails is run again statement by statement.
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
    var isFirst = true
    while true {
      // What a statement means may depend on the settings before it: each round has them again.
      do { try connection.resetSession() } catch {
        throw Failure(statement: first, error: error, count: 1)
      }
      try ours(dialect.beforeLoading)
      var round = Round()
      // Of what has failed once much will fail again.
      try run(waiting[...], together: isFirst, in: &round, on: connection)
      isFirst = false
      guard let failed = round.failures.first else { break }
      guard round.hasMoved else {
        throw Failure(
          statement: failed.statement, error: failed.error, count: round.failures.count)
      }
      let again = Set(round.failures.map(\.statement.start.offset))
      waiting.removeAll { !isSetting($0) && !again.contains($0.start.offset) }
    }
    try ours(dialect.afterLoading)
    do { try connection.resetSession() } catch {
      throw Failure(statement: first, error: error, count: 1)
    }
  }

  private struct Round {
    var failures: [(statement: SQLStatement, error: DatabaseError)] = []
    /// Whether anything has worked that is no setting.
    var hasMoved = false
  }

  /// Runs them in order, whichever fail.
  private func run(
    _ statements: ArraySlice<SQLStatement>, together: Bool, in round: inout Round,
    on connection: any Connection
  ) throws(Failure) {
    var rest = statements
    while let statement = rest.first {
      let group = rest.prefix(Self.groupSize).prefix { !isSetting($0) }
      guard together, group.count > 1 else {
        try run(statement, in: &round, on: connection)
        rest.removeFirst()
        continue
      }
      let done = try numberDone(of: group, on: connection)
      round.hasMoved = round.hasMoved || done > 0
      rest.removeFirst(done)
      guard done < group.count else { continue }
      // Each gets its turn and its error.
      let alone = isUndone ? group : group.dropFirst(done).prefix(1)
      try run(alone, together: false, in: &round, on: connection)
      rest.removeFirst(alone.count)
    }
  }

  private func run(
    _ statement: SQLStatement, in round: inout Round, on connection: any Connection
  ) throws(Failure) {
    do {
      try connection.run(statement)
      round.hasMoved = round.hasMoved || !isSetting(statement)
    } catch {
      guard error.kind != .connectionLost, error.kind != .cancelled else {
        throw Failure(statement: statement, error: error, count: 1)
      }
      // A setting makes no object: a newer client's dump may have one that this server lacks.
      if !isSetting(statement) { round.failures.append((statement, error)) }
    }
  }

  // MARK: - Groups

  /// How many statements are sent together: with the two around them not more than any engine takes.
  private static let groupSize = 90

  /// Whether a failure takes back what has been done before it in a group.
  private var isUndone: Bool { dialect.traits.hasTransactionalDDL }

  /// Sends them together, in a transaction where a failure takes that back.
  ///
  /// - Returns: how many are done: all that come before the first failure, or none where it is undone.
  private func numberDone(
    of group: ArraySlice<SQLStatement>, on connection: any Connection
  ) throws(Failure) -> Int {
    let together = StatementGroup(
      statements: Array(group), transaction: isUndone ? TransactionOptions() : nil)
    do throws(StatementGroup.Failure) {
      try together.run(on: connection)
      return group.count
    } catch {
      let done = if case .statement(let place) = error.place { place } else { 0 }
      guard error.error.kind != .connectionLost, error.error.kind != .cancelled else {
        throw Failure(
          statement: group[group.startIndex + done], error: error.error, count: 1)
      }
      guard isUndone else { return done }
      // Where the session is lost the next statement says so.
      try? connection.rollback()
      return 0
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
