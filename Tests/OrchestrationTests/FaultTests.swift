import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// Every call that a run makes fails once, in each way that a call can fail, and whatever happens the
/// databases, their version rows and the report agree, and another run comes to the same end as one that
/// nothing disturbed.
struct FaultTests {
  struct Engine: Sendable, CustomTestStringConvertible {
    var name: String
    var commitsDDL = false
    /// What stands behind `-- migrate: upgrade`.
    var options = ""
    /// What stands around the second half of each section.
    var isMixed = false
    var settings = ""
    /// Whether every call fails in every way; otherwise a part of them, spread evenly.
    var isThorough = false
    var testDescription: String { name }
  }

  static let engines = [
    Engine(name: "transactions", isThorough: true),
    Engine(name: "one transaction per run", settings: "transaction = \"per_run\""),
    Engine(name: "DDL that commits", commitsDDL: true, isThorough: true),
    Engine(name: "said to commit", settings: "transactional_ddl = false"),
    Engine(name: "no transaction", options: " transaction=none"),
    Engine(name: "no transaction in the configuration", settings: "transaction = \"none\""),
    Engine(
      name: "no transaction, DDL that commits", commitsDDL: true, options: " transaction=none"),
    Engine(name: "autocommit blocks", isMixed: true),
  ]
  /// Those that matter to what runs no statements of a file.
  static let twoEngines = [engines[0], engines[2]]

