import DialectKit
import MigrationFiles
import Orchestration
import Reporting
import Revisions
import SQLText

/// Errors of a revision that runs, or that is refused before it runs.
extension Diagnostics {
  func step(_ failure: StepFailure) -> Diagnostic {
    let step = failure.step
    let verb = step.direction == .upgrade ? "revision" : "the downgrade of revision"
    var diagnostic = Diagnostic(
      code: "statement_failed", "\(verb) \(step.revision) failed in \(step.database)",
      database: step.database, file: step.file)
    switch failure.cause {
    case .statement(let statement, let number, let error):
      point(&diagnostic, at: statement, error: error)
      diagnostic.facts += words(of: error).dropFirst()
      diagnostic.facts.append(
        "statement \(number) of \(step.statementCount): \(effect(of: failure))")
      if error.kind == .foreignKeys {
        let section = "-- migrate: \(step.direction.rawValue) foreign_keys=off"
        diagnostic.hints.append(
          Diagnostic.Hint(
            "if it rebuilds tables, begin the section with `\(section)`; the keys are checked "
              + "before it commits"))
      }
    case .transactionEnded(let statement, _):
      point(&diagnostic, at: statement, error: nil)
      diagnostic.facts.append(
        "this statement ended the transaction that was to hold the revision, "
          + "so what ran before it is permanent")
    case .begin(let error), .commit(let error):
      diagnostic.facts += words(of: error) + [effect(of: failure)]
    case .bookkeeping(.database(let error)):
      diagnostic.headline = "the version table of \(step.database) could not be written"
      diagnostic.code = "query_failed"
      diagnostic.facts += words(of: error) + [effect(of: failure)]
    case .bookkeeping(.notAVersionTable(let table, let columns)):
      return notAVersionTable(table, columns: columns, database: step.database)
    case .bookkeeping(.incompleteHistory(let table, let missing)):
      return incompleteHistory(table, missing: missing, database: step.database)
    case .bookkeeping(.rowMoved(let table, let row)):
      return rowMoved(row, in: table, database: step.database)
    case .editedAfterInterruption(let statement, let number):
      point(&diagnostic, at: statement, error: nil)
      diagnostic.code = "edited_after_interruption"
      diagnostic.facts.append(
        "statement \(number) took effect in an earlier run and reads differently now")
    }
    if failure.databaseError?.kind == .lockTimeout { diagnostic.code = "lock_timeout" }
    if let error = failure.rollbackError {
      diagnostic.facts.append("the rollback failed too: " + words(of: error)[0])
    }
    diagnostic.hints += nextSteps(after: failure)
    return diagnostic
  }

  private func effect(of failure: StepFailure) -> String {
    switch failure.effect {
    case .rolledBack: return "rolled back, nothing of this revision stays"
    case .stopped(0): return "no transaction protects it, and no statement before it had run"
    case .stopped(let count):
      let before =
        count == 1
        ? "the first statement took effect and stays"
        : "the first \(count) statements took effect and stay"
      return "no transaction protects it: \(before)"
    case .unknown: return "the connection broke, and only the server knows whether it took effect"
    case .unsettled: return "it failed and took effect all the same, or a part of it did"
    }
  }

  private func nextSteps(after failure: StepFailure) -> [Diagnostic.Hint] {
    let step = failure.step
    let again = step.direction == .upgrade ? "upgrade" : "downgrade -1"
    if case .editedAfterInterruption = failure.cause {
      return [
        Diagnostic.Hint(
          "put it back as it was and change only the statements behind it, then go on",
          command: command(again, for: step.database))
      ]
    }
    switch (failure.effect, failure.cure) {
    case (.unknown, _), (.unsettled, _):
      return [
        Diagnostic.Hint("see where it stands", command: command("status", for: step.database))
      ]
    case (_, .again):
      return [Diagnostic.Hint("run it again", command: command(again, for: step.database))]
    case (_, .waiting):
      return [
        Diagnostic.Hint(
          "another session holds a lock that it needs; when that is over, run it again",
          command: command(again, for: step.database))
      ]
    case (_, .elsewhere):
      return [
        Diagnostic.Hint(
          "when that is mended, run it again", command: command(again, for: step.database))
      ]
    case (.rolledBack, .file):
      return [
        Diagnostic.Hint(
          "mend \(step.file), then run it again", command: command(again, for: step.database))
      ]
    case (.stopped, .file):
      return [
        Diagnostic.Hint(
          "mend that statement in \(step.file), then go on from there",
          command: command(again, for: step.database))
      ]
    }
  }

