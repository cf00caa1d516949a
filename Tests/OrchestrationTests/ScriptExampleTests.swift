import Aludel
import Foundation
import Orchestration
import Testing

/// The example workspaces: a run in one copy, scripts in another.
@Suite struct ScriptExampleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    /// The variable with the URL of each database, in the workspace's order, with its dialect and its
    /// version table.
    var databases: [(variable: String, dialect: String, table: String)]
    var testDescription: String { name }
  }

  static let examples: [Example] = [
    Example(
      name: "first-steps",
      databases: [
        ("MAIN_DATABASE_URL", "sqlite", "aludel_version"),
        ("ANALYTICS_DATABASE_URL", "sqlite", "analytics_version"),
      ]),
    Example(
      name: "monorepo",
      databases: ["ACCOUNTS", "BILLING", "CATALOGUE"].map {
        ("\($0)_DATABASE_URL", "sqlite", "aludel_version")
      }),
    Example(
      name: "adopting-alembic", databases: [("LIBRARY_DATABASE_URL", "sqlite", "alembic_version")]),
    Example(
      name: "main-and-analytics",
      databases: [
        ("MAIN_DATABASE_URL", "postgresql", "aludel_version"),
        ("ANALYTICS_DATABASE_URL", "mysql", "aludel_version"),
      ]),
  ].filter { example in
    LiveEngine.isComplete || example.databases.allSatisfy { $0.dialect == "sqlite" }
  }

  @Test(arguments: examples)
  func `scripts of the example leave what a run leaves`(example: Example) async throws {
    try await withPairs(example.databases[...]) { pairs in
      func open(_ side: (Pair) -> ScriptDatabase) throws -> Workspace {
        let variables = zip(example.databases, pairs).map { ($0.variable, side($1).url) }
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
          .appending(path: "../../workspaces/\(example.name)").standardizedFileURL
        return try Workspace(
          WorkspaceOptions(
            variables: Dictionary(variables) { first, _ in first }, workingDirectory: folder.path,
            user: "tester", host: "here", now: { 1_700_000_000_000 }))
      }
      let (run, scripted) = (try open(\.one), try open(\.other))
      #expect(try await run.run(RunRequest(.upgrade)).exitCode == 0)
      for script in try await scripted.scripts(ScriptRequest(.upgrade)) {
        let index = try #require(scripted.databases.firstIndex(of: script.database))
        let answer = try await pairs[index].other.run(script.text)
        try #require(answer.succeeded, "\(answer.error)\n\(script.text)")
      }
      for pair in pairs {
        #expect(try await pair.other.dump() == pair.one.dump())
        #expect(try pair.other.versions() == pair.one.versions())
        #expect(try Set(pair.other.history()) == Set(pair.one.history()))
      }
      let status = try await scripted.status()
      #expect(status.databases.allSatisfy { $0.state == .upToDate }, "\(status)")
      let again = try await scripted.run(RunRequest(.upgrade))
      #expect(again.databases.allSatisfy { $0.kind == .upToDate })
    }
  }

  struct Pair {
    var one: ScriptDatabase
    var other: ScriptDatabase
  }

  private func withPairs(
    _ rest: ArraySlice<(variable: String, dialect: String, table: String)>, _ pairs: [Pair] = [],
    _ body: ([Pair]) async throws -> Void
  ) async throws {
    guard let first = rest.first else { return try await body(pairs) }
    try await ScriptEngine(dialect: first.dialect).withTwo { _, one, other in
      var pair = Pair(one: one, other: other)
      pair.one.versionTable = first.table
      pair.other.versionTable = first.table
      try await withPairs(rest.dropFirst(), pairs + [pair], body)
    }
  }
}
