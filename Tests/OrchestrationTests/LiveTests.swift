import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// A server to try things on, each test in databases of its own. The URLs are those of an
/// administrator: `ALUDEL_TEST_POSTGRESQL`, `ALUDEL_TEST_MYSQL`.
struct LiveEngine: Sendable, CustomTestStringConvertible {
  var name: String
  var dialect: String
  var variable: String
  var testDescription: String { name }

  static let all = [
    LiveEngine(name: "PostgreSQL", dialect: "postgresql", variable: "ALUDEL_TEST_POSTGRESQL"),
    LiveEngine(name: "MariaDB", dialect: "mysql", variable: "ALUDEL_TEST_MYSQL"),
  ].filter { ProcessInfo.processInfo.environment[$0.variable] != nil }

  static var postgres: LiveEngine? { all.first { $0.dialect == "postgresql" } }
  static var mysql: LiveEngine? { all.first { $0.dialect == "mysql" } }
  static var isComplete: Bool { all.count == 2 }

  func url(of database: String) throws -> String {
    let url = try #require(ProcessInfo.processInfo.environment[variable])
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let base = parts[0].prefix(through: try #require(parts[0].lastIndex(of: "/")))
    return base + database + (parts.count > 1 ? "?" + parts[1] : "")
  }

  func connect(_ database: String? = nil) throws -> any Connection {
    let dialect = try #require(DialectRegistry.standard[dialect])
    let text =
      if let database { try url(of: database) } else {
        try #require(ProcessInfo.processInfo.environment[variable])
      }
    let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: text), relativeTo: "/")
    return try dialect.connect(to: endpoint, settings: SessionSettings())
  }

  /// A new database, dropped at the end.
  func withDatabase<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let name = "aludel_run_" + UUID().uuidString.prefix(8).lowercased()
    try execute("CREATE DATABASE \(Identifier(name))")
    do {
      let result = try await body(name)
      try drop(name)
      return result
    } catch {
      try? drop(name)
      throw error
    }
  }

  private func drop(_ name: String) throws {
    try execute(
      dialect == "postgresql"
        ? "DROP DATABASE \(Identifier(name)) WITH (FORCE)" : "DROP DATABASE \(Identifier(name))")
  }

  func execute(_ sql: SQLFragment, in database: String? = nil) throws {
    let connection = try connect(database)
    defer { connection.close() }
    try connection.execute(sql)
  }

  func column(_ sql: SQLFragment, of database: String) throws -> [String] {
    let connection = try connect(database)
    defer { connection.close() }
    return try connection.query(sql).map { row in
      row[0].text ?? row[0].integer.map { String($0) } ?? ""
    }
  }
}

