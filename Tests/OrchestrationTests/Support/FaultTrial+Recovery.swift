import Aludel
import Orchestration
import Revisions
import Testing

/// What comes after a fault.
extension FaultTrial {
  private struct Undecided {
    var database: String
    var step: InterruptedStep
    var statement: Int
  }

  private func undecided() async throws -> [Undecided] {
    try await workspace.status().databases.flatMap { database in
      database.problems.compactMap { problem in
        guard case .error(.interrupted(_, let step)) = problem,
          let statement = step.ambiguousStatement
        else { return nil }
        return Undecided(database: database.name, step: step, statement: statement)
      }
    }
  }

  /// The databases with a statement that only a person can tell about.
  func undecidedDatabases() async throws -> [String] { try await undecided().map(\.database) }

  /// Looks at what the statements have left, and says so.
  private func decide(_ place: String) async throws {
    for item in try await undecided() {
      let count = try content(of: item.database).count(
        item.statement, of: item.step.revision.text,
        item.step.direction == .upgrade ? .upgrade : .downgrade)
      let resumed = try await workspace.resume(
        names: [item.database], statementTookEffect: count == 1)
      #expect(resumed.map(\.statement) == [item.statement], "\(place)")
      tally.decided += 1
    }
  }

  /// Another run, after a person has decided what only a person can, ends as if nothing had happened. It
  /// does so, too, when it is disturbed itself. What two faults have left alike is tried once.
  func recover(_ request: RunRequest, _ place: String) async throws {
    let left = try content()
    guard recovered.insert(left).inserted else { return }
    tally.states += 1
    server.begin()
    if request.action == .upgrade || request.action == .downgrade {
      let direction: Direction = request.action == .downgrade ? .downgrade : .upgrade
      check(truthOf: left, direction, place)
      check(status: try await workspace.status(), of: left, direction, place)
      if !(try await undecided()).isEmpty { try await refuse(request, place) }
    }
    try await decide(place)
    let decided = try dump()
    try await converge(request, place)

    // Once more, with a fault on the way: each state gets another one.
    guard tally.states.isMultiple(of: 2) else { return }
    let round = tally.states / 2
    let faults: [Fault] = [.refusal, .hangUpBefore, .rollback, .hangUpAfter, .death]
    let (database, fault) = (Self.databases[round % 2], faults[round % faults.count])
    let number = round * 7 % 30 + 1
    try restore(decided)
    server.begin([database: (number, fault)])
    tally.runs += 1
    _ = try? await workspace.run(request)
    #expect(server.takeViolations() == [], "\(place)")
    server.begin()
    let second = "\(place), then \(fault) at call \(number) to \(database)"
    try await decide(second)
    try await converge(request, second)
  }

  /// While nobody has decided, nothing moves.
  private func refuse(_ request: RunRequest, _ place: String) async throws {
    let before = try content()
    let refused = try #require(try await attempt(request, [:], place), "\(place)")
    #expect(refused.exitCode == 1, "\(place)")
    #expect(
      refused.databases.contains { outcome in
        if case .interrupted = outcome.failure { true } else { false }
      }, "\(place)")
    #expect(try content().map(\.effects) == before.map(\.effects), "\(place)")
  }

  private func converge(_ request: RunRequest, _ place: String) async throws {
    let report = try await attempt(request, [:], place)
    #expect(report?.exitCode == 0, "\(place) \(String(describing: report))")
    #expect(try content().map(\.lasting) == undisturbed.map(\.lasting), "\(place)")
    let status = try await workspace.status()
    #expect(!status.databases.contains { $0.state == .interrupted }, "\(place)")
  }
}
