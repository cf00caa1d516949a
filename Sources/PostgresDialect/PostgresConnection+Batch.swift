import CPostgres
import DialectKit
import SQLText

/// What a transaction does is sent together, and an error keeps its commit from being done.
extension PostgresConnection {
  func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    var state = BatchState()
    var index = 0
    while index < batch.items.count {
      let pipeline = PostgresPipeline(of: batch, from: index, state, on: self)
      if pipeline.range.count > 1 {
        try run(pipeline, of: batch, progress: progress)
        index = pipeline.range.upperBound
      } else {
        try runOneByOne(batch, index..<index + 1, &state, progress: progress)
        index += 1
      }
    }
  }

  private func run(
    _ pipeline: PostgresPipeline, of batch: Batch, progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    // All is put into words before anything is sent.
    var commands: [PostgresCommand] = []
    for index in pipeline.range {
      do throws(DatabaseError) {
        commands.append(try pipeline.command(of: batch, at: index, on: self))
      } catch {
        throw pipeline.failure(.database(error), at: index)
      }
    }
    let first = pipeline.range.lowerBound
    progress(first)
    let handle: OpaquePointer
    do throws(DatabaseError) { handle = try openPipeline() } catch {
      throw pipeline.failure(.database(error), at: first)
    }
    do throws(DatabaseError) { try send(commands, on: handle) } catch {
      throw pipeline.failure(.database(error), at: first, heard: false)
    }
    var failure: BatchFailure?
    for index in pipeline.range {
      do throws(DatabaseError) {
        let isCommit =
          switch batch.items[index] {
          case .commit, .commitOpen: true
          default: false
          }
        try readAnswer(to: commands[index - first], on: handle) {
          (result) throws(DatabaseError) in
          if isCommit { try checkCommit(result) }
        }
        if failure == nil, pipeline.range.contains(index + 1) { progress(index + 1) }
      } catch {
        // Whatever comes behind the first error is its consequence.
        let first = failure ?? pipeline.failure(of: batch, error, at: index)
        if error.kind == .connectionLost {
          close()
          throw first
        }
        failure = first
      }
    }
    // Where this fails all was answered, and the next call finds the session gone.
    try? closePipeline(on: handle)
    if let failure { throw failure }
  }
}

/// A part of a batch that can be sent together.
private struct PostgresPipeline {
  private(set) var range: Range<Int>
  /// Whether a transaction is open before each item, and after the last one.
  private var isInTransaction: [Bool]
  private let state: BatchState

  init(
    of batch: Batch, from start: Int, _ state: BatchState, on connection: PostgresConnection
  ) {
    range = start..<start
    self.state = state
    isInTransaction = [connection.isInTransaction]
    guard connection.library.pq.pointee.enterPipelineMode != nil else { return }
    // What a script has set is looked at beside each statement of ours.
    let hasSettings = connection.settings != nil
    var bytes = 0
    var hasBegin = false
    for index in start..<batch.items.count {
      let isOpen = isInTransaction[index - start]
      var isOpenAfter = isOpen
      switch batch.items[index] {
      case .begin(let options):
        // Time is counted from the one beginning that there is.
        guard !isOpen, !hasBegin, options.foreignKeys == .enforced else { return }
        (isOpenAfter, hasBegin) = (true, true)
      case .run(let statement, _):
        bytes += statement.text.utf8.count
        guard isOpen, bytes <= PostgresConnection.maximumPipelineBytes,
          Self.canHold(statement, of: connection.dialect),
          hasSettings || !PostgresConnection.mayChangeSettings(statement)
        else { return }
      case .execute: guard isOpen, !hasSettings else { return }
      // The server knows how long its transaction takes.
      case .executeTimed: guard isOpen, hasBegin, !hasSettings else { return }
      // The catalog is asked by as many calls as it takes.
      case .announce: return
      case .commit, .commitOpen:
        guard isOpen else { return }
        isOpenAfter = false
      }
      isInTransaction.append(isOpenAfter)
      range = start..<index + 1
      if range.count == PostgresConnection.maximumPipelineCount { return }
    }
  }

