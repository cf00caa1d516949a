import DialectKit
import Revisions
import Workspaces

/// Our two tables in one database: made, widened and written from here only, because an engine whose
/// DDL commits by itself must have them before the transaction that writes them begins.
struct Bookkeeping: Sendable {
  let versionTable: VersionTable
  let history: HistoryTable
  let isDDLTransactional: Bool

  /// Makes what is missing and widens what is too narrow for the ids. Asks first, so that a prepared
  /// database needs no privilege for DDL.
  func makeReady(
    for added: [RevisionID], on connection: any Connection
  ) throws(BookkeepingProblem) {
    try versionTable.makeReady(for: added, on: connection)
    try mapped { () throws(DatabaseError) in try history.create(on: connection) }
  }

  /// The same on its own: both tables or none where the engine can.
  func makeReadyAlone(
    for added: [RevisionID], on connection: any Connection
  ) throws(BookkeepingProblem) {
    guard isDDLTransactional else { return try makeReady(for: added, on: connection) }
    try connection.transaction(
      mapping: BookkeepingProblem.database, noting: BookkeepingProblem.noting
    ) { () throws(BookkeepingProblem) in
      try makeReady(for: added, on: connection)
    }
  }

  /// Makes the tables ready and runs `body`, in one transaction as far as the engine can.
  func transaction(
    adding added: [RevisionID], on connection: any Connection,
    _ body: () throws(BookkeepingProblem) -> Void
  ) throws(BookkeepingProblem) {
    if !isDDLTransactional { try makeReady(for: added, on: connection) }
    try connection.transaction(
      mapping: BookkeepingProblem.database, noting: BookkeepingProblem.noting
    ) { () throws(BookkeepingProblem) in
      if isDDLTransactional { try makeReady(for: added, on: connection) }
      try body()
    }
  }
}

/// What is still to be done about our tables before a step can be written down: by what was read under
/// the lock, so that a step need not ask.
struct TablesToDo {
  private(set) var areMissing: Bool
  /// The longest id that the version table holds; nil for no limit.
  private var limit: Int?

  init(_ state: DatabaseState) {
    areMissing = !state.isReady
    limit = state.hasVersionTable ? state.versionWidth : VersionTable.width
  }

  func areTooNarrow(for step: PreparedStep) -> Bool {
    guard let limit else { return false }
    return step.step.delta.added.contains { $0.text.utf8.count > limit }
  }

  /// A step has come to its end.
  mutating func areDone(for step: PreparedStep) {
    if areTooNarrow(for: step) { limit = VersionTable.width }
    areMissing = false
  }
}

extension RevisionStream {
  var bookkeeping: Bookkeeping {
    Bookkeeping(
      versionTable: versionTable, history: history, isDDLTransactional: isDDLTransactional)
  }

  /// Whether a rollback undoes DDL. The workspace file can say that it does not; that it does, for an
  /// engine that commits at every DDL statement, would not become true by being said.
  var isDDLTransactional: Bool {
    dialect.traits.hasTransactionalDDL && entry.transactionalDDL ?? true
  }
}
