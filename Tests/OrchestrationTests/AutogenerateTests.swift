import Aludel
import Foundation
import Orchestration
import Revisions
import SchemaModel
import Testing

/// What is decided around a generated revision; what it holds is each dialect's.
struct AutogenerateTests {
  private func sandbox(_ databases: [String: String], extra: String = "") throws -> Sandbox {
    let sandbox = try Sandbox()
    let names = databases.keys.sorted()
    try sandbox.workspaceFile(
      names,
      extra: Dictionary(
        names.map { ($0, "schema = \"\($0).sql\"\n\(extra)") }, uniquingKeysWith: { $1 }))
    for (name, schema) in databases { try sandbox.write("\(name).sql", schema) }
    return sandbox
  }

  private func files(_ sandbox: Sandbox) -> [String] {
    sandbox.listing().filter { $0.hasSuffix(".sql") && $0.contains("/") }
  }

  private func generate(
    _ sandbox: Sandbox, renames: [String] = [], drops: [String] = [],
    control: RunControl = RunControl(), asking: RenameAsker? = nil
  ) async throws -> AutogenerateReport {
    let request = AutogenerateRequest(
      RevisionRequest(message: "m"), renames: renames, drops: drops)
    return try await sandbox.open().autogenerate(request, control: control, asking: asking)
  }

  private func upgrade(_ sandbox: Sandbox) async throws {
    let report = try await sandbox.open().run(
      RunRequest(.upgrade, targets: [.heads]))
    #expect(report.exitCode == 0)
  }

  @Test func allFilesOrNone() async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE a (x);", "two": "CREATE TABLE b ("])
    await #expect(throws: AludelError.self) { try await generate(sandbox) }
    #expect(files(sandbox).isEmpty)
    try sandbox.write("two.sql", "CREATE TABLE b (y);")
    let report = try await generate(sandbox)
    #expect(report.files.map(\.database) == ["one", "two"])
    #expect(files(sandbox).count == 2)
    try await upgrade(sandbox)
    let again = try await generate(sandbox)
    #expect(again.files.isEmpty)
    #expect(again.unchanged == ["one", "two"])
  }

  struct Answer: Sendable, CustomTestStringConvertible {
    var name: String
    var answer: RenameAnswer?
    /// What the upgrade does; nil when nothing is written.
    var upgrade: String?
    var testDescription: String { name }
  }

  static let email = ObjectID(.column, owner: "users", "email")
  static let answers = [
    Answer(
      name: "renamed", answer: .renamed(to: email),
      upgrade: "ALTER TABLE users RENAME COLUMN mail TO email;"),
    Answer(name: "dropped", answer: .dropped, upgrade: "ALTER TABLE users DROP COLUMN mail;"),
    Answer(name: "no answer", answer: nil, upgrade: nil),
  ]

