import Aludel
import Orchestration
import Revisions
import SQLText
import Testing

/// A history with a fork and a merge, `a-b1+b2-m-d`, of which `s` replaces all up to `m`: wherever a database
/// stands, it comes through.
@Suite struct SquashWalkTests {
  enum Originals: CaseIterable {
    case kept, pruned
  }

  private static let history = [
    ("a", "", "CREATE TABLE a (x);"), ("b1", "a", "CREATE TABLE b1 (x);"),
    ("b2", "a", "INSERT INTO a VALUES (2);"), ("m", "b1, b2", "ALTER TABLE b1 ADD COLUMN m;"),
    ("d", "m", "INSERT INTO b1 VALUES (1, 2);"),
  ]

  private func plain() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one"])
    for (id, parents, sql) in Self.history {
      try sandbox.revision(id, in: "one", after: parents, upgrade: sql)
    }
    return sandbox
  }

  private func squash(_ sandbox: Sandbox, _ originals: Originals) throws {
    for (id, parents, sql) in Self.history.dropLast() {
      try sandbox.remove("one/\(id).sql")
      if originals == .kept {
        try sandbox.revision(id, in: "one/squashed/s", after: parents, upgrade: sql)
      }
    }
    try sandbox.revision(
      "s", in: "one", header: "replaces: a, b1, b2, m",
      upgrade: "CREATE TABLE a (x); CREATE TABLE b1 (x, m); INSERT INTO a VALUES (2);",
      downgrade: "DROP TABLE b1; DROP TABLE a;")
  }

  private func upgrade(_ sandbox: Sandbox, to targets: [String]) async throws -> RunReport {
    try await sandbox.open().run(
      RunRequest(.upgrade, targets: targets.map { try TargetExpression(parsing: $0) }))
  }

  private func contents(_ sandbox: Sandbox) throws -> [String] {
    try sandbox.column(
      "SELECT sql FROM sqlite_schema WHERE name IN ('a', 'b1') ORDER BY name", of: "one"
    )
    .map { $0.replacing(" ", with: "") }
      + sandbox.column("SELECT x FROM a", of: "one") + sandbox.column("SELECT m FROM b1", of: "one")
  }

  static let positions = [[], ["a"], ["b1"], ["b2"], ["b1", "b2"], ["m"], ["d"]]

  @Test(arguments: positions, Originals.allCases)
  func comesThrough(position: [String], originals: Originals) async throws {
    let straight = try plain()
    _ = try await upgrade(straight, to: ["heads"])
    let sandbox = try plain()
    if !position.isEmpty { _ = try await upgrade(sandbox, to: position) }
    try squash(sandbox, originals)

    let isInside = !position.isEmpty && position != ["d"] && position != ["m"]
    let report = try? await upgrade(sandbox, to: ["heads"])
    guard originals == .kept || !isInside else {
      #expect(report?.exitCode != 0)
      #expect(try sandbox.versions(of: "one") == position)
      return
    }
    #expect(report?.exitCode == 0)
    #expect(try sandbox.versions(of: "one") == ["d"])
    #expect(try contents(sandbox) == contents(straight))
    let applied = try sandbox.column(
      "SELECT revision FROM aludel_version_history WHERE outcome = 'applied' ORDER BY id", of: "one"
    )
    #expect(applied.count == Set(applied).count)

    // And down again, by the squash alone.
    let down = try await sandbox.open().run(RunRequest(.downgrade, targets: [.base]))
    #expect(down.exitCode == 0)
    #expect(try sandbox.tables(of: "one").filter { !$0.hasPrefix("aludel") }.isEmpty)
  }
}
