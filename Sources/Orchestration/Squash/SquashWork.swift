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
    var server: ServerDescription
    /// What ran before the part.
    var earlier: [PreparedStep]
    /// The part itself.
    var steps: [PreparedStep]
  }

  /// Replays the originals on an empty database.
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
    return try await site.withDatabase { session async throws(AludelError) in
      try await stream.replay(earlier, in: session)
      let before = try await contents(in: session)
      try await stream.replay(steps, in: session)
      return Chain(
        before: before, after: try await contents(in: session), server: session.server,
        earlier: earlier, steps: steps)
    }
  }

  /// Runs the squash in the place of its originals, up and down again, and throws for every difference.
  func prove(_ file: RevisionFile, against chain: Chain) async throws(AludelError) {
    let upgrade = try stream.prepare(.upgrade, of: file)
    let downgrade = file.irreversible == nil ? try stream.prepare(.downgrade, of: file) : nil
    try await site.withDatabase { session async throws(AludelError) in
      try await stream.replay(chain.earlier, in: session)
      try await rehearse(upgrade, in: session)
      try await require(chain.after, after: .upgrade, withCounters: true, in: session)
      guard let downgrade else { return }
      try await rehearse(downgrade, in: session)
      try await require(chain.before, after: .downgrade, withCounters: false, in: session)
    }
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
    do {
      return try await session.run { [dialect] connection throws(DatabaseError) in
        try dialect.contents(on: connection)
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  private func require(
    _ expected: DatabaseContents, after direction: Direction, withCounters: Bool,
    in session: Session
  ) async throws(AludelError) {
    let found = try await contents(in: session)
    let settlement = SchemaSettlement(dialect: dialect, scope: InspectionScope())
    let same: Set<FactOfObject>
    do {
      same = try await session.run { connection throws(DatabaseError) in
        try settlement.equivalences(
          between: expected.schema, and: found.schema, on: connection)
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
    let differences = found.differences(
      from: expected, rules: dialect.schemaRules, equivalences: same, withCounters: withCounters)
    guard differences.isEmpty else {
      throw .squash(.unproven(database: stream.name, direction, differences))
    }
  }
}
