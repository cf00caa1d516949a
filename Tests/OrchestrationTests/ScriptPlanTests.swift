import Aludel
import Foundation
import Orchestration
import Revisions
import Testing

/// Which scripts there are, without running any.
@Suite struct ScriptPlanTests {
  private func scripts(
    _ sandbox: Sandbox, _ action: RunRequest.Action, _ targets: String..., names: [String] = []
  ) async throws -> [DatabaseScript] {
    try await sandbox.open().scripts(
      ScriptRequest(action, targets: targets.map(ScriptTarget.init(parsing:)), names: names))
  }

  private func twoDatabases() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main", "other"])
    for (id, parent) in [("m1", ""), ("m2", "m1"), ("m3", "m2")] {
      try sandbox.revision(
        id, in: "main", after: parent, header: id == "m2" ? "depends_on: other/o1" : "",
        upgrade: "CREATE TABLE \(id) (a);", downgrade: "DROP TABLE \(id);")
    }
    for (id, parent) in [("o1", ""), ("o2", "o1"), ("o3", "o2")] {
      try sandbox.revision(
        id, in: "other", after: parent, header: id == "o2" ? "depends_on: main/m3" : "",
        upgrade: "CREATE TABLE \(id) (a);", downgrade: "DROP TABLE \(id);")
    }
    return sandbox
  }

  @Test func `databases that take turns get numbered parts`() async throws {
    let sandbox = try twoDatabases()
    let scripts = try await scripts(sandbox, .upgrade)
    #expect(
      scripts.map { "\($0.fileName) \($0.start ?? HeadSet([])) \($0.end ?? HeadSet([]))" } == [
        "main.1.sql {} {m1}", "other.2.sql {} {o1}", "main.3.sql {m1} {m3}",
        "other.4.sql {o1} {o3}",
      ])
    #expect(scripts[2].text.contains("-- Run these before it: main.1.sql, other.2.sql\n"))
    // As few parts as can be: other goes on with o3 before main has a turn again.
    #expect(scripts[3].steps.map(\.revision.text) == ["o2", "o3"])
    #expect(sandbox.listing().allSatisfy { !$0.hasSuffix(".db") })
  }

  @Test func `without a turn in between there is a file a database`() async throws {
    let sandbox = try twoDatabases()
    let up = try await scripts(sandbox, .upgrade, "main/m1", "other/o1")
    #expect(up.map(\.fileName) == ["main.sql", "other.sql"])
    let down = try await scripts(sandbox, .downgrade, "main/m3:m1", "other/o1:base")
    #expect(down.map(\.fileName) == ["main.sql", "other.sql"])
    #expect(down[1].text.contains("-- Run these before it: main.sql\n"))
  }

  @Test func `what databases that take no part must have is told`() async throws {
    let sandbox = try twoDatabases()
    let up = try await scripts(sandbox, .upgrade, names: ["main"])
    #expect(up[0].text.contains("-- These must be applied before: other/o1\n"))
    let down = try await scripts(sandbox, .downgrade, "other/o3:base")
    #expect(down[0].text.contains("-- These must be taken down before: main/m2\n"))
  }

  @Test func `what databases that take part lack is an error`() async throws {
    let sandbox = try twoDatabases()
    await #expect(throws: AludelError.self) {
      try await scripts(sandbox, .upgrade, "main/heads", "other/base")
    }
    await #expect(throws: AludelError.self) {
      try await scripts(sandbox, .downgrade, "main/m3:m3", "other/o1:base")
    }
  }

  @Test func `a stamp takes several targets, and one start`() async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main"])
    for (id, parent) in [("a", ""), ("b", "a"), ("c", "a")] {
      try sandbox.revision(id, in: "main", after: parent, upgrade: "")
    }
    func rows(_ purge: Bool, _ targets: String...) async throws -> [HeadSet?] {
      let scripts = try await sandbox.open().scripts(
        ScriptRequest(.stamp(purge: purge), targets: targets.map(ScriptTarget.init(parsing:))))
      #expect(scripts.count == 1)
      return [scripts.first?.start, scripts.first?.end]
    }
    let (a, b, c) = (
      try RevisionID(validating: "a"), try RevisionID(validating: "b"),
      try RevisionID(validating: "c")
    )
    #expect(try await rows(false, "b", "c") == [HeadSet([]), HeadSet([b, c])])
    #expect(try await rows(false, "a:b", "a:c") == [HeadSet([a]), HeadSet([b, c])])
    #expect(try await rows(false, "a:b", "c") == [HeadSet([a]), HeadSet([b, c])])
    #expect(try await rows(false, "b,c:a") == [HeadSet([b, c]), HeadSet([a])])
    #expect(try await rows(true, "heads") == [nil, HeadSet([b, c])])
    await #expect(throws: AludelError.self) { try await rows(false, "a:b", "b:c") }
  }

  @Test func `parts cannot share a transaction`() async throws {
    let sandbox = try twoDatabases()
    try sandbox.workspaceFile(
      ["main", "other"], extra: ["main": "transaction = \"per_run\""])
    let error = await #expect(throws: AludelError.self) { try await scripts(sandbox, .upgrade) }
    guard case .cannotShareTransaction("main", _, _, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `the same input gives the same bytes, whatever else is selected`() async throws {
    let sandbox = try twoDatabases()
    let first = try await scripts(sandbox, .upgrade, "m1:m3")
    let second = try await scripts(sandbox, .upgrade, "m1:m3", names: ["main"])
    #expect(first.map(\.text) == second.map(\.text))
    let third = try await scripts(sandbox, .upgrade, "m1:m2", names: ["main"])
    #expect(first.map(\.text) != third.map(\.text))
  }

  @Test func `nothing of an earlier time stays beside new scripts`() async throws {
    let sandbox = try twoDatabases()
    let workspace = try sandbox.open()
    let parts = try workspace.write(try await scripts(sandbox, .upgrade), to: "sql/new")
    #expect(parts.map(\.path).first == "sql/new/main.1.sql")
    let before = sandbox.listing()
    let single = try await scripts(sandbox, .upgrade, "m1:m3")
    let error = #expect(throws: AludelError.self) { try workspace.write(single, to: "sql/new") }
    guard case .script(.staleFile("sql/new/main.1.sql"))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sandbox.listing() == before)
    // Another database's file, and whatever else is there, is left alone.
    try sandbox.write("sql/other/other.sql", "x")
    _ = try workspace.write(single, to: "sql/other")
    #expect(try sandbox.read("sql/other/other.sql") == "x")
    #expect(try sandbox.read("sql/other/main.sql") == single[0].text)
  }

  @Test func `a folder that cannot take all files takes none`() async throws {
    let sandbox = try twoDatabases()
    try sandbox.write("sql/other.sql/file", "in the way")
    let both = try await scripts(sandbox, .upgrade, "main/m1", "other/o1")
    #expect(throws: AludelError.self) { try sandbox.open().write(both, to: "sql") }
    #expect(
      sandbox.listing().filter { $0.hasPrefix("sql") } == [
        "sql", "sql/other.sql", "sql/other.sql/file",
      ])
  }
}
