import DialectKit
import MigrationFiles
import Revisions
import SQLText

/// What the catalog tells about the statement of an interrupted step that nothing was heard of.
struct Settlement: Sendable {
  /// The step with the statement settled.
  var step: InterruptedStep
  var statement: Int
  var tookEffect: Bool
  /// What must be removed before the statement can run again.
  var debris: [CatalogObject]

  /// - Returns: nil when there is no such statement, or only a person can tell.
  init?(
    of step: InterruptedStep, in stream: RevisionStream, on connection: any Connection
  ) throws(DatabaseError) {
    guard let number = step.ambiguousStatement, step.statements[number]?.outcome == .started,
      let statement = stream.statement(number, of: step)
    else { return nil }
    let rules = stream.dialect.lexicalRules
    switch try StatementVerdict(on: statement, rules: rules, from: connection) {
    case .tookEffect: (tookEffect, debris) = (true, [])
    case .runAgain(let found): (tookEffect, debris) = (false, found)
    case .undecided: return nil
    }
    self.step = step
    self.statement = number
    let outcome = outcome
    self.step.statements[number]?.outcome = outcome
  }

  private var outcome: HistoryOutcome { tookEffect ? .applied : .failed }

  /// Removes the debris and settles the row. Only under the lock: another run may be in the middle of
  /// that very statement.
  func write(
    to history: HistoryTable, on connection: any Connection
  ) throws(DatabaseError) {
    for object in debris { try connection.discard(object) }
    try history.resolve(step, statement: statement, as: outcome, on: connection)
  }
}

extension RevisionStream {
  /// The statement as it was sent; nil when the file says something else now.
  fileprivate func statement(_ number: Int, of step: InterruptedStep) -> SQLStatement? {
    guard let direction = Direction(rawValue: step.direction.rawValue),
      let body = try? files[step.revision]?.body(rules: dialect.lexicalRules),
      let statements = body.section(direction)?.statements,
      statements.indices.contains(number - 1)
    else { return nil }
    let statement = statements[number - 1].statement
    return Checksum(of: statement).hexadecimal == step.statements[number]?.checksum
      ? statement : nil
  }
}
