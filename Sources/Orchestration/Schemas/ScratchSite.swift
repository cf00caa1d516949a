import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Where scratch databases for one database of the workspace come from: databases that are made, used
/// for one thing and dropped again.
///
/// In memory where the engine can. Else beside the configured database, under a name that nothing else
/// has, with a lock held over another session as long as it lives: one whose lock is free was left by a
/// crash, and the next run drops it. `scratch_url` names a database instead that is filled and emptied;
/// it must hold nothing, or only what we have left there.
struct ScratchSite: Sendable {
  let stream: RevisionStream
  let dialect: any SchemaDialect
  let control: RunControl

  /// Runs `body` with a session on an empty scratch database that is gone afterwards, however it ends.
  func withDatabase<Result: Sendable>(
    _ body: (Session) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    try await withDatabase(body) { result in result }
  }

  /// - Parameter finish: makes the result of what `body` has given, while the database is dropped: that may
  ///   take a server as long as it took to fill it.
  func withDatabase<Work: Sendable, Result: Sendable>(
    _ body: (Session) async throws(AludelError) -> Work,
    whileDropping finish: (Work) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    guard await !control.isStopping else { throw .schema(.stopped) }
    let given: Endpoint?
    let own: Endpoint
    do {
      given = try stream.entry.scratchEndpointWithPassword(environment: stream.variables)
      own = try stream.entry.endpointWithPassword(environment: stream.variables)
    } catch {
      throw .configuration(error)
    }
    let name = Self.prefix(for: own) + Self.randomDigits(8)
    let temporary = dialect.scratchEndpoint(name, beside: own)
    // Nothing but its own session can reach it, and nothing is left of it.
    if temporary.identity.isEmpty {
      return try await finish(try await inSession(at: temporary, body))
    }
    if let given { return try await finish(try await inGiven(given, body)) }
    return try await inTemporary(temporary, name: name, beside: own, body, finish)
  }

  // MARK: - A database of our own

  private func inTemporary<Work: Sendable, Result: Sendable>(
    _ endpoint: Endpoint, name: String, beside own: Endpoint,
    _ body: (Session) async throws(AludelError) -> Work,
    _ finish: (Work) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    let keeper = try await open(own)
    let prefix = Self.prefix(for: own)
    let made = await Swift.Result { () async throws(DatabaseError) in
      try await keeper.run { [dialect] connection throws(DatabaseError) in
        Self.clearLeftovers(prefix: prefix, of: dialect, over: connection)
        // The lock first: what has a name of ours and no lock is anybody's to drop.
        _ = try connection.tryLock(Self.key(of: name))
        try dialect.createScratch(name, over: connection)
      }
    }
    if case .failure(let error) = made {
      let remedy = await keeper.run { [dialect] connection in
        dialect.remedy(
          afterRefusing: error, scratchPrefix: Self.baseName + "_", over: connection)
      }
      await keeper.close()
      throw .schema(
        .scratch(database: stream.name, endpoint: own.display, error, remedy: remedy))
    }
    let work = await Swift.Result { () async throws(AludelError) in
      try await inSession(at: endpoint, body)
    }
    let dropping = Task { [dialect] in
      let dropped = await Swift.Result { () async throws(DatabaseError) in
        try await keeper.run { connection throws(DatabaseError) in
          try dialect.dropScratch(name, over: connection)
          try connection.unlock(Self.key(of: name))
        }
      }
      await keeper.close()
      return dropped
    }
    let result = await Swift.Result { () async throws(AludelError) in
      try await finish(try work.get())
    }
    return try result.get(after: await dropping.value) { error in
      .schema(.scratchLeft(database: stream.name, name: name, error))
    }
  }

  /// Drops what earlier runs have left. What cannot be dropped stays for the next run: this one does not
  /// need it gone.
  private static func clearLeftovers(
    prefix: String, of dialect: any SchemaDialect, over connection: any Connection
  ) {
    let names = (try? dialect.scratchDatabases(prefix: prefix, over: connection)) ?? []
    for name in names where name.hasPrefix(prefix) {
      guard case .acquired? = try? connection.tryLock(key(of: name)) else { continue }
      try? dialect.dropScratch(name, over: connection)
      try? connection.unlock(key(of: name))
    }
  }

  /// With a digest of the database beside which they are made: an engine may know its locks in one
  /// database only, so nobody else may judge by them.
  static func prefix(for endpoint: Endpoint) -> String {
    let digest = Checksum(of: Array(endpoint.identity.utf8)[...]).hexadecimal
    return "\(baseName)_\(digest.prefix(8))_"
  }

  static let baseName = "aludel_scratch"

  private static func randomDigits(_ count: Int) -> String {
    var random = SystemRandomNumberGenerator()
    return RevisionID.randomDigits(count, using: &random)
  }

  /// With a schema, so that it does not depend on where the session's names are looked up.
  static func key(of name: String) -> LockKey {
    LockKey(table: QualifiedName(schema: Identifier(baseName), name: Identifier(name)))
  }

  // MARK: - Sessions

  func inSession<Result: Sendable>(
    at endpoint: Endpoint, _ body: (Session) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    let session = try await open(endpoint)
    await control.watch(session)
    let result = await Swift.Result { () async throws(AludelError) in
      do throws(DatabaseError) {
        try await session.run { [dialect] connection throws(DatabaseError) in
          for statement in dialect.scratchSettings { try connection.execute(statement) }
        }
      } catch {
        throw .schema(.scratch(database: stream.name, endpoint: endpoint.display, error))
      }
      return try await body(session)
    }
    await session.close()
    if case .failure = result, await control.isStopping { throw .schema(.stopped) }
    return try result.get()
  }

  func open(_ endpoint: Endpoint) async throws(AludelError) -> Session {
    var settings = stream.entry.sessionSettings
    // Meant for a database that others use.
    settings.statementTimeout = nil
    settings.createsMissingDatabase = true
    do {
      return try await Session.open(dialect, at: endpoint, settings: settings)
    } catch {
      throw .connection(database: stream.name, endpoint: endpoint.display, error)
    }
  }
}

extension Result where Failure == AludelError {
  /// The result of work after which something had to be put away: of two failures the work's comes first.
  func get(
    after cleanup: Result<Void, DatabaseError>, _ mapping: (DatabaseError) -> AludelError
  ) throws(AludelError) -> Success {
    switch (self, cleanup) {
    case (.success(let value), .success): return value
    case (.success, .failure(let error)): throw mapping(error)
    case (.failure(let first), .success): throw first
    case (.failure(let first), .failure(let error)): throw .several([first, mapping(error)])
    }
  }
}
