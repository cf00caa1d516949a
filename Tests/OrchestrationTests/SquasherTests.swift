import Aludel
import Orchestration
import Revisions
import SQLText
import Testing

/// `squash` over real files of SQLite.
@Suite struct SquasherTests {
  /// `a-b1+b2-m-d` with rows, a counter, a view and a trigger.
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    try sandbox.revision(
      "a", in: "one", upgrade: "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT);",
      downgrade: "DROP TABLE a;")
    try sandbox.revision(
      "b1", in: "one", after: "a",
      upgrade:
        "INSERT INTO a (x) VALUES ('it''s'), (NULL), ('gone'); DELETE FROM a WHERE x = 'gone';",
      downgrade: "DELETE FROM a; DELETE FROM sqlite_sequence;")
    try sandbox.revision(
      "b2", in: "one", after: "a", header: "branch_labels: side",
      upgrade: "CREATE TABLE log (x); CREATE VIEW v AS SELECT x FROM a;",
      downgrade: "DROP VIEW v; DROP TABLE log;")
    try sandbox.revision(
      "m", in: "one", after: "b1, b2",
      upgrade: "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (new.x); END;",
      downgrade: "DROP TRIGGER t;")
    try sandbox.revision(
      "d", in: "one", after: "m", upgrade: "INSERT INTO a (x) VALUES ('last');",
      downgrade: "DELETE FROM a WHERE x = 'last'; DELETE FROM log;")
    return sandbox
  }

  private func squash(
    _ sandbox: Sandbox, _ range: String = ":m", concatenates: Bool = false
  ) async throws -> SquashReport {
    try await sandbox.open().squash(
      SquashRequest(
        range: TargetRange(parsing: range), revisionID: "s", concatenates: concatenates))
  }

  private func upgrade(_ sandbox: Sandbox, to targets: [String] = ["heads"]) async throws
    -> RunReport
  {
    try await sandbox.open().run(
      RunRequest(.upgrade, targets: targets.map { try TargetExpression(parsing: $0) }))
  }

  /// Everything but our own tables.
  private func contents(_ sandbox: Sandbox) throws -> [String] {
    let tables = try sandbox.column(
      "SELECT type || name FROM sqlite_schema WHERE name NOT LIKE '%aludel%' ORDER BY 1", of: "one")
    return try tables
      + sandbox.column("SELECT id || coalesce(x, 'NULL') FROM a ORDER BY id", of: "one")
      + sandbox.column("SELECT x FROM log ORDER BY 1", of: "one")
      + sandbox.column("SELECT name || seq FROM sqlite_sequence", of: "one")
  }

  static let positions = [[], ["a"], ["b1"], ["b2"], ["b1", "b2"], ["m"], ["d"]]

  @Test(arguments: positions, [false, true])
  func everyPositionComesThrough(position: [String], concatenates: Bool) async throws {
    let straight = try sandbox()
    _ = try await upgrade(straight)
    let sandbox = try sandbox()
    if !position.isEmpty { _ = try await upgrade(sandbox, to: position) }
    let report = try await squash(sandbox, concatenates: concatenates)
    #expect(report.squashes.map { $0.replaces.map(\.text) } == [["a", "b1", "b2", "m"]])
    #expect(try await upgrade(sandbox).exitCode == 0)
    #expect(try contents(sandbox) == contents(straight))
    #expect(try sandbox.versions(of: "one") == ["d"])
    #expect(try await sandbox.open().status().databases.map(\.state) == [.upToDate])
  }

  @Test func theOriginalsMoveAndTheSquashStands() async throws {
    let sandbox = try sandbox()
    _ = try await squash(sandbox)
    #expect(
      sandbox.listing().filter { $0.hasSuffix(".sql") }.filter { !$0.contains("_s_") } == [
        "one/d.sql", "one/squashed/s/a.sql", "one/squashed/s/b1.sql", "one/squashed/s/b2.sql",
        "one/squashed/s/m.sql",
      ])
    let workspace = try sandbox.open()
    let heads = try workspace.heads().databases.flatMap(\.revisions).map(\.revision.id.text)
    #expect(heads == ["d"])
    let side = try await workspace.show([TargetExpression(.name("side"))])
    #expect(side.databases.flatMap(\.revisions).map(\.revision.id.text) == ["s"])
    let again = try await workspace.verifySquashes()
    #expect(again.exitCode == 0 && again.squashes.count == 1)
  }

  /// A part in the middle, whose rows go into a table that was there before.
  @Test func aPartInTheMiddle() async throws {
    let sandbox = try sandbox()
    let report = try await squash(sandbox, "a:m")
    #expect(report.squashes.map { $0.replaces.map(\.text) } == [["b1", "b2", "m"]])
    _ = try await upgrade(sandbox)
    let down = try await sandbox.open().run(
      RunRequest(.downgrade, targets: [TargetExpression(.name("a"))]))
    #expect(down.exitCode == 0)
    #expect(try sandbox.tables(of: "one").contains("log") == false)
    #expect(try sandbox.column("SELECT x FROM a", of: "one").isEmpty)
  }

  @Test func aSquashOfASquash() async throws {
    let sandbox = try sandbox()
    _ = try await upgrade(sandbox, to: ["b1"])
    _ = try await squash(sandbox)
    let second = try await sandbox.open().squash(SquashRequest(revisionID: "s2"))
    #expect(second.squashes.map { $0.replaces.map(\.text) } == [["s", "d"]])
    #expect(try await upgrade(sandbox).exitCode == 0)
    #expect(try sandbox.versions(of: "one") == ["s2"])
  }

  @Test(arguments: [":b1", "d:d"])
  func refused(range: String) async throws {
    let sandbox = try sandbox()
    let before = sandbox.listing()
    await #expect(throws: AludelError.self) { try await squash(sandbox, range) }
    #expect(sandbox.listing() == before)
  }

  /// What the replay cannot tell, and the proof finds: rows of before that the part changes.
  @Test func whatCannotBeProven() async throws {
    let sandbox = try sandbox()
    try sandbox.revision(
      "e", in: "one", after: "d", upgrade: "UPDATE a SET x = 'changed' WHERE x = 'last';")
    try sandbox.revision("f", in: "one", after: "e", upgrade: "CREATE TABLE f (x);")
    let before = sandbox.listing()
    do {
      _ = try await squash(sandbox, "d:f")
      Issue.record("it was proven")
    } catch AludelError.squash(.changesRows(_, let tables, let statements, .fails(_, let failure)))
    {
      #expect(failure.step.direction == .upgrade)
      #expect(tables.map { "\($0)" } == ["table a"])
      #expect(statements.map { "\($0.file):\($0.line): \($0.words)" } == ["one/e.sql:7: UPDATE"])
    }
    #expect(sandbox.listing() == before)
  }

  // MARK: - Files

  /// A failure on the way leaves the old files.
  @Test func aFailureChangesNothing() async throws {
    let sandbox = try sandbox()
    try sandbox.write("one/squashed", "a file in the way")
    let before = sandbox.listing()
    await #expect(throws: AludelError.self) { try await squash(sandbox) }
    #expect(sandbox.listing() == before)
  }

  /// Whenever the program is killed between two changes of files, what is read is one history or the other.
  @Test func everyMomentIsOneOrTheOther() async throws {
    let old = try sandbox()
    let new = try sandbox()
    _ = try await squash(new)
    let file = try #require(new.listing().first { $0.contains("_s_") })
    let moments = try sandbox()
    func history() async throws -> [String] {
      try await moments.open().history().databases.flatMap(\.revisions).map(\.revision.id.text)
    }
    let (before, after) = (
      try await old.open().history().databases.flatMap(\.revisions).map(\.revision.id.text),
      try await new.open().history().databases.flatMap(\.revisions).map(\.revision.id.text)
    )
    #expect(before != after)
    try moments.makeFolder("one/squashed/s")
    for name in ["a", "b1", "b2", "m"] {
      try moments.link("one/\(name).sql", to: "one/squashed/s/\(name).sql")
      #expect(try await history() == before)
    }
    try moments.write(file, try new.read(file))
    #expect(try await history() == after)
    for name in ["a", "b1", "b2", "m"] {
      try moments.remove("one/\(name).sql")
      #expect(try await history() == after)
    }
  }

  // MARK: - Pruning

  @Test func pruningWaitsForEverybody() async throws {
    let sandbox = try sandbox()
    _ = try await upgrade(sandbox, to: ["b1"])
    _ = try await squash(sandbox)
    do {
      _ = try await sandbox.open().pruneSquashes()
      Issue.record("it was pruned")
    } catch AludelError.squash(.inside(let stragglers)) {
      #expect(stragglers.map(\.database) == ["one"])
    }
    _ = try await upgrade(sandbox)
    let report = try await sandbox.open().pruneSquashes()
    #expect(report.squashes.flatMap(\.files).count == 4)
    #expect(!sandbox.exists("one/squashed"))
    #expect(try await sandbox.open().status().databases.map(\.state) == [.upToDate])
    let verdicts = try await sandbox.open().verifySquashes().squashes.map(\.verdict)
    guard case .asRecorded? = verdicts.first else {
      Issue.record("\(verdicts)")
      return
    }
  }
}

