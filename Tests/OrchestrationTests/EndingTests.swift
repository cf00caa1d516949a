import Aludel
import DialectKit
import Interposition
import Orchestration
import Revisions
import SQLText
import Testing

/// Steps whose end is not what it seems to be, on real servers.
@Suite(.enabled(if: !LiveEngine.all.isEmpty)) struct EndingTests {
  private func sandbox(_ engine: LiveEngine, _ database: String) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      "[databases.main]\nurl = \"\(try engine.url(of: database))\"\nversions = \"main\"\n")
    return sandbox
  }

  /// PostgreSQL commits with a rollback when a statement has failed unseen, and says so with success.
  @Test(.enabled(if: LiveEngine.postgres != nil), arguments: ["per_revision", "per_run"])
  func commitAnsweredWithRollback(transaction: String) async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      try sandbox.write(
        "aludel.toml", try sandbox.read("aludel.toml") + "transaction = \"\(transaction)\"\n")
      try sandbox.revision("r1", in: "main", upgrade: "CREATE TABLE t (n INT);")
      let dialect = try #require(DialectRegistry.standard[engine.dialect])
      let report = try await sandbox.open(DialectRegistry([PoisonedDialect(inner: dialect)]))
        .run(RunRequest(.upgrade))
      #expect(report.exitCode == 1)
      guard case .step(let failure)? = report.databases[0].failure,
        case .commit(let error) = failure.cause
      else {
        Issue.record("\(report)")
        return
      }
      #expect(error.message.hasPrefix("the server answered COMMIT with ROLLBACK"))
      #expect(failure.effect == .rolledBack)
      #expect(try engine.column("SELECT to_regclass('t')::text", of: database) == [""])
      #expect(try await sandbox.open().status().databases.map(\.state) == [.empty])
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    }
  }

  /// A deferred constraint is looked at by COMMIT and by no statement.
  @Test(.enabled(if: LiveEngine.postgres != nil)) func commitThatFails() async throws {
    let engine = try #require(LiveEngine.postgres)
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      let tables = """
        CREATE TABLE p (id INT PRIMARY KEY);
        CREATE TABLE c (id INT REFERENCES p DEFERRABLE INITIALLY DEFERRED);

        """
      try sandbox.revision("r1", in: "main", upgrade: tables + "INSERT INTO c VALUES (1);")
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      #expect(report.exitCode == 1)
      guard case .step(let failure)? = report.databases[0].failure,
        case .commit(let error) = failure.cause
      else {
        Issue.record("\(report)")
        return
      }
      #expect(error.code == "23503" && failure.effect == .rolledBack)
      #expect(try await sandbox.open().status().databases.map(\.state) == [.empty])
      try sandbox.revision("r1", in: "main", upgrade: tables)
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    }
  }

  struct Full: Sendable, CustomTestStringConvertible {
    var dialect: String
    var options: String
    /// Fails as a statement does for which there is no room on the disk.
    var statement: String
    var code: String
    var isHalfway: Bool
    var testDescription: String { dialect + options }
  }

  static let full = [
    Full(
      dialect: "postgresql", options: "",
      statement: "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$",
      code: "53100", isHalfway: false),
    Full(
      dialect: "postgresql", options: " transaction=none",
      statement: "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$",
      code: "53100", isHalfway: true),
    Full(
      dialect: "mysql", options: "",
      statement: "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'full'",
      code: "1114", isHalfway: true),
  ].filter { full in LiveEngine.all.contains { $0.dialect == full.dialect } }

  @Test(arguments: full) func fullDisk(_ full: Full) async throws {
    let engine = try #require(LiveEngine.all.first { $0.dialect == full.dialect })
    try await engine.withDatabase { database in
      let sandbox = try sandbox(engine, database)
      func write(_ statement: String) throws {
        try sandbox.revision(
          "r1", in: "main",
          upgrade: "CREATE TABLE a (n INT);\n\(statement);\nCREATE TABLE b (n INT);",
          options: full.options)
      }
      try write(full.statement)
      let report = try await sandbox.open().run(RunRequest(.upgrade))
      #expect(report.exitCode == (full.isHalfway ? 3 : 1))
      guard case .step(let failure)? = report.databases[0].failure else {
        Issue.record("\(report)")
        return
      }
      #expect(failure.databaseError?.code == full.code)
      #expect(failure.effect == (full.isHalfway ? .stopped(applied: 1) : .rolledBack))
      #expect(report.databases.map(\.kind) == [full.isHalfway ? .interrupted : .failed])
      // There is room again.
      try write("SELECT 1")
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try engine.column("SELECT n FROM a UNION SELECT n FROM b", of: database) == [])
    }
  }
}

/// A dialect in whose transactions a statement fails unseen before the commit.
private struct PoisonedDialect: InterposedDialect {
  let inner: any Dialect

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    PoisonedConnection(try inner.connect(to: endpoint, settings: settings))
  }
}

private final class PoisonedConnection: InterposedConnection {
  override func commit() throws(DatabaseError) {
    _ = try? inner.query("SELECT 1 / 0")
    try inner.commit()
  }
}
