import Foundation
import Testing

/// A password that is awkward in every syntax appears nowhere: not on a stream, not in a file, not in a
/// table, not in a process list, and no part of it either.
@Suite struct CanaryTests {
  /// Every part between two signs can be told from any other text, in every encoding of the signs.
  static let password =
    "kanari@kanari:kanari/kanari%kanari#kanari?kanari'kanari\"kanari kanari\\ükanari"

  /// As a URL has it.
  static let encoded = password.utf8.map { byte in
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    return isLetter ? String(Unicode.Scalar(byte)) : "%" + String(format: "%02X", byte)
  }.joined()

  /// What must not be seen: itself, or its bytes in hexadecimal.
  static let traces = ["kanari", "6b616e617269", "a2FuYXJp"]

  /// How the program comes by the password.
  enum Source: String, CaseIterable, Sendable {
    case url, variable, text, option, environment, file, command
  }

  /// What goes wrong, or right, with a password in play.
  static let commands = [
    "upgrade", "upgrade --json", "upgrade -v", "upgrade --dry-run", "downgrade base", "status",
    "status --json", "status --exit-code -v", "current", "current --json", "current -v",
    "history -i",
    "plan", "plan --json", "plan -o plan.json", "stamp heads", "stamp heads --purge --json",
    "ensure-version", "resume --statement done", "upgrade --sql", "upgrade current:heads --sql",
    "upgrade --sql -o sql", "upgrade nowhere", "upgrade -n nowhere", "upgrade --nonsense",
    "upgrade --plan nowhere.json", "upgrade --plan plan.json", "revision -m more", "show current",
    "upgrade -x kanari", "upgrade -x =kanari", "upgrade --password=kanari",
    "upgrade -x NAME=kanari zz",
  ]

  static let unreachable = [
    "postgresql://ana{login}@127.0.0.1:1/shop", "mysql://ana{login}@127.0.0.1:1/shop",
    "postgresql://ana{login}@/shop?host=/nowhere",
    "mysql://ana{login}@localhost/shop?socket=/nowhere",
  ]

  @Test(arguments: Source.allCases)
  func withoutAServer(source: Source) async throws {
    for url in Self.unreachable {
      let shell = try prepared("a1", at: url, source)
      defer { shell.close() }
      let given = source == .option ? ["-x", "URL=\(shell.environment["GIVEN"] ?? "")"] : []
      let bench = InProcess(folder: shell.folder.path, environment: shell.environment)
      for command in Self.commands {
        let answer = await bench.run(command.split(separator: " ").map(String.init) + given)
        Self.expectNoTrace(in: answer.output + answer.error, command)
      }
      try Self.expectNoTrace(inFilesOf: shell)
    }
  }

  /// The password is right, and then it is wrong.
  @Test(
    arguments: ScratchDatabase.Engine.ordinary, [Source.url, .environment])
  func withAServer(engine: ScratchDatabase.Engine, source: Source) throws {
    let database = try ScratchDatabase(on: engine)
    defer { database.drop() }
    let user = "aludel_login"
    let administration = try #require(engine.administration)
    let folder = URL(fileURLWithPath: "/")
    let quoted = Self.password.replacing("'", with: "''")
    // Both sources share the user, and no test of the suite but this one knows it.
    let makers =
      engine.isPostgres
      ? [
        """
        DO $$ BEGIN CREATE ROLE \(user) SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
        """,
        "ALTER ROLE \(user) PASSWORD '\(quoted)'",
      ]
      : [
        "CREATE USER IF NOT EXISTS \(user) IDENTIFIED BY '\(quoted.replacing("\\", with: "\\\\"))'",
        "GRANT ALL ON *.* TO \(user)",
      ]
    for maker in makers { _ = try? SQLHelper.run(maker, at: administration, from: folder) }
    let name = engine.isPostgres ? "postgres@" : "root@"
    let url = database.url.replacing(name, with: "\(user){login}@")
    // It is the right one: with anything else nobody is let in.
    let outcome = try expectNothing(
      from: ["upgrade a1", "upgrade a1", "upgrade --json"] + Self.commands, at: url, source)
    #expect(outcome.first?.status == 0, "\(outcome.first?.text(of: .error) ?? "")")
    let tables = try ["aludel_version", "aludel_version_history"].map {
      try SQLHelper.run("SELECT * FROM \($0)", at: database.url, from: folder)
    }
    #expect(tables.joined().contains("a1"))
    Self.expectNoTrace(in: tables.joined(), "the tables")
    let wrong = try expectNothing(
      from: Self.commands, at: url, source, password: Self.password + "x")
    #expect(wrong.first?.status == 1)
  }

