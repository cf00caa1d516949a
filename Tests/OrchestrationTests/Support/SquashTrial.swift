import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// One history that many databases share, on any engine: what they hold is told by `${DATABASE}`.
struct SquashTrial: Sendable {
  enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgresql, mysql

    static var there: [Engine] {
      allCases.filter { engine in engine == .sqlite || engine.live != nil }
    }
    var live: LiveEngine? { LiveEngine.all.first { $0.dialect == rawValue } }
    var testDescription: String { rawValue }
  }

  let engine: Engine
  let sandbox: Sandbox

  /// - Parameter options: stand in the workspace file's table.
  init(_ engine: Engine, options: String = "") throws {
    self.engine = engine
    sandbox = try Sandbox()
    try sandbox.makeFolder("one")
    try sandbox.write(
      "aludel.toml",
      """
      [databases.one]
      dialect = "\(engine.rawValue)"
      url = "${DATABASE}"
      versions = "one"
      \(options)
      """)
  }

  /// Another folder with the same files.
  func copy() throws -> SquashTrial {
    let copy = try SquashTrial(engine)
    try FileManager.default.removeItem(atPath: copy.sandbox.folder)
    try FileManager.default.copyItem(atPath: sandbox.folder, toPath: copy.sandbox.folder)
    return copy
  }

  /// Revisions after each other, `r1` and so on, or as they are named.
  func revisions(_ upgrades: [String], downgrades: [String] = [], options: String = "") throws {
    for (index, sql) in upgrades.enumerated() {
      try sandbox.revision(
        "r\(index + 1)", in: "one", after: index == 0 ? "" : "r\(index)", upgrade: sql,
        downgrade: downgrades.indices.contains(index) ? downgrades[index] : "", options: options)
    }
  }

  /// A new database, gone at the end.
  func withDatabase<Result>(_ body: (Database) async throws -> Result) async throws -> Result {
    if let live = engine.live {
      return try await live.withDatabase { name in
        try await body(Database(engine: engine, url: live.url(of: name)))
      }
    }
    let file = try Sandbox()
    return try await body(Database(engine: engine, url: "sqlite:///" + file.path("d.db")))
  }

  func open(_ database: Database? = nil) throws -> Workspace {
    let fallback =
      engine == .sqlite
      ? "sqlite:///none.db" : try engine.live.map { try $0.url(of: $0.ownDatabase) }
    return try sandbox.open(variables: ["DATABASE": database?.url ?? fallback ?? ""])
  }

  @discardableResult
  func upgrade(_ database: Database, to targets: [String] = ["heads"]) async throws -> RunReport {
    try await open(database).run(
      RunRequest(.upgrade, targets: targets.map { try TargetExpression(parsing: $0) }))
  }

  func downgrade(_ database: Database, to target: String = "base") async throws -> RunReport {
    try await open(database).run(
      RunRequest(.downgrade, targets: [try TargetExpression(parsing: target)]))
  }

  @discardableResult
  func squash(
    _ range: String? = nil, id: String = "s", concatenates: Bool = false
  ) async throws -> SquashReport {
    try await open().squash(
      SquashRequest(
        range: range.map { try TargetRange(parsing: $0) }, revisionID: id,
        concatenates: concatenates))
  }

  /// Where the originals of `s` lie.
  var squashed: String { sandbox.path("one/squashed") }

  struct Database: Sendable {
    var engine: Engine
    var url: String

    func connect() throws -> any Connection {
      let dialect = try #require(DialectRegistry.standard[engine.rawValue])
      let endpoint = try dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: "/")
      return try dialect.connect(
        to: endpoint, settings: SessionSettings(createsMissingDatabase: true))
    }

    func execute(_ sql: String) throws {
      let connection = try connect()
      defer { connection.close() }
      try connection.execute(SQLFragment(verbatim: sql))
    }

    /// Each row as one text.
    func rows(_ sql: String) throws -> [String] {
      let connection = try connect()
      defer { connection.close() }
      return try connection.query(SQLFragment(verbatim: sql)).map { row in
        row.values.map { "\($0)" }.joined(separator: " ")
      }
    }

    /// The version rows; none where there is no table.
    func versions() throws -> [String] {
      let connection = try connect()
      defer { connection.close() }
      guard try !connection.columns(of: QualifiedName(name: "aludel_version")).isEmpty else {
        return []
      }
      return try connection.query("SELECT version_num FROM aludel_version ORDER BY 1")
        .compactMap { $0[0].text }
    }
  }
}

extension LiveEngine {
  /// A database that is always there.
  fileprivate var ownDatabase: String { dialect == "postgresql" ? "postgres" : "mysql" }
}
