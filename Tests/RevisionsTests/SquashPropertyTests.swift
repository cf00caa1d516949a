import Revisions
import Testing

/// Random histories, of which a random closed part is replaced: wherever a database stands, going on through
/// the squash leads to what going on without it leads to.
@Suite struct SquashPropertyTests {
  @Test func everyPositionLeadsToTheSameEnd() throws {
    var random = SplitMix(seed: 6)
    var counts = (squashes: 0, inside: 0, beside: 0, whole: 0)
    for _ in 0..<3_000 {
      guard let case6 = try SquashCase(&random) else { continue }
      counts.squashes += 1
      for _ in 0..<6 {
        let rows = randomRows(case6.plain, &random)
        let end = try case6.plain.planUpgrade(to: [.heads], rows: rows).end
        let seen = try case6.folded.unfolded(around: rows.revisions)
        let plan = try seen.planUpgrade(to: [.heads], rows: rows)
        #expect(plan.end == case6.replacingTip(in: end))
        #expect(seen.unknownRows(rows).isEmpty)

        let ran = Set(plan.steps.map(\.revision))
        let missing = Set(case6.plain.pending(rows))
        let inside = missing.intersection(case6.replaced)
        if inside.count == case6.replaced.count {
          counts.whole += 1
          #expect(ran == missing.subtracting(inside).union([case6.squash]))
          #expect(!seen.isTakeover(case6.squash))
        } else if !inside.isEmpty || rows.revisions.contains(case6.tip) {
          counts.inside += 1
          if !rows.revisions.contains(where: case6.replaced.contains) { counts.beside += 1 }
          #expect(ran == missing.union([case6.squash]))
          #expect(seen.isTakeover(case6.squash))
        } else {
          #expect(ran == missing)
        }
        #expect(ran.count == plan.steps.count)

        // And home again, by the squash's own downgrade or the originals'.
        let down = try case6.folded.planDowngrade(to: [.base], rows: plan.end)
        #expect(down.end.isEmpty)
      }
    }
    #expect(counts.squashes > 1_000 && counts.inside > 500 && counts.whole > 500)
    #expect(counts.beside > 10)
  }

  /// A step at a time, and after each the program is started anew: what the rows say must be enough.
  @Test func everyStepLeavesRowsThatTellWhereTheDatabaseStands() throws {
    var random = SplitMix(seed: 26)
    for _ in 0..<1_500 {
      guard let case6 = try SquashCase(&random) else { continue }
      var rows = randomRows(case6.plain, &random)
      var built = Set(case6.plain.applied(rows).revisions)
      while true {
        let seen = try case6.folded.unfolded(around: rows.revisions)
        let plan = try seen.planUpgrade(to: [.heads], rows: rows)
        guard let step = plan.steps.first else { break }
        // Nothing runs twice, and nothing before what it needs.
        if step.revision == case6.squash {
          if seen.isTakeover(case6.squash) {
            #expect(case6.replaced.isSubset(of: built))
          } else {
            #expect(case6.replaced.isDisjoint(with: built))
            built.formUnion(case6.replaced)
          }
        } else {
          #expect(built.insert(step.revision).inserted)
        }
        rows = rows.applying(step.delta)
      }
      #expect(built == Set(case6.plain.ids))
    }
  }

  /// The same down, from the end: a squash that was run whole goes down whole.
  @Test func everyStepDownLeavesRowsToo() throws {
    var random = SplitMix(seed: 36)
    for _ in 0..<1_500 {
      guard let case6 = try SquashCase(&random) else { continue }
      var rows = try case6.folded.planUpgrade(to: [.heads], rows: HeadSet([])).end
      var count = 0
      while true {
        let seen = try case6.folded.unfolded(around: rows.revisions)
        #expect(!seen.isTakeover(case6.squash))
        let plan = try seen.planDowngrade(to: [.base], rows: rows)
        guard let step = plan.steps.first else { break }
        rows = rows.applying(step.delta)
        count += 1
      }
      #expect(rows.isEmpty)
      #expect(count == case6.folded.ids.count)
    }
  }

  @Test func everyOriginalCanBeReachedByName() throws {
    var random = SplitMix(seed: 16)
    for _ in 0..<1_000 {
      guard let case6 = try SquashCase(&random), let goal = case6.replaced.min() else { continue }
      let target = TargetExpression(.name(goal.text))
      #expect(case6.folded.originals(named: target) == [goal])
      let seen = try case6.folded.unfolded(around: [goal])
      let up = try seen.planUpgrade(to: [target], rows: HeadSet([]))
      #expect(up.end == (try case6.plain.planUpgrade(to: [target], rows: HeadSet([]))).end)
      // Down into the range: the squash gives its row back first.
      let whole = try case6.folded.planUpgrade(reaching: [case6.squash], rows: HeadSet([]))
      let plainWhole = try case6.plain.planUpgrade(reaching: [case6.tip], rows: HeadSet([]))
      #expect(
        Self.end { () throws(TargetError) in try seen.planDowngrade(to: [target], rows: whole.end) }
          == Self.end { () throws(TargetError) in
            try case6.plain.planDowngrade(to: [target], rows: plainWhole.end)
          })
    }
  }

  private static func end(_ plan: () throws(TargetError) -> DatabasePlan) -> String {
    do { return try plan().end.description } catch { return error.code }
  }
}

/// A history with and without a squash of a part of it.
private struct SquashCase {
  let plain: RevisionGraph
  let folded: RevisionGraph
  let squash = id("squash")
  let replaced: Set<RevisionID>
  let tip: RevisionID

  init?(_ random: inout SplitMix) throws {
    let revisions = randomRevisions(&random)
    plain = try RevisionGraph(revisions, databaseLabel: nil)
    guard let end = plain.ids.randomElement(using: &random) else { return nil }
    let start = random.chance(50) ? plain.ids.randomElement(using: &random) : nil
    let range: SquashRange
    do {
      range = try plain.squashRange(
        from: start.map { TargetExpression(.name($0.text)) },
        to: TargetExpression(.name(end.text)))
    } catch {
      return nil
    }
    replaced = Set(range.originals)
    tip = end
    let revision = Revision(
      id: squash, parents: range.parents, dependencies: range.dependencies, labels: range.labels,
      replaces: range.originals)
    folded = try RevisionGraph([revision] + revisions, databaseLabel: nil)
  }

  func replacingTip(in rows: HeadSet) -> HeadSet {
    HeadSet(rows.revisions.map { $0 == tip ? squash : $0 })
  }
}
