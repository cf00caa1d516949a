import DialectKit
import SQLText
import SchemaModel
import Workspaces

/// The database that `scratch_url` names: filled and emptied, one run at a time.
extension ScratchSite {
  func inGiven<Result: Sendable>(
    _ endpoint: Endpoint, _ body: (Session) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    try await inSession(at: endpoint) { session async throws(AludelError) in
      try await lockGiven(session, endpoint)
      try await checkGiven(session, endpoint)
      let result = await Swift.Result { () async throws(AludelError) in try await body(session) }
      let emptied = await Swift.Result { () async throws(DatabaseError) in
        try await session.run { [dialect] connection throws(DatabaseError) in
          try connection.rollback()
          try connection.resetSession()
          try dialect.emptyScratch(over: connection)
        }
      }
      return try result.get(after: emptied) { error in
        .schema(.scratchLeft(database: stream.name, name: endpoint.display, error))
      }
    }
  }

  /// A table with this name says that what else is there was made by us.
  static let marker = baseName

  /// Polled, as the lock of a version table is.
  private func lockGiven(_ session: Session, _ endpoint: Endpoint) async throws(AludelError) {
    let start = ContinuousClock.now
    while true {
      let attempt: LockAttempt
      do {
        attempt = try await session.run { connection throws(DatabaseError) in
          try connection.tryLock(Self.key(of: Self.baseName))
        }
      } catch {
        throw .schema(.scratch(database: stream.name, endpoint: endpoint.display, error))
      }
      guard case .held(let owner) = attempt else { return }
      if await control.isStopping { throw .schema(.stopped) }
      guard start.duration(to: .now) < stream.entry.lockTimeout else {
        throw .schema(
          .scratchLocked(database: stream.name, endpoint: endpoint.display, owner))
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Empties what an earlier run has left; refuses what is not ours.
  private func checkGiven(_ session: Session, _ endpoint: Endpoint) async throws(AludelError) {
    let strangers: [ObjectID]
    do {
      strangers = try await session.run { [dialect] connection throws(DatabaseError) in
        let snapshot = try dialect.inspect(connection, InspectionScope())
        let objects = snapshot.sorted.filter { $0.parent == nil && $0.id.kind != .schema }
        if objects.contains(where: { $0.id.kind == .table && $0.id.name == Self.marker }) {
          try dialect.emptyScratch(over: connection)
        } else if !objects.isEmpty {
          return objects.map(\.id)
        }
        try connection.execute(
          """
          CREATE TABLE \(QualifiedName(name: Identifier(Self.marker))) (note integer)
          """)
        return []
      }
    } catch {
      throw .schema(.scratch(database: stream.name, endpoint: endpoint.display, error))
    }
    guard strangers.isEmpty else {
      throw .schema(
        .scratchInUse(database: stream.name, endpoint: endpoint.display, strangers))
    }
  }
}
