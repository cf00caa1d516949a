package import DialectKit
import MigrationFiles
import Revisions
package import SQLText

/// What happened to a database: a row for every step, and, where no transaction protects a section, a
/// row for each of its statements, written before it runs and settled after.
///
/// The table stands beside the version table as `<version_table>_history`. A step's row commits with
/// the step; a statement's row commits before its statement, so that a run that was killed can be
/// taken up where it stood.
package struct HistoryTable: Sendable {
  package let name: QualifiedName
  let dialect: any Dialect

  package init(beside table: QualifiedName, dialect: any Dialect) {
    self.name = QualifiedName(schema: table.schema, name: Identifier(table.name.name + "_history"))
    self.dialect = dialect
  }

  static let columns = [
    BookkeepingColumn("id", .counter),
    BookkeepingColumn("run_id", .text(limit: 36)),
    BookkeepingColumn("revision", .text(limit: VersionTable.width)),
    BookkeepingColumn("direction", .text(limit: 16)),
    // Counted from 1 within the section; null in the row of the whole step.
    BookkeepingColumn("statement", .integer, isNullable: true),
    BookkeepingColumn("checksum", .text(limit: 64), isNullable: true),
    BookkeepingColumn("outcome", .text(limit: 16)),
    BookkeepingColumn("started_at", .text(limit: 32)),
    BookkeepingColumn("duration_ms", .integer, isNullable: true),
    BookkeepingColumn("applied_by", .longText),
    BookkeepingColumn("host", .longText),
    BookkeepingColumn("tool_version", .text(limit: 64)),
    BookkeepingColumn("error_code", .text(limit: 64), isNullable: true),
  ]

  /// One row, as it is written.
  struct Entry {
    /// Nil for a stamp that leaves no row: `base`.
    var revision: RevisionID?
    var direction: RunDirection
    var statement: Int?
    var checksum: Checksum?
    /// A value of `HistoryOutcome`, or an expression for it.
    var outcome: SQLFragment
    /// UTC, as text.
    var startedAt: SQLFragment
    /// A number, or an expression for it.
    var milliseconds: SQLFragment?
    /// The server's code only: its words may quote a statement, and a statement may hold a password.
    var errorCode: String?
  }

  package func exists(on connection: any Connection) throws(DatabaseError) -> Bool {
    try !connection.columns(of: name).isEmpty
  }

  /// Whether a table with these columns is there.
  ///
  /// - Throws: `incompleteHistory` when it is there and lacks columns: another program's, or one that
  ///   somebody has changed.
  func isWhole(_ columns: [ColumnDescription]) throws(BookkeepingProblem) -> Bool {
    if columns.isEmpty { return false }
    let names = Set(columns.map { $0.name.lowercased() })
    let missing = Self.columns.map(\.name).filter { !names.contains($0) }
    guard missing.isEmpty else { throw .incompleteHistory(name, missing: missing) }
    return true
  }

  package func create(on connection: any Connection) throws(DatabaseError) {
    guard try !exists(on: connection) else { return }
    try createSchema(of: name, dialect: dialect, on: connection)
    try connection.execute(dialect.createTable(definition))
  }

  func write(
    _ entry: Entry, of run: RunContext, on connection: any Connection
  ) throws(DatabaseError) {
    try connection.execute(insertion(of: entry, by: run.author))
  }

  /// Settles the row of a statement that this run has announced.
  ///
  /// - Parameter outcome: nil leaves it open: it has an end, of which a person or the catalog must judge.
  /// - Throws: also when the row is gone, for then nothing would tell what the statement did.
  func settle(
    statement: Int, of revision: RevisionID, as outcome: HistoryOutcome?, milliseconds: Int,
    errorCode: String? = nil, in run: RunContext, on connection: any Connection
  ) throws(DatabaseError) {
    let changed = try connection.execute(
      settlement(
        statement: statement, of: revision, as: outcome,
        milliseconds: "\(bind: .integer(Int64(milliseconds)))", errorCode: errorCode,
        runID: run.runID))
    try expectOne(changed, statement: statement, of: revision)
  }

  private func expectOne(
    _ changed: Int, statement: Int, of revision: RevisionID
  ) throws(DatabaseError) {
    guard changed != 1 else { return }
    throw openRows(changed, statement: statement, of: revision)
  }

  /// There must be one row that announces a statement.
  func openRows(_ count: Int, statement: Int, of revision: RevisionID) -> DatabaseError {
    DatabaseError(
      .statement,
      message:
        "the history table has \(count) open rows for statement \(statement) of \(revision)")
  }

  /// Asks for the rows of statements whose step no run has finished.
  var unfinishedRows: SQLFragment {
    """
    SELECT revision, direction, statement, checksum, outcome, started_at, applied_by, host, id, \
    duration_ms \
    FROM \(name) WHERE \(isUnfinished) ORDER BY id
    """
  }

  /// The step that a run began outside a transaction and no run has finished, if there is one.
  ///
  /// Steps of one database follow each other, so it can only be the latest: its statements' rows are
  /// those after the last step that was applied, or after the last stamp.
  func interruptedStep(in rows: [Row]) -> InterruptedStep? {
    var step: InterruptedStep?
    for row in rows {
      guard let text = row[0].text, let revision = try? RevisionID(validating: text),
        let direction = row[1].text.flatMap(RunDirection.init), let number = row[2].integer,
        let outcome = row[4].text.flatMap(HistoryOutcome.init)
      else { continue }
      if step?.revision != revision || step?.direction != direction {
        step = InterruptedStep(revision: revision, direction: direction)
      }
      step?.startedAt = row[5].text ?? ""
      step?.startedBy = [row[6].text, row[7].text].compactMap { $0 }.joined(separator: "@")
      step?.statements[Int(clamping: number)] = InterruptedStep.Statement(
        checksum: row[3].text, outcome: outcome, row: row[8].integer,
        wasAnswered: row[9].integer != nil)
    }
    // Statements that failed left nothing behind.
    return step?.isHalfway == true ? step : nil
  }

  /// Says how an ambiguous statement ended, in a person's words: `aludel resume`.
  ///
  /// Only the row that was read: an earlier history may have an open row for the same statement, which
  /// a stamp has closed.
  func resolve(
    _ step: InterruptedStep, statement: Int, as outcome: HistoryOutcome,
    on connection: any Connection
  ) throws(DatabaseError) {
    let row = step.statements[statement]?.row
    let changed = try connection.execute(
      """
      UPDATE \(name) SET outcome = \(outcome.sql), duration_ms = \(bind: .null) \
      WHERE id = \(bind: row.map { .integer($0) } ?? .null) \
      AND \(isOpen)
      """)
    try expectOne(changed, statement: statement, of: step.revision)
  }

  /// Asks with which checksum each revision was applied.
  var checksumRows: SQLFragment {
    """
    SELECT revision, checksum FROM \(name) WHERE statement IS NULL AND checksum IS NOT NULL \
    AND direction = \(bind: .text(RunDirection.upgrade.rawValue)) \
    AND outcome = \(HistoryOutcome.applied.sql) ORDER BY id
    """
  }

  /// The checksum with which each revision was last applied.
  func appliedChecksums(in rows: [Row]) -> [RevisionID: String] {
    var checksums: [RevisionID: String] = [:]
    for row in rows {
      if let text = row[0].text, let revision = try? RevisionID(validating: text) {
        checksums[revision] = row[1].text
      }
    }
    return checksums
  }
}

/// What a history row tells happened.
public enum RunDirection: String, Hashable, Sendable {
  case upgrade, downgrade, stamp

  init(_ direction: Direction) {
    self = direction == .upgrade ? .upgrade : .downgrade
  }
}

extension HistoryOutcome {
  /// Whether nothing was heard of the statement since it was sent.
  var isOpen: Bool { self == .started || self == .startedBlindly }
}

package enum HistoryOutcome: String, Hashable, Sendable {
  /// Written before a statement is sent; still there after a crash.
  case started
  /// The same for a statement of which the catalog cannot tell afterwards whether it took effect.
  case startedBlindly = "started_blindly"
  case applied
  case failed

  var sql: SQLFragment { "\(bind: .text(rawValue))" }
}
