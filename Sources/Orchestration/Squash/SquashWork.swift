import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Replays the history of one database with and without a squash, and compares.
struct SquashWork: Sendable {
  let stream: RevisionStream
  let dialect: any ContentDialect
  let control: RunControl

  init(_ stream: RevisionStream, control: RunControl) throws(AludelError) {
    guard let dialect = stream.dialect as? any ContentDialect else {
      throw .squash(
        .unsupported(database: stream.name, dialect: stream.dialect.traits.displayName))
    }
    self.stream = stream
    self.dialect = dialect
    self.control = control
  }

  private var site: ScratchSite { ScratchSite(stream: stream, dialect: dialect, control: control) }

  /// What a part of the history makes of what lies before it.
  struct Chain: Sendable {
    var before: DatabaseContents
    var after: DatabaseContents
    /// What another replay gives otherwise, before the part and after it.
    var unstable: (before: UnstableCells, after: UnstableCells)
    var server: ServerDescription
    /// What ran before the part.
    var earlier: [PreparedStep]
    /// The part itself.
    var steps: [PreparedStep]
  }

  /// Replays the originals on an empty database; twice where they leave rows, to tell what a replay decides
  /// from what the clock and chance do.
  func chain(_ range: SquashRange) async throws(AludelError) -> Chain {
    let (first, second) = try stream.planned([]) { () throws(TargetError) in
      let below =
        range.parents
        + range.dependencies.compactMap { dependency in
          dependency.database == nil ? stream.graph.declaringRevision(of: dependency.name) : nil
        }
      let first = try stream.graph.planUpgrade(reaching: below, rows: HeadSet([]))
      let tip = range.originals.suffix(1)
      return (first, try stream.graph.planUpgrade(reaching: Array(tip), rows: first.end))
    }
    let earlier = try stream.prepare(first.steps)
    let steps = try stream.prepare(second.steps)
    let one = try await replay(earlier, steps)
    var chain = Chain(
      before: one.before, after: one.after, unstable: (UnstableCells(), UnstableCells()),
      server: one.server, earlier: earlier, steps: steps)
    guard !one.after.rows.isEmpty || !one.before.rows.isEmpty else { return chain }
    let other = try await replay(earlier, steps)
    let clock = UnstableCells.Clock(one.clock + other.clock)
    chain.unstable.before = UnstableCells(between: one.before, and: other.before, clock: clock)
    chain.unstable.after = UnstableCells(between: one.after, and: other.after, clock: clock)
    return chain
  }

  private struct Replay: Sendable {
    var before: DatabaseContents
    var after: DatabaseContents
    var server: ServerDescription
    /// The answers to the dialect's question for the time, before and after.
    var clock: [Row]
  }

  private func replay(
    _ earlier: [PreparedStep], _ steps: [PreparedStep]
  ) async throws(AludelError) -> Replay {
    try await site.withDatabase { session async throws(AludelError) in
      let start = try await time(in: session)
      try await stream.replay(earlier, in: session)
      let before = try await contents(in: session)
      try await stream.replay(steps, in: session)
      let after = try await contents(in: session)
      return Replay(
        before: before, after: after, server: session.server,
        clock: start + (try await time(in: session)))
    }
  }

  /// Runs the squash in the place of its originals, up and down again, and throws for every difference.
  func prove(_ file: RevisionFile, against chain: Chain) async throws(AludelError) {
    let upgrade = try stream.prepare(.upgrade, of: file)
    let downgrade = file.irreversible == nil ? try stream.prepare(.downgrade, of: file) : nil
    try await site.withDatabase { session async throws(AludelError) in
      try await stream.replay(chain.earlier, in: session)
      try await rehearse(upgrade, in: session)
      try await require(
        chain.after, chain.unstable.after, after: .upgrade, withCounters: true, in: session)
      guard let downgrade else { return }
      try await rehearse(downgrade, in: session)
      try await require(
        chain.before, chain.unstable.before, after: .downgrade, withCounters: false, in: session)
    }
  }

  /// What the file does not carry over of what the originals say about owners and privileges.
  func omitted(
    by file: RevisionFile, of chain: Chain
  ) throws(AludelError) -> [OriginalStatement] {
    let kept = try stream.prepare(.upgrade, of: file).statements.map(\.statement)
    return chain.omitted(by: kept, rules: dialect.lexicalRules)
  }

  private func rehearse(_ step: PreparedStep, in session: Session) async throws(AludelError) {
    do {
      try await stream.replay([step], in: session)
    } catch {
      guard case .schema(.replay(let failure)) = error else { throw error }
      throw .squash(.fails(database: stream.name, failure))
    }
  }

  private func contents(in session: Session) async throws(AludelError) -> DatabaseContents {
    try await asked(session) { [dialect] connection throws(DatabaseError) in
      try dialect.contents(on: connection)
    }
  }

  private func time(in session: Session) async throws(AludelError) -> [Row] {
    try await asked(session) { [dialect] connection throws(DatabaseError) in
      try connection.query(dialect.clockQuestion)
    }
  }

  private func asked<Answer: Sendable>(
    _ session: Session,
    _ question: @escaping @Sendable (any Connection) throws(DatabaseError) -> Answer
  ) async throws(AludelError) -> Answer {
    do { return try await session.run(question) } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  private func require(
    _ expected: DatabaseContents, _ unstable: UnstableCells, after direction: Direction,
    withCounters: Bool, in session: Session
  ) async throws(AludelError) {
    let found = try await contents(in: session)
    let settlement = SchemaSettlement(dialect: dialect, scope: InspectionScope())
    let comparison = SchemaComparison(
      from: expected.schema, to: found.schema, rules: dialect.schemaRules)
    let same = try await asked(session) { connection throws(DatabaseError) in
      try settlement.equivalences(
        in: comparison, between: expected.schema, and: found.schema, on: connection)
    }
    let differences = unstable.removed(from: found).differences(
      from: unstable.removed(from: expected), rules: dialect.schemaRules, equivalences: same,
      withCounters: withCounters)
    guard differences.isEmpty else {
      throw .squash(.unproven(database: stream.name, direction, differences))
    }
  }
}

extension UnstableCells.Clock {
  /// - Parameter answers: to the dialect's question for the time.
  init(_ answers: [Row]) {
    dates = Set(answers.compactMap { $0[0].text })
    let seconds = answers.compactMap { $0[1].text.flatMap(Int64.init) }
    // A second more on both sides, for clocks that round.
    self.seconds = ((seconds.min() ?? 0) - 1)...((seconds.max() ?? 0) + 1)
  }
}
