import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Synchronization
import Testing

/// Two databases on a simulated server, the second waiting for the first, and what must hold of them
/// whatever happened:
///
/// - I1 the version rows name a revision exactly when all of its statements took effect (`check(truthOf:)`)
/// - I2 no statement took effect twice, I3 none was left out (`check(truthOf:)`, `recover`)
/// - I4 `status` says where each database stands, to the statement (`check(status:of:)`)
/// - I5 another run ends where an undisturbed one ends, with the same history (`recover`)
/// - I6 nobody writes without the lock, while a ghost is at work least of all (`SimulatedSession`)
/// - I7 a failure of one database leaves the other as it was or as it should become, and what depends on
///   the other waits for it (`check(truthOf:)`)
/// - I8 exit status, report and databases agree (`check(_:_:before:after:)`)
/// - I9 rows that no statement is about stay (`Content.kept`)
/// - I10 the lock is free again, or whoever has it is named (`attempt`, `meetGhost`)
final class FaultTrial {
  static let databases = ["one", "two"]
  static let revisions = ["r1", "r2"]
  private static let triesAll =
    ProcessInfo.processInfo.environment["ALUDEL_TEST_FAULTS"] == "all"

  let sandbox: Sandbox
  let server: SimulatedServer
  let workspace: Workspace
  let engine: FaultTests.Engine
  /// How often each database of the trials was disturbed, and what came of it.
  var tally = Tally()
  var undisturbed: [Content] = []
  var recovered: Set<[Content]> = []

  struct Tally {
    var runs = 0
    /// How many different states the faults have led to.
    var states = 0
    /// Statements of which the catalog has told what became of them, and of which a person had to.
    var settled = 0
    var decided = 0
    var ghosts = 0
    var hangs = 0
  }

  init(_ engine: FaultTests.Engine) throws {
    self.engine = engine
    sandbox = try Sandbox()
    server = try SimulatedServer(Self.databases)
    try sandbox.workspaceFile(
      Self.databases,
      extra: Dictionary(
        Self.databases.map { ($0, engine.settings) }, uniquingKeysWith: { first, _ in first }))
    let (open, close) =
      engine.isMixed ? ("-- migrate: autocommit\n", "\n-- migrate: end") : ("", "")
    for database in Self.databases {
      for (index, id) in Self.revisions.enumerated() {
        try sandbox.revision(
          id, in: database, after: index == 0 ? "" : Self.revisions[index - 1],
          header: database == "two" && index == 0 ? "depends_on: one/r1" : "",
          upgrade: """
            INSERT INTO log VALUES ('+\(id).1');
            CREATE TABLE \(id)_2 (x INTEGER);
            \(open)INSERT INTO log VALUES ('+\(id).3');
            CREATE TABLE \(id)_4 (x INTEGER);\(close)
            """,
          downgrade: """
            INSERT INTO log VALUES ('-\(id).1');
            DROP TABLE \(id)_2;
            \(open)INSERT INTO log VALUES ('-\(id).3');
            DROP TABLE \(id)_4;\(close)
            """, options: engine.options)
      }
    }
    workspace = try sandbox.open(
      DialectRegistry([
        SimulatedDialect(
          server: server, commitsDDL: engine.commitsDDL, takesBatches: engine.takesBatches)
      ]))
  }

  // MARK: - Running

  /// One run in a process of its own; nil where it has no report, or nobody is left to read it.
  func attempt(
    _ request: RunRequest, _ faults: [String: (number: Int, fault: Fault)] = [:], _ place: String
  ) async throws -> RunReport? {
    server.begin(faults)
    tally.runs += 1
    let control = RunControl()
    // The first interrupt leaves the statement alone, the second one stops it.
    server.onHang.withLock { action in
      action = { alarm in
        Task {
          await control.requestStop()
          #expect(!alarm.isRung, "\(place)")
          await control.requestStop()
        }
      }
    }
    let settled = Shared(0)
    let report = try? await workspace.run(request, control: control) { event in
      if case .statementSettled = event { settled.change { $0 += 1 } }
    }
    tally.settled += settled.current
    let isDead = server.currentLife == nil
    let kinds = faults.values.map(\.fault)
    #expect(server.plan.fired == faults.count, "\(place): not reached")
    #expect(server.takeViolations() == [], "\(place)")
    for (name, database) in server.databases where !kinds.contains(.ghost) {
      #expect(database.isFree, "\(place): the lock of \(name) is still held")
    }
    return isDead ? nil : report
  }

  func content() throws -> [Content] {
    try Self.databases.map(content(of:))
  }

