import Orchestration
import Reporting
import Revisions

/// What a plan takes for granted, or goes on in spite of.
extension Diagnostics {
  func warnings(of plan: RunPlan, targets: [TargetExpression]) -> [Diagnostic] {
    plan.databases.flatMap { database in
      (assumedStart(of: database, targets: targets).map { [$0] } ?? [])
        + (database.abandoned.map { [abandoned($0, database: database.name)] } ?? [])
        + database.changedFiles.map { changedFile($0, database: database.name) }
    }
  }

  /// An applied revision that reads differently now. What is pending does not build on its text, so an
  /// upgrade goes on; a downgrade may meet a section that was changed with it.
  func changedFile(_ changed: ChangedFile, database: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "changed_file",
      "revision \(changed.revision) was changed after \(database) had applied it",
      database: database, file: changed.file,
      facts: changed.isTakenDown
        ? ["it is taken down by the downgrade section that the file has now"] : [],
      hints: [
        Diagnostic.Hint("put it back as it was, and write the change as a new revision")
      ])
    diagnostic.isWarning = true
    return diagnostic
  }

  /// Where `-1` counted from one of several rows.
  private func assumedStart(
    of database: RunPlan.DatabaseEntry, targets: [TargetExpression]
  ) -> Diagnostic? {
    guard let start = database.assumedStart else { return nil }
    let others = database.start.revisions.filter { $0 != start }.map(\.text)
    let target = targets.first { $0.isRelative && $0.label == nil && $0.word == nil }
    var diagnostic = Diagnostic(
      code: "assumed_start",
      "\(target?.description ?? "the target") counts from \(start) in \(database.name), "
        + "which also stands on \(others.joined(separator: ", "))",
      database: database.name)
    diagnostic.isWarning = true
    if let target {
      diagnostic.hints = database.start.revisions.map { row in
        branch(
          of: row, target, row == start ? "to say so" : "to count from the other one",
          database.name)
      }
    }
    return diagnostic
  }
}
