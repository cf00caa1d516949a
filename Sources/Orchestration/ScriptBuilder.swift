import DialectKit
import MigrationFiles
import Revisions
import SQLText
import Workspaces

/// Puts down what a run would do in one database, in the run's order: `StepExecutor` and
/// `DatabaseWorker` do the same things to a connection.
struct ScriptBuilder {
  let stream: RevisionStream
  let dialect: any ScriptDialect
  let author: HistoryAuthor
  let words: ScriptWords
  private(set) var elements: [ScriptElement] = []
  /// The rows after what is written so far.
  private var rows: HeadSet

  private var versionTable: VersionTable { stream.versionTable }
  private var history: HistoryTable { stream.history }
  private var clock: SQLFragment { dialect.scriptClock }

  init(
    _ stream: RevisionStream, dialect: any ScriptDialect, author: HistoryAuthor, words: ScriptWords
  ) {
    self.stream = stream
    self.dialect = dialect
    self.author = author
    self.words = words
    rows = words.start ?? HeadSet([])
  }

  // MARK: - Beginning and end

  mutating func open(header: [String], running steps: [PreparedStep]) {
    elements.append(.remark(header))
    var stops: [ScriptStop] = []
    if let start = words.start {
      stops.append(
        ScriptStop(
          when: versionTable.differs(from: start), in: versionTable.name,
          whenMissing: !start.isEmpty, message: words.wrongStart,
          shows: Identifier(VersionTable.column.name)))
      if words.action.runsSteps {
        stops.append(
          ScriptStop(
            when: history.standsHalfway(
              applied: stream.graph.applied(start).revisions,
              pending: stream.graph.pending(start)),
            in: history.name, message: words.halfway))
      }
    }
    elements.append(
      .opening(
        ScriptOpening(
          settings: stream.entry.sessionSettings,
          lock: LockKey(table: stream.entry.versionTable), lockRefusal: words.locked,
          statements: steps.flatMap { $0.statements.map(\.statement) },
          tables: [versionTable.definition, history.definition], stops: stops)))
  }

  mutating func close() {
    elements.append(.closing)
  }

  // MARK: - Steps

  mutating func add(_ steps: [PreparedStep]) {
    let isTogether = steps.contains { $0.protection == .sharedTransaction }
    if isTogether { elements.append(.begin(TransactionOptions())) }
    for (index, step) in steps.enumerated() {
      elements.append(.remark(words.heading(of: step)))
      add(step, isFirst: index == 0)
    }
    if isTogether { elements.append(.commit) }
  }

  private mutating func add(_ step: PreparedStep, isFirst: Bool) {
    elements.append(.resetSession)
    switch step.protection {
    case .transaction(let options):
      elements.append(.begin(options))
      makeTables(isFirst: isFirst, for: step.step.delta)
      elements += step.statements.map { .run($0.statement) }
      record(step)
      elements.append(.commit)
    case .sharedTransaction:
      makeTables(isFirst: isFirst, for: step.step.delta)
      elements += step.statements.map { .run($0.statement) }
      record(step)
    case .journal(let pairsStatements):
      makeTablesAlone(isFirst: isFirst, for: step.step.delta)
      if !isFirst { stop(words.moved(before: step.step.revision)) }
      journal(step, pairsStatements: pairsStatements)
      elements.append(.begin(TransactionOptions()))
      record(step)
      elements.append(.commit)
    }
  }