  /// Not what has an answer of its own form, what is asked about beforehand, and what would let the rest
  /// run outside of the transaction.
  private static func canHold(_ statement: SQLStatement, of dialect: PostgresDialect) -> Bool {
    // Without its words nothing is known.
    !statement.keywords.isEmpty && statement.keywords.first != "COPY"
      && statement.copyData == nil
      && TransactionControl.of(statement, rules: dialect.lexicalRules) == nil
  }

  // MARK: - Commands

  func command(
    of batch: Batch, at index: Int, on connection: PostgresConnection
  ) throws(DatabaseError) -> PostgresCommand {
    switch batch.items[index] {
    case .begin: return PostgresCommand(text: PostgresConnection.beginStatement)
    case .commit, .commitOpen: return PostgresCommand(text: "COMMIT")
    case .run(let statement, _):
      try connection.refuseNUL(in: statement.text)
      connection.preparations.noteStatement(statement.text)
      return PostgresCommand(text: statement.text)
    case .execute(let sql, let count):
      return try connection.renderedOften(Self.expecting(count, of: sql))
    case .executeTimed(let origin, let sql, let count):
      let elapsed = range.lowerBound == 0 ? 0 : state.elapsed(since: origin, in: batch)
      return try connection.renderedOften(
        Self.expecting(count, of: sql(Self.elapsed(after: elapsed))))
    case .announce:
      throw DatabaseError(.statement, message: "an announcement goes by itself")
    }
  }

  /// From the beginning of the transaction by the server's clock, since none of the commands is over when
  /// they are sent.
  private static func elapsed(after before: Int) -> SQLFragment {
    """
    (\(SQLFragment(verbatim: String(before))) + pg_catalog.floor(1000 * pg_catalog.date_part('epoch', \
    pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp())))::int8
    """
  }

  private static let mark = "aludel changed "

  /// The commit is sent before the number of rows is heard, so the server must refuse a wrong one: a text
  /// that holds it is no number.
  private static func expecting(_ count: Int?, of sql: SQLFragment) -> SQLFragment {
    guard let count else { return sql }
    return """
      WITH changed AS (\(sql) RETURNING 1) \
      SELECT CASE pg_catalog.count(*) WHEN \(SQLFragment(verbatim: String(count))) THEN 0 \
      ELSE pg_catalog.concat('\(SQLFragment(verbatim: mark))', pg_catalog.count(*))::int4 END FROM changed
      """
  }

  /// The number of rows that such a refusal tells.
  private static func changedRows(_ error: DatabaseError) -> Int? {
    // invalid_text_representation
    guard error.code == "22P02" else { return nil }
    let said = Array(error.message.utf8)
    let mark = Array(mark.utf8)
    for start in said.indices where said[start...].starts(with: mark) {
      let digits = said[(start + mark.count)...].prefix { (48...57).contains($0) }
      return Int(String(decoding: digits, as: UTF8.self))
    }
    return nil
  }

  // MARK: - Failures

  /// - Parameter heard: whether the server has told of it, and so does nothing behind it.
  func failure(
    _ cause: BatchFailure.Cause, at index: Int, heard: Bool = true
  ) -> BatchFailure {
    BatchFailure(
      cause, at: index, wasInTransaction: isInTransaction[index - range.lowerBound],
      lastSent: heard ? index : range.upperBound - 1, found: state.found)
  }

  func failure(of batch: Batch, _ error: DatabaseError, at index: Int) -> BatchFailure {
    switch batch.items[index] {
    case .execute(_, changing: .some), .executeTimed(_, _, changing: .some):
      if let count = Self.changedRows(error) { return failure(.changed(count), at: index) }
    default: break
    }
    // Where the session broke without a word of the server's it may have gone on.
    return failure(
      .database(error), at: index, heard: error.kind != .connectionLost || error.code != nil)
  }
}
