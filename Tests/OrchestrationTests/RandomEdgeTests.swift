import Aludel
import Foundation
import Orchestration
import Revisions
import Testing

/// Whole runs over SQLite files with random edges between them.
struct RandomEdgeTests {
  private static let names = ["main", "analytics", "audit"]

  /// For each revision what it needs, by `database/id`. Revisions come into being one after the other, so
  /// there is no circle.
  private func shop(_ random: inout SplitMix, in sandbox: Sandbox) throws -> [String: Set<String>] {
    try sandbox.workspaceFile(Self.names)
    var made: [(database: String, id: String)] = []
    var needs: [String: Set<String>] = [:]
    for number in 0..<15 {
      let database = Self.names[Int.random(in: 0..<3, using: &random)]
      let id = "r\(number)x"
      let own = made.filter { $0.database == database }
      let parent = Bool.random(using: &random) ? own.last : own.randomElement(using: &random)
      let others = made.filter { $0.database != database }.shuffled(using: &random).prefix(
        Int.random(in: 0...2, using: &random))
      try sandbox.revision(
        id, in: database, after: parent?.id ?? "",
        header: others.isEmpty
          ? "" : "depends_on: " + others.map { "\($0.database)/\($0.id)" }.joined(separator: ", "),
        upgrade: "CREATE TABLE \(id) (x INTEGER);", downgrade: "DROP TABLE \(id);")
      needs["\(database)/\(id)"] = Set(
        (others + [parent].compactMap(\.self)).map { "\($0.database)/\($0.id)" })
      made.append((database, id))
    }
    return needs
  }

  private func steps(_ events: Events) -> [String] {
    events.all.compactMap { event in
      if case .stepApplied(let step, _) = event { "\(step.database)/\(step.revision)" } else { nil }
    }
  }

  private func tables(_ sandbox: Sandbox) throws -> Set<String> {
    var tables: Set<String> = []
    for name in Self.names where sandbox.exists("\(name).db") {
      for table in try sandbox.tables(of: name) where table.hasPrefix("r") {
        tables.insert("\(name)/\(table)")
      }
    }
    return tables
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func upAndHome(seed: UInt64) async throws {
    var random = SplitMix(seed: seed)
    let sandbox = try Sandbox()
    let needs = try shop(&random, in: sandbox)
    let workspace = try sandbox.open()
    let jobs = seed.isMultiple(of: 2) ? 1 : 4

    // One revision with all that it needs, wherever that is.
    let goal = try #require(needs.keys.sorted().randomElement(using: &random))
    var closure: Set<String> = []
    var open = [goal]
    while let next = open.popLast() {
      if closure.insert(next).inserted { open += needs[next] ?? [] }
    }
    let request = RunRequest(
      .upgrade, targets: [try TargetExpression(parsing: goal)], jobs: jobs,
      takesDependencies: true)
    var report = try await workspace.run(request)
    #expect(report.exitCode == 0)
    #expect(try tables(sandbox) == closure)

    // The rest by a saved plan.
    let events = Events()
    let plan = try await workspace.plan(RunRequest(.upgrade)).saved
    report = try await workspace.run(
      RunRequest(following: plan, from: "plan.json", jobs: jobs), events: events.sink)
    #expect(report.exitCode == 0)
    var applied = closure
    for step in steps(events) {
      #expect(applied.isSuperset(of: needs[step] ?? []), "\(step) came too early")
      applied.insert(step)
    }
    #expect(applied == Set(needs.keys))
    #expect(try tables(sandbox) == applied)
    if jobs == 1 { #expect(steps(events) == plan.steps.map(\.revision.description)) }

    // One revision down with all that needs it, then everything.
    let root = try #require(needs.keys.sorted().randomElement(using: &random))
    let parts = root.split(separator: "/").map(String.init)
    let down = RunRequest(
      .downgrade, targets: [try TargetExpression(parsing: "\(parts[0])/\(parts[1])@base")],
      jobs: jobs, takesDependencies: true)
    let downEvents = Events()
    report = try await workspace.run(down, events: downEvents.sink)
    #expect(report.exitCode == 0)
    for step in steps(downEvents) {
      applied.remove(step)
      #expect(
        !applied.contains { needs[$0]?.contains(step) ?? false }, "\(step) went too early")
    }
    #expect(!applied.contains(root))
    #expect(try tables(sandbox) == applied)
    report = try await workspace.run(RunRequest(.downgrade, targets: [.base], jobs: jobs))
    #expect(report.exitCode == 0)
    #expect(try tables(sandbox).isEmpty)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed everywhere.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
