import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// What is found out, on real servers, about statements that no transaction protects.
@Suite(.enabled(if: !LiveEngine.all.isEmpty)) struct JournalTests {
  private func sandbox(_ engine: LiveEngine, _ database: String) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      """
      [databases.main]
      dialect = "\(engine.dialect)"
      url = "\(try engine.url(of: database))"
      versions = "main"
      lock_timeout = "600s"
      """)
    return sandbox
  }

  /// Runs the upgrade while another session's transaction keeps `busy` from being changed, and ends the
  /// session of the run as soon as it waits.
  private func upgradeAndLoseTheSession(
    _ engine: LiveEngine, _ database: String, _ sandbox: Sandbox
  ) async throws -> RunReport {
    let holder = try engine.connect(database)
    defer { holder.close() }
    try holder.begin(TransactionOptions())
    try holder.execute("INSERT INTO busy VALUES (1)")
    let watcher = try engine.connect(database)
    defer { watcher.close() }
    let (beats, continuation) = AsyncStream.makeStream(of: Void.self)
    let workspace = try sandbox.open(heartbeat: .milliseconds(20))
    async let running = workspace.run(RunRequest(.upgrade)) { event in
      if case .stillRunning(_, _, let owners) = event, !owners.isEmpty { continuation.yield() }
    }
    for await _ in beats { break }
    let isPostgres = engine.dialect == "postgresql"
    let sessions: SQLFragment =
      isPostgres
      ? """
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND query ~ '^(CREATE|ALTER)' AND state = 'active'
      """
      : """
      SELECT id FROM information_schema.processlist
      WHERE db = DATABASE() AND info LIKE 'ALTER%'
      """
    // The server's list may be a moment behind.
    var waiting: [Row] = []
    for _ in 0..<1_000 where waiting.isEmpty { waiting = try watcher.query(sessions) }
    let session = try #require(waiting.first?[0].integer)
    let number = SQLFragment(verbatim: String(session))
    _ = try watcher.query(
      isPostgres ? "SELECT pg_terminate_backend(\(number))" : "KILL \(number)")
    return try await running
  }

  /// The lost statement has left nothing, or an index of no use, and runs again by itself.
  @Test(arguments: LiveEngine.all) func aSessionThatIsLost(engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      try engine.execute("CREATE TABLE busy (n BIGINT)", in: database)
      let isPostgres = engine.dialect == "postgresql"
      try sandbox.revision(
        "a1", in: "main",
        upgrade: "CREATE TABLE a (n INT);\n"
          + (isPostgres
            ? "CREATE INDEX CONCURRENTLY busy_n ON busy (n);"
            : "ALTER TABLE busy ADD COLUMN m INT;")
          + "\nCREATE TABLE b (n INT);",
        options: isPostgres ? " transaction=none" : "")
      let lost = try await upgradeAndLoseTheSession(engine, database, sandbox)
      #expect(lost.exitCode == 3)
      #expect(lost.databases.map(\.kind) == [.interrupted])
      if isPostgres {
        let invalid: SQLFragment = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
        #expect(try engine.column(invalid, of: database) == ["1"], "nothing was left to remove")
      }
      #expect(try engine.hasTable("a", in: database))
      #expect(try !engine.hasTable("b", in: database), "it went on without anybody")
      let events = Events()
      let report = try await sandbox.open().run(RunRequest(.upgrade), events: events.sink)
      #expect(report.exitCode == 0, "\(report)")
      #expect(try engine.hasTable("b", in: database))
      let verdicts = events.all.compactMap { event in
        if case .statementSettled(_, _, _, let tookEffect) = event { tookEffect } else { nil }
      }
      #expect(verdicts == [false])
      #expect(try await sandbox.open().status().databases.map(\.state) == [.upToDate])
      if isPostgres {
        let valid: SQLFragment =
          "SELECT indisvalid::text FROM pg_index WHERE indrelid = 'busy'::regclass"
        #expect(try engine.column(valid, of: database) == ["true"])
      }
    }
  }

  /// The index that could not be made unique is of no use to anybody.
  @Test(.enabled(if: LiveEngine.postgres != nil)) func anIndexThatFails() async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      try engine.execute(
        "CREATE TABLE twins AS SELECT 1 AS n FROM generate_series(1, 2)", in: database)
      try sandbox.revision(
        "a1", in: "main", upgrade: "CREATE UNIQUE INDEX CONCURRENTLY twins_n ON twins (n);",
        options: " transaction=none")
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      #expect(report.exitCode == 1, "\(report)")
      #expect(
        try engine.column(
          "SELECT indisvalid FROM pg_index WHERE indrelid = 'twins'::regclass", of: database) == [])
      #expect(try await sandbox.open().status().databases.map(\.state) == [.empty])
      try engine.execute("DELETE FROM twins WHERE ctid = '(0,1)'", in: database)
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    }
  }

  /// What the first run had set for its session counts for the rest of the section too.
  @Test(.enabled(if: LiveEngine.all.contains { $0.dialect == "mysql" }))
  func settingsAreThereAgain() async throws {
    let engine = try #require(LiveEngine.all.first { $0.dialect == "mysql" })
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      let start = "SET @five = 5;\nCREATE TABLE a (n INT);\n"
      try sandbox.revision("a1", in: "main", upgrade: start + "INSERT INTO b VALUES (@five);")
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 3)
      try sandbox.revision("a1", in: "main", upgrade: start + "INSERT INTO a VALUES (@five);")
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT n FROM a", of: database) == ["5"])
    }
  }
}
