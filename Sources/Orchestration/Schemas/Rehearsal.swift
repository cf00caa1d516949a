import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel

extension PreparedStep {
  /// Runs the statements as a run would, with no record of it: on a scratch database, so that owners and
  /// privileges stay as they are.
  func rehearse(
    on connection: any Connection, of dialect: any SchemaDialect
  ) throws(StepFailure) {
    func failure(_ cause: StepFailure.Cause, _ effect: StepFailure.Effect) -> StepFailure {
      StepFailure(step: description, cause: cause, effect: effect)
    }
    let sent = zip(1..., statements.map(\.statement)).compactMap { number, statement in
      dialect.onScratch(statement).map { (number: number, whole: statement, sent: $0) }
    }
    var group = StatementGroup(statements: sent.map(\.sent))
    switch protection {
    case .journal: break
    case .sharedTransaction: group.transaction = TransactionOptions()
    case .transaction(let own): group.transaction = own
    }
    do { try connection.resetSession() } catch { throw failure(.begin(error), .rolledBack) }
    do throws(StatementGroup.Failure) { try group.run(on: connection) } catch {
      let failure =
        switch error.place {
        case .begin: failure(.begin(error.error), .rolledBack)
        case .commit: failure(.commit(error.error), .rolledBack)
        case .statement(let index):
          failure(
            .statement(sent[index].whole, number: sent[index].number, error.error),
            .stopped(applied: sent[index].number - 1))
        }
      throw group.transaction == nil ? failure : failure.rollingBack(connection)
    }
  }
}

extension RevisionStream {
  /// A section of a file that is no part of the history yet, as it would be run.
  func prepare(
    _ direction: Direction, of file: RevisionFile
  ) throws(AludelError) -> PreparedStep {
    let none = HeadSet([])
    return try prepare(
      Step(
        revision: file.revision.id, direction: direction, delta: HeadDelta(from: none, to: none)),
      from: file)
  }

  /// Runs a whole history on an empty database: every revision's upgrade section, in order.
  ///
  /// - Throws: `replay` for what fails, and whatever can be refused before anything runs.
  func replay(in session: Session) async throws(AludelError) {
    let plan = try planned([.heads]) { () throws(TargetError) in
      try graph.planUpgrade(to: [.heads], rows: HeadSet([]))
    }
    try await replay(try prepare(plan.steps), in: session)
  }

  /// Runs steps one after the other, each as if it were the first in its session.
  ///
  /// - Throws: `replay` for the one that fails, and `leavesScratch` before anything runs.
  func replay(_ steps: [PreparedStep], in session: Session) async throws(AludelError) {
    guard let dialect = dialect as? any SchemaDialect else {
      throw .schema(.unsupported(database: name, dialect: dialect.traits.displayName))
    }
    for step in steps {
      try refuseLeavingScratch(step.statements.map(\.statement), file: step.description.file)
    }
    do throws(StepFailure) {
      try await session.run { connection throws(StepFailure) in
        for step in steps { try step.rehearse(on: connection, of: dialect) }
        do throws(DatabaseError) { try connection.resetSession() } catch {
          guard let last = steps.last else { return }
          throw StepFailure(
            step: last.description, cause: .begin(error), effect: .rolledBack)
        }
      }
    } catch {
      throw .schema(.replay(error))
    }
  }
}

/// A generated statement that did not work on a scratch database.
struct PlanFailure: Error {
  var statement: SQLStatement
  var error: DatabaseError
}

extension SchemaDialect {
  /// Runs generated statements as a section of a file would, in a transaction where the engine and
  /// they allow one.
  func carryOut(
    _ statements: [SchemaStatement], suspendingForeignKeys: Bool, on connection: any Connection
  ) throws(PlanFailure) {
    guard !statements.isEmpty else { return }
    let splitter = StatementSplitter(rules: lexicalRules)
    var group = StatementGroup(
      statements: statements.map { statement in
        // With its words, by which engines know what they can take together.
        let found = (try? splitter.statements(in: statement.text)) ?? []
        return SQLStatement(
          text: statement.text, keywords: found.count == 1 ? found[0].keywords : [])
      })
    if traits.hasTransactionalDDL, !statements.contains(where: \.needsAutocommit) {
      group.transaction = TransactionOptions(
        foreignKeys: suspendingForeignKeys ? .suspended : .enforced)
    }
    do throws(StatementGroup.Failure) { try group.run(on: connection) } catch {
      let place = if case .statement(let index) = error.place { index } else { 0 }
      var failure = PlanFailure(statement: group.statements[place], error: error.error)
      do { if group.transaction != nil { try connection.rollback() } } catch {
        failure.error = failure.error.noting(failedRollback: error)
      }
      throw failure
    }
  }
}
