import Aludel
import Orchestration
import Revisions
import Testing

/// `one`: a1-a2 [side]; `two`: x1. Nothing is applied anywhere.
struct EditTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["one", "two"])
    try sandbox.revision("a1", in: "one", upgrade: "SELECT 1;")
    try sandbox.revision(
      "a2", in: "one", after: "a1", header: "branch_labels: side", upgrade: "SELECT 2;")
    try sandbox.revision("x1", in: "two", upgrade: "SELECT 3;")
    return sandbox
  }

  /// An editor that puts an `X` behind every file's first line, and tells how often it ran.
  private static let marking = "echo ran >> log; sed -i '1s/$/ X/'"

  struct Case: Sendable, CustomTestStringConvertible {
    var targets: String
    /// The files that are opened, in order; or the error.
    var expected: String
    var names: [String] = []
    var testDescription: String { targets }
  }

  @Test(arguments: [
    Case(targets: "a1", expected: "one/a1.sql"),
    Case(targets: "a2 a1 x1", expected: "one/a2.sql one/a1.sql two/x1.sql"),
    Case(targets: "a2 side one/head", expected: "one/a2.sql"),
    Case(targets: "head", expected: "one/a2.sql two/x1.sql"),
    Case(targets: "head", expected: "two/x1.sql", names: ["two"]),
    Case(targets: "side@head-1", expected: "one/a1.sql"),
    Case(targets: "base", expected: "nothingToEdit"),
    Case(targets: "current", expected: "nothingToEdit"),
    Case(targets: "zz", expected: "unknownTarget"),
  ])
  func opens(_ item: Case) async throws {
    let sandbox = try sandbox()
    let editor = try Editor(environment: ["EDITOR": Self.marking, "PATH": "/usr/bin:/bin"])
    let targets = try item.targets.split(separator: " ")
      .map { try TargetExpression(parsing: String($0)) }
    do {
      let report = try await sandbox.open().edit(targets, names: item.names, with: editor)
      #expect(report.files.map(\.path).joined(separator: " ") == item.expected)
      #expect(report.files.allSatisfy(\.isChanged) && report.problems.isEmpty)
      // All of them at once.
      #expect(try sandbox.read("log") == "ran\n")
      for file in report.files { #expect(try sandbox.read(file.path).contains(" X\n")) }
    } catch let error as AludelError {
      #expect("\(error)".contains(item.expected))
      #expect(!sandbox.exists("log"))
    }
  }

  /// `VISUAL` first; what is empty counts for nothing.
  @Test(arguments: [
    (["VISUAL": "true", "EDITOR": "false"], "true"), (["EDITOR": "vi -e"], "vi -e"),
    (["VISUAL": " ", "EDITOR": "ed"], "ed"),
  ])
  func chosen(environment: [String: String], command: String) throws {
    #expect(try Editor(environment: environment).command == command)
  }

  @Test func notChosen() {
    #expect(throws: AludelError.self) { try Editor(environment: ["EDITOR": ""]) }
  }

  /// What was written stays, whatever it is.
  @Test(arguments: [
    ("sed -i s/revision:/revison:/", "unknown key"),
    ("sed -i 's/^SELECT 2;/COMMIT;/'", "COMMIT"),
    ("sed -i \"s/^SELECT 2;/SELECT 'x;/\"", "not closed"),
    ("sed -i 's/down_revision: a1/down_revision: nix/'", "comes after nix"),
    ("sed -i '/migrate: upgrade/d'", "before the first section"),
    ("rm", "prefix"),
  ])
  func problems(command: String, words: String) async throws {
    let sandbox = try sandbox()
    let editor = try Editor(environment: ["VISUAL": command, "PATH": "/usr/bin:/bin"])
    let report = try await sandbox.open().edit([.head], names: ["one"], with: editor)
    #expect(report.files.map(\.isChanged) == [true])
    if command == "rm" {
      // Its parent is the head now, and nothing is wrong.
      #expect(report.problems.isEmpty && !sandbox.exists("one/a2.sql"))
    } else {
      #expect("\(report.problems)".contains(words), "\(report.problems)")
      #expect(try !sandbox.read("one/a2.sql").isEmpty)
    }
  }

  @Test(arguments: [("false", 1), ("exit 7;", 7), ("no-such-editor", 127)])
  func failures(command: String, status: Int32) async throws {
    let sandbox = try sandbox()
    let editor = try Editor(environment: ["EDITOR": command, "PATH": "/usr/bin:/bin"])
    do {
      _ = try await sandbox.open().edit([.head], names: ["one"], with: editor)
      Issue.record("it should have failed")
    } catch AludelError.editing(.failed(let editor, let found, let files)) {
      #expect(editor == command && found == status && files == ["one/a2.sql"])
    }
  }
}
