import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// Runs over databases that wait for each other.
struct EdgeTests {
  private let create = "CREATE TABLE IF NOT EXISTS t (x INTEGER);"

  /// `audit/u2` needs `analytics/n2`, which needs `main/m2`; `analytics/n3`, `main/m3` and all of `other`
  /// are needed by nobody.
  private func chain(log: CallLog = CallLog()) throws -> (Sandbox, Workspace) {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main", "analytics", "audit", "other"])
    let needs = ["n2": "main/late", "u2": "analytics/n2"]
    for (database, letter) in [("main", "m"), ("analytics", "n"), ("audit", "u"), ("other", "o")] {
      for number in 1...3 {
        let id = "\(letter)\(number)"
        var header = needs[id].map { "depends_on: \($0)" } ?? ""
        if id == "m2" { header = "branch_labels: late" }
        try sandbox.revision(
          id, in: database, after: number > 1 ? "\(letter)\(number - 1)" : "", header: header,
          upgrade: "CREATE TABLE \(id) (x INTEGER);", downgrade: "DROP TABLE \(id);")
      }
    }
    return (sandbox, try sandbox.open(DialectRegistry([ObservedDialect(log)])))
  }

  private func targets(_ words: String) throws -> [TargetExpression] {
    try words.split(separator: " ").map { try TargetExpression(parsing: String($0)) }
  }

  /// The steps in the order in which they ran.
  private func applied(_ events: Events) -> [String] {
    events.all.compactMap { event in
      if case .stepApplied(let step, _) = event { "\(step.database)/\(step.revision)" } else { nil }
    }
  }