  @Test(arguments: answers) func somebodyIsAsked(_ example: Answer) async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);"])
    _ = try await generate(sandbox)
    try await upgrade(sandbox)
    try sandbox.write("one.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);")
    let asking: RenameAsker = { question in
      #expect(question.database == "one")
      #expect(question.old == ObjectID(.column, owner: "users", "mail"))
      #expect(question.candidates == [Self.email])
      return example.answer
    }
    do {
      let report = try await generate(sandbox, asking: asking)
      let path = try #require(report.files.first?.path)
      #expect(try sandbox.read(path).contains(try #require(example.upgrade)))
    } catch AludelError.schema(.undecidedRenames(_, let candidates)) {
      #expect(example.upgrade == nil)
      #expect(candidates.map(\.new) == [Self.email])
      #expect(files(sandbox).count == 1)
    }
  }

  /// Nothing is asked twice, and nothing more once somebody does not know.
  @Test func somebodyIsAskedOnce() async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE a (x, y); CREATE TABLE b (z, w);"])
    _ = try await generate(sandbox)
    try await upgrade(sandbox)
    try sandbox.write("one.sql", "CREATE TABLE a (x, y2); CREATE TABLE c (z, w);")
    let asked = Shared<[String]>([])
    do {
      _ = try await generate(
        sandbox,
        asking: { question in
          asked.change { $0.append(question.old.description) }
          return nil
        })
      Issue.record("nobody has decided")
    } catch AludelError.schema(.undecidedRenames(_, let candidates)) {
      #expect(candidates.map(\.old.description) == ["column a.y", "table b"])
      #expect(asked.current == ["column a.y"])
    }
    asked.change { $0 = [] }
    let report = try await generate(
      sandbox,
      asking: { question in
        asked.change { $0.append(question.old.description) }
        return .renamed(to: question.candidates[0])
      })
    #expect(asked.current == ["column a.y", "table b"])
    let text = try sandbox.read(try #require(report.files.first?.path))
    #expect(text.contains("RENAME COLUMN y TO y2") && text.contains("RENAME TO c"))
  }

  /// The excluded table is not in the file; but a key of one that is leads to it.
  @Test func whatIsExcludedStaysAsItIs() async throws {
    let sandbox = try sandbox(
      [
        "one": """
        CREATE TABLE legacy (id INTEGER PRIMARY KEY);
        CREATE TABLE users (id INTEGER PRIMARY KEY, legacy_id INTEGER REFERENCES legacy, mail TEXT);
        """
      ], extra: "exclude = [\"legacy\"]")
    try sandbox.revision(
      "a1", in: "one",
      upgrade: """
        CREATE TABLE legacy (id INTEGER PRIMARY KEY, old TEXT);
        CREATE TABLE users (id INTEGER PRIMARY KEY, legacy_id INTEGER REFERENCES legacy);
        """, downgrade: "DROP TABLE users; DROP TABLE legacy;")
    try await upgrade(sandbox)
    let report = try await generate(sandbox)
    let text = try sandbox.read(try #require(report.files.first?.path))
    #expect(text.contains("ALTER TABLE users ADD COLUMN mail TEXT;"))
    #expect(!text.contains("legacy"))
  }

  /// A view that is left out keeps the column from going, and is told.
  @Test func whatIsExcludedMayBeInTheWay() async throws {
    let sandbox = try sandbox(
      ["one": "CREATE TABLE users (id INTEGER PRIMARY KEY);"], extra: "exclude = [\"report_*\"]")
    try sandbox.revision(
      "a1", in: "one",
      upgrade: """
        CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);
        CREATE VIEW report_mails AS SELECT mail FROM users;
        CREATE VIEW report_ones AS SELECT 1;
        """)
    try await upgrade(sandbox)
    do {
      _ = try await generate(sandbox)
      Issue.record("the view was not in the way")
    } catch AludelError.schema(.unproven(_, .upgrade, _, let inTheWay)) {
      #expect(inTheWay == [ObjectID(.view, "report_mails")])
    }
  }

  @Test func aTemplateOfTheWorkspaceIsFilled() async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE a (x INTEGER CHECK (x > 0));"])
    try sandbox.write(
      "templates/revision.sql",
      "${header}\n-- migrate: upgrade\n-- ours\n${upgrade}\n-- migrate: downgrade\n${downgrade}")
    let report = try await generate(sandbox)
    let text = try sandbox.read(try #require(report.files.first?.path))
    #expect(text.contains("-- ours\nCREATE TABLE a"))
    // One that drops what it was given is told so, and nothing is written.
    try await upgrade(sandbox)
    try sandbox.write("one.sql", "CREATE TABLE a (x INTEGER CHECK (x > 1));")
    try sandbox.write(
      "templates/revision.sql",
      "${header}\n-- migrate: upgrade\n-- migrate: downgrade\n${downgrade}")
    do {
      _ = try await generate(sandbox)
      Issue.record("the statements were lost")
    } catch AludelError.revision(.templateLosesSections) {
      #expect(files(sandbox).count { $0.hasPrefix("one/") } == 1)
    }
  }

  /// Among a squash's originals the schema is that of an earlier revision, and that is no error.
  @Test(arguments: ["", "a1", "a2", "a3", "a4"]) func besideASquash(position: String) async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE a (x, a2, a3, a4);"])
    let history = [
      ("a1", "", "CREATE TABLE a (x);"), ("a2", "a1", "ALTER TABLE a ADD COLUMN a2;"),
      ("a3", "a2", "ALTER TABLE a ADD COLUMN a3;"), ("a4", "a3", "ALTER TABLE a ADD COLUMN a4;"),
    ]
    for (id, parent, sql) in history {
      try sandbox.revision(id, in: "one", after: parent, upgrade: sql)
    }
    if !position.isEmpty {
      let target = try TargetExpression(parsing: position)
      _ = try await sandbox.open().run(RunRequest(.upgrade, targets: [target]))
    }
    for (id, parent, sql) in history.dropLast() {
      try sandbox.remove("one/\(id).sql")
      try sandbox.revision(id, in: "one/squashed/s", after: parent, upgrade: sql)
    }
    try sandbox.revision(
      "s", in: "one", header: "replaces: a1, a2, a3", upgrade: "CREATE TABLE a (x, a2, a3);")

    let report = try await sandbox.open().check(CheckRequest(parts: [.schema]))
    let check = try #require(report.databases.first)
    #expect(check.failures.isEmpty)
    let behind = check.findings.filter { if case .notUpToDate = $0 { true } else { false } }
    #expect(behind.count == (position == "a4" ? 0 : 1))
    #expect(check.findings.count == behind.count)
    do {
      #expect(try await generate(sandbox).unchanged == ["one"])
      #expect(position == "a4")
    } catch AludelError.schema(.notUpToDate) {
      #expect(position != "a4")
    }
  }

  @Test func whatIsStoppedWritesNothing() async throws {
    let sandbox = try sandbox(["one": "CREATE TABLE a (x);"])
    let control = RunControl()
    await control.requestStop()
    do {
      _ = try await generate(sandbox, control: control)
      Issue.record("it was not stopped")
    } catch AludelError.schema(.stopped) {
      #expect(files(sandbox).isEmpty)
    }
  }
}
