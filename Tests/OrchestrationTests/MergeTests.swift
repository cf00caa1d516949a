import Aludel
import Orchestration
import Revisions
import Testing

/// `one`: a-b1 [left], a-c1 [right], and d1, whose dependency on c1 makes that an effective head;
/// `two`: x-y1, x-z1; `three`: p1.
struct MergeTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two", "three"])
    try sandbox.revision("a", in: "one", upgrade: "")
    try sandbox.revision("b1", in: "one", after: "a", header: "branch_labels: left", upgrade: "")
    try sandbox.revision("c1", in: "one", after: "a", header: "branch_labels: right", upgrade: "")
    try sandbox.revision("d1", in: "one", header: "depends_on: c1", upgrade: "")
    try sandbox.revision("x", in: "two", upgrade: "")
    try sandbox.revision("y1", in: "two", after: "x", upgrade: "")
    try sandbox.revision("z1", in: "two", after: "x", upgrade: "")
    try sandbox.revision("p1", in: "three", upgrade: "")
    return sandbox
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: String
    /// `database: parents, …`, or the problem.
    var expected: String
    var names: [String] = []
    var splice = false
    var label: String?
    var id: String?
    var testDescription: String { "\(arguments) \(names) \(splice ? "--splice" : "")" }
  }

  static let cases = [
    Case(arguments: "heads", expected: "one: b1 d1, two: y1 z1; three"),
    Case(arguments: "heads", expected: "two: y1 z1", names: ["two"]),
    Case(arguments: "heads", expected: "; three", names: ["three"]),
    Case(arguments: "two/heads", expected: "two: y1 z1"),
    Case(arguments: "b1 c1", expected: "one: b1 c1"),
    Case(arguments: "c1 b1", expected: "one: c1 b1"),
    Case(arguments: "left@head right@head", expected: "one: b1 c1"),
    Case(arguments: "left right", expected: "one: b1 c1"),
    Case(arguments: "one/b1 one/c1 d1", expected: "one: b1 c1 d1"),
    // d1 needs c1, and joining both is how the database gets a single head.
    Case(arguments: "c1 d1", expected: "one: c1 d1"),
    Case(arguments: "b1 c1 y1 z1", expected: "one: b1 c1, two: y1 z1"),
    Case(arguments: "b1 heads c1", expected: "one: b1 d1 c1", names: ["one"]),
    Case(arguments: "b1 b1", expected: "tooFewToMerge"),
    Case(arguments: "b1", expected: "tooFewToMerge"),
    Case(arguments: "base", expected: "tooFewToMerge", names: ["one"]),
    Case(arguments: "head", expected: "tooFewToMerge", names: ["three"]),
    Case(arguments: "head", expected: "there are several heads: y1, z1", names: ["two"]),
    Case(arguments: "b1 y1", expected: "mergeAcrossDatabases"),
    Case(arguments: "a b1", expected: "mergedWithAncestor"),
    Case(arguments: "a b1", expected: "mergedWithAncestor", splice: true),
    Case(arguments: "nix b1", expected: "unknownTarget"),
    Case(arguments: "b1 c1", expected: "one: b1 c1", label: "new"),
    Case(arguments: "b1 c1", expected: "takenName", label: "left"),
    Case(arguments: "b1 c1", expected: "badLabel", label: "not good"),
    Case(arguments: "b1 c1", expected: "one: b1 c1", id: "m9"),
    Case(arguments: "b1 c1", expected: "takenName", id: "d1"),
    // All files or none: the id is taken in the second database only.
    Case(arguments: "heads", expected: "takenName", id: "z1"),
    Case(arguments: "b1 c1", expected: "badID", id: "m-9"),
  ]

  @Test(arguments: cases) func merges(_ item: Case) throws {
    let sandbox = try sandbox()
    let before = sandbox.listing()
    let outcome = outcome(of: item, in: sandbox)
    #expect(outcome.contains(item.expected), "\(outcome)")
    if outcome.hasPrefix("error") { #expect(sandbox.listing() == before) }
    // What was written can be read.
    _ = try sandbox.open()
  }

  /// Below a merge (m1 of b1 and c1, then n1) nothing is a head any more.
  @Test(arguments: [
    Case(arguments: "b1 c1", expected: "alreadyMerged(database: \"one\", [b1, c1], by: m1)"),
    Case(arguments: "c1 b1 a", expected: "mergedWithAncestor"),
    Case(arguments: "b1 c1", expected: "one: b1 c1", splice: true),
    Case(arguments: "b1 d1", expected: "notAHead(database: \"one\", parent: b1, heads: [n1])"),
    Case(arguments: "b1 d1", expected: "one: b1 d1", splice: true),
    Case(arguments: "m1 d1", expected: "notAHead(database: \"one\", parent: m1, heads: [n1])"),
    Case(arguments: "b1 n1", expected: "mergedWithAncestor"),
    Case(arguments: "n1 d1", expected: "one: n1 d1"),
  ])
  func mergesAgain(_ item: Case) throws {
    let sandbox = try sandbox()
    try sandbox.revision("m1", in: "one", after: "b1, c1", upgrade: "")
    try sandbox.revision("n1", in: "one", after: "m1", upgrade: "")
    let before = sandbox.listing()
    let outcome = outcome(of: item, in: sandbox)
    #expect(outcome.contains(item.expected), "\(outcome)")
    if outcome.hasPrefix("error") { #expect(sandbox.listing() == before) }
  }

  @Test func file() throws {
    let sandbox = try sandbox()
    let file = try #require(try sandbox.open().merge(MergeRequest([.heads])).files.first)
    let text = try sandbox.read(file.path)
    #expect(text.hasPrefix("-- merge b1 and d1\n--\n-- revision: \(file.revision)\n"))
    #expect(text.contains("\n-- down_revision: b1, d1\n"))
    #expect(text.hasSuffix("\n-- migrate: upgrade\n\n-- migrate: downgrade\n"))
    #expect(file.path.hasSuffix("_merge_b1_and_d1.sql"))
  }

  /// A merge of nothing but its parents goes up and comes home.
  @Test func runs() async throws {
    let sandbox = try sandbox()
    _ = try sandbox.open().merge(
      MergeRequest([.heads], names: ["two"], message: "both", revisionID: "m1"))
    let workspace = try sandbox.open()
    #expect(try await workspace.run(RunRequest(.upgrade, names: ["two"])).exitCode == 0)
    #expect(try sandbox.versions(of: "two") == ["m1"])
    let back = try TargetExpression(parsing: "y1")
    let report = try await workspace.run(RunRequest(.downgrade, targets: [back], names: ["two"]))
    #expect(report.exitCode == 0)
    #expect(try sandbox.versions(of: "two") == ["y1", "z1"])
  }

  /// Two databases with one folder have one history, and one merge.
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
    let report = try sandbox.open().merge(MergeRequest([.heads]))
    #expect(report.files.map(\.database) == ["east"])
    #expect(report.unneeded.isEmpty)
    #expect(try sandbox.open().merge(MergeRequest([.heads])).unneeded.map(\.database) == ["east"])
  }

  /// The merge lies beside its first parent.
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
    func folder(_ words: String..., path: String? = nil) throws -> Substring? {
      let targets = try words.map { try TargetExpression(parsing: $0) }
      return try sandbox.open().merge(MergeRequest(targets, splice: true, versionPath: path))
        .files.first?.path.split(separator: "/").first
    }
    #expect(try folder("b1", "y1") == "one")
    #expect(try folder("y1", "b1") == "two")
    #expect(try folder("y1", "b1", path: "one") == "one")
    #expect(throws: AludelError.self) { try folder("y1", "b1", path: "elsewhere") }
  }

  private func outcome(of item: Case, in sandbox: Sandbox) -> String {
    do {
      let targets = try item.arguments.split(separator: " ")
        .map { try TargetExpression(parsing: String($0)) }
      let report = try sandbox.open().merge(
        MergeRequest(
          targets, names: item.names, splice: item.splice, branchLabel: item.label,
          revisionID: item.id))
      let files = report.files.map { file in
        "\(file.database): \(file.parents.map(\.text).joined(separator: " "))"
      }
      let unneeded = report.unneeded.map(\.database)
      return files.joined(separator: ", ")
        + (unneeded.isEmpty ? "" : "; " + unneeded.joined(separator: " "))
    } catch {
      return "error \(error)".replacing("Revisions.RevisionID(text: \"", with: "")
        .replacing("\")", with: "").replacing("Revisions.", with: "")
    }
  }
}