  @Test func dependenciesComeAlong() async throws {
    let calls = CallLog()
    let (sandbox, workspace) = try chain(log: calls)
    let events = Events()
    let request = RunRequest(
      .upgrade, targets: try targets("audit/u2"), jobs: 1, takesDependencies: true)
    let report = try await workspace.run(request, events: events.sink)
    #expect(
      report.databases.map { "\($0.name) \($0.kind.rawValue)" }
        == ["main upgraded", "analytics upgraded", "audit upgraded"])
    #expect(
      applied(events)
        == ["main/m1", "main/m2", "analytics/n1", "analytics/n2", "audit/u1", "audit/u2"])
    #expect(try ["main", "analytics", "audit"].map(sandbox.versions) == [["m2"], ["n2"], ["u2"]])
    #expect(calls.calls(to: "other").isEmpty && !sandbox.exists("other.db"))
  }

  @Test func refusedWithoutThem() async throws {
    let (sandbox, workspace) = try chain()
    let error = await #expect(throws: AludelError.self) {
      try await workspace.run(RunRequest(.upgrade, names: ["audit"]))
    }
    guard case .workspace(let problems, let places)? = error else {
      Issue.record("\(error.debugDescription)")
      return
    }
    #expect(
      problems.map(\.description)
        == ["audit/u2 depends on analytics/n2, which is neither applied nor planned"])
    let revision = try #require(problems.first?.revision)
    #expect(places[revision]?.dependencies.values.map(\.line) == [5])
    #expect(!sandbox.exists("audit.db"))
  }

  /// What is applied is not asked for again, and nobody is locked for it.
  @Test func dependenciesOfAnEarlierRun() async throws {
    let calls = CallLog()
    let (sandbox, workspace) = try chain(log: calls)
    _ = try await workspace.run(RunRequest(.upgrade, names: ["main", "analytics"]))
    calls.reset()
    let report = try await workspace.run(
      RunRequest(.upgrade, names: ["audit"], takesDependencies: true))
    #expect(report.databases.map(\.name) == ["audit"])
    #expect(!calls.calls(to: "analytics").contains("lock"))
    #expect(calls.calls(to: "main").isEmpty)
    #expect(try sandbox.versions(of: "audit") == ["u3"])
  }

  @Test func dependantsComeDownFirst() async throws {
    let calls = CallLog()
    let (sandbox, workspace) = try chain(log: calls)
    _ = try await workspace.run(RunRequest(.upgrade))
    var request = RunRequest(.downgrade, targets: try targets("main/m1"), jobs: 1)
    let refused = try? await workspace.run(request)
    #expect(refused == nil)
    #expect(try sandbox.versions(of: "main") == ["m3"])
    // Nothing depends on m3.
    calls.reset()
    let last = try await workspace.run(RunRequest(.downgrade, targets: try targets("main/-1")))
    #expect(last.exitCode == 0)
    #expect(calls.calls(to: "analytics").isEmpty)

    let events = Events()
    calls.reset()
    request.takesDependencies = true
    let report = try await workspace.run(request, events: events.sink)
    #expect(report.exitCode == 0)
    #expect(
      applied(events)
        == ["analytics/n3", "audit/u3", "audit/u2", "analytics/n2", "main/m2"])
    #expect(try ["main", "analytics", "audit"].map(sandbox.versions) == [["m1"], ["n1"], ["u1"]])
    #expect(calls.calls(to: "other").isEmpty)
  }

  /// A database that cannot be had stops those that need it, and only them.
  @Test func keepGoingWithoutADependency() async throws {
    let (sandbox, _) = try chain()
    try sandbox.revision("n1", in: "analytics", upgrade: "VACUUM;")
    let report = try await sandbox.open().run(
      RunRequest(
        .upgrade, names: ["audit", "other", "main"], policy: .keepGoing, takesDependencies: true))
    #expect(
      report.databases.map { "\($0.name) \($0.kind.rawValue)" }
        == ["main upgraded", "analytics failed", "audit skipped", "other upgraded"])
  }

  /// A failure half-way stops its dependants; what does not wait for it goes on.
  @Test(arguments: [1, 4]) func failureOnTheWay(jobs: Int) async throws {
    let (sandbox, _) = try chain()
    try sandbox.revision(
      "m2", in: "main", after: "m1", header: "branch_labels: late", upgrade: "X;")
    let report = try await sandbox.open().run(RunRequest(.upgrade, jobs: jobs))
    #expect(
      report.databases.map { "\($0.name) \($0.kind.rawValue) \($0.appliedSteps)" }
        == ["main failed 1", "analytics skipped 1", "audit skipped 1", "other upgraded 3"])
    guard case .waitedForFailed("audit", "analytics") = report.databases[2].failure else {
      Issue.record("\(report)")
      return
    }
  }

  /// With one job the steps run as the plan says, whatever the databases' order.
  @Test func oneJobRunsThePlan() async throws {
    let (sandbox, workspace) = try chain()
    let plan = try await workspace.plan(RunRequest(.upgrade)).steps.map {
      "\($0.description.database)/\($0.description.revision)"
    }
    let events = Events()
    let report = try await workspace.run(RunRequest(.upgrade, jobs: 1), events: events.sink)
    #expect(report.exitCode == 0)
    #expect(applied(events) == plan)
    #expect(try sandbox.versions(of: "audit") == ["u3"])
  }

  /// `depends_on` that spells the own database out is a dependency like any other.
  @Test func ownDatabaseSpeltOut() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main"])
    try sandbox.revision("a", in: "main", upgrade: create)
    try sandbox.revision("b", in: "main", header: "depends_on: main/a", upgrade: create)
    let report = try await sandbox.open().run(RunRequest(.upgrade, targets: try targets("b")))
    #expect(report.exitCode == 0)
    #expect(try sandbox.versions(of: "main") == ["b"])
  }

  @Test func assumedStart() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main"])
    for id in ["a", "b"] { try sandbox.revision(id, in: "main", upgrade: create) }
    let workspace = try sandbox.open()
    _ = try await workspace.run(RunRequest(.upgrade))
    let plan = try await workspace.plan(RunRequest(.downgrade, targets: try targets("-1")))
    #expect(plan.databases.map(\.assumedStart?.text) == ["a"])
    let named = try await workspace.plan(RunRequest(.downgrade, targets: try targets("b@-1")))
    #expect(named.databases.map(\.assumedStart) == [nil])
  }
}