  /// While a run waits for a statement, neither it nor what it has started shows the password.
  @Test(.enabled(if: ScratchDatabase.Engine.postgresql.administration != nil))
  func inTheProcessList() throws {
    let database = try ScratchDatabase(on: .postgresql)
    defer { database.drop() }
    let shell = try prepared(
      "slow", at: database.url.replacing("postgres@", with: "postgres{login}@"), .command,
      statement: "SELECT pg_sleep(600)")
    defer { shell.close() }
    let child = try shell.start("exec aludel upgrade -v 2> talk", output: 1, error: 2)
    defer { child.signal(SIGKILL) }
    _ = try shell.run("wait_for 1/1 talk")
    let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc")
    var count = 0
    for process in processes.compactMap({ pid_t($0) }) where getpgid(process) == child.pid {
      // One may have ended meanwhile.
      guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else {
        continue
      }
      count += 1
      Self.expectNoTrace(in: String(decoding: line, as: UTF8.self), "process \(process)")
    }
    #expect(count > 0)
    let locked = try shell.run(
      "aludel upgrade --lock-timeout 0s; aludel upgrade --lock-timeout 0s --json")
    for piece in locked.pieces { Self.expectNoTrace(in: piece.text, "a lock that is taken") }
    #expect(locked.text(of: .error).contains("pg_terminate_backend"))
  }

  /// A URL with the password as it is, which no URL can hold, in every place where it may stand.
  @Test func asItIsInAURL() async throws {
    let signs = [
      "@", ":", "/", "%", "#", "?", "'", "\"", " ", "ü", "&", "=", "[", "]", "\\", "%zz",
    ]
    var urls = ["postgresql", "mysql", "sqlite", "oracle"].flatMap { scheme in
      signs.flatMap { sign in
        [
          "\(scheme)://ana:kanari\(sign)kanari@127.0.0.1:1/shop",
          "\(scheme)://ana:1\(sign)kanari@127.0.0.1:1/shop",
        ]
      }
    }
    urls += [
      "ana:kanari@h/d", "kanari", "postgresql:kanari@h/d", "postgresql//ana:kanari@h/d",
      "postgresql://ana:kanari@h:port/d", "postgresql://ana:kanari@h/d?sslmode=kanari",
      "mysql://ana:kanari@h/d?ssl_mod=1", "postgresql://ana:kanari@h,h/d",
      "sqlite://ana:kanari@x.db",
    ]
    let files = try Files()
    try files.write("versions/.gitkeep", [])
    try files.write(
      "aludel.toml",
      "[databases.main]\nurl = \"${URL}\"\nversions = \"versions\"\n".utf8)
    var bench = InProcess(folder: files.folder)
    for url in urls {
      bench.environment["URL"] = url
      let answers = await [
        bench.run(["upgrade"]), bench.run(["status", "--json"]),
        bench.run(["init", "made", "--database", "other=\(url)", "--json"]),
        // A single word is a name that somebody gave without a URL.
        bench.run(["init", "made", "--database", url.contains(":") ? url : "x:\(url)"]),
      ]
      for answer in answers { Self.expectNoTrace(in: answer.output + answer.error, url) }
      #expect(answers[0].status == 1 && !answers[0].error.isEmpty)
      // Where it was understood, the password was left out of the file.
      let written = FileManager.default.contents(atPath: files.path("made/aludel.toml")) ?? Data()
      Self.expectNoTrace(in: String(decoding: written, as: UTF8.self), "init \(url)")
      try? FileManager.default.removeItem(atPath: files.path("made"))
    }
  }