  private mutating func journal(_ step: PreparedStep, pairsStatements: Bool) {
    var isInGroup = false
    for (index, statement) in step.statements.enumerated() {
      let number = index + 1
      let isAlone = pairsStatements || statement.isAutocommit
      if !isAlone {
        // Up to the next autocommit block one transaction holds everything, its journal rows too.
        if !isInGroup { elements.append(.begin(TransactionOptions())) }
        isInGroup = true
        elements.append(.run(statement.statement))
        let isLast =
          step.statements.indices.contains(number)
          ? step.statements[number].isAutocommit : true
        guard isLast else { continue }
        let first = step.statements[..<index].lastIndex(where: \.isAutocommit).map { $0 + 1 } ?? 0
        for index in first...index {
          elements.append(
            entry(step, statement: step.statements[index], number: index + 1, .applied))
        }
        elements.append(.commit)
        isInGroup = false
        continue
      }
      // A client stops at an error and leaves the row as it is, so an object of that name may be older.
      elements.append(entry(step, statement: statement, number: number, .startedBlindly))
      let isPaired = !statement.isAutocommit
      if isPaired { elements.append(.begin(TransactionOptions())) }
      elements.append(.run(statement.statement))
      elements.append(
        .execute(
          history.settlement(
            statement: number, of: step.step.revision, as: .applied, milliseconds: nil,
            errorCode: nil, runID: author.runID)))
      // Where the statement has committed by itself this has nothing to do.
      if isPaired { elements.append(.commit) }
    }
  }

  private func entry(
    _ step: PreparedStep, statement: SectionStatement, number: Int, _ outcome: HistoryOutcome
  ) -> ScriptElement {
    insertion(
      HistoryTable.Entry(
        revision: step.step.revision, direction: RunDirection(step.step.direction),
        statement: number, checksum: Checksum(of: statement.statement), outcome: outcome.sql,
        startedAt: clock, milliseconds: nil, errorCode: nil))
  }

  private func insertion(_ entry: HistoryTable.Entry) -> ScriptElement {
    .execute(history.insertion(of: entry, by: author))
  }

  /// The version rows and the step's history row.
  private mutating func record(_ step: PreparedStep) {
    elements += versionTable.changes(for: step.step.delta).map { .execute($0.sql) }
    rows = rows.applying(step.step.delta)
    stop(words.moved(after: "revision \(step.step.revision)"))
    elements.append(
      insertion(
        HistoryTable.Entry(
          revision: step.step.revision, direction: RunDirection(step.step.direction),
          statement: nil, checksum: step.checksum, outcome: HistoryOutcome.applied.sql,
          startedAt: clock,
          milliseconds: nil, errorCode: nil)))
  }

  /// Stops unless the rows are what they should be by now.
  private mutating func stop(_ message: String) {
    elements.append(
      .stop(
        ScriptStop(
          when: versionTable.differs(from: rows), in: versionTable.name, whenMissing: true,
          message: message)))
  }

  // MARK: - Rows without steps

  mutating func stamp(from old: HeadSet, to new: HeadSet, purge: Bool) {
    let delta = HeadDelta(from: purge ? HeadSet([]) : old, to: new)
    elements.append(.remark(["stamp"]))
    if !stream.isDDLTransactional { makeTables(isFirst: true, for: delta) }
    elements.append(.begin(TransactionOptions()))
    if stream.isDDLTransactional { makeTables(isFirst: true, for: delta) }
    if purge { elements.append(.execute(versionTable.emptying)) }
    elements += versionTable.changes(for: delta).map { .execute($0.sql) }
    rows = new
    stop(words.moved(after: "the stamp"))
    elements += history.stamps(new, at: clock).map(insertion)
    elements.append(.commit)
  }

  mutating func ensureVersion() {
    makeTablesAlone(isFirst: true, for: HeadDelta(from: HeadSet([]), to: HeadSet([])))
  }

  // MARK: - Our tables

  private mutating func makeTables(isFirst: Bool, for delta: HeadDelta) {
    if isFirst { elements.append(.table(versionTable.definition)) }
    if VersionTable.mayNeedWidening(for: delta.added) {
      let longest = delta.added.map(\.text.utf8.count).max() ?? 0
      elements.append(.widen(VersionTable.column, of: versionTable.name, for: longest))
    }
    if isFirst { elements.append(.table(history.definition)) }
  }

  /// The same on its own: both tables or none where the engine can.
  private mutating func makeTablesAlone(isFirst: Bool, for delta: HeadDelta) {
    let before = elements.count
    makeTables(isFirst: isFirst, for: delta)
    guard elements.count > before, stream.isDDLTransactional else { return }
    elements.insert(.begin(TransactionOptions()), at: before)
    elements.append(.commit)
  }
}
