import Aludel
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// A history with a fork, a merge, two bases, a dependency inside and one from outside on the middle, of
/// which the real command folds all up to `m`: wherever a database stands, it comes through to what it would
/// have come to without.
@Suite struct SquashWalkTests {
  enum Originals: CaseIterable {
    case kept, pruned, restored
  }

  private static let revisions:
    [(id: String, after: String, needs: String, up: String, down: String)] = [
      (
        "a", "", "",
        "CREATE TABLE a (id integer PRIMARY KEY, n varchar(9)); INSERT INTO a VALUES (1, 'one');",
        "DROP TABLE a;"
      ),
      ("b1", "a", "", "CREATE TABLE b (id integer PRIMARY KEY, n varchar(9));", "DROP TABLE b;"),
      ("b2", "a", "", "INSERT INTO a VALUES (2, 'two');", "DELETE FROM a WHERE id = 2;"),
      ("x", "", "", "CREATE TABLE x (id integer PRIMARY KEY);", "DROP TABLE x;"),
      ("m", "b1, b2", "x", "INSERT INTO b VALUES (1, 'm');", "DELETE FROM b WHERE n = 'm';"),
      ("o", "", "b1", "CREATE TABLE o (id integer PRIMARY KEY);", "DROP TABLE o;"),
      ("d", "m", "", "INSERT INTO x VALUES (7);", "DELETE FROM x;"),
    ]
  private static let replaced: Set<String> = ["a", "b1", "b2", "x", "m"]

  private static func needs(_ id: String) -> [String] {
    revisions.filter { $0.id == id }.flatMap { revision in
      (revision.after + ", " + revision.needs).split(separator: ",").map {
        String($0.filter { $0 != " " })
      }.filter { !$0.isEmpty }
    }
  }

  /// Every set of revisions that holds what its members need.
  static let positions: [Set<String>] = (0..<(1 << revisions.count)).compactMap { bits in
    let set = Set(revisions.indices.filter { bits & 1 << $0 != 0 }.map { revisions[$0].id })
    return set.allSatisfy { needs($0).allSatisfy(set.contains) } ? set : nil
  }

  private func plain(_ engine: SquashTrial.Engine) throws -> SquashTrial {
    let trial = try SquashTrial(engine)
    for revision in Self.revisions {
      try trial.sandbox.revision(
        revision.id, in: "one", after: revision.after,
        header: revision.needs.isEmpty ? "" : "depends_on: \(revision.needs)",
        upgrade: revision.up, downgrade: revision.down)
    }
    return trial
  }

  private func contents(_ database: SquashTrial.Database) throws -> [String] {
    try database.rows("SELECT id, n FROM a ORDER BY id")
      + database.rows("SELECT id, n FROM b ORDER BY id")
      + database.rows("SELECT id FROM x ORDER BY id") + database.rows("SELECT id FROM o")
  }

  @Test func thereAreMany() { #expect(Self.positions.count == 18) }

  @Test(arguments: SquashTrial.Engine.there, Originals.allCases)
  func comesThrough(engine: SquashTrial.Engine, originals: Originals) async throws {
    let plain = try plain(engine)
    let folded = try plain.copy()
    #expect(try await folded.squash(":m").squashes.first?.replaces.count == Self.replaced.count)
    let pruned = try folded.copy()
    try FileManager.default.removeItem(atPath: pruned.squashed)
    let expected = try await plain.withDatabase { database in
      try await plain.upgrade(database)
      return try contents(database)
    }
    // The servers walk all ways with the originals there, and those that differ without.
    let positions = Self.positions.enumerated().filter { index, _ in
      engine == .sqlite || originals == .kept || index % 3 == 0
    }
    for (_, position) in positions {
      try await plain.withDatabase { database in
        if !position.isEmpty { try await plain.upgrade(database, to: position.sorted()) }
        let before = try database.versions()
        let done = position.intersection(Self.replaced)
        let isInside = !done.isEmpty && done != Self.replaced
        if originals != .kept {
          let report = try? await pruned.upgrade(database)
          #expect((report?.exitCode == 0) == !isInside, "\(position)")
          if isInside { #expect(try database.versions() == before, "\(position)") }
        }
        if originals != .pruned || !isInside {
          let report = try await folded.upgrade(database)
          #expect(report.exitCode == 0, "\(position): \(report)")
          #expect(try contents(database) == expected, "\(position)")
          #expect(try database.versions() == ["d", "o"], "\(position)")
          try await leavesRightly(folded, pruned, database, position, originals)
        }
      }
    }
  }

  /// Nothing was applied twice, status agrees, and the way down is the squash's.
  private func leavesRightly(
    _ folded: SquashTrial, _ pruned: SquashTrial, _ database: SquashTrial.Database,
    _ position: Set<String>, _ originals: Originals
  ) async throws {
    let applied = try database.rows(
      "SELECT revision FROM aludel_version_history WHERE outcome = 'applied' AND statement IS NULL")
    #expect(applied.count == Set(applied).count, "\(position): \(applied)")
    let trial = originals == .kept ? folded : pruned
    let states = try await trial.open(database).status().databases.map(\.state)
    #expect(states == [.upToDate], "\(position)")
    #expect(try await trial.downgrade(database).exitCode == 0, "\(position)")
    #expect(try database.versions().isEmpty)
    #expect(throws: (any Error).self) { try database.rows("SELECT * FROM a") }
    #expect(throws: (any Error).self) { try database.rows("SELECT * FROM x") }
  }

  /// From every position back to every revision inside, while the originals are there.
  @Test(arguments: SquashTrial.Engine.there)
  func goesBackInside(engine: SquashTrial.Engine) async throws {
    let plain = try plain(engine)
    let folded = try plain.copy()
    try await folded.squash(":m")
    let goals = engine == .sqlite ? ["a", "b1", "b2", "m", "x"] : ["b2"]
    for goal in goals {
      try await folded.withDatabase { database in
        try await folded.upgrade(database)
        let report = try await folded.downgrade(database, to: goal)
        try await plain.withDatabase { other in
          try await plain.upgrade(other)
          let expected = try await plain.downgrade(other, to: goal)
          #expect(report.exitCode == expected.exitCode, "\(goal)")
          #expect(try database.versions() == other.versions(), "\(goal)")
        }
        #expect(try await folded.upgrade(database).exitCode == 0, "\(goal)")
      }
    }
    let pruned = try folded.copy()
    try FileManager.default.removeItem(atPath: pruned.squashed)
    try await folded.withDatabase { database in
      try await folded.upgrade(database)
      #expect(try await pruned.downgrade(database, to: "b1").exitCode == 1)
      #expect(try database.versions() == ["d", "o"])
    }
  }
}
