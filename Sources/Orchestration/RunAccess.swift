import DialectKit
import Revisions
import SQLText
import Workspaces

extension RevisionStream {
  /// What a run does with our tables.
  ///
  /// - Parameter steps: what it is going to do; a stamp has none.
  func uses(of state: DatabaseState, adding ids: [RevisionID], for steps: [PreparedStep])
    -> [TableUse]
  {
    var rows: [TableUse.Operation] = [.select, .insert, .update, .delete]
    if !state.hasVersionTable {
      rows.insert(.create, at: 0)
    } else if let width = state.versionWidth, ids.contains(where: { $0.text.utf8.count > width }) {
      rows.append(.alter)
    }
    var notes: [TableUse.Operation] = [.select, .insert]
    // Only a journal's rows are settled; whoever forbids updates elsewhere keeps a log that nobody edits.
    if steps.contains(where: { if case .journal = $0.protection { true } else { false } }) {
      notes.append(.update)
    }
    if !state.hasHistory { notes.insert(.create, at: 0) }
    return [
      TableUse(
        table: versionTable.name, column: Identifier(VersionTable.column.name), operations: rows),
      TableUse(table: history.name, column: "id", operations: notes),
    ]
  }

  /// The reason why reading our tables failed, if it is that the user may not: a server only refuses.
  ///
  /// - Parameter writing: whether they would have been written next.
  func explaining(
    _ problem: BookkeepingProblem, on session: Session, writing: Bool
  ) async -> AludelError {
    if case .database(let error) = problem, error.kind == .statement {
      let uses = [
        TableUse(
          table: versionTable.name, column: Identifier(VersionTable.column.name),
          operations: writing ? [.select, .insert, .update, .delete] : [.select]),
        TableUse(
          table: history.name, column: "id", operations: writing ? [.select, .insert] : [.select]),
      ]
      let found = try? await session.run { connection throws(DatabaseError) in
        return try connection.obstacle(to: uses)
      }
      if let obstacle = found ?? nil { return .noAccess(database: name, obstacle) }
    }
    return AludelError(problem, database: name)
  }
}

extension Runner {
  /// Takes out the databases in which the user may not write our tables, before any lock is taken and
  /// anything is made.
  func refuseWithoutAccess(_ roster: inout RunRoster, _ request: RunRequest) async {
    let working = roster.ready.filter { !$0.isIdle(request.action) }
    let found = await concurrently(working, atMost: request.jobs) { database in
      await Result { () async throws(AludelError) in try await database.requireAccess() }
    }
    for (database, result) in zip(working, found) {
      if case .failure(let error) = result { await roster.fail(database.stream.name, error) }
    }
  }
}

extension PreparedDatabase {
  func requireAccess() async throws(AludelError) {
    guard let session else { return try requireAccessToMake() }
    let added = plan.end.revisions + plan.steps.flatMap(\.delta.added)
    let uses = stream.uses(of: state, adding: added, for: steps)
    let obstacle: AccessObstacle?
    do {
      obstacle = try await session.run { connection throws(DatabaseError) in
        try connection.obstacle(to: uses)
      }
    } catch {
      throw .query(database: stream.name, error)
    }
    if let obstacle { throw .noAccess(database: stream.name, obstacle) }
  }

  private func requireAccessToMake() throws(AludelError) {
    guard case .success(let endpoint) = stream.entry.endpoint,
      let obstacle = stream.dialect.obstacle(toMaking: endpoint)
    else { return }
    throw .noAccess(database: stream.name, obstacle)
  }
}