  /// Points at the place that the server means, or else at the statement.
  func point(
    _ diagnostic: inout Diagnostic, at statement: SQLStatement, error: DatabaseError?
  ) {
    let position = error?.offset.map { statement.position(ofByte: $0) } ?? statement.head
    diagnostic.line = position.line
    diagnostic.column = position.column
    let lines = statement.text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = position.line - statement.start.line
    guard lines.indices.contains(index) else { return }
    let text = String(lines[index])
    // The statement may begin behind another one, which is not shown; columns count from the line's start.
    let hidden = index == 0 ? statement.start.column - 1 : 0
    diagnostic.excerpt = Diagnostic.Excerpt(
      line: position.line, text: text, column: position.column - hidden,
      note: error.map { error in words(of: error)[0] })
  }

  func irreversible(
    _ revision: RevisionID, file: String, reason: String?, database: String
  ) -> Diagnostic {
    Diagnostic(
      code: "irreversible", "revision \(revision) of \(database) cannot be undone",
      database: database, file: file,
      facts: [reason.map { "its file says: \($0)" } ?? "its file has no downgrade section"],
      hints: [
        Diagnostic.Hint(
          reason == nil
            ? "write a section that begins with -- migrate: downgrade; an empty one does nothing"
            : "restore a backup, or write the way back and remove the irreversible line")
      ])
  }

  func refused(
    _ statement: SQLStatement, _ objection: StatementObjection, file: String, database: String
  ) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "refused_statement", objection.reason, database: database, file: file,
      hints: [Diagnostic.Hint(objection.advice)])
    diagnostic.line = statement.head.line
    diagnostic.column = statement.head.column
    let lines = statement.text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = statement.head.line - statement.start.line
    if lines.indices.contains(index) {
      diagnostic.excerpt = Diagnostic.Excerpt(
        line: statement.head.line, text: String(lines[index]), column: nil)
    }
    return diagnostic
  }

  /// There is no file to correct: what it would be made of is at fault.
  func unwrittenFile(_ problem: RevisionFileProblem) -> Diagnostic {
    Diagnostic(
      code: "invalid_revision_file",
      "with this message the file could not be read: \(problem.message)",
      facts: ["in line \(problem.line) of \(problem.path), which is not there"],
      hints: [
        Diagnostic.Hint("give a message in which no line reads like one of the header's keys")
      ])
  }

  func revisionFile(_ problem: RevisionFileProblem) -> Diagnostic {
    Diagnostic(
      code: "invalid_revision_file", problem.message, file: problem.path, line: problem.line,
      column: problem.column, hints: problem.advice.map { [Diagnostic.Hint($0)] } ?? [])
  }
}

extension StepFailure {
  /// What must be put right before the step can run.
  fileprivate enum Cure {
    /// Its file.
    case file
    /// Nothing: somebody, or a limit, has stopped it.
    case again
    /// Another session's lock.
    case waiting
    /// The server, or our own tables.
    case elsewhere
  }

  fileprivate var cure: Cure {
    switch (cause, databaseError?.kind) {
    case (_, .cancelled): .again
    case (_, .lockTimeout): .waiting
    case (.transactionEnded, _), (.editedAfterInterruption, _): .file
    // What is checked at the end, as a deferred constraint, is the file's as well.
    case (.statement, .statement), (.statement, .foreignKeys), (.commit, .statement),
      (.commit, .foreignKeys):
      .file
    case (.statement, _), (.commit, _), (.begin, _), (.bookkeeping, _): .elsewhere
    }
  }
}
