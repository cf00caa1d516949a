import Orchestration
import Reporting
import Revisions

/// What to do after a question was answered, and the problems that a status tells.
extension Diagnostics {
  func problems(of database: DatabaseStatus) -> [Diagnostic] {
    problems(of: database.problems, in: database.name)
  }

  func problems(of problems: [DatabaseStatus.Problem], in database: String) -> [Diagnostic] {
    problems.flatMap { problem -> [Diagnostic] in
      switch problem {
      case .error(let error): return diagnostics(for: error)
      case .changedFile(let changed): return [changedFile(changed, database: database)]
      case .severalHeads(let heads):
        var diagnostic = Diagnostic(
          code: "multiple_heads",
          "\(database) has \(heads.count) heads: \(heads.map(\.text).joined(separator: ", "))",
          database: database, hints: [mergeHint(heads, of: database)])
        diagnostic.isWarning = true
        return [diagnostic]
      case .underway(let revision, let table, let owner):
        var diagnostic = Diagnostic(
          code: "underway", "a run is at work on revision \(revision) of \(database)",
          database: database, facts: ["the lock of \(table) is held by \(owner.words)"],
          hints: [
            Diagnostic.Hint(
              "let it finish, then look again", command: command("status", for: database))
          ])
        diagnostic.isWarning = true
        return [diagnostic]
      }
    }.map { diagnostic in
      // What is wrong with the workspace file names no database, and is about this one all the same.
      var diagnostic = diagnostic
      diagnostic.database = database
      return diagnostic
    }
  }

  /// By their ids: `heads` leaves out a head that another revision depends on.
  func mergeHint(_ heads: [RevisionID], of database: String) -> Diagnostic.Hint {
    let words = heads.map(\.text).joined(separator: " ")
    return Diagnostic.Hint(
      "where they belong together, make them one", command: command("merge \(words)", for: database)
    )
  }

  /// A database in trouble would keep the others from running, so then only those are named.
  func nextStep(after report: StatusReport) -> Diagnostic.Hint? {
    let waiting = report.databases.filter {
      ($0.state == .behind || $0.state == .empty) && !$0.isUnderway
    }
    let count = waiting.map(\.pending.count).reduce(0, +)
    guard count > 0 else { return nil }
    let isWhole = report.databases.allSatisfy {
      ($0.state == .behind || $0.state == .empty || $0.state == .upToDate) && !$0.isUnderway
    }
    let names = isWhole ? options.names : waiting.map(\.name)
    return Diagnostic.Hint(
      "apply \(count == 1 ? "the pending revision" : "the \(count) pending revisions")",
      command: command("upgrade", for: names))
  }

  /// What `current --check-heads` has found. A head that another revision depends on has no row of its
  /// own, so this looks at what is pending and not at the rows.
  func notAtHeads(_ listing: RevisionListing) -> Diagnostic? {
    let behind = listing.databases.filter { $0.pending?.isEmpty != true }
    guard !behind.isEmpty else { return nil }
    let names = behind.map(\.name)
    let isWhole = behind.count == listing.databases.count
    // A run would ask the same.
    let undecided = behind.filter { $0.interrupted?.ambiguousStatement != nil }.map(\.name)
    let hint =
      undecided.isEmpty
      ? Diagnostic.Hint(
        "apply them", command: command("upgrade", for: isWhole ? options.names : names))
      : Diagnostic.Hint(
        "of a half-applied revision somebody must say what took effect",
        command: command("status", for: undecided))
    return Diagnostic(
      code: "not_up_to_date",
      "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") not at the heads",
      database: names.count == 1 ? names[0] : nil,
      facts: behind.map { database in
        let pending = database.pending ?? []
        return "\(database.name): \(pending.count) pending, next \(pending.first?.text ?? "")"
      },
      hints: [hint])
  }

  /// What to do about several heads: one command for all the databases that have them.
  func nextStep(after listing: RevisionListing) -> Diagnostic.Hint? {
    let forked = listing.databases.filter { database in
      database.revisions.count { !$0.isEffectiveHead } > 1
    }
    guard !forked.isEmpty else { return nil }
    let counts = forked.map {
      "\($0.name) has \($0.revisions.count { !$0.isEffectiveHead }) heads"
    }
    let isWhole = forked.count == listing.databases.count
    let names = isWhole ? options.names : forked.map(\.name)
    return Diagnostic.Hint(
      "\(counts.joined(separator: ", ")); where they belong together, make them one",
      command: command("merge heads", for: names))
  }
}
