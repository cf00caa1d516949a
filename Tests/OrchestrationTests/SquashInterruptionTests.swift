import Aludel
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// A step inside of a range stands half-way when the squash arrives.
@Suite struct SquashInterruptionTests {
  /// What is left: a statement that failed, or one of which nothing was heard.
  enum Left: CaseIterable { case failed, unheard }

  private static let goodSecond =
    "CREATE TABLE b (id integer PRIMARY KEY); INSERT INTO a VALUES (2);"

  /// `r1` to `r4`, of which `r2` was stopped in the middle of `database`; then `r2` was mended, and all up to
  /// `r3` became `s`.
  private func interrupted(
    _ engine: SquashTrial.Engine, _ left: Left, _ database: SquashTrial.Database,
    first: Bool = false
  ) async throws -> SquashTrial {
    let trial = try SquashTrial(engine)
    let options = engine == .mysql ? "" : " transaction=none"
    let upgrades = [
      "CREATE TABLE a (id integer PRIMARY KEY);", Self.goodSecond,
      "INSERT INTO b VALUES (3);", "INSERT INTO b VALUES (4);",
    ]
    let downgrades = [
      "DROP TABLE a;", "DROP TABLE b;", "DELETE FROM b WHERE id = 3;",
      "DELETE FROM b WHERE id = 4;",
    ]
    try trial.revisions(upgrades, downgrades: downgrades, options: options)
    let stopped = first ? 1 : 2
    let broken =
      first
      ? "CREATE TABLE a (id integer PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
      : Self.goodSecond.replacing("INTO a VALUES", with: "INTO nowhere VALUES")
    try trial.sandbox.revision(
      "r\(stopped)", in: "one", after: first ? "" : "r1", upgrade: broken,
      downgrade: downgrades[stopped - 1], options: options)
    let report = try await trial.upgrade(database)
    #expect(report.exitCode == 3)
    if left == .unheard {
      // As a kill leaves it: announced, and no answer.
      try database.execute(
        "DELETE FROM aludel_version_history WHERE outcome = 'failed' AND statement IS NULL")
      try database.execute(
        "UPDATE aludel_version_history SET outcome = 'started_blindly' WHERE outcome = 'failed'")
    }
    try trial.sandbox.revision(
      "r\(stopped)", in: "one", after: first ? "" : "r1",
      upgrade: first
        ? "CREATE TABLE a (id integer PRIMARY KEY); INSERT INTO a VALUES (1);" : Self.goodSecond,
      downgrade: downgrades[stopped - 1], options: options)
    try await trial.squash(":r3")
    return trial
  }

  @Test(arguments: SquashTrial.Engine.there, [false, true])
  func goesOnThere(engine: SquashTrial.Engine, first: Bool) async throws {
    let outer = try SquashTrial(engine)
    try await outer.withDatabase { database in
      let trial = try await interrupted(engine, .failed, database, first: first)
      let status = try await trial.open(database).status().databases
      #expect(status.map(\.state) == [.interrupted])
      #expect(try await trial.upgrade(database).exitCode == 0)
      #expect(try database.versions() == ["r4"])
      #expect(try database.rows("SELECT id FROM b ORDER BY id").count == 2)
      #expect(try await trial.open(database).status().databases.map(\.state) == [.upToDate])
      #expect(try await trial.downgrade(database).exitCode == 0)
    }
  }

  /// Without the originals nothing is guessed, and nothing is changed; with them again it goes on.
  @Test(arguments: SquashTrial.Engine.there, [false, true])
  func withoutTheOriginals(engine: SquashTrial.Engine, first: Bool) async throws {
    let outer = try SquashTrial(engine)
    try await outer.withDatabase { database in
      let trial = try await interrupted(engine, .failed, database, first: first)
      do {
        _ = try await trial.open(database).pruneSquashes()
        Issue.record("it was pruned")
      } catch AludelError.squash(.inside(let stragglers)) {
        #expect(stragglers.map(\.database) == ["one"])
      }
      let pruned = try trial.copy()
      try FileManager.default.removeItem(atPath: pruned.squashed)
      let before = try database.rows("SELECT * FROM aludel_version_history ORDER BY id")
      #expect(try await pruned.open(database).status().databases.map(\.state) == [.interrupted])
      let report = try? await pruned.upgrade(database)
      #expect(report?.exitCode != 0)
      #expect(try database.rows("SELECT * FROM aludel_version_history ORDER BY id") == before)
      #expect(try await trial.upgrade(database).exitCode == 0)
      #expect(try database.versions() == ["r4"])
    }
  }

  /// A statement that nobody has heard of again is decided by a person, also behind a squash.
  @Test(arguments: SquashTrial.Engine.there)
  func aPersonDecides(engine: SquashTrial.Engine) async throws {
    let outer = try SquashTrial(engine)
    try await outer.withDatabase { database in
      let trial = try await interrupted(engine, .unheard, database)
      let workspace = try trial.open(database)
      #expect(try await workspace.status().databases.map(\.state) == [.interrupted])
      #expect(try await trial.upgrade(database).exitCode != 0)
      let resumed = try await workspace.resume(statementTookEffect: false)
      #expect(resumed.map(\.revision.text) == ["r2"])
      #expect(try await trial.upgrade(database).exitCode == 0)
      #expect(try database.versions() == ["r4"])
      #expect(try database.rows("SELECT id FROM a").count == 1)
    }
  }

  /// The squash itself is stopped half-way, and becomes part of another one.
  @Test func aSquashHalfWayInsideOfAnother() async throws {
    guard SquashTrial.Engine.mysql.live != nil else { return }
    let trial = try SquashTrial(.mysql)
    try trial.revisions(
      [
        "CREATE TABLE a (id int PRIMARY KEY);", "CREATE TABLE b (id int PRIMARY KEY);",
        "CREATE TABLE c (id int);",
      ],
      downgrades: ["DROP TABLE a;", "DROP TABLE b;", "DROP TABLE c;"])
    try await trial.squash(":r2")
    try await trial.withDatabase { database in
      try database.execute("CREATE TABLE b (wrong int)")
      #expect(try await trial.upgrade(database).exitCode == 3)
      try await trial.squash(id: "s2")
      #expect(try await trial.open(database).status().databases.map(\.state) == [.interrupted])
      try database.execute("DROP TABLE b")
      #expect(try await trial.upgrade(database).exitCode == 0)
      #expect(try database.versions() == ["s2"])
    }
  }
}
