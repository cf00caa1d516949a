import DialectKit
import SQLText
import Testing

/// What a case works with: a database, and sessions that are closed whatever happens.
struct ConformanceContext: Sendable {
  let target: ConformanceTarget
  let endpoint: Endpoint

  var dialect: any Dialect { target.dialect }
  var traits: DialectTraits { target.dialect.traits }
  var facts: ConformanceFacts { target.facts }

  static let settings = SessionSettings(
    lockTimeout: .seconds(60), applicationName: "aludel conformance", createsMissingDatabase: true)

  func open(_ settings: SessionSettings = Self.settings) async throws -> Session {
    try await Session.open(dialect, at: endpoint, settings: settings)
  }

  /// Runs `body` on a session's thread.
  func connected<Result: Sendable>(
    _ settings: SessionSettings = Self.settings,
    _ body: @Sendable (any Connection) throws -> Result
  ) async throws -> Result {
    try await withSession(settings) { try await $0.run(body) }
  }

  func withSession<Result: Sendable>(
    _ settings: SessionSettings = Self.settings,
    _ body: (Session) async throws -> Result
  ) async throws -> Result {
    let session = try await open(settings)
    let result: Result
    do {
      result = try await body(session)
    } catch {
      await session.close()
      throw error
    }
    await session.close()
    return result
  }

  /// Runs `body` with a second database.
  func withOtherDatabase(_ body: (ConformanceContext) async throws -> Void) async throws {
    let other = ConformanceContext(target: target, endpoint: try await target.makeDatabase())
    do {
      try await body(other)
    } catch {
      Issue.record(error)
    }
    try await target.removeDatabase(other.endpoint)
  }
}

extension Connection {
  /// The first value of the answer.
  func value(_ sql: SQLFragment) throws(DatabaseError) -> SQLValue {
    try query(sql).first?[0] ?? .null
  }

  /// `CREATE TABLE` with one integer column `n`.
  func makeTable(_ name: Identifier) throws(DatabaseError) {
    try execute("CREATE TABLE \(name) (n BIGINT NOT NULL)")
  }

  func count(_ table: Identifier) throws(DatabaseError) -> Int64? {
    try value("SELECT count(*) FROM \(table)").integer
  }
}

/// The error that `body` throws; an issue and nil if it throws none.
func databaseError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> DatabaseError? {
  #expect(throws: DatabaseError.self, sourceLocation: sourceLocation, performing: body)
}
