import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import SQLiteDialect
import Testing

struct RunTests {
  private func outcomes(_ report: RunReport) -> [String] {
    report.databases.map { "\($0.name) \($0.kind.rawValue)" }
  }

  // MARK: - What is not done

  /// A run that finds nothing to do asks each database twice after connecting, takes no lock and writes
  /// nothing.
  @Test func roundTripsOfANoOp() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    let plan = CallLog()
    let workspace = try sandbox.open(DialectRegistry([ObservedDialect(plan)]))
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
    plan.reset()
    let report = try await workspace.run(RunRequest(.upgrade))
    #expect(outcomes(report) == ["one up_to_date"])
    #expect(plan.calls(to: "one").count == 2)
    #expect(!plan.calls(to: "one").contains { $0 == "lock" || $0 == "begin" })
  }

  /// The lock comes before the work, the rows are read again after it, and it is given back.
  @Test func lockAroundTheWork() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    let plan = CallLog()
    let workspace = try sandbox.open(DialectRegistry([ObservedDialect(plan)]))
    #expect(try await workspace.run(RunRequest(.ensureVersion)).exitCode == 0)
    plan.reset()
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
    let calls = plan.calls(to: "one").map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(
      calls == [
        "columns", "SELECT", "access", "lock", "columns", "SELECT", "reset", "begin", "run",
        "INSERT", "INSERT", "commit", "rollback", "unlock",
      ])
  }

  @Test func questionsAndRefusalsCreateNothing() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two"])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    // VACUUM cannot run in a transaction, which is known before anything runs.
    try sandbox.revision("r1", in: "two", upgrade: "VACUUM;")
    let before = sandbox.listing()
    let workspace = try sandbox.open()
    _ = try await workspace.status()
    _ = try await workspace.current()
    _ = try await workspace.plan(RunRequest(.upgrade, names: ["one"]))
    let report = try await workspace.run(RunRequest(.upgrade))
    #expect(outcomes(report) == ["one skipped", "two failed"])
    #expect(report.exitCode == 1)
    #expect(sandbox.listing() == before)
  }

  // MARK: - Several databases

  /// `one/b` needs `two/a`, which cannot be had; `three` comes after `one`; `four` stands alone.
  private func quarrel(_ settings: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(
      ["one", "two", "three", "four"],
      extra: ["three": "after = [\"one\"]"].merging(settings) { $0 + "\n" + $1 })
    try sandbox.revision("a", in: "two", upgrade: "VACUUM;")
    try sandbox.revision(
      "b", in: "one", header: "depends_on: two/a", upgrade: "CREATE TABLE t (x INTEGER);")
    try sandbox.revision("c", in: "three", upgrade: "CREATE TABLE t (x INTEGER);")
    try sandbox.revision("d", in: "four", upgrade: "CREATE TABLE t (x INTEGER);")
    return sandbox
  }

  @Test func keepGoing() async throws {
    let sandbox = try quarrel()
    let report = try await sandbox.open().run(RunRequest(.upgrade, policy: .keepGoing))
    #expect(outcomes(report) == ["one skipped", "two failed", "three skipped", "four upgraded"])
    #expect(
      report.databases.map(\.current) == [
        HeadSet([]), nil, HeadSet([]), report.databases[3].current,
      ])
    #expect(report.exitCode == 3)
    #expect(!sandbox.exists("one.db") && !sandbox.exists("two.db") && !sandbox.exists("three.db"))
    guard case .waitedForFailed("one", "two") = report.databases[0].failure,
      case .waitedForFailed("three", "one") = report.databases[2].failure
    else {
      Issue.record("\(report)")
      return
    }
  }

  /// A need that no selected database can fill fails the database that has it, and no other.
  @Test func keepGoingWithoutAnotherDatabase() async throws {
    let sandbox = try quarrel()
    let workspace = try sandbox.open()
    let request = RunRequest(.upgrade, names: ["one", "four"], policy: .keepGoing)
    #expect(outcomes(try await workspace.run(request)) == ["one failed", "four upgraded"])
    await #expect(throws: AludelError.self) {
      try await workspace.run(RunRequest(.upgrade, names: ["one", "four"]))
    }
  }

  /// `p2` of a database that commits once waits for `q1`, which waits for `p1`: it would wait for ever.
  @Test func sharedTransactionThatWaitsForItself() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["p", "q"], extra: ["p": "transaction = \"per_run\""])
    try sandbox.revision("p1", in: "p", upgrade: "CREATE TABLE a (x INTEGER);")
    try sandbox.revision(
      "p2", in: "p", after: "p1", header: "depends_on: q/q1", upgrade: "CREATE TABLE b (x INTEGER);"
    )
    try sandbox.revision(
      "q1", in: "q", header: "depends_on: p/p1", upgrade: "CREATE TABLE c (x INTEGER);")
    let workspace = try sandbox.open()
    do {
      _ = try await workspace.run(RunRequest(.upgrade))
      Issue.record("it should have been refused")
    } catch AludelError.cannotShareTransaction(let database, let revision, _, _) {
      #expect(database == "p" && revision.text == "p2")
    }
    #expect(!sandbox.exists("p.db") && !sandbox.exists("q.db"))
    // One after the other there is no circle.
    #expect(try await workspace.run(RunRequest(.upgrade, targets: [.p1])).exitCode == 0)
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
  }

  @Test func sharedTransactionThatFails() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["p"], extra: ["p": "transaction = \"per_run\""])
    try sandbox.revision("p1", in: "p", upgrade: "CREATE TABLE a (x INTEGER);")
    try sandbox.revision("p2", in: "p", after: "p1", upgrade: "CREATE TABLE a (x INTEGER);")
    let events = Events()
    let report = try await sandbox.open().run(RunRequest(.upgrade), events: events.sink)
    #expect(report.exitCode == 1)
    #expect(try sandbox.tables(of: "p") == [])
    // Nothing was applied, so nothing is told to have been.
    #expect(!events.all.contains { if case .stepApplied = $0 { true } else { false } })
  }

  // MARK: - Waiting

  private func withLockHeld(_ sandbox: Sandbox, _ body: () async throws -> Void) async throws {
    let dialect = SQLiteDialect()
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: "sqlite:///\(sandbox.path("one.db"))"), relativeTo: "/")
    let session = try await Session.open(
      dialect, at: endpoint, settings: SessionSettings(createsMissingDatabase: true))
    let key = LockKey(table: QualifiedName(name: "aludel_version"))
    let attempt = try await session.run { connection throws(DatabaseError) in
      try connection.tryLock(key)
    }
    #expect(attempt == .acquired)
    try await body()
    await session.close()
  }

  @Test func lockHeldByAnother() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two"], extra: ["one": "lock_timeout = \"0s\""])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    try sandbox.revision("r1", in: "two", upgrade: "CREATE TABLE t (x INTEGER);")
    let workspace = try sandbox.open()
    try await withLockHeld(sandbox) {
      let report = try await workspace.run(RunRequest(.upgrade))
      #expect(outcomes(report) == ["one locked", "two skipped"])
      #expect(report.exitCode == 1)
    }
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
  }

  @Test func stopWhileWaitingForALock() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"], extra: ["one": "lock_timeout = \"1h\""])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    let workspace = try sandbox.open()
    try await withLockHeld(sandbox) {
      let control = RunControl()
      let report = try await workspace.run(RunRequest(.upgrade), control: control) { event in
        if case .waitingForLock = event { Task { await control.requestStop() } }
      }
      #expect(outcomes(report) == ["one skipped"])
      #expect(report.exitCode == 130)
    }
  }

  // MARK: - Interrupted steps

  /// A step of an engine whose DDL commits, failed in its third statement.
  private func halfway() async throws -> (Sandbox, Workspace) {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision("r0", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    try sandbox.revision(
      "r1", in: "one", after: "r0", upgrade: Self.broken, downgrade: "DROP TABLE b;")
    let workspace = try sandbox.open(DialectRegistry([ObservedDialect(commitsDDL: true)]))
    let report = try await workspace.run(RunRequest(.upgrade))
    #expect(outcomes(report) == ["one interrupted"])
    #expect(report.exitCode == 3)
    #expect(try await workspace.status().databases[0].state == .interrupted)
    // Nothing new happens the second time, so nothing is said to have changed.
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 1)
    return (sandbox, workspace)
  }

  private static let broken = """
    CREATE TABLE b (x INTEGER);
    INSERT INTO b VALUES (1);
    INSERT INTO missing VALUES (1);
    """

  /// What is told of it: the statement at which it stands, where that is, and what is known of it.
  @Test func halfwayStepAsItIsTold() async throws {
    let (sandbox, workspace) = try await halfway()
    func told(_ workspace: Workspace) async throws -> InterruptedStep? {
      for case .error(.interrupted(_, let step)) in try await workspace.status().databases[0]
        .problems
      {
        return step
      }
      return nil
    }
    let step = try #require(try await told(workspace))
    #expect(step.file == "one/r1.sql" && step.appliedCount == 2)
    #expect(step.statementNumber == 3 && step.statementCount == 3 && step.halt == .failed)
    #expect(step.statement?.text == "INSERT INTO missing VALUES (1)")
    // Somebody has taken it out, as the program would after a kill: what took effect is not what is told.
    let shorter = try reopen(
      sandbox, upgrade: Self.broken.split(separator: "\n").dropLast().joined(separator: "\n"))
    let rest = try #require(try await told(shorter))
    #expect(rest.statementNumber == 3 && rest.statementCount == 2 && rest.statement == nil)
    _ = try sandbox.column(
      "DELETE FROM aludel_version_history WHERE outcome = 'failed' RETURNING outcome", of: "one")
    #expect(try await told(shorter)?.halt == .notBegun)
  }

  private func reopen(_ sandbox: Sandbox, upgrade: String) throws -> Workspace {
    try sandbox.revision("r1", in: "one", after: "r0", upgrade: upgrade, downgrade: "DROP TABLE b;")
    return try sandbox.open(DialectRegistry([ObservedDialect(commitsDDL: true)]))
  }

  /// While another run holds the lock, a step that stands half-way may be what it is doing just now:
  /// that is waited for and not refused.
  @Test func halfwayStepOfARunThatGoesOn() async throws {
    let (sandbox, _) = try await halfway()
    try sandbox.workspaceFile(["one"], extra: ["one": "lock_timeout = \"0s\""])
    let workspace = try sandbox.open(DialectRegistry([ObservedDialect(commitsDDL: true)]))
    let downgrade = RunRequest(.downgrade, targets: [.base])
    try await withLockHeld(sandbox) {
      let report = try await workspace.run(downgrade)
      #expect(outcomes(report) == ["one locked"])
    }
    let report = try await workspace.run(downgrade)
    #expect(outcomes(report) == ["one interrupted"])
  }

  @Test func mendedAfterInterruption() async throws {
    let (sandbox, _) = try await halfway()
    let workspace = try reopen(
      sandbox, upgrade: Self.broken.replacingOccurrences(of: "missing", with: "b"))
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
    #expect(try sandbox.column("SELECT count(*) || '' FROM b", of: "one") == ["2"])
    #expect(try sandbox.versions(of: "one") == ["r1"])
  }

  @Test(arguments: [
    "CREATE TABLE b (x INTEGER);\nINSERT INTO b VALUES (7);", "CREATE TABLE b (x INTEGER);", "",
  ])
  func editedAfterInterruption(upgrade: String) async throws {
    let (sandbox, _) = try await halfway()
    let report = try await reopen(sandbox, upgrade: upgrade).run(RunRequest(.upgrade))
    guard case .step(let failure) = report.databases[0].failure,
      case .editedAfterInterruption = failure.cause
    else {
      Issue.record("\(report)")
      return
    }
    #expect(report.exitCode == 1)
    #expect(try sandbox.column("SELECT x || '' FROM b", of: "one") == ["1"])
  }

  /// The journal is kept on when the engine, by now, could do without.
  @Test func mendedUnderATransaction() async throws {
    let (sandbox, _) = try await halfway()
    _ = try reopen(sandbox, upgrade: Self.broken.replacingOccurrences(of: "missing", with: "b"))
    #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    #expect(try sandbox.column("SELECT count(*) || '' FROM b", of: "one") == ["2"])
  }

  @Test func otherWayAfterInterruption() async throws {
    let (sandbox, workspace) = try await halfway()
    let report = try await workspace.run(RunRequest(.downgrade, targets: [.base]))
    #expect(outcomes(report) == ["one interrupted"])
    #expect(report.exitCode == 1)
    #expect(try sandbox.versions(of: "one") == ["r0"])
  }

  @Test(arguments: [TargetExpression.base, .heads, .current])
  func stampEndsAnInterruption(target: TargetExpression) async throws {
    let (sandbox, workspace) = try await halfway()
    defer { withExtendedLifetime(sandbox) {} }
    let request = RunRequest(.stamp(purge: false), targets: [target])
    let events = Events()
    let plan = try await workspace.plan(request)
    let report = try await workspace.run(request, events: events.sink)
    #expect(report.exitCode == 0, "\(report)")
    let started = events.all.compactMap { if case .started(let plan) = $0 { plan } else { nil } }
    for plan in started + [plan] {
      let step = try #require(plan.databases[0].abandoned)
      #expect(step.appliedCount == 2 && step.statementCount == 3 && step.halt == .failed)
    }
    #expect(started.count == 1)
    #expect(try await workspace.plan(RunRequest(.upgrade)).databases[0].abandoned == nil)
    #expect(try await workspace.status().databases[0].state != .interrupted)
  }

  /// A revision that sorts before the interrupted one has come since.
  @Test func newBranchAfterInterruption() async throws {
    let (sandbox, _) = try await halfway()
    try sandbox.revision("a", in: "one", after: "r0", upgrade: "CREATE TABLE c (x INTEGER);")
    let workspace = try reopen(
      sandbox, upgrade: Self.broken.replacingOccurrences(of: "missing", with: "b"))
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
    #expect(try sandbox.versions(of: "one") == ["a", "r1"])
    #expect(try sandbox.column("SELECT count(*) || '' FROM b", of: "one") == ["2"])
  }

  @Test func changedAfterItWasApplied() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x TEXT);")
    let status = try await sandbox.open().status()
    guard case .changedFile(let changed)? = status.databases[0].problems.first else {
      Issue.record("\(status)")
      return
    }
    #expect(changed.revision.text == "r1")
  }

  /// Another program moved the rows between our reading and our writing, as Alembic does without a lock.
  @Test func rowsMovedMeanwhile() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision("r1", in: "one", upgrade: "CREATE TABLE t (x INTEGER);")
    try sandbox.revision(
      "r2", in: "one", after: "r1",
      upgrade: "UPDATE aludel_version SET version_num = 'elsewhere';")
    let report = try await sandbox.open().run(RunRequest(.upgrade))
    #expect(report.exitCode == 3)
    guard case .step(let failure) = report.databases[0].failure,
      case .bookkeeping(.rowMoved(_, let row)) = failure.cause
    else {
      Issue.record("\(report)")
      return
    }
    #expect(row.text == "r1")
    #expect(try sandbox.versions(of: "one") == ["r1"])
  }
}

extension TargetExpression {
  fileprivate static let p1 = TargetExpression(.name("p1"))
}
