import Orchestration
import Reporting
import Revisions

/// A step that an earlier run has left half-way.
extension Diagnostics {
  func interrupted(_ step: InterruptedStep, database: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "interrupted", "\(name(of: step)) stands half-way in \(database)",
      database: database, file: step.file,
      facts: [
        "a run that \(step.startedBy) began at \(step.startedAt) stopped\(applied(of: step))"
      ])
    if let statement = step.statement { point(&diagnostic, at: statement, error: nil) }
    diagnostic.facts += halt(of: step).map { [$0] } ?? []
    diagnostic.hints = waysOn(from: step, in: database)
    return diagnostic
  }

  /// A stamp ends what stands half-way: its journal counts no more.
  func abandoned(_ step: InterruptedStep, database: String) -> Diagnostic {
    var diagnostic = interrupted(step, database: database)
    diagnostic.isWarning = true
    diagnostic.code = "abandoned_revision"
    diagnostic.headline =
      "\(name(of: step)) stood half-way in \(database), and this stamp ends it"
    if step.statementNumber <= step.statementCount ?? .max {
      diagnostic.facts.append("nobody will run the rest of it: the next run believes the stamp")
    }
    let toFinish = diagnostic.hints.map { hint in
      Diagnostic.Hint("to finish it instead of stamping, \(hint.text)", command: hint.command)
    }
    diagnostic.hints = [
      Diagnostic.Hint(
        step.file.map { "see what of \($0) the database has, and whether it lacks anything" }
          ?? "see whether the database lacks anything",
        command: command("check", for: database))
    ]
    // A run has stamped before anybody reads this.
    if arguments.contains("--dry-run") { diagnostic.hints += toFinish }
    return diagnostic
  }

  private func name(of step: InterruptedStep) -> String {
    step.direction == .downgrade
      ? "the downgrade of revision \(step.revision)" : "revision \(step.revision)"
  }

  private func applied(of step: InterruptedStep) -> String {
    let count = step.appliedCount
    guard count > 0 else { return " at its first statement" }
    guard let all = step.statementCount else {
      return count == 1
        ? "; its first statement took effect and stays"
        : "; \(count) of its statements took effect and stay"
    }
    let verb = count == 1 ? "took effect and stays" : "took effect and stay"
    return "; \(count) of its \(all) statements \(verb)"
  }

  private func halt(of step: InterruptedStep) -> String? {
    let all = step.statementCount.map { " of \($0)" } ?? ""
    let statement = "statement \(step.statementNumber)\(all)"
    switch step.halt {
    case .unheard:
      return "\(statement) was sent, and only the database can tell whether it took effect"
    case .unsettled: return "\(statement) failed and took effect all the same, or a part of it did"
    case .failed: return "\(statement) failed and left nothing"
    case .notBegun: return step.statement.map { _ in "\(statement) is the next one" }
    }
  }

  private func waysOn(from step: InterruptedStep, in database: String) -> [Diagnostic.Hint] {
    let again = command(step.direction == .downgrade ? "downgrade -1" : "upgrade", for: database)
    let done = command("resume --statement done", for: database)
    let undone = command("resume --statement again", for: database)
    let number = step.statementNumber
    switch step.halt {
    case .unheard:
      return [
        Diagnostic.Hint("if statement \(number) took effect", command: done),
        Diagnostic.Hint("if statement \(number) did not", command: undone),
      ]
    case .unsettled:
      return [
        Diagnostic.Hint(
          "if all that statement \(number) was to do is done by now", command: done),
        Diagnostic.Hint(
          "if it can run again, mended or with its effect undone", command: undone),
      ]
    case .failed:
      return [
        Diagnostic.Hint(
          "where statement \(number) is wrong mend it, then go on with it", command: again)
      ]
    case .notBegun:
      return [
        Diagnostic.Hint("go on behind the last statement that took effect", command: again)
      ]
    }
  }
}
