import Revisions
import Testing

/// Random histories that are folded up to four times, beside and around each other, with some of the
/// originals pruned: step by step, each looked at anew, a database runs every revision once, itself or as
/// part of a squash, and nothing before what it needs.
@Suite struct SquashSeriesTests {
  @Test func everyPositionComesThrough() throws {
    var random = SplitMix(seed: 66)
    var counts = (nested: 0, walks: 0, takeovers: 0)
    for _ in 0..<1_500 {
      let series = try SquashSeries(&random)
      guard series.squashes.count > 1 else { continue }
      if series.squashes.contains(where: {
        series.squashes.map(\.id).contains(where: $0.replaces.contains)
      }) {
        counts.nested += 1
      }
      for _ in 0..<4 {
        let rows = randomRows(series.plain, &random)
        counts.walks += 1
        counts.takeovers += try series.walk(from: rows, in: series.folded)
        try series.walkDown(from: rows, in: series.folded)
      }
      // From where a database stood when only some of the squashes were there.
      let earlier = try series.folded(
        count: Int.random(in: 0..<series.squashes.count, using: &random))
      let rows = randomRows(earlier, &random)
      _ = try series.walk(from: rows, in: series.folded)
      try series.walkDown(from: rows, in: series.folded)
      let end = try series.folded.planUpgrade(to: [.heads], rows: HeadSet([])).end
      try series.walkDown(from: end, in: series.folded)
    }
    #expect(counts.nested > 200 && counts.walks > 1_500 && counts.takeovers > 1_000, "\(counts)")
  }

  /// Without the originals a database is at the end, or before, or is told; never is anything skipped.
  @Test func prunedPositionsComeThroughOrAreTold() throws {
    var random = SplitMix(seed: 67)
    var counts = (through: 0, told: 0)
    for _ in 0..<1_500 {
      let series = try SquashSeries(&random)
      guard !series.squashes.isEmpty else { continue }
      let pruned: RevisionGraph
      do { pruned = try series.pruned() } catch { continue }
      for _ in 0..<4 {
        let rows = randomRows(series.plain, &random)
        let built = Set(series.plain.applied(rows).revisions)
        let isInside = series.outermost.contains { squash in
          let content = series.content[squash.id] ?? []
          return !content.isDisjoint(with: built) && !content.isSubset(of: built)
        }
        // Of squashes inside of others not even the names are left.
        if rows.revisions.contains(where: { !series.isNamed($0, in: pruned) }) {
          counts.told += 1
          continue
        }
        do {
          _ = try series.walk(from: rows, in: pruned)
          #expect(!isInside)
          counts.through += 1
        } catch let error as TargetError {
          #expect(isInside && error.code == "pruned_revision", "\(error)\n\(series)\n\(rows)")
          counts.told += 1
        }
      }
    }
    #expect(counts.through > 1_000 && counts.told > 1_000)
  }
}

private struct SquashSeries: CustomStringConvertible {
  var description: String {
    (revisions.sorted { $0.id < $1.id } + squashes).map { revision in
      "\(revision.id) <- \(revision.parents) (\(revision.dependencies)) [\(revision.labels)] = \(revision.replaces)"
    }.joined(separator: "\n")
  }

  let plain: RevisionGraph
  let revisions: [Revision]
  private(set) var squashes: [Revision] = []
  private(set) var folded: RevisionGraph
  /// For each squash the revisions of the plain history that it stands for.
  private(set) var content: [RevisionID: Set<RevisionID>] = [:]

  init(_ random: inout SplitMix) throws {
    revisions = randomRevisions(&random)
    plain = try RevisionGraph(revisions, databaseLabel: nil)
    folded = plain
    for number in 0..<16 where squashes.count < 4 {
      guard let end = folded.ids.randomElement(using: &random) else { return }
      let start = random.chance(60) ? folded.ids.randomElement(using: &random) : nil
      guard
        let range = try? folded.squashRange(
          from: start.map { TargetExpression(.name($0.text)) },
          to: TargetExpression(.name(end.text))), range.originals.count > 1
      else { continue }
      let squash = Revision(
        id: id("squash\(number)"), parents: range.parents, dependencies: range.dependencies,
        labels: range.labels, replaces: range.originals)
      squashes.append(squash)
      content[squash.id] = range.originals.reduce(into: []) { $0.formUnion(content[$1] ?? [$1]) }
      folded = try folded(count: squashes.count)
    }
  }

  /// The history with the first squashes only.
  func folded(count: Int) throws -> RevisionGraph {
    try RevisionGraph(squashes.prefix(count) + revisions, databaseLabel: nil)
  }

  var outermost: [Revision] {
    let inner = Set(squashes.flatMap(\.replaces))
    return squashes.filter { !inner.contains($0.id) }
  }

  func pruned() throws -> RevisionGraph {
    let gone = Set(squashes.flatMap(\.replaces))
    return try RevisionGraph(
      outermost + revisions.filter { !gone.contains($0.id) }, databaseLabel: nil)
  }

  func isNamed(_ id: RevisionID, in graph: RevisionGraph) -> Bool {
    graph.contains(id) || graph.squash(standingFor: id) != nil
  }

  /// What has run where a database stands so.
  private func built(at rows: HeadSet) -> Set<RevisionID> {
    rows.revisions.reduce(into: []) { built, row in
      built.formUnion(plain.applied(HeadSet(Array(content[row] ?? [row]))).revisions)
    }
  }

  /// All the way down: what goes was there, and nothing is left that needs it.
  func walkDown(from start: HeadSet, in graph: RevisionGraph) throws {
    var rows = start
    var built = built(at: rows)
    while true {
      let seen = try graph.unfolded(around: rows.revisions)
      let plan = try seen.planDowngrade(to: [.base], rows: rows)
      guard let step = plan.steps.first else { break }
      let content = content[step.revision] ?? [step.revision]
      #expect(content.isSubset(of: built), "\(step.revision) is not there: \(self), from \(start)")
      if !seen.isTakeover(step.revision) {
        built.subtract(content)
        for revision in content {
          let needing = Set(plain.children(of: revision, .full))
          #expect(
            needing.isDisjoint(with: built), "\(step.revision) is needed: \(self), from \(start)")
        }
      }
      rows = rows.applying(step.delta)
    }
    #expect(built.isEmpty && rows.isEmpty, "something is left: \(self), from \(start)")
  }

  /// - Returns: how many squashes took rows over.
  func walk(from start: HeadSet, in graph: RevisionGraph) throws -> Int {
    var rows = start
    var built = built(at: rows)
    var takeovers = 0
    while true {
      let seen = try graph.unfolded(around: rows.revisions)
      #expect(seen.unknownRows(rows).isEmpty)
      let plan = try seen.planUpgrade(to: [.heads], rows: rows)
      guard let step = plan.steps.first else { break }
      let content = content[step.revision] ?? [step.revision]
      if seen.isTakeover(step.revision) {
        #expect(
          content.isSubset(of: built),
          "\(step.revision) takes over what did not run: \(self), from \(start), at \(rows)")
        takeovers += 1
      } else {
        #expect(content.isDisjoint(with: built), "\(step.revision) runs again")
        for revision in content {
          let needs = Set(plain.parents(of: revision, .full)).subtracting(content)
          #expect(needs.isSubset(of: built), "\(step.revision) runs before what it needs")
        }
        built.formUnion(content)
      }
      rows = rows.applying(step.delta)
    }
    #expect(built == Set(plain.ids), "something was skipped")
    return takeovers
  }
}
