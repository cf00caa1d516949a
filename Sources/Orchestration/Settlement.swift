import DialectKit
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
      let section = stream.statements(of: step), section.indices.contains(number - 1),
      step.isAsSent(section[number - 1], number)
    else { return nil }
    let rules = stream.dialect.lexicalRules
    switch try StatementVerdict(
      on: section[number - 1], after: section.prefix(number - 1), rules: rules, from: connection)
    {
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
