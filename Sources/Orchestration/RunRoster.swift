import Revisions

/// The databases of a run while it is being prepared: those that may still run, and what became of the
/// others.
struct RunRoster: Sendable {
  /// In the configuration's order.
  private(set) var ready: [PreparedDatabase] = []
  private(set) var outcomes: [String: DatabaseOutcome] = [:]
  /// Where databases stood when they were looked at, those that cannot run too.
  private(set) var rows: [String: HeadSet] = [:]

  private let policy: FailurePolicy

  init(policy: FailurePolicy) {
    self.policy = policy
  }

  var hasFailures: Bool { !outcomes.isEmpty }

  /// Takes the result of one stage of the preparation; nil was stopped.
  mutating func add(_ result: Result<PreparedDatabase?, AludelError>, for name: String) {
    switch result {
    case .success(let database?):
      ready.append(database)
      rows[name] = database.rows
    case .success(nil):
      outcomes[name] = DatabaseOutcome(
        name: name, kind: .skipped, before: rows[name], current: rows[name], appliedSteps: 0,
        plannedSteps: 0, changedSomething: false, failure: nil)
    case .failure(let error):
      outcomes[name] = .failure(error, of: name)
    }
  }

  /// Takes all databases out, for the next stage to bring them back.
  mutating func takeReady() -> [PreparedDatabase] {
    defer { ready = [] }
    return ready
  }

  mutating func fail(_ name: String, _ error: AludelError) async {
    guard let index = ready.firstIndex(where: { $0.stream.name == name }) else { return }
    await ready.remove(at: index).leave()
    outcomes[name] = .failure(error, of: name)
  }

  /// Ends what may not run because another database cannot: all others, or with `keepGoing` none.
  mutating func settle() async {
    guard hasFailures, policy != .keepGoing else { return }
    for database in takeReady() {
      outcomes[database.stream.name] = .skipped(database)
      await database.leave()
    }
  }
}
