import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// Scripts run by the engines' own client programs leave what runs leave.
@Suite struct ScriptLiveTests {
  /// A workspace with the database `main`, whose URL is the variable `DATABASE`.
  private func write(
    _ history: [ScriptHistories.Revision], _ dialect: String, into sandbox: Sandbox,
    extra: String = ""
  ) throws {
    try sandbox.write(
      "aludel.toml",
      """
      [workspace]
      name = "test"

      [databases.main]
      dialect = "\(dialect)"
      url = "${DATABASE}"
      versions = "main"
      \(extra)
      """)
    for revision in history {
      try sandbox.write(
        "main/\(revision.id).sql",
        """
        -- \(revision.message)
        --
        -- revision: \(revision.id)
        -- down_revision: \(revision.parents)

        -- migrate: upgrade\(revision.options)
        \(revision.upgrade)

        -- migrate: downgrade\(revision.options)
        \(revision.downgrade)

        """)
    }
  }

  private func expectSame(
    _ one: ScriptDatabase, _ other: ScriptDatabase, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let (expected, actual) = (try await one.dump(), try await other.dump())
    #expect(!expected.isEmpty, sourceLocation: location)
    #expect(
      actual.difference(from: expected).isEmpty,
      "\(actual.difference(from: expected))", sourceLocation: location)
    #expect(try other.versions() == one.versions(), sourceLocation: location)
    #expect(try other.history() == one.history(), sourceLocation: location)
  }

  private func script(
    _ action: RunRequest.Action, _ targets: [String], in workspace: Workspace
  ) async throws -> String {
    let scripts = try await workspace.scripts(
      ScriptRequest(action, targets: try targets.map(ScriptTarget.init(parsing:))))
    #expect(scripts.count == 1)
    return try #require(scripts.first).text
  }

  private func succeed(
    _ script: String, on database: ScriptDatabase, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await database.run(script)
    try #require(
      answer.succeeded, "\(answer.error)\n\(answer.output)\n\(script)", sourceLocation: location)
  }

  @Test(arguments: ScriptEngine.all, ["", "transaction = \"none\""])
  func `scripts leave what runs leave, up, down and up again`(
    engine: ScriptEngine, extra: String
  ) async throws {
    // Statements outside of every transaction cannot be without foreign keys.
    guard extra.isEmpty || engine.dialect != "sqlite" else { return }
    try await engine.withTwo { sandbox, one, other in
      try write(
        ScriptHistories.history(of: engine.dialect), engine.dialect, into: sandbox, extra: extra)
      let workspace = try sandbox.open(variables: ["DATABASE": one.url])
      let scripted = try sandbox.open(variables: ["DATABASE": other.url])
      func both(
        _ action: RunRequest.Action, _ target: String, from start: String
      ) async throws {
        let report = try await workspace.run(
          RunRequest(action, targets: [try TargetExpression(parsing: target)]))
        try #require(report.exitCode == 0, "\(report)")
        // A script needs no database, and asks none.
        let nowhere = engine.dialect == "sqlite" ? "sqlite:////nowhere/none.db" : "://nowhere/none"
        let blind = try sandbox.open(
          variables: ["DATABASE": nowhere.hasPrefix(":") ? engine.dialect + nowhere : nowhere])
        let text = try await script(action, ["\(start):\(target)"], in: blind)
        try await succeed(text, on: other)
        try await expectSame(one, other)
        let status = try await scripted.status()
        #expect(status.databases.first?.problems.isEmpty == true, "\(status)")
      }
      try await both(.upgrade, "b", from: "base")
      try await both(.upgrade, "heads", from: "b")
      try await both(.downgrade, "b@a", from: "heads")
      try await both(.upgrade, "heads", from: "c")
      try await both(.downgrade, "base", from: "e")
      try await both(.stamp(purge: false), "d", from: "base")
      try await both(.stamp(purge: false), "b", from: "d")
      try await both(.stamp(purge: true), "a", from: "base")
      let status = try await scripted.status()
      #expect(status.databases.first?.current == ["a"])
    }
  }

  // MARK: - Guards

  private func expectRefusal(
    of script: String, on database: ScriptDatabase, saying words: String...,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await database.dump()
    let answer = try await database.run(script)
    #expect(!answer.succeeded, "\(answer.output)", sourceLocation: location)
    for word in words {
      #expect(
        (answer.output + answer.error).contains(word), "\(answer.output)\(answer.error)",
        sourceLocation: location)
    }
    #expect(try await database.dump() == before, sourceLocation: location)
  }

  @Test(arguments: ScriptEngine.all)
  func `a script stops unless the database stands at its start`(engine: ScriptEngine) async throws {
    try await engine.withTwo { sandbox, one, other in
      try write(ScriptHistories.history(of: engine.dialect), engine.dialect, into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let fromBase = try await script(.upgrade, ["heads"], in: workspace)
      let fromB = try await script(.upgrade, ["b:heads"], in: workspace)
      let fromFork = try await script(.upgrade, ["b,c:heads"], in: workspace)
      let stamp = try await script(.stamp(purge: false), ["b:d"], in: workspace)
      // A table that is missing counts as base.
      try await expectRefusal(of: fromB, on: other, saying: "main does not stand at b", "status")
      try await expectRefusal(of: stamp, on: other, saying: "main does not stand at b")
      try await succeed(try await script(.upgrade, ["c"], in: workspace), on: other)
      try await expectRefusal(of: fromBase, on: other, saying: "main does not stand at base", "c")
      try await expectRefusal(of: fromB, on: other, saying: "main does not stand at b", "c")
      try await expectRefusal(of: fromFork, on: other, saying: "main does not stand at b, c")
      try await succeed(try await script(.upgrade, ["c:b"], in: workspace), on: other)
      #expect(try other.versions() == ["b", "c"])
      try await expectRefusal(of: fromB, on: other, saying: "main does not stand at b")
      try await expectRefusal(of: stamp, on: other, saying: "main does not stand at b")
      try await succeed(fromFork, on: other)
      #expect(try other.versions() == ["e"])
      // The same once more.
      try await expectRefusal(of: fromFork, on: other, saying: "main does not stand at b, c", "e")
    }
  }

  @Test(arguments: ScriptEngine.all)
  func `a script stops where a step stands half-way`(engine: ScriptEngine) async throws {
    try await engine.withTwo { sandbox, _, other in
      try write(
        [
          ScriptHistories.Revision(
            id: "a", options: " transaction=none",
            upgrade: "CREATE TABLE x (id int); INSERT INTO x VALUES (1); SELECT * FROM nowhere;",
            downgrade: "")
        ], engine.dialect, into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let text = try await script(.upgrade, ["heads"], in: workspace)
      let answer = try await other.run(text)
      #expect(!answer.succeeded)
      // What stands there is told by the next command, and by the next script.
      let status = try await workspace.status()
      let database = try #require(status.databases.first)
      #expect(database.state == .interrupted)
      guard case .error(.interrupted(_, let step))? = database.problems.first else {
        Issue.record("\(database)")
        return
      }
      #expect((step.appliedCount, step.ambiguousStatement) == (2, 3))
      #expect(step.startedBy.hasSuffix("@script"))
      try await expectRefusal(of: text, on: other, saying: "half-way in main")
      await #expect(throws: AludelError.self) {
        try await script(.upgrade, ["current:heads"], in: workspace)
      }
      // A stamp ends it.
      try await succeed(try await script(.stamp(purge: false), ["a"], in: workspace), on: other)
      #expect(try await workspace.status().databases.first?.state == .upToDate)
    }
  }

  @Test(arguments: ScriptEngine.all)
  func `what failed, or was finished by hand, is in no script's way`(
    engine: ScriptEngine
  ) async throws {
    try await engine.withTwo { sandbox, _, other in
      let history = [
        ScriptHistories.Revision(
          id: "a", options: " transaction=none", upgrade: "CREATE TABLE x (id int);",
          downgrade: "DROP TABLE x; DROP TABLE nowhere;"),
        ScriptHistories.Revision(id: "b", parents: "a", upgrade: "SELECT 1;", downgrade: ""),
      ]
      try write(history, engine.dialect, into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      // Its first statement fails, and leaves nothing.
      _ = try other.rows("CREATE TABLE x (id int)")
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode != 0)
      _ = try other.rows("DROP TABLE x")
      try await succeed(try await script(.upgrade, ["a"], in: workspace), on: other)
      // Half-way down; then somebody takes the row away with another tool.
      #expect(
        try await workspace.run(RunRequest(.downgrade, targets: [.base])).exitCode != 0)
      let up = try await script(.upgrade, ["a:b"], in: workspace)
      try await expectRefusal(of: up, on: other, saying: "half-way in main")
      _ = try other.rows("DELETE FROM aludel_version")
      try await succeed(try await script(.upgrade, ["heads"], in: workspace), on: other)
      #expect(try other.versions() == ["b"])
    }
  }

  @Test(.enabled(if: LiveEngine.isComplete))
  func `a script that is killed is found half-way`() async throws {
    try await ScriptEngine(dialect: "mysql").withTwo { sandbox, _, other in
      try write(
        [
          ScriptHistories.Revision(
            id: "a", upgrade: "CREATE TABLE x (id int); DO SLEEP(600); CREATE TABLE y (id int);",
            downgrade: "")
        ], "mysql", into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let sleeping: SQLFragment = """
        SELECT id FROM information_schema.processlist
        WHERE db = \(bind: .text(other.name)) AND info LIKE 'DO SLEEP%'
        """
      try await other.kill(try await script(.upgrade, ["heads"], in: workspace)) {
        try !other.rows(sleeping).isEmpty
      }
      // The server notices the end of a session when it next writes to it.
      for session in try other.rows(sleeping) {
        _ = try other.rows("KILL \(SQLFragment(verbatim: session))")
      }
      let database = try #require(try await workspace.status().databases.first)
      guard case .error(.interrupted(_, let step))? = database.problems.first else {
        Issue.record("\(database)")
        return
      }
      #expect((step.appliedCount, step.ambiguousStatement) == (1, 2))
      // A person decides, and a run goes on from there.
      _ = try await workspace.resume(statementTookEffect: true)
      #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      #expect(try other.versions() == ["a"])
      #expect(try other.rows("SELECT count(*) FROM y") == ["0"])
    }
  }

  @Test(arguments: LiveEngine.all)
  func `a script stops where a run is at work`(live: LiveEngine) async throws {
    let engine = ScriptEngine(dialect: live.dialect)
    try await engine.withTwo { sandbox, _, other in
      try write(ScriptHistories.history(of: engine.dialect), engine.dialect, into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let text = try await script(.upgrade, ["heads"], in: workspace)
      let holder = try live.connect(other.name)
      let key = LockKey(table: QualifiedName(name: "aludel_version"))
      #expect(try holder.tryLock(key) == .acquired)
      try await expectRefusal(of: text, on: other, saying: "another run works on main")
      try holder.unlock(key)
      holder.close()
      try await succeed(text, on: other)
    }
  }

  @Test func `a violated foreign key stops a script before the commit`() async throws {
    try await ScriptEngine.sqlite.withTwo { sandbox, _, other in
      try write(
        [
          ScriptHistories.Revision(
            id: "a",
            upgrade: "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (p REFERENCES p);",
            downgrade: ""),
          ScriptHistories.Revision(
            id: "b", parents: "a", options: " foreign_keys=off",
            upgrade: "INSERT INTO q VALUES (7);", downgrade: ""),
        ], "sqlite", into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let answer = try await other.run(try await script(.upgrade, ["heads"], in: workspace))
      #expect(!answer.succeeded)
      #expect(answer.error.contains("foreign keys are violated"))
      #expect(answer.output.contains("q|1|p|0"))
      #expect(try other.versions() == ["a"])
      #expect(try other.rows("SELECT count(*) FROM q") == ["0"])
    }
  }

  @Test(arguments: ScriptEngine.all)
  func `tables are made as a run makes them, in a schema and wide enough`(
    engine: ScriptEngine
  ) async throws {
    let id = String(repeating: "long", count: 20)
    try await engine.withTwo { sandbox, one, other in
      let history = [
        ScriptHistories.Revision(
          id: id, upgrade: "CREATE TABLE x (id int);", downgrade: "DROP TABLE x;")
      ]
      try write(history, engine.dialect, into: sandbox)
      let workspace = try sandbox.open(variables: ["DATABASE": one.url])
      // As Alembic leaves one.
      for database in [one, other] {
        _ = try database.rows("CREATE TABLE aludel_version (version_num VARCHAR(32) NOT NULL)")
      }
      _ = try await workspace.run(RunRequest(.upgrade))
      try await succeed(try await script(.upgrade, ["heads"], in: workspace), on: other)
      try await expectSame(one, other)
      #expect(try other.versions() == [id])
      _ = try await workspace.run(RunRequest(.downgrade, targets: [.base]))
      try await succeed(try await script(.downgrade, ["heads:base"], in: workspace), on: other)
      try await expectSame(one, other)
    }
  }

  @Test(arguments: ScriptEngine.all)
  func `ensure-version makes the tables once`(engine: ScriptEngine) async throws {
    try await engine.withTwo { sandbox, one, other in
      let schema = engine.dialect == "postgresql" ? "version_table_schema = \"our's\"" : ""
      let extra = "version_table = 'a\\ \"b\" `c` $aludel$ :d'\n" + schema
      try write([], engine.dialect, into: sandbox, extra: extra)
      try FileManager.default.createDirectory(
        atPath: sandbox.path("main"), withIntermediateDirectories: true)
      let workspace = try sandbox.open(variables: ["DATABASE": one.url])
      _ = try await workspace.run(RunRequest(.ensureVersion))
      let text = try await script(.ensureVersion, [], in: workspace)
      for _ in 0..<2 {
        try await succeed(text, on: other)
        let (expected, actual) = (try await one.dump(), try await other.dump())
        #expect(actual == expected)
      }
    }
  }

  @Test(arguments: ScriptEngine.all)
  func `one transaction for the run`(engine: ScriptEngine) async throws {
    guard engine.dialect != "mysql" else { return }
    try await engine.withTwo { sandbox, one, other in
      try write(
        [
          ScriptHistories.Revision(id: "a", upgrade: "CREATE TABLE x (id int);", downgrade: ""),
          ScriptHistories.Revision(
            id: "b", parents: "a", upgrade: "INSERT INTO x VALUES (1); SELECT * FROM nowhere;",
            downgrade: ""),
        ], engine.dialect, into: sandbox, extra: "transaction = \"per_run\"")
      let workspace = try sandbox.open(variables: ["DATABASE": other.url])
      let answer = try await other.run(try await script(.upgrade, ["heads"], in: workspace))
      #expect(!answer.succeeded)
      #expect(try await other.dump() == one.dump())
    }
  }
}
