import Aludel
import DialectKit
import Orchestration
import Revisions
import SQLText
import SQLiteDialect
import Testing

/// Saved plans that meet a workspace that is not what it was.
struct SavedPlanTests {
  /// `one` has `a1`, `a2`; `two` has `b1`, which needs `one/a1`.
  private func shop(_ databases: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two"], extra: databases)
    try sandbox.revision("a1", in: "one", upgrade: table("a1"), downgrade: "DROP TABLE a1;")
    try sandbox.revision(
      "a2", in: "one", after: "a1", upgrade: table("a2"), downgrade: "DROP TABLE a2;")
    try sandbox.revision(
      "b1", in: "two", header: "depends_on: one/a1", upgrade: table("b1"),
      downgrade: "DROP TABLE b1;")
    return sandbox
  }

  private func table(_ name: String) -> String { "CREATE TABLE \(name) (x INTEGER);" }

  private func differences(
    _ sandbox: Sandbox, from plan: SavedPlan
  ) async throws -> [PlanDifference] {
    let workspace = try sandbox.open()
    let request = RunRequest(following: plan, from: "plan.json")
    let before = try (sandbox.versions(of: "one"), sandbox.versions(of: "two"))
    let error = await #expect(throws: AludelError.self) { try await workspace.run(request) }
    #expect(try sandbox.versions(of: "one") == before.0)
    #expect(try sandbox.versions(of: "two") == before.1)
    // Looking at it gives the same answer.
    await #expect(throws: AludelError.self) { try await workspace.plan(request) }
    guard case .planChanged("plan.json", let differences)? = error else {
      Issue.record("\(error.debugDescription)")
      return []
    }
    return differences
  }

  private func revision(_ text: String) throws -> WorkspaceRevision {
    let parts = text.split(separator: "/").map(String.init)
    return WorkspaceRevision(database: parts[0], revision: try RevisionID(validating: parts[1]))
  }

  @Test func runsAsItIs() async throws {
    let sandbox = try shop()
    let workspace = try sandbox.open()
    let plan = try await workspace.plan(RunRequest(.upgrade)).saved
    let again = try await workspace.plan(RunRequest(.upgrade)).saved
    #expect(plan == again && plan.digest == again.digest)
    #expect(plan.steps.map(\.revision.description) == ["one/a1", "one/a2", "two/b1"])
    // What came later is not of the plan.
    try sandbox.revision("a3", in: "one", after: "a2", upgrade: table("a3"))
    let report = try await sandbox.open().run(RunRequest(following: plan, from: "plan.json"))
    #expect(report.exitCode == 0 && !report.wasCarriedOutBefore)
    #expect(try sandbox.versions(of: "one") == ["a2"])
    let second = try await sandbox.open().run(RunRequest(following: plan, from: "plan.json"))
    #expect(second.exitCode == 0 && second.wasCarriedOutBefore)
  }

