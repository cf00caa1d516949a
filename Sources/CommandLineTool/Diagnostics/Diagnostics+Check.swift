import Orchestration
import Reporting
import Revisions
import SQLText
import SchemaModel

/// What `check` finds, in words.
extension Diagnostics {
  /// The findings of a database, then why something of it could not be checked.
  func findings(of check: DatabaseCheck) -> [CheckView.Finding] {
    let found = check.findings.flatMap { finding -> [CheckView.Finding] in
      switch finding {
      case .status(let problem):
        return problems(of: [problem], in: check.name).map { CheckView.Finding($0) }
      case .notUpToDate(let current, let pending, let file):
        var diagnostic = behind(check.name, current: current, pending: pending)
        diagnostic.file = file
        diagnostic.isWarning = true
        // Until a step that stands half-way has been gone on with, an upgrade may be refused.
        if let first = firstThing(for: check) { diagnostic.hints = first }
        return [CheckView.Finding(diagnostic)]
      case .schema(let finding): return [schema(finding, of: check.name)]
      case .editedSquash(let squash, let file, let originals):
        return [CheckView.Finding(edited(squash, file, originals, check.name))]
      case .unprovenSquash(_, let file, let error):
        return diagnostics(for: error).map { diagnostic in
          var diagnostic = diagnostic
          diagnostic.file = diagnostic.file ?? file
          diagnostic.isWarning = true
          return CheckView.Finding(diagnostic)
        }
      }
    }
    return found
      + check.failures.flatMap(diagnostics(for:)).map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.database = check.name
        return CheckView.Finding(diagnostic, isFailure: true)
      }
  }

  /// What comes before any upgrade: a step stands half-way, or a run is at work.
  private func firstThing(for check: DatabaseCheck) -> [Diagnostic.Hint]? {
    for case .status(let problem) in check.findings {
      switch problem {
      case .error(.interrupted), .underway:
        return problems(of: [problem], in: check.name).first?.hints
      case .error, .changedFile, .severalHeads: continue
      }
    }
    return nil
  }

  private func edited(
    _ squash: RevisionID, _ file: String, _ originals: Bool, _ database: String
  ) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: originals ? "squash_originals_changed" : "squash_changed",
      originals
        ? "originals of squash \(squash) of \(database) are not what was proven"
        : "squash \(squash) of \(database) is not what was proven",
      database: database, file: file)
    diagnostic.isWarning = true
    diagnostic.hints = [
      Diagnostic.Hint(
        "take the edit back, or see whether both still build the same",
        command: command("squash --verify", for: database))
    ]
    return diagnostic
  }

  private func schema(_ finding: SchemaFinding, of database: String) -> CheckView.Finding {
    var diagnostic = Diagnostic(
      code: "schema_differs",
      "\(database): " + listed(wholes(finding.changes).map(words(of:))), database: database,
      file: finding.file, line: finding.position?.line, column: finding.position?.column)
    diagnostic.isWarning = true
    if let refusal = finding.refusal {
      diagnostic.facts = ["\(refusal.object): \(refusal.reason)"]
    }
    return CheckView.Finding(diagnostic, statements: finding.statements.map(\.text))
  }

  /// Without the parts of what comes or goes as a whole.
  private func wholes(_ changes: [ObjectChange]) -> [ObjectChange] {
    var whole: Set<ObjectID> = []
    for change in changes {
      if case .alter = change { continue }
      whole.insert(change.id)
    }
    return changes.filter { change in
      if case .alter = change { return true }
      return (change.old ?? change.new)?.parent.map(whole.contains) != true
    }
  }

  /// What a change says about the current schema.
  func words(of change: ObjectChange) -> String {
    switch change {
    case .create(let object): return "\(object.id) is missing"
    case .drop(let object): return "\(object.id) is not in the desired schema"
    case .alter(let old, let new, let facts):
      let differing = facts.prefix(3).map { words(of: $0, old[$0], new[$0]) }
      return "\(old.id): " + (differing.isEmpty ? "it differs" : differing.joined(separator: ", "))
    }
  }

  private func words(of fact: Fact, _ old: String?, _ new: String?) -> String {
    func told(_ value: String) -> String {
      value == fact.name || value.count > 60 || value.contains("\n")
        ? fact.name : "\(fact) \(value)"
    }
    switch (old, new) {
    case (let old?, let new?):
      let isShort = old.count + new.count < 60
      return isShort ? "\(fact) is \(old), not \(new)" : "\(fact) differs"
    case (nil, let new?): return "\(told(new)) is missing"
    case (let old?, nil): return "\(told(old)) is not in the desired schema"
    case (nil, nil): return "\(fact) differs"
    }
  }

  /// Why something was not checked.
  func note(_ note: DatabaseCheck.Note, of database: String) -> Diagnostic {
    var diagnostic: Diagnostic
    switch note {
    case .noDesiredSchema:
      diagnostic = Diagnostic(
        code: "no_desired_schema",
        "the schema of \(database) is not checked: it has no desired schema")
    case .behind:
      diagnostic = Diagnostic(
        code: "schema_not_checked",
        "the schema of \(database) is not checked: it is that of an "
          + "earlier revision")
    case .squashWithoutProof(let squash):
      diagnostic = Diagnostic(
        code: "squash_without_proof",
        "squash \(squash) of \(database) records no proof: only squash --verify can tell whether it is one"
      )
    case .filled(let tables):
      diagnostic = Diagnostic(
        code: "rows_ignored",
        "the desired schema of \(database) puts rows into \(listed(tables.map(\.shortPath))): "
          + "only schemas are compared")
    case .privileges(let count, let source, let first):
      diagnostic = Diagnostic(
        code: "privileges_ignored",
        "the desired schema of \(database) says who may use what in \(count) "
          + "\(count == 1 ? "statement" : "statements"): that is not compared",
        file: source, line: first.line,
        hints: [Diagnostic.Hint("write GRANT and REVOKE into revisions by hand")])
    }
    diagnostic.database = database
    diagnostic.isWarning = true
    return diagnostic
  }

  /// What to do about differences between schemas.
  func nextStep(after report: CheckReport) -> Diagnostic.Hint? {
    let names = report.databases.filter { database in
      database.findings.contains { if case .schema = $0 { true } else { false } }
    }.map(\.name)
    guard !names.isEmpty else { return nil }
    return Diagnostic.Hint(
      "make a revision of what differs",
      command: command("revision --autogenerate -m \"…\"", for: names))
  }
}
