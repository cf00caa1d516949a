import Foundation
import SQLiteDialect
import Subprocess
import SystemPackage
import Testing

/// A copy of one of the repository's workspaces, in a folder of its own that goes with it.
final class Example {
  struct Answer {
    var status: Int32
    /// Standard output and standard error, as a terminal would show them.
    var text: String
  }

  /// A line ended by a signal.
  struct Killed: Error {
    var line: String
    var how: TerminationStatus
  }

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let workspaces = repository.appending(path: "workspaces")

  let folder: URL
  private let programs: URL
  private let variables: [String: String]
  private let servers: [String: ServerDatabase]
  private let temporary: URL
  /// A folder outside that the workspace names, and the one of this copy alone.
  private let exchange: (named: String, own: String)?

  /// - Parameter servers: databases on servers, by the variable that the workspace file has for each.
  ///   No other variable reaches the commands.
  /// - Parameter variables: further ones for the commands.
  /// - Parameter exchangeFolder: a folder outside that the workspace names. This copy has another one, so
  ///   that several may run at once and nothing is left behind.
  init(
    _ name: String, servers: [String: ServerDatabase] = [:], variables: [String: String] = [:],
    exchangeFolder: String? = nil
  ) throws {
    let files = FileManager.default
    exchange = exchangeFolder.map { ($0, "\($0)-\(UUID().uuidString.prefix(8).lowercased())") }
    temporary = files.temporaryDirectory.appending(path: "aludel-example-\(UUID().uuidString)")
    folder = temporary.appending(path: name)
    programs = temporary.appending(path: "bin")
    self.servers = servers
    self.variables = servers.mapValues(\.url).merging(variables) { server, _ in server }
    try files.createDirectory(at: programs, withIntermediateDirectories: true)
    try files.copyItem(at: Self.workspaces.appending(path: name), to: folder)
    // Somebody may have tried the workspace where it stands.
    let copied = try #require(files.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    for path in copied where path.hasSuffix(".db") || path.contains(".db-") {
      try files.removeItem(at: folder.appending(path: path))
    }
    if let exchange {
      for path in copied where path.hasSuffix(".sql") {
        let file = folder.appending(path: path)
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing(exchange.named, with: exchange.own)
          .write(to: file, atomically: true, encoding: .utf8)
      }
    }
    try files.createSymbolicLink(
      at: programs.appending(path: "aludel"), withDestinationURL: #require(Self.aludel))
    if let python = Alembic.python {
      // The program of that name in a venv knows where it was made, and the venv may have moved.
      let script = "#!/bin/sh\nexec '\(python)' -m alembic \"$@\"\n"
      let path = programs.appending(path: "alembic").path
      // By another process: a program that another test starts at this moment would inherit the open
      // file, and one that is open for writing cannot be run ("text file busy").
      let writer = Process()
      writer.executableURL = URL(filePath: "/bin/sh")
      writer.arguments = ["-c", "printf %s \"$1\" > \"$0\" && chmod 755 \"$0\"", path, script]
      try writer.run()
      writer.waitUntilExit()
      try #require(writer.terminationStatus == 0)
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: temporary)
    if let exchange { try? FileManager.default.removeItem(atPath: exchange.own) }
  }

  /// The program, which is built beside the tests.
  private static let aludel: URL? = {
    let places = [
      Bundle.main.bundleURL,
      URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent(),
      repository.appending(path: ".build/debug"),
    ]
    return places.map { $0.appending(path: "aludel").standardizedFileURL }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// One of its SQLite databases.
  func database(_ file: String) -> Database {
    Database(
      dialect: SQLiteDialect(), url: "sqlite:///\(folder.appending(path: file).path)", owner: self)
  }

  func database(variable: String) -> Database? { servers[variable]?.database }

  /// Runs a line of shell in the workspace's folder.
  func run(_ line: String) async throws -> Answer {
    var environment: [Environment.Key: String] = [
      "PATH": "\(programs.path):/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "PYTHONDONTWRITEBYTECODE": "1",
    ]
    for (name, value) in variables { environment[try #require(.init(rawValue: name))] = value }
    let result = try await Subprocess.run(
      .path("/bin/sh"),
      arguments: ["-c", exchange.map { line.replacing($0.named, with: $0.own) } ?? line],
      environment: .custom(environment), workingDirectory: FilePath(folder.path),
      output: .string(limit: 1 << 26), error: .combinedWithOutput)
    guard case .exited(let status) = result.terminationStatus else {
      throw Killed(line: line, how: result.terminationStatus)
    }
    let text = result.standardOutput
    return Answer(
      status: status,
      text: exchange.map { text.replacing($0.own, with: $0.named) } ?? text)
  }

  /// Runs a line that has to succeed, and gives what it said.
  @discardableResult
  func expect(_ line: String, location: SourceLocation = #_sourceLocation) async throws -> String {
    let answer = try await run(line)
    try #require(answer.status == 0, "\(line)\n\(answer.text)", sourceLocation: location)
    return answer.text
  }
}

/// The real Alembic: `ALUDEL_TEST_PYTHON` is a Python that has it, as
/// `scripts/support/python-with-alembic` makes one.
enum Alembic {
  static let python = ProcessInfo.processInfo.environment["ALUDEL_TEST_PYTHON"]

  /// Whether it can reach servers: that takes two packages more.
  static let hasDrivers: Bool = {
    guard let python else { return false }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", "import psycopg, pymysql"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
