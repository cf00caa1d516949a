import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// Sections of several statements on MariaDB, which are sent together although each stands for itself.
@Suite(.enabled(if: LiveEngine.mysql != nil)) struct PacketTests {
  /// Runs `body` with a workspace whose one revision has these statements.
  private func withRevision(
    _ upgrade: String, after setUp: String? = nil,
    _ body: (Sandbox, LiveEngine, String) async throws -> Void
  ) async throws {
    let engine = try #require(LiveEngine.mysql)
    try await engine.withDatabase { database in
      if let text = setUp { try engine.execute(SQLFragment(verbatim: text), in: database) }
      let sandbox = try Sandbox()
      try sandbox.write(
        "aludel.toml",
        """
        [databases.main]
        dialect = "mysql"
        url = "\(try engine.url(of: database))"
        versions = "main"
        """)
      try sandbox.revision("a1", in: "main", upgrade: upgrade)
      try await body(sandbox, engine, database)
    }
  }

  /// The failure of a run that changed something.
  private func failure(of sandbox: Sandbox) async throws -> StepFailure? {
    let report = try await sandbox.open().run(RunRequest(.upgrade))
    #expect(report.exitCode == 3, "\(report)")
    guard case .step(let failure)? = report.databases[0].failure else {
      Issue.record("\(report)")
      return nil
    }
    return failure
  }

  /// `1 applied`, without the row of the step.
  private func journal(_ engine: LiveEngine, _ database: String) throws -> [String] {
    try engine.column(
      """
      SELECT CONCAT(statement, ' ', outcome) FROM aludel_version_history
      WHERE statement IS NOT NULL ORDER BY id
      """, of: database)
  }

  private func number(of failure: StepFailure?) -> Int? {
    if case .statement(_, let number, _) = failure?.cause { number } else { nil }
  }

  /// What stood before stays, what stands behind does not run, and the next run goes on in between.
  @Test(arguments: ["INSERT INTO missing VALUES (1);", "CREATE TABLE a (m INT);", "INSERT oops;"])
  func theSecondOfThreeFails(_ second: String) async throws {
    let first = "CREATE TABLE a (n INT);\n"
    let third = "\nCREATE TABLE c (n INT);"
    try await withRevision(first + second + third) { sandbox, engine, database in
      let failure = try await failure(of: sandbox)
      #expect(failure?.effect == .stopped(applied: 1))
      #expect(number(of: failure) == 2)
      #expect(try engine.hasTable("a", in: database))
      #expect(try !engine.hasTable("c", in: database))
      #expect(try journal(engine, database) == ["1 applied", "2 failed"])
      try sandbox.revision("a1", in: "main", upgrade: first + "INSERT INTO a VALUES (5);" + third)
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT n FROM a", of: database) == ["5"])
      #expect(
        try journal(engine, database) == ["1 applied", "2 failed", "2 applied", "3 applied"])
    }
  }

  /// A data change that fails is undone, and what stands before it is not.
  @Test func aDataChangeThatFails() async throws {
    try await withRevision(
      "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2), (1);\nINSERT INTO t VALUES (3);",
      after: "CREATE TABLE t (n INT PRIMARY KEY)"
    ) { sandbox, engine, database in
      let failure = try await failure(of: sandbox)
      #expect(failure?.effect == .stopped(applied: 1) && number(of: failure) == 2)
      #expect(try engine.column("SELECT n FROM t", of: database) == ["1"])
      #expect(try journal(engine, database) == ["1 applied", "2 failed"])
    }
  }

  /// MariaDB commits DDL, also when it fails half-way.
  @Test(arguments: ["", "CREATE TABLE b (n INT);\n"])
  func aStatementThatFailsAndTakesEffect(_ first: String) async throws {
    try await withRevision(
      first + "DROP TABLE a, missing;\nCREATE TABLE c (n INT);", after: "CREATE TABLE a (n INT)"
    ) { sandbox, engine, database in
      let failure = try await failure(of: sandbox)
      #expect(failure?.effect == .unsettled)
      #expect(try !engine.hasTable("a", in: database))
      #expect(try !engine.hasTable("c", in: database))
      // That the table was missing before says that its absence will prove nothing.
      #expect(try journal(engine, database).last?.hasSuffix(" started_blindly") == true)
      let workspace = try sandbox.open()
      let status = try await workspace.status().databases[0]
      #expect(status.state == .interrupted)
      guard case .error(.interrupted(_, let step))? = status.problems.first else {
        Issue.record("\(status.problems)")
        return
      }
      #expect(step.halt == .unsettled && step.statement?.text == "DROP TABLE a, missing")
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode != 0, "a person decides")
      _ = try await workspace.resume(statementTookEffect: true)
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.hasTable("c", in: database))
    }
  }

  /// A body with semicolons goes alone, in the middle of the rest.
  @Test(arguments: [true, false]) func aBodyInBetween(fails: Bool) async throws {
    let body = fails ? "SELECT 1 INTO missing" : "SET NEW.n = 7"
    try await withRevision(
      """
      CREATE TABLE t (n INT);
      CREATE TRIGGER g BEFORE INSERT ON \(fails ? "missing" : "t") FOR EACH ROW BEGIN \(body); END;
      INSERT INTO t VALUES (1);
      """
    ) { sandbox, engine, database in
      guard fails else {
        #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
        #expect(try engine.column("SELECT n FROM t", of: database) == ["7"])
        #expect(try journal(engine, database) == ["1 applied", "2 applied", "3 applied"])
        return
      }
      let failure = try await failure(of: sandbox)
      #expect(failure?.effect == .stopped(applied: 1) && number(of: failure) == 2)
      #expect(try journal(engine, database) == ["1 applied", "2 failed"])
      #expect(try engine.column("SELECT n FROM t", of: database) == [])
    }
  }

  /// Ctrl-C, twice, while the second of three is at work.
  @Test func stoppedInTheMiddle() async throws {
    let (first, third) = ("CREATE TABLE a (n INT);\n", "\nCREATE TABLE c (n INT);")
    try await withRevision(first + "SELECT SLEEP(600);" + third) { sandbox, engine, database in
      let control = RunControl()
      let (beats, continuation) = AsyncStream.makeStream(of: Void.self)
      let hasBegun = Shared(false)
      let workspace = try sandbox.open(heartbeat: .milliseconds(50))
      async let running = workspace.run(RunRequest(.upgrade), control: control) { event in
        if case .statementStarted(_, 2, _, _) = event { hasBegun.change { $0 = true } }
        if case .stillRunning = event, hasBegun.current { continuation.yield() }
      }
      for await _ in beats { break }
      await control.requestStop()
      await control.requestStop()
      let report = try await running
      #expect(report.exitCode == 130)
      guard case .step(let failure)? = report.databases[0].failure else {
        Issue.record("\(report)")
        return
      }
      #expect(failure.effect == .stopped(applied: 1) && number(of: failure) == 2)
      #expect(failure.databaseError?.kind == .cancelled)
      #expect(try !engine.hasTable("c", in: database))
      #expect(try journal(engine, database) == ["1 applied", "2 failed"])
      try sandbox.revision("a1", in: "main", upgrade: first + "DO 0;" + third)
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.hasTable("c", in: database))
    }
  }

  /// Each row tells of its own statement, and the step's of all of them.
  @Test func whenAndHowLong() async throws {
    try await withRevision(
      "DO SLEEP(1.1);\nCREATE TABLE a (n INT);\nSET @n = 1;\nDO SLEEP(0.2);"
    ) { sandbox, engine, database in
      let events = Events()
      let workspace = try sandbox.open(now: {
        Int64(Date.now.timeIntervalSince1970 * 1_000)
      })
      let report = try await workspace.run(RunRequest(.upgrade), events: events.sink)
      #expect(report.exitCode == 0, "\(report)")
      let numbers = events.all.compactMap { event in
        if case .statementStarted(_, let number, _, _) = event { number } else { nil }
      }
      #expect(numbers == [1, 2, 3, 4])
      let rows: SQLFragment = "FROM aludel_version_history ORDER BY id"
      let durations = try engine.column("SELECT duration_ms \(rows)", of: database)
        .compactMap { Int($0) }
      try #require(durations.count == 5)
      #expect(durations[0] >= 1_100 && durations[3] >= 200, "\(durations)")
      // Counted from the beginning of the packet they would be more than the step took.
      #expect(durations[..<4].reduce(0, +) <= durations[4] + 4, "\(durations)")
      let times = try engine.column("SELECT started_at \(rows)", of: database)
      #expect(times[0] < times[1] && times[1] <= times[2] && times[2] <= times[3], "\(times)")
      #expect(times.allSatisfy { $0.count == "2026-11-21T10:15:00Z".count }, "\(times)")
      // The step began with the first of them.
      #expect(times[4] <= times[0], "\(times)")
    }
  }
}

extension LiveEngine {
  func hasTable(_ name: String, in database: String) throws -> Bool {
    let place: SQLFragment = dialect == "mysql" ? "DATABASE()" : "'public'"
    let found = try column(
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = \(place) AND table_name = \(bind: .text(name))
      """, of: database)
    return !found.isEmpty
  }
}