/// The same on the servers.
@Suite(.enabled(if: LiveEngine.isComplete)) struct LiveSquashTests {
  @Test(arguments: LiveEngine.all)
  func rowsAndCountersComeAlong(engine: LiveEngine) async throws {
    let isPostgres = engine.dialect == "postgresql"
    let key =
      isPostgres
      ? "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "bigint AUTO_INCREMENT PRIMARY KEY"
    try await engine.withDatabase { database in
      let sandbox = try Sandbox()
      try sandbox.write(
        "aludel.toml",
        """
        [databases.one]
        dialect = "\(engine.dialect)"
        url = "\(try engine.url(of: database))"
        versions = "one"
        """)
      try sandbox.revision(
        "a", in: "one", upgrade: "CREATE TABLE people (id \(key), name varchar(20));",
        downgrade: "DROP TABLE people;")
      try sandbox.revision(
        "b", in: "one", after: "a",
        upgrade: """
          INSERT INTO people (name) VALUES ('it''s'), (NULL), ('gone');
          DELETE FROM people WHERE name = 'gone';
          """, downgrade: "DELETE FROM people;")
      try sandbox.revision(
        "c", in: "one", after: "b",
        upgrade: """
          CREATE TABLE pets (id \(key), owner bigint NOT NULL, CONSTRAINT pets_owner FOREIGN KEY (owner) REFERENCES people (id));
          INSERT INTO pets (owner) VALUES (1);
          CREATE VIEW owners AS SELECT name FROM people;
          """, downgrade: "DROP VIEW owners; DROP TABLE pets;")
      try sandbox.revision(
        "d", in: "one", after: "c", upgrade: "INSERT INTO people (name) VALUES ('last');",
        downgrade: "DELETE FROM people WHERE name = 'last';")
      let report = try await sandbox.open().squash(
        SquashRequest(range: TargetRange(parsing: ":c"), revisionID: "s"))
      #expect(report.squashes.map(\.rows) == [3])
      #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
      #expect(
        try engine.column("SELECT id FROM people ORDER BY id", of: database) == ["1", "2", "4"])
      #expect(try await sandbox.open().verifySquashes().exitCode == 0)
      let down = try await sandbox.open().run(RunRequest(.downgrade, targets: [.base]))
      #expect(down.exitCode == 0)
    }
  }
}
