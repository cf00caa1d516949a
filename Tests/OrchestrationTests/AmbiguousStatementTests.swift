import Aludel
import DialectKit
import Orchestration
import Revisions
import SQLText
import Testing

/// The answer to a statement that no transaction protects is lost, on real servers: where the catalog
/// tells, the next run goes on by itself, and everywhere else it asks a person.
@Suite(.enabled(if: !LiveEngine.all.isEmpty)) struct AmbiguousStatementTests {
  struct Trial: Sendable, CustomTestStringConvertible {
    var dialect: String
    /// Runs before, in the database.
    var setUp: [String] = []
    /// Stands before the statement, in the section.
    var before = ""
    var statement: String
    var asks = false
    var testDescription: String { "\(dialect): \(before)\(statement)" }
  }

  private static func postgres(
    _ statement: String, after setUp: String..., before: String = "", asks: Bool = false
  ) -> Trial {
    Trial(
      dialect: "postgresql", setUp: setUp, before: before, statement: statement, asks: asks)
  }

  private static func mysql(
    _ statement: String, after setUp: String..., asks: Bool = false
  ) -> Trial {
    Trial(dialect: "mysql", setUp: setUp, statement: statement, asks: asks)
  }

  private static let touch =
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"

  static let trials = [
    postgres("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    // The one that is there already has another argument.
    postgres(
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      after: "CREATE FUNCTION one(n int) RETURNS int LANGUAGE sql AS 'SELECT n'", asks: true),
    postgres("DROP FUNCTION touch()", after: touch),
    postgres(
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch()", after: touch),
    postgres("CREATE VIEW v AS SELECT 1 AS one"), postgres("CREATE SEQUENCE q"),
    postgres("CREATE SCHEMA s"), postgres("CREATE TYPE mood AS ENUM ('calm')"),
    postgres("DROP TYPE mood", after: "CREATE TYPE mood AS ENUM ('calm')"),
    postgres("CREATE EXTENSION pg_trgm"), postgres("CREATE POLICY p ON t USING (true)"),
    postgres("DROP POLICY p ON t", after: "CREATE POLICY p ON t USING (true)"),
    postgres("ALTER TABLE t ALTER n SET DEFAULT 5"),
    postgres("INSERT INTO t VALUES (2)", asks: true),
    postgres("CREATE PUBLICATION p FOR TABLE t", asks: true),
    // A session of its own would find the other table of that name.
    postgres(
      "DROP TABLE twin", after: "CREATE SCHEMA s", "CREATE TABLE s.twin ()", "CREATE TABLE twin ()",
      before: "SET search_path = s, public;", asks: true),
    postgres(
      "DROP TABLE s.twin", after: "CREATE SCHEMA s", "CREATE TABLE s.twin ()",
      "CREATE TABLE twin ()", before: "SELECT set_config('search_path', 's', false);"),
    mysql("CREATE VIEW v AS SELECT 1 AS one"),
    mysql("DROP VIEW v", after: "CREATE VIEW v AS SELECT 1"),
    mysql("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1"),
    mysql("CREATE PROCEDURE p() SELECT 1"),
    mysql("DROP PROCEDURE p", after: "CREATE PROCEDURE p() SELECT 1"),
    mysql(
      "CREATE PROCEDURE p() SELECT 1",
      after: "CREATE FUNCTION p() RETURNS int DETERMINISTIC RETURN 1", asks: true),
    mysql("CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO SELECT 1"), mysql("CREATE SEQUENCE q"),
    mysql("DROP SEQUENCE q", after: "CREATE SEQUENCE q"), mysql("RENAME TABLE t TO u"),
    mysql(
      "ALTER TABLE t PARTITION BY RANGE (n) (PARTITION p VALUES LESS THAN (9))", asks: true),
    mysql("TRUNCATE TABLE t", asks: true), mysql("CREATE OR REPLACE TABLE t (n INT)", asks: true),
  ].filter { trial in LiveEngine.all.contains { $0.dialect == trial.dialect } }

  @Test(arguments: trials, [true, false])
  func lostAnswer(_ trial: Trial, tookEffect: Bool) async throws {
    let engine = try #require(LiveEngine.all.first { $0.dialect == trial.dialect })
    try await engine.withDatabase { database in
      for text in ["CREATE TABLE t (n INT)", "INSERT INTO t VALUES (1)"] + trial.setUp {
        try engine.execute(SQLFragment(verbatim: text), in: database)
      }
      let sandbox = try Sandbox()
      try sandbox.write(
        "aludel.toml",
        """
        [databases.main]
        dialect = "\(engine.dialect)"
        url = "\(try engine.url(of: database))"
        versions = "main"
        """)
      try sandbox.revision(
        "a1", in: "main",
        upgrade: "\(trial.before)\n\(trial.statement);\nCREATE TABLE last (n INT);",
        options: trial.dialect == "postgresql" ? " transaction=none" : "")
      let loss = LosingDialect.Loss(at: "run \(trial.statement)", isAfter: tookEffect)
      let dialect = try #require(DialectRegistry.standard[engine.dialect])
      let lost = try await sandbox.open(
        DialectRegistry([LosingDialect(inner: dialect, loss: loss)])
      ).run(RunRequest(.upgrade))
      #expect(lost.databases.map(\.kind) == [.interrupted])

      let workspace = try sandbox.open()
      let asked = try await workspace.status().databases.contains { status in
        status.problems.contains { problem in
          if case .error(.interrupted(_, let step)) = problem {
            step.ambiguousStatement != nil && step.halt == .unheard
          } else {
            false
          }
        }
      }
      #expect(asked == trial.asks)
      if asked {
        #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 1)
        _ = try await workspace.resume(statementTookEffect: tookEffect)
      }
      let report = try await workspace.run(RunRequest(.upgrade))
      #expect(report.exitCode == 0, "\(report)")
      // What was set for the session counts for the rest of the section too.
      let last: SQLFragment = trial.before.isEmpty ? "SELECT n FROM last" : "SELECT n FROM s.last"
      #expect(try engine.column(last, of: database) == [])
      #expect(try await workspace.status().databases.map(\.state) == [.upToDate])
      if trial.statement.hasPrefix("INSERT") {
        #expect(try engine.column("SELECT n FROM t ORDER BY n", of: database) == ["1", "2"])
      }
      if trial.setUp.contains("CREATE TABLE twin ()") {
        let tables: SQLFragment =
          "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'twin'"
        #expect(try engine.column(tables, of: database) == ["public"])
      }
    }
  }
}