  /// Everything that differs is named at once, whatever it is.
  @Test func allDifferencesAtOnce() async throws {
    let sandbox = try shop()
    let plan = try await sandbox.open().plan(RunRequest(.upgrade)).saved
    _ = try await sandbox.open().run(RunRequest(.upgrade, targets: [.init(.name("a1"))]))
    try sandbox.revision("b0", in: "two", upgrade: table("b0"))
    try sandbox.revision("b1", in: "two", after: "b0", upgrade: table("b2"))
    let found = try await differences(sandbox, from: plan)
    #expect(
      found == [
        .moved(
          database: "one", planned: HeadSet([]), actual: HeadSet([try revision("one/a1").revision]),
          done: 1, count: 2),
        .changedSection(try revision("two/b1"), .upgrade, file: "two/b1.sql"),
        .unplannedNeed(
          try revision("two/b1"), needs: try revision("two/b0"), file: "two/b0.sql"),
      ])
  }

  @Test func edgeThatCameLater() async throws {
    let sandbox = try shop()
    let plan = try await sandbox.open().plan(RunRequest(.upgrade)).saved
    try sandbox.revision(
      "a2", in: "one", after: "a1", header: "depends_on: two/b1", upgrade: table("a2"),
      downgrade: "DROP TABLE a2;")
    #expect(
      try await differences(sandbox, from: plan) == [
        .unplannedNeed(try revision("one/a2"), needs: try revision("two/b1"), file: "one/a2.sql")
      ])
  }

  @Test func dependantThatCameLater() async throws {
    let sandbox = try shop()
    _ = try await sandbox.open().run(RunRequest(.upgrade))
    let target = TargetExpression(.name("a1"), database: "one")
    let plan = try await sandbox.open().plan(RunRequest(.downgrade, targets: [target])).saved
    #expect(plan.steps.map(\.revision.description) == ["one/a2"])
    try sandbox.revision("b1", in: "two", header: "depends_on: one/a2", upgrade: table("b1"))
    #expect(
      try await differences(sandbox, from: plan) == [
        .unplannedDependant(
          try revision("one/a2"), neededBy: try revision("two/b1"), file: "two/b1.sql")
      ])
  }

  @Test func versionTableThatIsGone() async throws {
    let sandbox = try shop()
    _ = try await sandbox.open().run(RunRequest(.ensureVersion))
    let plan = try await sandbox.open().plan(RunRequest(.upgrade)).saved
    _ = try sandbox.withFile("two") { try $0.execute("DROP TABLE aludel_version") }
    #expect(
      try await differences(sandbox, from: plan) == [.missingVersionTable(database: "two")])
    // The other way round nothing is lost: a table without rows says what no table says.
    let fresh = try shop()
    let early = try await fresh.open().plan(RunRequest(.upgrade)).saved
    _ = try await fresh.open().run(RunRequest(.ensureVersion))
    let report = try await fresh.open().run(RunRequest(following: early, from: "plan.json"))
    #expect(report.exitCode == 0)
  }

  /// Another run has the lock when ours has looked, and leaves the rows elsewhere: at the plan's end that is
  /// all right, anywhere else it is not.
  @Test(arguments: ["a1", "a2"]) func movedBeforeTheLock(row: String) async throws {
    let sandbox = try shop(["one": "lock_timeout = \"1h\""])
    let workspace = try sandbox.open()
    _ = try await workspace.run(RunRequest(.ensureVersion))
    _ = try await workspace.run(
      RunRequest(.upgrade, targets: [.init(.name("b1"))], takesDependencies: true))
    _ = try await workspace.run(RunRequest(.stamp(purge: false), targets: [.base], names: ["one"]))
    let plan = try await workspace.plan(RunRequest(.upgrade, names: ["one"])).saved
    let session = try await lock(sandbox)
    let found = Shared<AludelError?>(nil)
    do {
      let request = RunRequest(following: plan, from: "plan.json")
      let report = try await workspace.run(request) { event in
        guard case .waitingForLock = event else { return }
        Task {
          _ = try sandbox.withFile("one") {
            try $0.execute("INSERT INTO aludel_version VALUES (\(bind: .text(row)))")
          }
          await session.close()
        }
      }
      #expect(report.wasCarriedOutBefore)
    } catch {
      let refusal: AludelError = error
      found.change { $0 = refusal }
    }
    #expect(try sandbox.versions(of: "one") == [row])
    if row == "a2" {
      #expect(found.current == nil)
    } else if case .planChanged(_, let differences)? = found.current {
      #expect(differences.count == 1)
    } else {
      Issue.record("\(found.current.debugDescription)")
    }
  }

  private func lock(_ sandbox: Sandbox) async throws -> Session {
    let dialect = SQLiteDialect()
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: "sqlite:///\(sandbox.path("one.db"))"), relativeTo: "/")
    let session = try await Session.open(dialect, at: endpoint, settings: SessionSettings())
    _ = try await session.run { connection throws(DatabaseError) in
      try connection.tryLock(LockKey(table: QualifiedName(name: "aludel_version")))
    }
    return session
  }

  /// A step that stands half-way is finished without a plan.
  @Test func halfwayStep() async throws {
    let sandbox = try shop()
    let engine = DialectRegistry([ObservedDialect(commitsDDL: true)])
    let plan = try await sandbox.open(engine).plan(RunRequest(.upgrade)).toKeep()
    try sandbox.revision(
      "a1", in: "one", upgrade: table("a1") + "\nINSERT INTO missing VALUES (1);")
    _ = try await sandbox.open(engine).run(RunRequest(.upgrade))
    try sandbox.revision("a1", in: "one", upgrade: table("a1"), downgrade: "DROP TABLE a1;")
    let workspace = try sandbox.open(engine)
    let report = try await workspace.run(RunRequest(following: plan, from: "plan.json"))
    #expect(report.databases.map(\.kind) == [.interrupted, .skipped] && report.exitCode == 1)
    let goingOn = try await workspace.plan(RunRequest(.upgrade))
    #expect(goingOn.steps.count == 3)
    let error = #expect(throws: AludelError.self) { try goingOn.toKeep() }
    guard case .interrupted("one", let step)? = error, step.file == "one/a1.sql" else {
      Issue.record("\(error.debugDescription)")
      return
    }
    #expect(try sandbox.versions(of: "two") == [])
  }

  /// A digest is another one when anything is.
  @Test func digestCoversEverything() async throws {
    let sandbox = try shop()
    let plan = try await sandbox.open().plan(RunRequest(.upgrade)).saved
    var others: [SavedPlan] = []
    func change(_ body: (inout SavedPlan) -> Void) {
      var other = plan
      body(&other)
      others.append(other)
    }
    change { $0.workspace += "x" }
    change { $0.direction = .downgrade }
    change { $0.databases.removeLast() }
    change { $0.databases.swapAt(0, 1) }
    change { $0.databases[0].name = "three" }
    change { $0.databases[0].dialect = "mysql" }
    change { $0.databases[0].start = $0.databases[0].end }
    change { $0.databases[0].end = $0.databases[1].end }
    change { $0.databases[0].hasVersionTable.toggle() }
    change { $0.steps.removeLast() }
    change { $0.steps.swapAt(0, 1) }
    change { $0.steps[0].checksum = $0.steps[1].checksum }
    change { $0.steps[0].file = "elsewhere.sql" }
    change { $0.steps[0].revision.database = "two" }
    change { $0.steps[2].waitsFor = [] }
    #expect(Set(others.map(\.digest)).union([plan.digest]).count == others.count + 1)
  }
}
