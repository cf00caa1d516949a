import DialectKit
import Orchestration
import Revisions

/// The two tables of a run: what it is going to do, and what became of it.
enum RunSummary {
  static func plan(_ plan: RunPlan, terminal: Terminal) -> [String] {
    var table = TextTable()
    let arrow = terminal.hasUnicode ? "→" : "->"
    for database in plan.databases {
      let start = position(database.start)
      let work: String
      switch database.stepCount {
      case 0: work = database.start == database.end ? "nothing to do" : "to be stamped"
      case 1: work = "1 revision"
      default: work = "\(database.stepCount) revisions"
      }
      let path =
        database.start == database.end ? start : "\(start) \(arrow) \(position(database.end))"
      table.add([
        TextTable.Cell(database.name, .heading), TextTable.Cell(path), TextTable.Cell(work, .dim),
      ])
    }
    return table.lines(for: terminal)
  }

  static func result(
    _ report: RunReport, terminal: Terminal, diagnose: (AludelError) -> [Diagnostic]
  ) -> RunReporter.Output {
    var output = RunReporter.Output()
    var table = TextTable()
    for database in report.databases {
      let at = (database.current ?? database.before).map(position) ?? terminal.dash
      table.add([
        TextTable.Cell(database.name, .heading), TextTable.Cell(at, .identifier),
        TextTable.Cell(words(for: database), database.isFailure ? .error : .success),
      ])
    }
    let diagnostics = report.databases.compactMap(\.failure).flatMap(diagnose)
    for diagnostic in diagnostics {
      output.talk.append("")
      output.talk += diagnostic.lines(for: terminal)
    }
    let changed = report.databases.contains(where: \.changedSomething)
    if !diagnostics.isEmpty, !changed { output.talk += ["", "no database was changed"] }
    if report.wasCarriedOutBefore { output.talk.append(RunReport.carriedOutBefore) }
    if !output.talk.isEmpty { output.talk.append("") }
    output.data = table.lines(for: terminal)
    var told: Set<String> = []
    for line in diagnostics.flatMap({ $0.hintLines(for: terminal) })
    where told.insert(line).inserted {
      output.hints.append(line)
    }
    return output
  }

  static func position(_ heads: HeadSet) -> String {
    heads.revisions.isEmpty ? "base" : heads.revisions.map(\.text).joined(separator: ", ")
  }

  private static func words(for database: DatabaseOutcome) -> String {
    let (applied, planned) = (database.appliedSteps, database.plannedSteps)
    let revisions = applied == 1 ? "1 revision" : "\(applied) revisions"
    switch database.kind {
    case .upToDate: return "up to date"
    case .upgraded: return "upgraded, \(revisions)"
    case .downgraded: return "downgraded, \(revisions)"
    case .stamped: return database.before.map { "stamped, was \(position($0))" } ?? "stamped"
    case .created: return "version table made"
    case .failed:
      return applied > 0 ? "failed after \(applied) of \(planned)" : "failed, unchanged"
    case .interrupted where !database.standsHalfway:
      return applied > 0 ? "stopped after \(applied) of \(planned)" : "stopped, unchanged"
    // With nothing changed it was an earlier run that stopped, and this one did not get past it.
    case .interrupted:
      return applied > 0
        ? "stopped half-way, after \(applied) of \(planned)"
        : database.changedSomething ? "stopped half-way" : "stands half-way, unchanged"
    case .locked: return "locked by another run, unchanged"
    case .unreachable: return "unreachable"
    case .skipped:
      return applied > 0 ? "skipped after \(applied) of \(planned)" : "not started"
    }
  }
}

extension RunReport {
  package static let carriedOutBefore =
    "the plan has been carried out already: every database stands at its end"
}

extension LockOwner {
  /// `session 4711, ana, 10.0.0.3, aludel/9a41, since …`: what the engine could tell.
  package var words: String {
    var parts: [String] = []
    if let session { parts.append("session \(session)") }
    if let application, !application.isEmpty { parts.append(application) }
    if let user { parts.append("user \(user)") }
    if let host, !host.isEmpty { parts.append("host \(host)") }
    if let since { parts.append("since \(since)") }
    if let statement { parts.append("running \(statement)") }
    return parts.isEmpty ? "another process" : parts.joined(separator: ", ")
  }
}