@Suite(.enabled(if: !LiveEngine.all.isEmpty))
struct LiveTests {
  /// A workspace with one database, `main`.
  private func sandbox(
    _ engine: LiveEngine, _ database: String, extra: String = ""
  ) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      """
      [workspace]
      name = "live"
      [databases.main]
      url = "\(engine.url(of: database))"
      versions = "main"
      \(extra)
      """)
    try sandbox.write("main/.gitkeep", "")
    return sandbox
  }

  private func twoRevisions(_ sandbox: Sandbox) throws {
    try sandbox.revision(
      "r1", in: "main", upgrade: "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (1);",
      downgrade: "DROP TABLE a;")
    try sandbox.revision(
      "r2", in: "main", after: "r1", upgrade: "CREATE TABLE b (x INTEGER);",
      downgrade: "DROP TABLE b;")
  }

  @Test(arguments: LiveEngine.all) func upAndDown(engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      try twoRevisions(sandbox)
      let workspace = try sandbox.open()
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM aludel_version", of: database) == ["r2"])
      #expect(
        try engine.column(
          "SELECT revision FROM aludel_version_history WHERE statement IS NULL ORDER BY id",
          of: database) == ["r1", "r2"])
      #expect(try await workspace.status().databases[0].state == .upToDate)
      let down = RunRequest(.downgrade, targets: [.base])
      #expect(try await workspace.run(down).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM aludel_version", of: database) == [])
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      let stamp = RunRequest(.stamp(purge: true), targets: [.base])
      #expect(try await workspace.run(stamp).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM aludel_version", of: database) == [])
    }
  }

  /// PostgreSQL undoes the whole revision. MariaDB keeps what its DDL has committed, says so, and goes
  /// on from there.
  @Test(arguments: LiveEngine.all) func failingStatement(engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      let broken =
        "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (1);\nINSERT INTO b VALUES (2);"
      try sandbox.revision("r1", in: "main", upgrade: broken)
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      let outcome = try #require(report.databases.first)
      guard case .step(let failure) = outcome.failure else {
        Issue.record("\(report)")
        return
      }
      let isTransactional = engine.dialect == "postgresql"
      #expect(failure.effect == (isTransactional ? .rolledBack : .stopped(applied: 2)))
      #expect(report.exitCode == (isTransactional ? 1 : 3))
      #expect(
        try await sandbox.open().status().databases[0].state
          == (isTransactional ? .empty : .interrupted))
      try sandbox.revision(
        "r1", in: "main", upgrade: broken.replacingOccurrences(of: "b VALUES", with: "a VALUES"))
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT x FROM a ORDER BY x", of: database) == ["1", "2"])
    }
  }

  @Test(.enabled(if: LiveEngine.postgres != nil)) func perRun() async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database, extra: "transaction = \"per_run\"")
      try twoRevisions(sandbox)
      try sandbox.revision("r3", in: "main", after: "r2", upgrade: "SELECT nonsense;")
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      #expect(report.exitCode == 1)
      #expect(try engine.column("SELECT to_regclass('a')::text", of: database) == [""])
      try sandbox.revision("r3", in: "main", after: "r2", upgrade: "SELECT 1;")
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM aludel_version", of: database) == ["r3"])
    }
  }

  @Test(.enabled(if: LiveEngine.postgres != nil)) func autocommitBlock() async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      func write(_ last: String) throws {
        try sandbox.revision(
          "r1", in: "main",
          upgrade: """
            CREATE TABLE a (x INTEGER);
            INSERT INTO a VALUES (1);
            -- migrate: autocommit
            CREATE INDEX CONCURRENTLY a_x ON a (x);
            -- migrate: end
            INSERT INTO a VALUES (2);
            \(last)
            """)
      }
      try write("SELECT nonsense;")
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      guard case .step(let failure) = report.databases[0].failure else {
        Issue.record("\(report)")
        return
      }
      #expect(failure.effect == .stopped(applied: 3))
      #expect(try engine.column("SELECT x FROM a", of: database) == ["1"])
      try write("SELECT 1;")
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT x FROM a ORDER BY x", of: database) == ["1", "2"])
    }
  }

  @Test(arguments: LiveEngine.all) func lockHeldByAnother(engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database, extra: "lock_timeout = \"0s\"")
      try twoRevisions(sandbox)
      let other = try engine.connect(database)
      let key = LockKey(table: QualifiedName(name: "aludel_version"))
      #expect(try other.tryLock(key) == .acquired)
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      other.close()
      guard case .locked(_, _, let owner, _, _) = report.databases[0].failure else {
        Issue.record("\(report)")
        return
      }
      #expect(owner.session != nil)
      #expect(owner.user != nil)
      #expect(report.exitCode == 1)
    }
  }

  /// Eight runs at once, on two databases, apply each revision once.
  @Test(arguments: LiveEngine.all) func manyAtOnce(engine: LiveEngine) async throws {
    try await engine.withDatabase { first in
      try await engine.withDatabase { second in
        let sandbox = try sandbox(
          engine, first,
          extra: """
            [databases.other]
            url = "\(engine.url(of: second))"
            versions = "main"
            [defaults]
            lock_timeout = "2m"
            """)
        try twoRevisions(sandbox)
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
          for _ in 0..<8 {
            let workspace = try sandbox.open()
            group.addTask { try await workspace.run(RunRequest(.upgrade)).exitCode }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: 0, count: 8))
        for database in [first, second] {
          #expect(
            try engine.column(
              "SELECT revision FROM aludel_version_history WHERE statement IS NULL ORDER BY id",
              of: database) == ["r1", "r2"])
          #expect(try engine.column("SELECT x FROM a", of: database) == ["1"])
        }
      }
    }
  }

  @Test(.enabled(if: LiveEngine.isComplete)) func acrossEngines() async throws {
    let (postgres, mariadb) = (LiveEngine.all[0], LiveEngine.all[1])
    try await postgres.withDatabase { first in
      try await mariadb.withDatabase { second in
        let sandbox = try sandbox(
          postgres, first,
          extra: """
            [databases.other]
            url = "\(mariadb.url(of: second))"
            versions = "other"
            """)
        try sandbox.revision(
          "p1", in: "main", header: "depends_on: other/m1",
          upgrade: "CREATE TABLE a (x INTEGER);", downgrade: "DROP TABLE a;")
        try sandbox.revision(
          "m1", in: "other", upgrade: "CREATE TABLE a (x INTEGER);", downgrade: "DROP TABLE a;")
        try sandbox.revision(
          "m2", in: "other", after: "m1", header: "depends_on: main/p1",
          upgrade: "CREATE TABLE b (x INTEGER);", downgrade: "DROP TABLE b;")
        let events = Events()
        let workspace = try sandbox.open()
        #expect(try await workspace.run(RunRequest(.upgrade), events: events.sink).exitCode == 0)
        let down = RunRequest(.downgrade, targets: [.base])
        #expect(try await workspace.run(down, events: events.sink).exitCode == 0)
        let applied = events.all.compactMap { event -> String? in
          if case .stepApplied(let step, _) = event { step.revision.text } else { nil }
        }
        #expect(applied == ["m1", "p1", "m2", "m2", "p1", "m1"])
        await #expect(throws: AludelError.self) {
          try await workspace.run(RunRequest(.upgrade, names: ["main"]))
        }
      }
    }
  }

  @Test(.enabled(if: LiveEngine.postgres != nil)) func versionTableInItsOwnSchema() async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database, extra: "version_table_schema = \"ops\"")
      let long = String(repeating: "long", count: 20)
      try twoRevisions(sandbox)
      try sandbox.revision(long, in: "main", after: "r2", upgrade: "")
      try engine.execute("CREATE SCHEMA ops", in: database)
      try engine.execute(
        "CREATE TABLE ops.aludel_version (version_num varchar(32) PRIMARY KEY)", in: database)
      let workspace = try sandbox.open()
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      #expect(
        try engine.column("SELECT version_num FROM ops.aludel_version", of: database) == [long])
      try engine.execute("DROP SCHEMA ops CASCADE", in: database)
      #expect(try await workspace.run(RunRequest(.ensureVersion)).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM ops.aludel_version", of: database) == [])
    }
  }

  /// The widening is DDL too, and must not break the transaction that follows it.
  @Test(arguments: LiveEngine.all) func narrowVersionTable(engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database, extra: "version_table = \"alembic_version\"")
      let long = String(repeating: "long", count: 20)
      try sandbox.revision("r1", in: "main", upgrade: "")
      try sandbox.revision(long, in: "main", after: "r1", upgrade: "CREATE TABLE a (x INTEGER);")
      try engine.execute(
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)", in: database)
      try engine.execute("INSERT INTO alembic_version VALUES ('r1')", in: database)
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT version_num FROM alembic_version", of: database) == [long])
    }
  }

  /// A migration that waits for a lock tells whom it waits for while it waits.
  @Test(arguments: LiveEngine.all) func heartbeatNamesWhoIsInTheWay(engine: LiveEngine) async throws
  {
    try await engine.withDatabase { name in
      let sandbox = try Sandbox()
      try sandbox.write(
        "aludel.toml",
        """
        [databases.main]
        dialect = "\(engine.dialect)"
        url = "\(try engine.url(of: name))"
        versions = "main"
        lock_timeout = "600s"
        """)
      try sandbox.revision(
        "a1", in: "main", upgrade: "ALTER TABLE busy ADD COLUMN more BIGINT;")
      let holder = try engine.connect(name)
      try holder.execute("CREATE TABLE busy (n BIGINT)")
      try holder.begin(TransactionOptions())
      try holder.execute("INSERT INTO busy VALUES (1)")
      let holding = try #require(holder.sessionID)
      let (told, continuation) = AsyncStream.makeStream(of: [LockOwner].self)
      let workspace = try sandbox.open(heartbeat: .milliseconds(20))
      async let running = workspace.run(RunRequest(.upgrade)) { event in
        if case .stillRunning("main", _, let owners) = event { continuation.yield(owners) }
      }
      for await owners in told where !owners.isEmpty {
        #expect(owners.map(\.session) == [holding])
        break
      }
      try holder.rollback()
      holder.close()
      #expect(try await running.exitCode == 0)
    }
  }

  /// A lock that is free again a little later stops no revision; until then nothing is held.
  @Test(arguments: LiveEngine.all) func lockTimeoutsAreRetried(engine: LiveEngine) async throws {
    try await engine.withDatabase { name in
      let sandbox = try sandbox(engine, name, extra: "lock_timeout = \"1s\"\nlock_retries = 20")
      try sandbox.revision(
        "a1", in: "main",
        upgrade: "CREATE TABLE other (n BIGINT);\nALTER TABLE busy ADD COLUMN more BIGINT;")
      let holder = try engine.connect(name)
      try holder.execute("CREATE TABLE busy (n BIGINT)")
      try holder.begin(TransactionOptions())
      try holder.execute("INSERT INTO busy VALUES (1)")
      let (retries, continuation) = AsyncStream.makeStream(of: Int.self)
      let failures = Shared(0)
      let workspace = try sandbox.open()
      async let running = workspace.run(RunRequest(.upgrade)) { event in
        if case .stepRetries(_, let retry, _, _) = event { continuation.yield(retry) }
        if case .stepFailed = event { failures.change { $0 += 1 } }
      }
      for await retry in retries {
        #expect(retry == 1)
        break
      }
      try holder.rollback()
      holder.close()
      #expect(try await running.exitCode == 0)
      #expect(failures.current == 0)
      #expect(try await workspace.status().databases.map(\.state) == [.upToDate])
    }
  }

  @Test(arguments: LiveEngine.all) func retriesHaveAnEnd(engine: LiveEngine) async throws {
    try await engine.withDatabase { name in
      let sandbox = try sandbox(engine, name)
      try sandbox.revision(
        "a1", in: "main", upgrade: "ALTER TABLE busy ADD COLUMN more BIGINT;")
      let holder = try engine.connect(name)
      defer { holder.close() }
      try holder.execute("CREATE TABLE busy (n BIGINT)")
      try holder.begin(TransactionOptions())
      try holder.execute("INSERT INTO busy VALUES (1)")
      var request = RunRequest(.upgrade)
      request.limits = RunLimits(lockTimeout: .seconds(1), lockRetries: 1)
      let events = Events()
      let report = try await sandbox.open().run(request, events: events.sink)
      #expect(report.exitCode == 1)
      guard case .step(let failure)? = report.databases[0].failure else {
        Issue.record("\(report)")
        return
      }
      #expect(failure.databaseError?.kind == .lockTimeout)
      let retries = events.all.filter { if case .stepRetries = $0 { true } else { false } }
      #expect(retries.count == 1)
    }
  }
}
