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
  /// Each database's place in the configuration.
  private let places: [String: Int]

  init(policy: FailurePolicy, among streams: [RevisionStream]) {
    self.policy = policy
    places = Dictionary(
      streams.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var hasFailures: Bool { !outcomes.isEmpty }

  /// Takes the result of one stage of the preparation; nil was stopped.
  mutating func add(_ result: Result<PreparedDatabase?, AludelError>, for name: String) {
    switch result {
    case .success(let database?):
      let place = places[name] ?? ready.count
      let index = ready.firstIndex { places[$0.stream.name] ?? 0 > place } ?? ready.endIndex
      ready.insert(database, at: index)
      rows[name] = database.rows
    case .success(nil):
      outcomes[name] = DatabaseOutcome(
        name: name, kind: .skipped, before: rows[name], current: rows[name], appliedSteps: 0,
        plannedSteps: 0, changedSomething: false, failure: nil)
    case .failure(let error):
      outcomes[name] = .failure(error, of: name)
    }
  }

  /// Takes one database out, for its next stage to bring it back.
  mutating func takeReady(_ name: String) -> PreparedDatabase? {
    ready.firstIndex { $0.stream.name == name }.map { ready.remove(at: $0) }
  }

  /// Takes all databases out, for the next stage to bring them back.
  mutating func takeReady() -> [PreparedDatabase] {
    defer { ready = [] }
    return ready
  }

  mutating func fail(_ name: String, _ error: AludelError) async {
    guard let index = ready.firstIndex(where: { $0.stream.name == name }) else { return }
    await ready.remove(at: index).leave()
    outcomes[name] = .failure(error, of: name, at: rows[name])
  }

  /// Ends the sessions of all that are ready.
  mutating func leaveReady() async {
    for database in takeReady() { await database.leave() }
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
