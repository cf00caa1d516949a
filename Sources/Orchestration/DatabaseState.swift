import Workspaces
package import DialectKit
package import Revisions
import SQLText

/// What a database remembers, read in one turn and without creating anything.
package struct DatabaseState: Sendable {
  package var server: ServerDescription?
  /// Whether the version table is there.
  package var hasVersionTable = false
  /// The longest id that the version table holds; nil for no limit.
  var versionWidth: Int?
  /// Whether the history table is there.
  package var hasHistory = false
  /// The version rows as they stand, known or not, in order.
  package var rows: [String] = []
  /// What an earlier run left half-way, as far as the catalog can tell: a statement that nothing was
  /// heard of counts as what it is found to be.
  package var interrupted: InterruptedStep?
  /// Who holds the lock while a step stands half-way: then nobody has left it, it is at work.
  package var owner: LockOwner?
  /// What was found out so, for a run to write down.
  var settlement: Settlement?
  /// With which checksum each revision was applied; only when asked for.
  package var appliedChecksums: [RevisionID: String] = [:]

  /// The state of a database that does not exist yet.
  package init() {}

  package init(
    of stream: RevisionStream, on connection: any Connection, withChecksums: Bool = false
  ) throws(BookkeepingProblem) {
    server = connection.server
    let (table, history) = (stream.versionTable, stream.history)
    let columns = try mapped { () throws(DatabaseError) in
      try connection.columns(of: [table.name, history.name])
    }
    let shape = try table.shape(columns.first ?? [])
    hasVersionTable = shape != nil
    versionWidth = shape?.limit
    hasHistory = try history.isWhole(columns.last ?? [])
    var questions: [SQLFragment] = []
    if hasVersionTable { questions.append(table.question) }
    if hasHistory { questions.append(history.unfinishedRows) }
    if hasHistory, withChecksums { questions.append(history.checksumRows) }
    let rest = questions
    var answers = try mapped { () throws(DatabaseError) in try connection.queryAll(rest) }[...]
    if hasVersionTable { rows = table.rows(in: answers.popFirst() ?? []) }
    guard hasHistory else { return }
    interrupted = history.interruptedStep(in: answers.popFirst() ?? [])
    if withChecksums { appliedChecksums = history.appliedChecksums(in: answers.popFirst() ?? []) }
    if let step = interrupted, isSettled(step, in: stream) { interrupted = nil }
    if let step = interrupted {
      settlement = try mapped { () throws(DatabaseError) in
        try Settlement(of: step, in: stream, on: connection)
      }
      if let settlement { interrupted = settlement.step.isHalfway ? settlement.step : nil }
    }
    interrupted = interrupted?.placed(in: stream)
  }

  /// The same for whoever does not hold the lock: tells a step that was left half-way from one that runs
  /// right now, since whoever runs it holds the lock.
  init(
    withoutLockOf stream: RevisionStream, on connection: any Connection,
    withChecksums: Bool = false
  ) throws(BookkeepingProblem) {
    try self.init(of: stream, on: connection, withChecksums: withChecksums)
    guard interrupted != nil else { return }
    let key = LockKey(table: stream.entry.versionTable)
    switch try? connection.tryLock(key) {
    case .held(let owner): self.owner = owner
    case .acquired:
      // The run may have ended since. The end of the session would give the lock back as well.
      defer { try? connection.unlock(key) }
      try self.init(of: stream, on: connection, withChecksums: withChecksums)
    case nil: break
    }
  }

  /// Whether the rows say what the step would have made them say: somebody has finished it by hand and
  /// stamped it with another tool, which writes no history.
  private func isSettled(_ step: InterruptedStep, in stream: RevisionStream) -> Bool {
    let known = rows.compactMap { try? RevisionID(validating: $0) }
    guard let graph = try? stream.graph.unfolded(around: known, naming: [step.revision]) else {
      return false
    }
    let isApplied = graph.applied(HeadSet(known)).contains(step.revision)
    return step.direction == .upgrade ? isApplied : !isApplied
  }

  /// Whether both of our tables are there.
  var isReady: Bool { hasVersionTable && hasHistory }

  /// The history as it is seen from where the database stands, and where that is.
  func standing(in stream: RevisionStream) throws(AludelError) -> (RevisionStream, HeadSet) {
    let stream = try stream.unfolded(for: self)
    return (stream, try heads(in: stream))
  }

  /// The rows as revisions of this history.
  ///
  /// - Throws: `unknownRows` when some row names none, `repeatedRow` when one is there twice.
  package func heads(in stream: RevisionStream) throws(AludelError) -> HeadSet {
    if let repeated = zip(rows, rows.dropFirst()).first(where: { $0 == $1 })?.0 {
      throw .repeatedRow(
        database: stream.name, table: stream.entry.versionTable, row: repeated)
    }
    var known: [RevisionID] = []
    var unknown: [String] = []
    for row in rows {
      if let id = try? RevisionID(validating: row), stream.graph.contains(id) {
        known.append(id)
      } else {
        unknown.append(row)
      }
    }
    guard unknown.isEmpty else {
      throw .unknownRows(
        database: stream.name,
        UnknownRows(
          table: stream.entry.versionTable, rows: unknown,
          folders: stream.entry.versions.map(\.written), fileCount: stream.files.count))
    }
    return HeadSet(known)
  }
}
