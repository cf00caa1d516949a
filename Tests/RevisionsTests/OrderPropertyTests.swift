import Testing

@testable import Revisions

/// The plan's order is one of many: the rows must come out the same whichever is taken, as when several
/// databases wait for each other.
@Suite struct OrderPropertyTests {
  @Test(arguments: PropertyTests.seeds) func anyOrderThatIsAllowedGivesTheSameRows(
    seed: UInt64
  ) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<PropertyTests.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let start = randomRows(graph, &random)
      let up = try graph.planUpgrade(to: [.heads], rows: start)
      let other = Self.reordered(up, in: graph, &random)
      #expect(fault(of: other, in: graph) == nil)

      guard let goal = graph.ids.randomElement(using: &random) else { continue }
      let down = try graph.planDowngrade(removing: [goal], rows: up.end)
      let another = Self.reordered(down, in: graph, &random)
      #expect(fault(of: another, in: graph) == nil)
    }
  }

  /// The same steps in a random order that the graph allows, with the deltas that belong to it. The end
  /// stays as planned.
  private static func reordered(
    _ plan: DatabasePlan, in graph: RevisionGraph, _ random: inout SplitMix
  ) -> DatabasePlan {
    var left = Set(plan.steps.compactMap { graph.node($0.revision) })
    var tracker = HeadTracker(graph, rows: plan.start.revisions.compactMap(graph.node))
    var plan = plan
    for place in plan.steps.indices {
      let isUpgrade = plan.steps[place].direction == .upgrade
      let ready = left.sorted().filter { node in
        let before = isUpgrade ? graph.fullParents[node] : graph.fullChildren[node]
        return !before.contains(where: left.contains)
      }
      guard let node = ready.randomElement(using: &random) else { return plan }
      left.remove(node)
      plan.steps[place] = isUpgrade ? tracker.upgrade(node) : tracker.downgrade(node)
    }
    return plan
  }
}
