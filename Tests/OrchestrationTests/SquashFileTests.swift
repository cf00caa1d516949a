import Aludel
import Foundation
import Orchestration
import Revisions
import Testing

/// What a killed squash or prune leaves in the folder, and what the next command makes of it; and what
/// `check` finds in files.
@Suite struct SquashFileTests {
  private static let names = ["r1", "r2", "r3"]

  private func trial() throws -> SquashTrial {
    let trial = try SquashTrial(.sqlite)
    try trial.revisions(
      ["CREATE TABLE a (x);", "INSERT INTO a VALUES (1);", "CREATE TABLE b (x);"],
      downgrades: ["DROP TABLE a;", "DELETE FROM a;", "DROP TABLE b;"])
    return trial
  }

  private func history(_ trial: SquashTrial) async throws -> [String] {
    try await trial.open().history().databases.flatMap(\.revisions).map(\.revision.id.text)
  }

  private func files(_ trial: SquashTrial) -> [String] {
    trial.sandbox.listing().filter { $0.hasPrefix("one/") && !$0.hasSuffix(".db") }.map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? ""
      return name.hasPrefix("2") ? file.replacing(name, with: "squash") : file
    }
  }

  /// How many of the moves are done when it is killed: second names, then the squash, then first names.
  @Test(arguments: 0...7)
  func killedInTheMiddle(moment: Int) async throws {
    let done = try trial()
    try await done.squash()
    let file = try #require(done.sandbox.listing().first { $0.contains("_s_") })
    let trial = try trial()
    try trial.sandbox.makeFolder("one/squashed/s")
    for name in Self.names.prefix(moment) {
      try trial.sandbox.link("one/\(name).sql", to: "one/squashed/s/\(name).sql")
    }
    if moment > 3 { try trial.sandbox.write(file, try done.sandbox.read(file)) }
    for name in Self.names.prefix(max(0, moment - 4)) {
      try trial.sandbox.remove("one/\(name).sql")
    }
    // Somebody else's names and folders are left alone.
    try trial.sandbox.write("one/squashed/notes/readme.txt", "keep")
    let isOver = moment > 3
    #expect(try await history(trial) == (isOver ? ["s"] : ["r3", "r2", "r1"]))

    if isOver {
      #expect(try await trial.open().pruneSquashes().squashes.flatMap(\.files).count == 3)
      #expect(try await history(trial) == ["s"])
      #expect(
        files(trial) == [
          "one/squash", "one/squashed", "one/squashed/notes", "one/squashed/notes/readme.txt",
        ])
    } else {
      try await trial.squash(id: "t")
      #expect(try await history(trial) == ["t"])
      #expect(
        files(trial) == [
          "one/squash", "one/squashed", "one/squashed/notes", "one/squashed/notes/readme.txt",
          "one/squashed/t", "one/squashed/t/r1.sql", "one/squashed/t/r2.sql",
          "one/squashed/t/r3.sql",
        ])
    }
  }

  /// The same id again, after a kill.
  @Test func theSameAgain() async throws {
    let trial = try trial()
    try trial.sandbox.makeFolder("one/squashed/s")
    try trial.sandbox.link("one/r1.sql", to: "one/squashed/s/r1.sql")
    try await trial.squash()
    #expect(try await history(trial) == ["s"])
  }

  /// A prune that was killed has the files under a hidden name, which no history reads.
  @Test func aKilledPrune() async throws {
    let trial = try trial()
    try await trial.squash()
    // No process has this number.
    try FileManager.default.moveItem(
      atPath: trial.sandbox.path("one/squashed/s"),
      toPath: trial.sandbox.path("one/squashed/.aludel-999999999-s"))
    #expect(try await history(trial) == ["s"])
    #expect(try await trial.open().pruneSquashes().squashes.isEmpty)
    #expect(files(trial) == ["one/squash"])
  }

  @Test func pruningASquashOfASquash() async throws {
    let trial = try trial()
    try await trial.squash(":r2")
    try await trial.squash(id: "t")
    #expect(try await history(trial) == ["t"])
    try await trial.withDatabase { database in
      try await trial.upgrade(database, to: ["r1"])
      await #expect(throws: AludelError.self) {
        try await trial.open(database).pruneSquashes()
      }
      try await trial.upgrade(database)
      #expect(try database.versions() == ["t"])
      #expect(try await trial.open(database).pruneSquashes().squashes.count == 2)
      #expect(try await history(trial) == ["t"])
      #expect(files(trial) == ["one/squash"])
    }
  }

  /// Databases that live from the same folder are asked, whichever is named.
  @Test func pruningAsksWhoSharesTheFolder() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      """
      [databases.one]
      url = "sqlite:///one.db"
      versions = "one"
      [databases.two]
      url = "sqlite:///two.db"
      versions = "one"
      """)
    for (id, after) in [("a", ""), ("b", "a")] {
      try sandbox.revision(
        id, in: "one", after: after, upgrade: "CREATE TABLE \(id) (x);",
        downgrade: "DROP TABLE \(id);")
    }
    let target = try TargetExpression(parsing: "two/a")
    _ = try await sandbox.open().run(RunRequest(.upgrade, targets: [target]))
    _ = try await sandbox.open().squash(SquashRequest(revisionID: "s"))
    do {
      _ = try await sandbox.open().pruneSquashes(names: ["one"])
      Issue.record("it was pruned")
    } catch AludelError.squash(.inside(let stragglers)) {
      #expect(stragglers.map(\.database) == ["two"])
    }
  }

  // MARK: - Evidence

  private func findings(_ trial: SquashTrial, replaying: Bool = false) async throws -> [String] {
    let report = try await trial.open().check(
      CheckRequest(parts: [.squashes], replaying: replaying))
    return report.databases.flatMap { check in
      check.findings.map { finding in
        switch finding {
        case .editedSquash(_, _, let originals): originals ? "originals" : "squash"
        case .unprovenSquash: "unproven"
        default: "\(finding)"
        }
      } + check.notes.map { "\($0)" } + check.failures.map { "\($0)" }
    }
  }

  private func edit(_ trial: SquashTrial, _ part: String, _ old: String, _ new: String) throws {
    let file = try #require(
      trial.sandbox.listing().first { $0.contains(part) && $0.hasSuffix(".sql") })
    let text = try trial.sandbox.read(file)
    #expect(text.contains(old))
    try trial.sandbox.write(file, text.replacing(old, with: new))
  }

  @Test func checkFindsEdits() async throws {
    let trial = try trial()
    try await trial.squash(":r2")
    #expect(try await findings(trial).isEmpty)
    #expect(try await findings(trial, replaying: true).isEmpty)
    // What git may do by itself, and words, are no edits.
    try edit(trial, "_s_", "squash of 2 revisions", "the beginnings")
    #expect(try await findings(trial).isEmpty)
    try edit(trial, "_s_", "VALUES (1)", "VALUES (2)")
    #expect(try await findings(trial) == ["squash"])
    #expect(try await findings(trial, replaying: true) == ["squash", "unproven"])
    try edit(trial, "_s_", "VALUES (2)", "VALUES  (1)")
    #expect(try await findings(trial, replaying: true) == ["squash"])
    try edit(trial, "_s_", "VALUES  (1)", "VALUES (1)")
    try edit(trial, "squashed/s/r2", "VALUES (1)", "VALUES (3)")
    #expect(try await findings(trial) == ["originals"])
    #expect(try await findings(trial, replaying: true) == ["originals", "unproven"])
    try edit(trial, "_s_", "-- proof:", "-- proof: none")
    #expect(try await findings(trial) == ["squashWithoutProof(s)"])
    try trial.sandbox.remove("one/squashed")
  }

  /// Recorded on another version: what every version writes alike is compared.
  @Test(arguments: [("SQLite 3.0.0", "as outlined"), ("SQLite", "failed")])
  func anotherVersion(server: String, expected: String) async throws {
    let trial = try trial()
    let here = try #require(try await trial.squash().squashes.first).server
    try trial.sandbox.remove("one/squashed")
    let outline = server == "SQLite" ? "outline=0" : "outline="
    try edit(trial, "_s_", "outline=", outline)
    try edit(trial, "_s_", "contents=", "contents=0")
    try edit(trial, "_s_", "on \(here)", "on \(server)")
    let verdict = try #require(try await trial.open().verifySquashes().squashes.first?.verdict)
    switch verdict {
    case .asOutlined(let recorded, let found):
      #expect(expected == "as outlined" && recorded == server && found == here)
    case .failed: #expect(expected == "failed")
    default: Issue.record("\(verdict)")
    }
  }
}
