import Aludel
import Orchestration
import Revisions
import Testing

/// Histories that need each other's revisions, folded on both sides.
@Suite struct SquashEdgeTests {
  private static let main = [
    ("a1", "", ""), ("a2", "a1", ""), ("a3", "a2", "side/y2"), ("a4", "a3", ""),
  ]
  private static let side = [
    ("y1", "", ""), ("y2", "y1", "main/a2"), ("y3", "y2", ""), ("y4", "y3", "main/a3"),
  ]

  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main", "side"])
    for (database, revisions) in [("main", Self.main), ("side", Self.side)] {
      for (id, after, needs) in revisions {
        try sandbox.revision(
          id, in: database, after: after, header: needs.isEmpty ? "" : "depends_on: \(needs)",
          upgrade: "CREATE TABLE \(id) (x);", downgrade: "DROP TABLE \(id);")
      }
    }
    return sandbox
  }

  private func squash(
    _ sandbox: Sandbox, _ database: String, _ range: String, _ id: String
  ) async throws -> SquashReport {
    try await sandbox.open().squash(
      SquashRequest(
        names: [database], range: TargetRange(parsing: range), revisionID: id))
  }

  /// How far both can be: what is applied needs what it needs.
  static let positions: [(Int, Int)] = (0...4).flatMap { one in
    (0...4).compactMap { other in
      (one < 3 || other >= 2) && (other < 2 || one >= 2) && (other < 4 || one >= 3)
        ? (one, other) : nil
    }
  }

  @Test(arguments: positions)
  func bothComeThrough(one: Int, other: Int) async throws {
    let sandbox = try sandbox()
    let steps = [(2, 1), (2, 2), (3, 2), (4, 4)]
    for (main, side) in steps {
      var targets: [String] = []
      if min(main, one) > 0 { targets.append("main/a\(min(main, one))") }
      if min(side, other) > 0 { targets.append("side/y\(min(side, other))") }
      guard !targets.isEmpty else { continue }
      let report = try await sandbox.open().run(
        RunRequest(.upgrade, targets: targets.map { try TargetExpression(parsing: $0) }))
      #expect(report.exitCode == 0, "\(targets)")
    }
    _ = try await squash(sandbox, "main", ":a2", "m1")
    _ = try await squash(sandbox, "main", "m1:", "m2")
    _ = try await squash(sandbox, "side", ":y2", "s1")
    #expect(try await sandbox.open().run(RunRequest(.upgrade)).exitCode == 0)
    #expect(try sandbox.versions(of: "main") == ["m2"])
    #expect(try sandbox.versions(of: "side") == ["y4"])
    #expect(try sandbox.tables(of: "main").filter { $0.hasPrefix("a") && $0.count == 2 }.count == 4)
    #expect(try sandbox.tables(of: "side").filter { $0.hasPrefix("y") }.count == 4)
    #expect(try await sandbox.open().verifySquashes().exitCode == 0)
    #expect(
      try await sandbox.open().run(RunRequest(.downgrade, targets: [.base])).exitCode == 0)
    #expect(try sandbox.tables(of: "side").filter { $0.hasPrefix("y") }.isEmpty)
  }

  /// One squash in each database, where the histories go through each other.
  @Test func whatDoesNotHoldTogether() async throws {
    let sandbox = try sandbox()
    let before = sandbox.listing()
    do {
      _ = try await squash(sandbox, "main", ":", "m")
      Issue.record("it was folded")
    } catch AludelError.squash(.range(let database, _, .goesThrough(let others))) {
      #expect(database == "main" && others.map(\.description) == ["side/y2"])
    }
    #expect(sandbox.listing() == before)
  }

  /// Several databases in one command; a needed revision that is folded is pulled in as its squash.
  @Test func inOneCommand() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main", "side"])
    for id in ["1", "2"] {
      try sandbox.revision(
        "a\(id)", in: "main", after: id == "1" ? "" : "a1", upgrade: "CREATE TABLE a\(id) (x);",
        downgrade: "DROP TABLE a\(id);")
      try sandbox.revision(
        "y\(id)", in: "side", after: id == "1" ? "" : "y1",
        header: id == "1" ? "depends_on: main/a1" : "",
        upgrade: "CREATE TABLE y\(id) (x);", downgrade: "DROP TABLE y\(id);")
    }
    let report = try await sandbox.open().squash(SquashRequest())
    #expect(report.squashes.map(\.database) == ["main", "side"])
    let run = try await sandbox.open().run(
      RunRequest(.upgrade, names: ["side"], takesDependencies: true))
    #expect(run.exitCode == 0)
    #expect(try sandbox.tables(of: "main").contains("a2"))
  }
}