  func content(of database: String) throws -> Content {
    try Content(try #require(server.databases[database]))
  }

  func dump() throws -> [[SQLFragment]] {
    try Self.databases.compactMap { try server.databases[$0]?.dump() }
  }

  func restore(_ dumps: [[SQLFragment]]) throws {
    for (name, dump) in zip(Self.databases, dumps) { try server.databases[name]?.restore(dump) }
  }

  /// The state from which trials start: what `requests` leave of two databases without our tables.
  func start(_ requests: [RunRequest]) async throws -> [[SQLFragment]] {
    let empty: [SQLFragment] = [
      "CREATE TABLE log (mark TEXT)", "CREATE TABLE kept (n INTEGER)",
      "INSERT INTO kept VALUES (1), (2)",
    ]
    try restore([empty, empty])
    for request in requests {
      let report = try #require(try await attempt(request, [:], "start"))
      try #require(report.exitCode == 0)
    }
    return try dump()
  }

  /// The calls of an undisturbed run, by database; what it leaves is remembered.
  func rehearse(
    _ request: RunRequest, from start: [[SQLFragment]]
  ) async throws -> [String: [Call]] {
    try restore(start)
    let report = try #require(try await attempt(request, [:], "undisturbed"))
    try #require(report.exitCode == 0, "\(report)")
    undisturbed = try content()
    recovered = []
    return notedCalls()
  }

  func notedCalls() -> [String: [Call]] {
    var calls: [String: [Call]] = [:]
    for database in Self.databases { calls[database] = Call.all(server.log.calls(to: database)) }
    return calls
  }

  // MARK: - Trials

  /// Lets every call of a run fail in every way, or one combination of so many, spread evenly.
  func everyFault(
    of request: RunRequest, after earlier: [RunRequest] = [], oneOf spread: Int = 1
  ) async throws {
    let start = try await start(earlier)
    let before = try content()
    let calls = try await rehearse(request, from: start)
    var counter = 0
    for database in Self.databases {
      let calls = try #require(calls[database])
      try #require(calls.count > 5)
      for call in calls {
        for fault in Fault.allCases
        where fault.isPossible(at: call, commitsDDL: engine.commitsDDL) {
          counter += 1
          guard Self.triesAll || counter % spread == 0 else { continue }
          let place =
            "\(engine.name): \(fault) at call \(call.number) to \(database), \(call.name.prefix(60))"
          try restore(start)
          let report = try await attempt(request, [database: (call.number, fault)], place)
          if fault == .hang {
            tally.hangs += 1
            #expect(report?.exitCode == 130, "\(place): \(String(describing: report))")
          }
          if fault == .ghost { try await meetGhost(request, place) }
          let after = try content()
          if let report { try check(report, request, before: before, after: after, place) }
          try await recover(request, place)
        }
      }
    }
  }

  /// Lets every call of `resume` fail, for a statement in each database of which nobody knows whether it
  /// took effect.
  func everyFaultOfResume(tookEffect: Bool) async throws {
    let request = RunRequest(.upgrade, jobs: 1)
    let calls = try await rehearse(request, from: try await start([]))
    var faults: [String: (number: Int, fault: Fault)] = [:]
    for (database, mark) in [("one", "+r2.3"), ("two", "+r1.3")] {
      let own = try #require(calls[database])
      let call = try #require(own.first { $0.name.contains("INSERT INTO log VALUES ('\(mark)')") })
      faults[database] = (call.number, tookEffect ? .hangUpAfter : .hangUpBefore)
    }
    try restore(try await start([]))
    _ = try await attempt(request, faults, "preparing")
    let halfway = try dump()
    #expect(try await undecidedDatabases().count == 2)

    server.begin()
    let steps = try await workspace.resume(statementTookEffect: tookEffect)
    #expect(steps.map(\.database) == Self.databases)
    for (database, calls) in notedCalls() {
      for call in calls {
        for fault in Fault.allCases
        where fault != .hang && fault.isPossible(at: call, commitsDDL: engine.commitsDDL) {
          let place =
            "\(engine.name): resume, \(fault) at call \(call.number) to \(database), \(call.name)"
          try restore(halfway)
          server.begin([database: (call.number, fault)])
          let resumed = try? await workspace.resume(statementTookEffect: tookEffect)
          let isDead = server.currentLife == nil
          #expect(server.plan.fired == 1, "\(place)")
          #expect(server.takeViolations() == [], "\(place)")
          tally.runs += 1
          server.begin()
          let left = try await undecidedDatabases()
          if let resumed, !isDead {
            #expect(Set(left).isDisjoint(with: resumed.map(\.database)), "\(place)")
          }
          try await recover(request, place)
        }
      }
    }
  }

  /// While the ghost is at work, everybody says so and nobody joins in; then it ends.
  func meetGhost(_ request: RunRequest, _ place: String) async throws {
    server.begin()
    let before = try content()
    let status = try await workspace.status()
    tally.ghosts += 1
    for (content, database) in zip(before, status.databases) where content.hasOpenRow {
      let isHere = server.databases[database.name]?.isFree == false
      #expect(database.isUnderway == isHere, "\(place): \(database.problems)")
    }
    #expect(try content() == before, "\(place)")
    let waits = Shared(0)
    server.begin()
    let report = try? await workspace.run(request) { event in
      if case .waitingForLock(_, let owner) = event, owner.session == "ghost" {
        waits.change { $0 += 1 }
      }
    }
    #expect(waits.current == 1, "\(place): \(String(describing: report))")
    #expect(server.takeViolations() == [], "\(place)")
  }
}
