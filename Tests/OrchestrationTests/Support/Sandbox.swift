import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import SQLiteDialect
import Synchronization

/// A folder with a workspace in it, gone when the value is.
final class Sandbox: Sendable {
  let folder: String

  init() throws {
    // In memory where that can be: most tests here are thousands of small commits.
    var isFolder: ObjCBool = false
    let hasMemory = FileManager.default.fileExists(atPath: "/dev/shm", isDirectory: &isFolder)
    let base = hasMemory && isFolder.boolValue ? "/dev/shm" : NSTemporaryDirectory()
    let made = URL(fileURLWithPath: base).appendingPathComponent("aludel-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    folder = made.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// The folder's own name.
  var name: String { URL(fileURLWithPath: folder).lastPathComponent }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }

  /// A second name for a file.
  func link(_ name: String, to other: String) throws {
    try FileManager.default.linkItem(atPath: path(name), toPath: path(other))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// All files and folders below the folder, sorted.
  func listing() -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  /// One revision in `<database>/`, named by its id.
  func revision(
    _ id: String, in database: String, after parents: String = "", header: String = "",
    upgrade: String, downgrade: String = "", options: String = ""
  ) throws {
    var text = "-- Revision \(id)\n--\n-- revision: \(id)\n"
    if !parents.isEmpty { text += "-- down_revision: \(parents)\n" }
    if !header.isEmpty { text += "-- \(header)\n" }
    text += "\n-- migrate: upgrade\(options)\n\(upgrade)\n"
    text += "\n-- migrate: downgrade\(options)\n\(downgrade)\n"
    try write("\(database)/\(id).sql", text)
  }

  /// A workspace file with SQLite databases, each with its folder of revisions.
  func workspaceFile(_ databases: [String], extra: [String: String] = [:]) throws {
    var text = "[workspace]\nname = \"test\"\n"
    for database in databases {
      text += "\n[databases.\(database)]\nurl = \"sqlite:///\(database).db\"\n"
      text += "versions = \"\(database)\"\n\(extra[database] ?? "")\n"
      try FileManager.default.createDirectory(
        atPath: path(database), withIntermediateDirectories: true)
    }
    try write("aludel.toml", text)
  }

  func open(
    _ registry: DialectRegistry = .standard, variables: [String: String] = [:],
    heartbeat: Duration = .seconds(600),
    now: @escaping @Sendable () -> Int64 = { 1_700_000_000_000 }
  ) throws -> Workspace {
    try Workspace(
      WorkspaceOptions(
        variables: variables, workingDirectory: folder, registry: registry, user: "tester",
        host: "here", now: now, heartbeat: heartbeat))
  }

  /// Rows of the first column, of a SQLite file.
  func column(_ sql: SQLFragment, of database: String) throws -> [String] {
    try withFile(database) { connection in
      try connection.query(sql).map { $0[0].text ?? "" }
    } ?? []
  }

  /// Nil when there is no such file.
  func withFile<Result>(
    _ database: String, _ body: (any Connection) throws -> Result
  ) throws -> Result? {
    guard exists("\(database).db") else { return nil }
    let dialect = SQLiteDialect()
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: "sqlite:///\(path("\(database).db"))"), relativeTo: "/")
    let connection = try dialect.connect(
      to: endpoint, settings: SessionSettings(createsMissingDatabase: false))
    defer { connection.close() }
    return try body(connection)
  }

  func tables(of database: String) throws -> [String] {
    try column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1", of: database)
  }

  func versions(of database: String) throws -> [String] {
    guard try tables(of: database).contains("aludel_version") else { return [] }
    return try column("SELECT version_num FROM aludel_version ORDER BY 1", of: database)
  }
}

/// Collects events from any thread.
final class Events: Sendable {
  private let list = Mutex<[RunEvent]>([])

  var sink: EventSink { { event in self.list.withLock { $0.append(event) } } }
  var all: [RunEvent] { list.withLock { $0 } }
}

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) {
    self.value = Mutex(value)
  }

  func change(_ body: (inout Value) -> Void) {
    value.withLock { value in
      var copy = value
      body(&copy)
      value = copy
    }
  }

  var current: Value { value.withLock { $0 } }
}
