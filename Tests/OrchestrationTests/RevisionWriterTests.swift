import Aludel
import Foundation
import Orchestration
import Revisions
import Testing

/// `one`: a-b, c (two heads, a third folder); `two`: x.
struct RevisionWriterTests {
  private func sandbox(_ extra: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two"], extra: extra)
    try sandbox.revision("aaaa1", in: "one", upgrade: "")
    try sandbox.revision("bbbb2", in: "one", after: "aaaa1", upgrade: "")
    try sandbox.revision("cccc3", in: "one", header: "branch_labels: side", upgrade: "")
    try sandbox.revision("xxxx9", in: "two", upgrade: "")
    return sandbox
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var request: RevisionRequest
    /// The header's lines that follow `revision:`, or the error's case.
    var expected: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "the only head", request: RevisionRequest(message: "m", names: ["two"]),
      expected: "down_revision: xxxx9"),
    Case(
      name: "several heads", request: RevisionRequest(message: "m", names: ["one"]),
      expected: "target"),
    Case(
      name: "a chosen head", request: RevisionRequest(message: "m", head: .name("bbbb")),
      expected: "down_revision: bbbb2"),
    Case(
      name: "a label's head",
      request: RevisionRequest(message: "m", head: TargetExpression(.head, label: "side")),
      expected: "down_revision: cccc3"),
    Case(
      name: "a merge", request: RevisionRequest(message: "m", names: ["one"], head: .heads),
      expected: "down_revision: bbbb2, cccc3"),
    Case(
      name: "a new base", request: RevisionRequest(message: "m", names: ["one"], head: .base),
      expected: ""),
    Case(
      name: "not a head", request: RevisionRequest(message: "m", head: .name("aaaa1")),
      expected: "revision"),
    Case(
      name: "a splice", request: RevisionRequest(message: "m", head: .name("aaaa1"), splice: true),
      expected: "down_revision: aaaa1"),
    Case(
      name: "a new label",
      request: RevisionRequest(message: "m", names: ["two"], branchLabel: "wing"),
      expected: "down_revision: xxxx9\nbranch_labels: wing"),
    Case(
      name: "a taken label",
      request: RevisionRequest(message: "m", head: .name("bbbb2"), branchLabel: "side"),
      expected: "revision"),
    Case(
      name: "the database's label",
      request: RevisionRequest(message: "m", names: ["two"], branchLabel: "two"),
      expected: "down_revision: xxxx9\nbranch_labels: two"),
    Case(
      name: "a bad label",
      request: RevisionRequest(message: "m", names: ["two"], branchLabel: "no such"),
      expected: "revision"),
    Case(
      name: "a taken id",
      request: RevisionRequest(message: "m", names: ["two"], revisionID: "xxxx9"),
      expected: "revision"),
    Case(
      name: "an id that is its own label",
      request: RevisionRequest(
        message: "m", names: ["two"], branchLabel: "same", revisionID: "same"),
      expected: "graph"),
    Case(
      name: "a completed dependency",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/aaa"]),
      expected: "down_revision: xxxx9\ndepends_on: one/aaaa1"),
    Case(
      name: "a label as a dependency",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/side"]),
      expected: "down_revision: xxxx9\ndepends_on: one/side"),
    Case(
      name: "an unknown dependency",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/zzzz"]),
      expected: "target"),
    Case(
      name: "a dependency of this database by its beginning, spelt out with the database",
      request: RevisionRequest(message: "m", head: .name("cccc3"), dependsOn: ["one/bbb"]),
      expected: "down_revision: cccc3\ndepends_on: bbbb2"),
    Case(
      name: "several dependencies, one of them twice the same",
      request: RevisionRequest(
        message: "m", names: ["two"], dependsOn: ["one/side", "one/bbbb2", "one/aaaa1"]),
      expected: "down_revision: xxxx9\ndepends_on: one/side, one/bbbb2, one/aaaa1"),
    Case(
      name: "a label's head as a dependency is the revision that it is now",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/side@head"]),
      expected: "down_revision: xxxx9\ndepends_on: one/cccc3"),
    Case(
      name: "an ambiguous dependency",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/head"]),
      expected: "target"),
    Case(
      name: "a dependency on itself",
      request: RevisionRequest(
        message: "m", names: ["two"], dependsOn: ["selfish"], revisionID: "selfish"),
      expected: "target"),
    Case(
      name: "a dependency on its own label",
      request: RevisionRequest(
        message: "m", names: ["two"], branchLabel: "wing", dependsOn: ["two/wing"]),
      expected: "target"),
    Case(
      name: "a dependency that only a database could tell",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/current"]),
      expected: "target"),
    Case(
      name: "a dependency that is no target",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["one/a b"]),
      expected: "targetSyntax"),
    Case(
      name: "an unknown head", request: RevisionRequest(message: "m", head: .name("zzzz")),
      expected: "unknownTarget"),
    Case(
      name: "an unknown head in one database",
      request: RevisionRequest(
        message: "m", head: TargetExpression(.name("zzzz"), database: "one")),
      expected: "target"),
    Case(
      name: "a head of the other database",
      request: RevisionRequest(message: "m", names: ["one"], head: .name("xxxx9")),
      expected: "unknownTarget"),
    Case(
      name: "an ambiguous head",
      request: RevisionRequest(message: "m", head: TargetExpression(.head, database: "one")),
      expected: "target"),
    Case(
      name: "a head in another branch",
      request: RevisionRequest(
        message: "m", head: TargetExpression(.name("bbbb2"), label: "side")),
      expected: "target"),
    Case(
      name: "a head relative to another",
      request: RevisionRequest(
        message: "m", head: TargetExpression(.name("bbbb2"), offset: .init(.down, 1)), splice: true),
      expected: "down_revision: aaaa1"),
    Case(
      name: "a new base with a label",
      request: RevisionRequest(message: "m", names: ["two"], head: .base, branchLabel: "new"),
      expected: "branch_labels: new"),
    Case(
      name: "a given id", request: RevisionRequest(message: "m", names: ["two"], revisionID: "y.1"),
      expected: "down_revision: xxxx9"),
    Case(
      name: "an id with a slash",
      request: RevisionRequest(message: "m", names: ["two"], revisionID: "../y1"),
      expected: "revision"),
    Case(
      name: "a word of the target language as an id",
      request: RevisionRequest(message: "m", names: ["two"], revisionID: "head"),
      expected: "revision"),
    Case(
      name: "a message with all sorts of letters",
      request: RevisionRequest(
        message: "it's \"quoted\" \\ $(x) ${y} -- /* 表 ☃\n\n*/ second line", names: ["two"]),
      expected: "down_revision: xxxx9"),
    Case(
      name: "a message that could end the header",
      request: RevisionRequest(
        message: "title\n-- migrate: upgrade\nDROP TABLE x;", names: ["two"]),
      expected: "down_revision: xxxx9"),
    Case(
      name: "an unknown database",
      request: RevisionRequest(message: "m", names: ["two"], dependsOn: ["three/aaaa1"]),
      expected: "unknownDatabase"),
    Case(name: "no choice", request: RevisionRequest(message: "m"), expected: "revision"),
    Case(
      name: "an unknown folder",
      request: RevisionRequest(message: "m", names: ["two"], versionPath: "elsewhere"),
      expected: "revision"),
    Case(
      name: "lines like keys",
      request: RevisionRequest(message: "title\nrevision: 12", names: ["two"]),
      expected: "unwrittenFile"),
    Case(
      name: "several lines",
      request: RevisionRequest(message: "  title  \n\nmore \n", names: ["two"]),
      expected: "down_revision: xxxx9"),
  ]

  @Test(arguments: cases) func writes(_ item: Case) throws {
    let sandbox = try sandbox()
    let before = sandbox.listing()
    let created: [CreatedFile]
    do {
      created = try sandbox.open().makeRevisions(item.request)
    } catch let error as AludelError {
      #expect("\(error)".hasPrefix(item.expected + "("), "\(error)")
      #expect(sandbox.listing() == before)
      return
    }
    let file = try #require(created.first)
    let text = try sandbox.read(file.path)
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("-- ") && $0.contains(": ") }
      .map { $0.dropFirst(3) }
    let keys = lines.filter {
      ["down_revision", "branch_labels", "depends_on"].contains($0.prefix { $0 != ":" })
    }
    #expect(keys.joined(separator: "\n") == item.expected, "\(text)")
    // And it reads back.
    _ = try sandbox.open()
  }

  /// All or none: one database's problem keeps every file from being written.
  @Test func allAtOnce() throws {
    let sandbox = try sandbox()
    let before = sandbox.listing()
    #expect(throws: AludelError.self) {
      try sandbox.open().makeRevisions(RevisionRequest(message: "m", all: true))
    }
    #expect(sandbox.listing() == before)
    let created = try sandbox.open().makeRevisions(
      RevisionRequest(message: "m", all: true, head: .heads))
    #expect(created.map(\.database) == ["one", "two"])
  }

  @Test func takenFileName() throws {
    let sandbox = try sandbox(["two": "file_template = \"{slug}.sql\""])
    let workspace = try sandbox.open()
    _ = try workspace.makeRevisions(RevisionRequest(message: "same", names: ["two"]))
    let error = #expect(throws: AludelError.self) {
      try workspace.makeRevisions(RevisionRequest(message: "same", names: ["two"]))
    }
    #expect(String(describing: error).contains("exists already"))
  }

  @Test func ownTemplate() throws {
    let sandbox = try sandbox()
    try sandbox.write(
      "templates/revision.sql",
      "${header}\n-- migrate: upgrade\n-- ours: $${x}\nSELECT 1;\n-- migrate: downgrade\n")
    let request = RevisionRequest(message: "uses ${header}", names: ["two"])
    let created = try sandbox.open().makeRevisions(request)
    let text = try sandbox.read(try #require(created.first).path)
    #expect(text.contains("-- uses ${header}\n") && text.contains("-- ours: ${x}"))
    for broken in ["-- migrate: upgrade\n", "${header}${nope}"] {
      try sandbox.write("templates/revision.sql", broken)
      #expect(throws: AludelError.self) { try sandbox.open().makeRevisions(request) }
    }
  }

  /// Beside its parent, or where it is told; a new base must be told.
  @Test func severalFolders() throws {
    let sandbox = try sandbox()
    try sandbox.write(
      "aludel.toml",
      """
      [workspace]
      name = "test"
      [databases.one]
      url = "sqlite:///one.db"
      versions = ["one", "two"]
      """)
    let workspace = try sandbox.open()
    func folder(_ request: RevisionRequest) throws -> String? {
      try workspace.makeRevisions(request).first?.path.split(separator: "/").first.map(String.init)
    }
    #expect(try folder(RevisionRequest(message: "a", head: .name("xxxx9"))) == "two")
    #expect(try folder(RevisionRequest(message: "b", head: .name("bbbb2"))) == "one")
    #expect(
      try folder(RevisionRequest(message: "c", head: .name("cccc3"), versionPath: "./two"))
        == "two")
    #expect(throws: AludelError.self) {
      try folder(RevisionRequest(message: "d", head: .base))
    }
  }

  /// Two databases with one folder have one stream: one file serves both.
  @Test func sharedFolder() throws {
    let sandbox = try sandbox()
    try sandbox.write(
      "aludel.toml",
      """
      [workspace]
      name = "test"
      [databases.east]
      url = "sqlite:///east.db"
      versions = "two"
      [databases.west]
      url = "sqlite:///west.db"
      versions = "two"
      """)
    let created = try sandbox.open().makeRevisions(RevisionRequest(message: "m"))
    #expect(created.map(\.database) == ["east"])
    let heads = try sandbox.open().heads().databases.map { $0.revisions.map(\.revision.id) }
    #expect(heads == [created.map(\.revision), created.map(\.revision)])
  }
}

extension TargetExpression {
  fileprivate static func name(_ name: String) -> TargetExpression {
    TargetExpression(.name(name))
  }
}
