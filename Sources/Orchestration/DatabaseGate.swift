import DialectKit
import Revisions
import Workspaces

/// The way into one database: opens the session and takes its lock.
struct DatabaseGate: Sendable {
  let stream: RevisionStream

  /// Connects.
  ///
  /// - Parameter creating: whether a missing SQLite file may be made; a question never does.
  /// - Returns: nil when there is no such database yet and the first write would make it.
  func open(creating: Bool) async throws(AludelError) -> Session? {
    let endpoint: Endpoint
    do { endpoint = try stream.entry.endpointWithPassword(environment: stream.variables) } catch {
      throw .configuration(error)
    }
    var settings = stream.entry.sessionSettings
    settings.createsMissingDatabase = creating
    settings.applicationName = stream.sessionName
    do {
      return try await Session.open(stream.dialect, at: endpoint, settings: settings)
    } catch {
      if error.kind == .missingDatabase, !creating,
        stream.dialect.traits.createsDatabaseOnFirstWrite
      {
        return nil
      }
      throw .connection(database: stream.name, endpoint: endpoint.display, error)
    }
  }

  /// Takes the lock of the version table, asking again until `lock_timeout` has passed.
  ///
  /// It is polled and never waited for on the server: a session that blocks on an advisory lock can
  /// deadlock with `CREATE INDEX CONCURRENTLY`, which waits for every older transaction.
  ///
  /// - Returns: false when the run was stopped while the lock was not free.
  func lock(
    _ session: Session, control: RunControl, waiting: @Sendable (LockOwner) -> Void
  ) async throws(AludelError) -> Bool {
    let key = LockKey(table: stream.entry.versionTable)
    let clock = ContinuousClock()
    let limit = stream.entry.lockTimeout
    let start = clock.now
    var pause = Duration.milliseconds(50)
    var hasTold = false
    while true {
      let attempt: LockAttempt
      do {
        attempt = try await session.run { connection throws(DatabaseError) in
          try connection.tryLock(key)
        }
      } catch {
        throw .query(database: stream.name, error)
      }
      guard case .held(let owner) = attempt else { return true }
      let waited = start.duration(to: clock.now)
      if await control.isStopping { return false }
      if waited >= limit {
        throw .locked(
          database: stream.name, table: stream.entry.versionTable, owner: owner,
          ending: owner.session.flatMap(stream.dialect.ending), waited: waited)
      }
      if !hasTold {
        waiting(owner)
        hasTold = true
      }
      try? await Task.sleep(for: min(pause, limit - waited))
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Short enough for somebody who stops the run and watches.
  private static let longestPause = Duration.milliseconds(250)

  /// Gives the lock back and ends the session.
  ///
  /// In this order: a server may notice the end of a session late, and the next run would wait.
  func leave(_ session: Session, isLocked: Bool) async {
    if isLocked {
      let key = LockKey(table: stream.entry.versionTable)
      // Where this fails, the end of the session does the same.
      try? await session.run { connection throws(DatabaseError) in
        try connection.rollback()
        try connection.unlock(key)
      }
    }
    await session.close()
  }
}

extension AludelError {
  /// A problem with our own tables, outside any step.
  init(_ problem: BookkeepingProblem, database: String) {
    self =
      switch problem {
      case .database(let error): .query(database: database, error)
      case .notAVersionTable(let table, let columns):
        .notAVersionTable(database: database, table: table, columns: columns)
      case .incompleteHistory(let table, let missing):
        .incompleteHistory(database: database, table: table, missing: missing)
      case .rowMoved(let table, let row): .rowMoved(database: database, table: table, row: row)
      }
  }
}