  // MARK: -

  static func expectNoTrace(in text: String, _ place: String) {
    for trace in traces where text.lowercased().contains(trace.lowercased()) {
      Issue.record("\(place) shows the password: \(text.prefix(2000))")
    }
  }

  private static func expectNoTrace(inFilesOf shell: Shell) throws {
    for case let name as String in FileManager.default.enumerator(atPath: shell.folder.path)
      ?? .init() where !["aludel.toml", "secret"].contains(name)
    {
      let data = FileManager.default.contents(atPath: shell.folder.path + "/" + name) ?? Data()
      expectNoTrace(in: String(decoding: data, as: UTF8.self), name)
    }
  }

  /// Runs the commands one after the other and looks at their streams, and at the files they leave.
  @discardableResult
  private func expectNothing(
    from commands: [String], at url: String, _ source: Source, password: String = password
  ) throws -> [Outcome] {
    let shell = try prepared("a1", at: url, source, password: password)
    defer { shell.close() }
    let given = source == .option ? " -x 'URL=\(shell.environment["GIVEN"] ?? "")'" : ""
    shell.environment["GIVEN"] = nil
    let outcomes = try commands.map { command in
      let outcome = try shell.run("aludel " + command + given)
      for piece in outcome.pieces { Self.expectNoTrace(in: piece.text, command) }
      return outcome
    }
    try Self.expectNoTrace(inFilesOf: shell)
    return outcomes
  }

  /// A workspace with one good revision and one that fails.
  ///
  /// - Parameter url: with `{login}` where the password may stand.
  private func prepared(
    _ id: String, at url: String, _ source: Source, password: String = password,
    statement: String = "CREATE TABLE users (id integer)"
  ) throws -> Shell {
    let shell = try Shell()
    let encoded = password == Self.password ? Self.encoded : Self.encoded + "x"
    let whole = url.replacing("{login}", with: ":" + encoded)
    let bare = url.replacing("{login}", with: "")
    let (written, extra) =
      switch source {
      case .url: (whole, "")
      case .variable, .option: ("${URL}", "")
      case .text: (bare, "password = \"${SECRET}\"")
      case .environment: (bare, "password = { env = \"SECRET\" }")
      case .file: (bare, "password = { file = \"secret\" }")
      case .command: (bare, "password = { command = [\"cat\", \"secret\"] }")
      }
    shell.environment["SECRET"] = password
    if source == .variable { shell.environment["URL"] = whole }
    if source == .option { shell.environment["GIVEN"] = whole }
    let files = [
      "aludel.toml":
        """
      [databases.main]
      url = "\(written)"
      versions = "versions"
      lock_timeout = "0s"
      connect_timeout = "2s"
      \(extra)

      """,
      "secret": password + "\n",
      "versions/\(id).sql": Self.revision(id, after: "", statement),
      "versions/b2.sql": Self.revision("b2", after: id, "SELECT * FROM nowhere"),
    ]
    try FileManager.default.createDirectory(
      at: shell.folder.appendingPathComponent("versions"), withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: shell.folder.appendingPathComponent(name))
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: shell.folder.path + "/secret")
    return shell
  }

  private static func revision(_ id: String, after parent: String, _ statement: String) -> String {
    """
    -- Revision \(id)
    --
    -- revision: \(id)
    -- down_revision: \(parent)

    -- migrate: upgrade
    \(statement);

    -- migrate: downgrade

    """
  }
}
