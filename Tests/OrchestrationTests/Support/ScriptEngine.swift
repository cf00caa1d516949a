import Aludel
import DialectKit
import Foundation
import Orchestration
import SQLText
import Subprocess
import SystemPackage
import Testing

/// An engine together with its own client program, which runs scripts and dumps databases.
struct ScriptEngine: Sendable, CustomTestStringConvertible {
  /// As in `dialect = "…"`.
  var dialect: String
  var testDescription: String { dialect }

  static let sqlite = ScriptEngine(dialect: "sqlite")
  static let all = (LiveEngine.all.map(\.dialect) + ["sqlite"]).map(ScriptEngine.init(dialect:))

  private var live: LiveEngine? { LiveEngine.all.first { $0.dialect == dialect } }

  /// Makes a workspace and two databases for it: `one` for runs, `other` for scripts.
  func withTwo(
    _ body: (_ sandbox: Sandbox, _ one: ScriptDatabase, _ other: ScriptDatabase) async throws ->
      Void
  ) async throws {
    let sandbox = try Sandbox()
    guard let live else {
      let files = ["one", "other"].map { sandbox.path("\($0).db") }
      return try await body(
        sandbox, ScriptDatabase(engine: self, url: "sqlite:///" + files[0], name: files[0]),
        ScriptDatabase(engine: self, url: "sqlite:///" + files[1], name: files[1]))
    }
    try await live.withDatabase { one in
      try await live.withDatabase { other in
        try await body(
          sandbox, ScriptDatabase(engine: self, url: live.url(of: one), name: one),
          ScriptDatabase(engine: self, url: live.url(of: other), name: other))
      }
    }
  }
}

/// One database, from the outside.
struct ScriptDatabase: Sendable {
  var engine: ScriptEngine
  var url: String
  /// Of the database or of its file.
  var name: String
  var versionTable = "aludel_version"

  struct Answer {
    var succeeded: Bool
    var output: String
    var error: String
  }

  /// Runs a script in the client program.
  ///
  /// - Parameter goingOn: after errors too; psql and sqlite3 do so unless the script forbids it.
  func run(_ script: String, goingOn: Bool = false) async throws -> Answer {
    let file = NSTemporaryDirectory() + "/aludel-\(UUID().uuidString).sql"
    try Data(script.utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    switch engine.dialect {
    case "postgresql":
      return try await start("psql", ["-X", "-f", file] + login + ["-d", name])
    case "mysql":
      return try await start(
        "mariadb", login + (goingOn ? ["--force"] : []) + [name], input: file)
    default: return try await start("sqlite3", [name], input: file)
    }
  }

  /// Everything in the database, but for the rows of history tables.
  func dump() async throws -> [String] {
    let answers: [Answer]
    switch engine.dialect {
    case "postgresql":
      answers = [
        try await start(
          "pg_dump", login + ["-d", name, "--exclude-table-data=*_history"])
      ]
    case "mysql":
      let options = login + ["--skip-comments", "--routines", "--triggers", "--events"]
      answers = [
        try await start(
          "mariadb-dump", options + ["--ignore-table=\(name).\(versionTable)_history", name]),
        try await start("mariadb-dump", login + ["--skip-comments", "--no-data", name]),
      ]
    default: answers = [try await start("sqlite3", [name, ".dump"])]
    }
    return answers.flatMap { answer in
      answer.output.split(separator: "\n").map(String.init).filter {
        !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict")
          && !$0.hasPrefix("INSERT INTO \(versionTable)_history ")
      }.map { $0.replacing(/20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:.+]+/, with: "TIME") }
    }
  }

  /// What the history tells, without runs, times and persons.
  func history() throws -> [String] {
    try rows(
      """
      SELECT revision, direction, statement, checksum, outcome, error_code
      FROM \(Identifier(versionTable + "_history")) ORDER BY id
      """)
  }

  func versions() throws -> [String] {
    try rows("SELECT version_num FROM \(Identifier(versionTable)) ORDER BY 1")
  }

  func rows(_ sql: SQLFragment) throws -> [String] {
    let dialect = try #require(DialectRegistry.standard[engine.dialect])
    let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: "/")
    let connection = try dialect.connect(
      to: endpoint, settings: SessionSettings(createsMissingDatabase: true))
    defer { connection.close() }
    return try connection.query(sql).map { row in
      row.values.map { $0.text ?? "-" }.joined(separator: " ")
    }
  }

  /// Where the test servers listen.
  private var login: [String] {
    guard let parts = URLComponents(string: url), let place = parts.queryItems?.first?.value else {
      return []
    }
    let user = parts.user ?? ""
    return engine.dialect == "mysql"
      ? ["--no-defaults", "-S", place, "-u", user] : ["-h", place, "-U", user]
  }

  /// Starts the client with a script and ends it as soon as `isTime` says so.
  func kill(_ script: String, when isTime: @Sendable () throws -> Bool) async throws {
    let file = NSTemporaryDirectory() + "/aludel-\(UUID().uuidString).sql"
    try Data(script.utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["mariadb"] + login + [name]
    let input = try FileHandle(forReadingFrom: URL(filePath: file))
    // `Process` keeps what it was given, so that nothing else closes it.
    defer { try? input.close() }
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, end) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    while process.isRunning, try !isTime() { try await Task.sleep(for: .milliseconds(5)) }
    Foundation.kill(process.processIdentifier, SIGKILL)
    for await _ in ends {}
  }

  private func start(
    _ program: String, _ arguments: [String], input: String = "/dev/null"
  ) async throws -> Answer {
    let result = try await Subprocess.run(
      .name(program), arguments: Arguments(arguments),
      input: .fileDescriptor(.open(FilePath(input), .readOnly), closeAfterSpawningProcess: true),
      output: .string(limit: 1 << 26), error: .string(limit: 1 << 26))
    return Answer(
      succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
      error: result.standardError)
  }
}
