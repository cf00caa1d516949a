import Aludel
import DialectKit
import Foundation
import SQLText
import SchemaModel
import Testing
import Workspaces

@testable import Orchestration

/// Scratch databases on servers: made, dropped, found again after a crash, and never somebody else's.
@Suite(.serialized) struct ScratchSiteTests {
  static let engines = LiveEngine.all.filter {
    DialectRegistry.standard[$0.dialect] is any SchemaDialect
  }

  func site(_ url: String, scratch: String? = nil) throws -> (ScratchSite, Sandbox) {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      "[databases.main]\nurl = \"\(url)\"\nversions = \"v\"\nlock_timeout = \"1s\"\n"
        + (scratch.map { "scratch_url = \"\($0)\"\n" } ?? ""))
    try sandbox.write("v/.gitkeep", "")
    let workspace = try LoadedWorkspace(
      file: nil, environment: nil, variables: [:], workingDirectory: sandbox.folder,
      registry: .standard)
    let stream = try #require(workspace.streams.first)
    let dialect = try #require(stream.dialect as? any SchemaDialect)
    return (ScratchSite(stream: stream, dialect: dialect, control: RunControl()), sandbox)
  }

  private func names(_ site: ScratchSite) async throws -> [String] {
    let endpoint = try site.stream.entry.endpoint.get()
    let session = try await site.open(endpoint)
    let prefix = ScratchSite.prefix(for: endpoint)
    let names = try await session.run { [dialect = site.dialect] connection throws(DatabaseError) in
      try dialect.scratchDatabases(prefix: prefix, over: connection)
    }
    await session.close()
    return names
  }

  @Test(arguments: engines) func isGoneAfterwards(_ engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let (site, _) = try site(engine.url(of: database))
      let during = try await site.withDatabase { session async throws(AludelError) in
        await session.databaseName
      }
      #expect(during?.hasPrefix("aludel_scratch_") == true)
      #expect(try await names(site).isEmpty)
      await #expect(throws: AludelError.self) {
        try await site.withDatabase { _ async throws(AludelError) in
          throw AludelError.filesystem(path: "x", message: "x")
        }
      }
      #expect(try await names(site).isEmpty)
    }
  }

  /// What a crash leaves has a free lock; what is in use has not.
  @Test(arguments: engines) func leftoversAreCleared(_ engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      let (site, _) = try site(engine.url(of: database))
      let endpoint = try site.stream.entry.endpoint.get()
      let prefix = ScratchSite.prefix(for: endpoint)
      let other = try await site.open(endpoint)
      try await other.run { [dialect = site.dialect] connection throws(DatabaseError) in
        try dialect.createScratch(prefix + "left", over: connection)
        try dialect.createScratch(prefix + "used", over: connection)
        _ = try connection.tryLock(ScratchSite.key(of: prefix + "used"))
      }
      try await site.withDatabase { _ async throws(AludelError) in }
      #expect(try await names(site) == [prefix + "used"])
      await other.close()
      try await site.withDatabase { _ async throws(AludelError) in }
      #expect(try await names(site).isEmpty)
    }
  }

  @Test(arguments: engines)
  func aGivenDatabaseIsEmptiedAndNobodysElse(_ engine: LiveEngine) async throws {
    try await engine.withDatabase { database in
      try await engine.withDatabase { scratch in
        let url = try engine.url(of: scratch)
        let (site, _) = try site(engine.url(of: database), scratch: url)
        for _ in 0..<2 {
          let name = try await site.withDatabase { session async throws(AludelError) in
            await session.fill()
            return await session.databaseName
          }
          #expect(name == scratch)
        }
        // A crash leaves the marker with what it has made.
        try engine.execute(
          "CREATE TABLE \(Identifier(ScratchSite.marker)) (note integer)", in: scratch)
        try engine.execute("CREATE TABLE half_made (a integer)", in: scratch)
        try await site.withDatabase { session async throws(AludelError) in await session.fill() }
        try engine.execute("CREATE TABLE precious (a integer)", in: scratch)
        do {
          try await site.withDatabase { _ async throws(AludelError) in }
          Issue.record("somebody's table was not noticed")
        } catch {
          guard case AludelError.schema(.scratchInUse(_, _, let objects)) = error else {
            throw error
          }
          #expect(objects.map(\.name) == ["precious"])
        }
      }
    }
  }
}

extension Session {
  fileprivate var databaseName: String? {
    let isPostgres = server.product == "PostgreSQL"
    return try? run { connection throws(DatabaseError) in
      try connection.query(isPostgres ? "SELECT current_database()" : "SELECT DATABASE()")
        .first?[0].text
    }
  }

  fileprivate func fill() {
    do {
      try run { connection throws(DatabaseError) in
        try connection.execute("CREATE TABLE t (a integer PRIMARY KEY)")
        try connection.execute("CREATE VIEW v AS SELECT a FROM t")
      }
    } catch {
      Issue.record("\(error)")
    }
  }
}
