import Aludel
import Orchestration
import Testing

struct ScaffoldTests {
  private func make(
    _ sandbox: Sandbox, template: String? = nil, databases: [String] = [], names: [String] = [],
    variables: [String: String] = [:]
  ) throws -> ScaffoldResult {
    try Workspace.initialize(
      ScaffoldRequest(
        folder: ".", workingDirectory: sandbox.folder, template: template, databases: databases,
        names: names, variables: variables))
  }

  @Test(arguments: [
    ("single", ["main"]), ("multidb", ["main", "analytics"]),
    ("monorepo", ["accounts", "billing"]),
  ])
  func worksAtOnceAndTwice(template: String, databases: [String]) async throws {
    let sandbox = try Sandbox()
    let result = try make(sandbox, template: template)
    #expect(result.databases == databases)
    #expect(!result.items.contains { !$0.isNew })
    let workspace = try sandbox.open()
    #expect(workspace.databases == databases)
    #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)

    // Again: nothing is overwritten, what is missing is added.
    try sandbox.write("README.md", "ours")
    let text = try sandbox.read("aludel.toml")
    let again = try make(sandbox)
    #expect(!again.items.contains { $0.isNew })
    #expect(try sandbox.read("README.md") == "ours")
    #expect(try sandbox.read("aludel.toml") == text)
    _ = try make(sandbox, databases: ["extra=sqlite:///extra.db"])
    #expect(try sandbox.open().databases == databases + ["extra"])
    #expect(try sandbox.read("aludel.toml").hasPrefix(text))
  }