  @Test(arguments: engines) func upgrade(_ engine: Engine) async throws {
    let trial = try Trial(engine)
    try await trial.everyFault(of: RunRequest(.upgrade, jobs: 1), from: nil)
    // Otherwise nothing here would have been tried on what the catalog tells.
    if engine.commitsDDL { #expect(trial.settled.current > 0) }
  }

  @Test(arguments: engines) func downgrade(_ engine: Engine) async throws {
    let trial = try Trial(engine)
    try await trial.everyFault(
      of: RunRequest(.downgrade, targets: [.base], jobs: 1), from: RunRequest(.upgrade, jobs: 1))
    if engine.commitsDDL { #expect(trial.settled.current > 0) }
  }

  @Test(arguments: twoEngines) func stamp(_ engine: Engine) async throws {
    try await Trial(engine).everyFault(
      of: RunRequest(.stamp(purge: false), targets: [.heads], jobs: 1), from: nil)
    try await Trial(engine).everyFault(
      of: RunRequest(.stamp(purge: true), targets: [.base], jobs: 1),
      from: RunRequest(.upgrade, jobs: 1))
  }

  @Test(arguments: twoEngines) func ensureVersion(_ engine: Engine) async throws {
    try await Trial(engine).everyFault(of: RunRequest(.ensureVersion, jobs: 1), from: nil)
  }
}

private struct Trial {
  static let databases = ["one", "two"]
  static let revisions = ["r1", "r2"]

  /// What a database holds, as far as a person could see it.
  struct Content: Equatable {
    /// Every mark that a statement left, in order: an INSERT that ran twice shows.
    var marks: [String]
    var tables: [String]
    var versions: [String]

    var hasOurTables: Bool { tables.contains { $0.hasPrefix("aludel_") } }

    /// Without our own tables, which a failed run may leave.
    var effects: Content {
      Content(
        marks: marks, tables: tables.filter { !$0.hasPrefix("aludel_") }, versions: versions)
    }

    /// How many times a statement took effect. The log table itself stays for ever.
    func count(_ number: Int, of revision: String, _ direction: Direction) -> Int {
      let sign = direction == .upgrade ? "+" : "-"
      switch number {
      case 1: return marks.filter { $0 == "\(sign)\(revision).1" }.count
      case 2: return (tables.contains("\(revision)_2")) == (direction == .upgrade) ? 1 : 0
      case 3: return marks.filter { $0 == "\(sign)\(revision).3" }.count
      default: return (tables.contains("\(revision)_4")) == (direction == .upgrade) ? 1 : 0
      }
    }

    func fullness(of revision: String, _ direction: Direction) -> [Int] {
      (1...4).map { count($0, of: revision, direction) }
    }
  }

  let sandbox: Sandbox
  let plan = FaultPlan()
  let workspace: Workspace
  let name: String
  let isThorough: Bool
  /// How many statements the catalog has told about.
  let settled = Shared(0)

  init(_ engine: FaultTests.Engine) throws {
    name = engine.name
    isThorough = engine.isThorough
    sandbox = try Sandbox()
    try sandbox.workspaceFile(
      Self.databases,
      extra: Dictionary(uniqueKeysWithValues: Self.databases.map { ($0, engine.settings) }))
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
      DialectRegistry([FaultyDialect(plan, commitsDDL: engine.commitsDDL)]))
  }

  func content(_ database: String) throws -> Content {
    let content = try sandbox.withFile(database) { connection in
      func column(_ sql: SQLFragment) throws -> [String] {
        try connection.query(sql).map { $0[0].text ?? "" }
      }
      let tables = try column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
      return Content(
        marks: try column("SELECT mark FROM log ORDER BY rowid"), tables: tables,
        versions: tables.contains("aludel_version")
          ? try column("SELECT version_num FROM aludel_version ORDER BY 1") : [])
    }
    return try #require(content)
  }

  /// The databases as they are before anything runs: only with the table for marks.
  private func prepare(_ first: RunRequest?) async throws {
    for database in Self.databases {
      try sandbox.write("\(database).db", "")
      _ = try sandbox.column("CREATE TABLE log (mark TEXT)", of: database)
    }
    plan.reset()
    if let first {
      let report = try await workspace.run(first)
      try #require(report.exitCode == 0)
    }
    for database in Self.databases { try copy("\(database).db", to: "\(database).saved") }
  }

  private func copy(_ name: String, to other: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: sandbox.path(name)))
    try data.write(to: URL(fileURLWithPath: sandbox.path(other)))
  }

  private func restore() throws {
    for database in Self.databases { try copy("\(database).saved", to: "\(database).db") }
  }

  func everyFault(of request: RunRequest, from first: RunRequest?) async throws {
    try await prepare(first)
    let before = try Self.databases.map(content)
    plan.reset()
    let report = try await workspace.run(request)
    try #require(report.exitCode == 0, "\(report)")
    let undisturbed = try Self.databases.map(content)
    let counts = Self.databases.map { plan.calls(to: $0).count }
    try #require(counts.allSatisfy { $0 > 5 })

    for (database, count) in zip(Self.databases, counts) {
      for number in 1...count {
        for (index, fault) in Fault.allCases.enumerated()
        where isThorough && database == "one" || (number + index) % 4 == 0 {
          try restore()
          plan.reset((database, number, fault))
          let report = try? await workspace.run(request)
          let call = plan.calls(to: database).dropFirst(number - 1).first ?? "?"
          let place: Comment =
            "\(name): \(fault) at call \(number) to \(database), \(call.prefix(60))"
          plan.reset()
          let after = try Self.databases.map(content)
          try await check(request, report, before: before, after: after, undisturbed, place)
          try await converge(request, to: undisturbed, place)
        }
      }
    }
  }

  /// The report tells the truth, and the version rows do.
  private func check(
    _ request: RunRequest, _ report: RunReport?, before: [Content], after: [Content],
    _ undisturbed: [Content], _ place: Comment
  ) async throws {
    guard let report else {
      #expect(before == after, place)
      return
    }
    for (index, outcome) in report.databases.enumerated() {
      if let current = outcome.current {
        #expect(current.revisions.map(\.text) == after[index].versions, place)
      }
      if !outcome.changedSomething {
        #expect(before[index].effects == after[index].effects, "\(place) \(outcome)")
      } else if outcome.current != nil, request.action != .ensureVersion {
        #expect(before[index] != after[index], "\(place) \(outcome)")
      }
      if !outcome.isFailure { #expect(after[index] == undisturbed[index], place) }
    }
    if report.exitCode == 0 { #expect(after == undisturbed, place) }
    if report.exitCode == 1 { #expect(before.map(\.effects) == after.map(\.effects), place) }

    guard request.action == .upgrade || request.action == .downgrade, after != undisturbed else {
      return
    }
    let direction = request.action == .upgrade ? Direction.upgrade : .downgrade
    let status = try await workspace.status()
    for (content, database) in zip(after, status.databases) {
      for revision in Self.revisions {
        let isRecorded =
          content.isApplied(revision) == (direction == .upgrade)
        let fullness = content.fullness(of: revision, direction)
        #expect(fullness.allSatisfy { $0 <= 1 }, place)
        if isRecorded {
          #expect(fullness == [1, 1, 1, 1], place)
        } else if fullness.contains(1) {
          #expect(database.state == .interrupted, place)
        }
      }
    }
  }

  /// Another run, after a person has decided what only a person can, ends as if nothing had happened.
  private func converge(
    _ request: RunRequest, to undisturbed: [Content], _ place: Comment
  ) async throws {
    let status = try await workspace.status()
    for database in status.databases {
      for case .error(.interrupted(_, let step, _)) in database.problems {
        guard let number = step.ambiguousStatement else { continue }
        let direction = step.direction == .upgrade ? Direction.upgrade : .downgrade
        let count = try content(database.name).count(
          number, of: step.revision.text, direction)
        if request.action == .upgrade || request.action == .downgrade {
          let refused = try await workspace.run(request)
          #expect(refused.exitCode == 1, place)
          #expect(
            refused.databases.contains { outcome in
              if case .interrupted = outcome.failure { true } else { false }
            }, place)
        }
        let resumed = try await workspace.resume(
          names: [database.name], statementTookEffect: count == 1)
        #expect(resumed.map(\.statement) == [number], place)
      }
    }
    let settled = settled
    let report = try await workspace.run(request) { event in
      if case .statementSettled = event { settled.change { $0 += 1 } }
    }
    #expect(report.exitCode == 0, "\(place) \(report)")
    #expect(try Self.databases.map(content) == undisturbed, place)
    if status.databases.contains(where: { $0.state == .interrupted }) {
      let again = try await workspace.status()
      #expect(!again.databases.contains { $0.state == .interrupted }, place)
    }
  }
}

extension Trial.Content {
  /// The history is r1-r2.
  fileprivate func isApplied(_ revision: String) -> Bool {
    versions.contains("r2") || versions.contains(revision)
  }
}
