import Orchestration
import Reporting
import Revisions

/// What to do after a question was answered, and the problems that a status tells.
extension Diagnostics {
  func problems(of database: DatabaseStatus) -> [Diagnostic] {
    database.problems.flatMap { problem -> [Diagnostic] in
      switch problem {
      case .error(let error): return diagnostics(for: error)
      case .changedFile(let revision, let file):
        return [
          Diagnostic(
            code: "changed_file",
            "revision \(revision) was changed after \(database.name) had applied it",
            database: database.name, file: file,
            hints: [
              Diagnostic.Hint("put it back as it was, and write the change as a new revision")
            ])
        ]
      case .severalHeads(let heads):
        return [
          Diagnostic(
            code: "multiple_heads", "\(database.name) has \(heads.count) heads",
            database: database.name, facts: [heads.map(\.text).joined(separator: ", ")],
            hints: [
              Diagnostic.Hint(
                "make them one again",
                command: command(
                  "revision --head heads -m \"merge\"", for: database.name))
            ])
        ]
      }
    }
  }

  func nextStep(after report: StatusReport, _ terminal: Terminal) -> [String] {
    let waiting = report.databases.filter { $0.state == .behind || $0.state == .empty }
    let count = waiting.map(\.pending.count).reduce(0, +)
    guard count > 0 else { return [] }
    let hint = Diagnostic.Hint(
      "apply \(count == 1 ? "the pending revision" : "\(count) pending revisions")",
      command: command("upgrade"))
    return ["", Diagnostic(code: "", "", hints: [hint]).hintLines(for: terminal)[0]]
  }

  func nextStep(after listing: RevisionListing) -> [String] {
    let terminal = Terminal(hasColor: false)
    return listing.databases.filter { $0.revisions.count > 1 }.flatMap { database -> [String] in
      let hint = Diagnostic.Hint(
        "\(database.name) has \(database.revisions.count) heads; make them one again",
        command: command("revision --head heads -m \"merge\"", for: database.name))
      return Diagnostic(code: "", "", hints: [hint]).hintLines(for: terminal)
    }
  }
}
