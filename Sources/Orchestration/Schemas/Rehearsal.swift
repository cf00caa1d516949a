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
    func run() throws(StepFailure) {
      for (index, statement) in zip(1..., statements) {
        guard let sent = dialect.onScratch(statement.statement) else { continue }
        do { try connection.run(sent) } catch {
          throw failure(
            .statement(statement.statement, number: index, error), .stopped(applied: index - 1))
        }
      }
    }
    do { try connection.resetSession() } catch { throw failure(.begin(error), .rolledBack) }
    let options: TransactionOptions
    switch protection {
    case .journal: return try run()
    case .sharedTransaction: options = TransactionOptions()
    case .transaction(let own): options = own
    }
    do { try connection.begin(options) } catch { throw failure(.begin(error), .rolledBack) }
    do throws(StepFailure) {
      try run()
      do throws(DatabaseError) { try connection.commit() } catch {
        throw failure(.commit(error), .rolledBack)
      }
    } catch {
      throw error.rollingBack(connection)
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
    func run() throws(PlanFailure) {
      for statement in statements {
        let sent = SQLStatement(text: statement.text)
        do { try connection.run(sent) } catch {
          throw PlanFailure(statement: sent, error: error)
        }
      }
    }
    let whole = SQLStatement(text: statements.first?.text ?? "")
    guard traits.hasTransactionalDDL, !statements.contains(where: \.needsAutocommit) else {
      return try run()
    }
    try connection.transaction(
      TransactionOptions(foreignKeys: suspendingForeignKeys ? .suspended : .enforced),
      mapping: { PlanFailure(statement: whole, error: $0) },
      noting: { PlanFailure(statement: $1.statement, error: $1.error.noting(failedRollback: $0)) },
      run)
  }
}
