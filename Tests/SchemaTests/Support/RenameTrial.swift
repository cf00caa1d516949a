import Aludel
import DialectKit
import Foundation
import Revisions
import SQLText
import SchemaModel
import Testing

@testable import Orchestration

/// A workspace over one database, in which a pair goes the whole way: a revision is generated, applied and
/// taken back, and in between nothing is left to do.
final class RenameTrial {
  private let dialect: any SchemaDialect
  private let folder: URL
  private let connection: any Connection
  private let close: () -> Void

  /// - Parameters:
  ///   - url: the administrative database of a server, in the place of whose name that of a new database
  ///     goes; nil for a file of SQLite.
  init(_ dialect: any SchemaDialect, administration url: String?) throws {
    self.dialect = dialect
    folder = FileManager.default.temporaryDirectory
      .appending(path: "aludel-renames-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "v"), withIntermediateDirectories: true)
    let (folder, name) = (folder, "aludel_renames_\(UInt32.random(in: 0 ... .max))")
    let text: String
    if let url, var parts = URLComponents(string: url) {
      let administrator = try dialect.connect(
        to: dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: "/"),
        settings: SessionSettings())
      try dialect.createScratch(name, over: administrator)
      close = {
        try? dialect.dropScratch(name, over: administrator)
        administrator.close()
        try? FileManager.default.removeItem(at: folder)
      }
      parts.path = "/" + name
      text = try #require(parts.string)
    } else {
      close = { try? FileManager.default.removeItem(at: folder) }
      text = "\(dialect.name):///\(folder.path)/a.db"
    }
    connection = try dialect.connect(
      to: dialect.endpoint(for: ConnectionURL(parsing: text), relativeTo: "/"),
      settings: SessionSettings(createsMissingDatabase: true))
    let file = """
      [workspace]
      name = "renames"
      [databases.one]
      url = "\(text)"
      versions = "v"
      schema = "schema.sql"
      """
    try Data(file.utf8).write(to: folder.appending(path: "aludel.toml"))
  }

  deinit {
    connection.close()
    close()
  }

  private func workspace() throws -> Workspace {
    try Workspace(
      WorkspaceOptions(
        variables: [:], workingDirectory: folder.path, user: "tester", host: "here",
        now: { 1_700_000_000_000 }))
  }

  func tryOut(_ pair: SchemaPair) async throws {
    try run(pair.current)
    try run(pair.rows)
    let (before, held) = (try snapshot(), try rows())
    try Data(pair.desired.utf8).write(to: folder.appending(path: "schema.sql"))
    let request = AutogenerateRequest(
      RevisionRequest(message: "m"), renames: pair.renames.map { "\($0.0)=\($0.1)" })
    let report = try await workspace().autogenerate(request)
    let path = try #require(report.files.first?.path, "\(pair.name)")
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    let losses = report.warnings.filter { $0.hazard.kind == .dataLoss }
    #expect(losses.isEmpty || pair.isLossy, "\(pair.name)\n\(text)")

    #expect(try await run(.upgrade, [.heads]) == 0, "\(pair.name)\n\(text)")
    let again = try await workspace().autogenerate(
      AutogenerateRequest(RevisionRequest(message: "m")))
    #expect(again.unchanged == ["one"], "\(pair.name)\n\(text)")
    expectHeld(try rows(), held, pair, text)

    #expect(try await run(.downgrade, [.base]) == 0, "\(pair.name)\n\(text)")
    let left = SchemaComparison(from: try snapshot(), to: before, rules: dialect.schemaRules)
    #expect(left.isEmpty, "\(pair.name): \(left.changes.map(\.id))\n\(text)")
    expectHeld(try rows(), held, pair, text)
  }

  private func run(_ direction: Direction, _ targets: [TargetExpression]) async throws -> Int32 {
    let report = try await workspace().run(
      RunRequest(direction == .upgrade ? .upgrade : .downgrade, targets: targets))
    return report.exitCode
  }

  private func run(_ script: String) throws {
    let splitter = StatementSplitter(rules: dialect.lexicalRules)
    for statement in try splitter.statements(in: script) { try connection.run(statement) }
    try connection.resetSession()
  }

  private func snapshot() throws -> SchemaSnapshot {
    try dialect.inspect(connection, InspectionScope()).leavingOut {
      $0.id.name.hasPrefix("aludel_")
    }
  }

  /// The rows of all tables, each as its values without their columns' names, sorted.
  private func rows() throws -> [String] {
    var rows: [String] = []
    for object in try snapshot().sorted where object.id.kind == .table {
      let name = QualifiedName(
        schema: object.id.schema.map { Identifier($0) }, name: Identifier(object.id.name))
      rows += try connection.query("SELECT * FROM \(name)").map { row in
        row.values.map { "\($0)" }.sorted().joined(separator: "|")
      }
    }
    return rows.sorted()
  }

  /// Whatever they are called: every value is there.
  private func expectHeld(
    _ found: [String], _ held: [String], _ pair: SchemaPair, _ text: String
  ) {
    if !pair.isLossy { #expect(found == held, "\(pair.name)\n\(text)") }
  }
}