  /// Where the file comes to lie, told by what is named: `-c`, the folder, the variable.
  @Test(
    arguments: [
      (nil, nil, nil, "aludel.toml"), (nil, "d", nil, "d/aludel.toml"),
      ("o.toml", nil, nil, "o.toml"), ("d/o.toml", nil, nil, "d/o.toml"),
      ("d/", nil, nil, "d/aludel.toml"), (nil, nil, "v.toml", "v.toml"),
      (nil, nil, "", "aludel.toml"), ("o.toml", nil, "v.toml", "o.toml"),
      (nil, "d", "v.toml", "d/aludel.toml"), (nil, nil, "there", "there/aludel.toml"),
    ] as [(String?, String?, String?, String)])
  func isWhereItIsLookedFor(
    file: String?, folder: String?, variable: String?, expected: String
  ) throws {
    let sandbox = try Sandbox()
    try sandbox.makeFolder("there")
    let before = Set(sandbox.listing())
    let request = ScaffoldRequest(
      folder: folder, file: file, workingDirectory: sandbox.folder, template: "single",
      variables: variable.map { ["ALUDEL_CONFIG": $0] } ?? [:])
    for isNew in [true, false] {
      let result = try Workspace.initialize(request)
      #expect(result.workspaceFile == sandbox.path(expected))
      #expect(result.isNew == isNew)
    }
    #expect(
      Set(sandbox.listing()).subtracting(before).filter { $0.hasSuffix(".toml") } == [expected])
  }

  @Test func nothingIsMadeBelowAWorkspace() throws {
    let sandbox = try Sandbox()
    _ = try make(sandbox, template: "single")
    try sandbox.makeFolder("deep/er")
    let before = sandbox.listing()
    let request = ScaffoldRequest(workingDirectory: sandbox.path("deep/er"))
    do {
      _ = try Workspace.initialize(request)
      Issue.record("it should have been refused")
    } catch {
      guard case .scaffold(.insideWorkspace(let file)) = error else { throw error }
      #expect(file == sandbox.path("aludel.toml"))
    }
    #expect(sandbox.listing() == before)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var argument: String
    /// What must stand in the file.
    var written: [String]
    var testDescription: String { argument }
  }

  static let cases = [
    Case(argument: "main=sqlite:///x.db", written: ["url = \"sqlite:///x.db\""]),
    Case(
      argument: "main=postgresql://bob@db.example/shop",
      written: ["url = \"postgresql://bob@db.example/shop\""]),
    Case(
      argument: "main=postgresql://bob:hunter2@db.example/shop",
      written: ["url = \"postgresql://bob@db.example/shop\"", "env = \"MAIN_PASSWORD\""]),
    Case(
      argument: "main=postgresql://bob@db.example/shop?password=hunter2&sslmode=require",
      written: [
        "url = \"postgresql://bob@db.example/shop?sslmode=require\"", "env = \"MAIN_PASSWORD\"",
      ]),
    Case(
      argument: "main=postgresql://bob@db.example/shop?pass%77ord=hunter2",
      written: ["url = \"postgresql://bob@db.example/shop\"", "env = \"MAIN_PASSWORD\""]),
    Case(
      argument: "main=mysql://bob:hunter2:@db.example:3307/shop",
      written: ["url = \"mysql://bob@db.example:3307/shop\"", "env = \"MAIN_PASSWORD\""]),
  ]

  @Test(arguments: cases) func passwordsAreNeverWritten(_ item: Case) throws {
    let sandbox = try Sandbox()
    _ = try make(sandbox, template: "single", databases: [item.argument])
    for name in sandbox.listing() {
      guard let text = try? sandbox.read(name) else { continue }
      #expect(!text.contains("hunter2"), "\(name)")
    }
    let text = try sandbox.read("aludel.toml")
    for line in item.written { #expect(text.contains(line), "\(text)") }
    #expect(
      try sandbox.open(variables: ["MAIN_PASSWORD": "x"]).databases == ["main"])
  }

  @Test(arguments: [
    "main", "=sqlite:///x.db", "main=", "main=oracle://x/y", "ma in=sqlite:///x.db",
    "main=sqlite://x.db", "postgresql://bob:hunter2@h/d", "main=postgresql://bob:hunter2@h:x/d",
  ])
  func badArguments(argument: String) throws {
    let sandbox = try Sandbox()
    do {
      _ = try make(sandbox, databases: [argument])
      Issue.record("it should have been refused")
    } catch AludelError.scaffold(let problem) {
      #expect(!"\(problem)".contains("hunter2"))
    }
    #expect(!sandbox.exists("aludel.toml"))
  }

  /// The folder of a SQLite file is made with the workspace, and again where it is missing.
  @Test func foldersOfFiles() async throws {
    let sandbox = try Sandbox()
    let new = try make(sandbox, databases: ["app=sqlite:///data/deep/app.db"])
    #expect(new.items.contains { $0.isNew && $0.path == "data/deep/" })
    #expect(try await sandbox.open().run(RunRequest(.ensureVersion)).exitCode == 0)
    #expect(sandbox.exists("data/deep/app.db") && sandbox.exists("data/deep/.gitkeep"))

    _ = try make(sandbox, databases: ["second=sqlite:///second/x.db"])
    #expect(sandbox.exists("second/.gitkeep"))
    try sandbox.remove("second")
    // Only for those that are named; what lies outside of the workspace is never made.
    _ = try make(sandbox, names: ["app"])
    #expect(!sandbox.exists("second"))
    _ = try make(sandbox, databases: ["third=sqlite:///../\(sandbox.name)-other/x.db"])
    #expect(sandbox.exists("second") && !sandbox.exists("../\(sandbox.name)-other"))
  }

  @Test func foldersBehindVariables() throws {
    let sandbox = try Sandbox()
    _ = try make(sandbox, template: "single")
    let again = try make(sandbox, variables: ["MAIN_DATABASE_URL": "sqlite:///there/main.db"])
    #expect(again.items.contains { $0.isNew && $0.path == "there/" })
  }

  /// `-n` picks some of a template's databases, or of those that are there; a misspelt one is an error.
  @Test func names() throws {
    let sandbox = try Sandbox()
    #expect(throws: AludelError.self) { try make(sandbox, names: ["nothing"]) }
    #expect(!sandbox.exists("aludel.toml"))
    #expect(try make(sandbox, names: ["ana*"]).databases == ["analytics"])
    #expect(throws: AludelError.self) { try make(sandbox, names: ["main"]) }
    #expect(try make(sandbox, names: ["analytics"]).items.count == 2)
  }

  @Test func takenDatabase() throws {
    let sandbox = try Sandbox()
    _ = try make(sandbox, template: "single")
    #expect(throws: AludelError.self) {
      try make(sandbox, databases: ["main=sqlite:///other.db"])
    }
  }
}
