import Revisions
import Testing

/// What holds for every history, tried on random ones.
@Suite struct PropertyTests {
  static let seeds: [UInt64] = Array(1...20)

  /// So many histories a seed.
  static let rounds = 40

  @Test(arguments: seeds) func plansFoldToMaximalSets(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let start = randomRows(graph, &random)
      guard let goal = graph.ids.randomElement(using: &random) else { continue }
      let up = try graph.planUpgrade(reaching: [goal], rows: start)
      #expect(fault(of: up, in: graph) == nil)
      let expected = Set(graph.applied(start).revisions).union(graph.ancestors(of: goal, .full))
      #expect(Set(graph.applied(up.end).revisions) == expected)

      let down = try graph.planDowngrade(removing: [goal], rows: up.end)
      #expect(fault(of: down, in: graph) == nil)
      let rest = expected.subtracting(graph.descendants(of: goal, .full))
      #expect(Set(graph.applied(down.end).revisions) == rest)
    }
  }

  @Test(arguments: seeds) func decidedStepsAreTheSamePlan(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let start = randomRows(graph, &random)
      let up = try graph.planUpgrade(to: [.heads], rows: start)
      let again = try graph.plan(.upgrade, following: up.steps.map(\.revision), rows: start)
      #expect(again == up)
      let down = try graph.planDowngrade(to: [.base], rows: start)
      #expect(
        try graph.plan(.downgrade, following: down.steps.map(\.revision), rows: start) == down)
    }
  }

  @Test func decidedStepsThatDoNotFit() throws {
    func faults(_ direction: Direction, _ steps: String, _ start: String) throws -> [StepFault] {
      let graph = try history("a-b-c, b-d(c), e")
      do {
        _ = try graph.plan(direction, following: ids(steps), rows: rows(start))
        return []
      } catch {
        return error.faults
      }
    }
    #expect(try faults(.upgrade, "c d e", "b") == [])
    #expect(try faults(.upgrade, "d c", "b") == [.needs(id("d"), needed: id("c"))])
    #expect(
      try faults(.upgrade, "b x", "y")
        == [.unknown(id("y")), .unknown(id("x")), .needs(id("b"), needed: id("a"))])
    #expect(try faults(.upgrade, "a c", "b") == [.isTaken(id("a"))])
    #expect(try faults(.downgrade, "d c", "d") == [])
    #expect(try faults(.downgrade, "c", "d") == [.isNeeded(id("c"), by: id("d"))])
    #expect(
      try faults(.downgrade, "e b", "c")
        == [.isTaken(id("e")), .isNeeded(id("b"), by: id("c"))])
  }

  @Test(arguments: seeds) func upAndDownComesHome(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let start = randomRows(graph, &random)
      let up = try graph.planUpgrade(to: [.heads], rows: start)
      #expect(Set(up.end.revisions) == Set(graph.realHeads))
      let down = try graph.planDowngrade(removing: up.steps.map(\.revision), rows: up.end)
      #expect(down.end == start)
      let base = try graph.planDowngrade(to: [.base], rows: up.end)
      #expect(base.end.isEmpty)
      #expect(base.steps.count == graph.ids.count)
      #expect(fault(of: base, in: graph) == nil)
    }
  }

  @Test(arguments: seeds) func stampsLeaveTheMaximalSet(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let start = randomRows(graph, &random)
      let picked = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
        graph.ids.randomElement(using: &random)
      }
      let targets = picked.map { TargetExpression(.name($0.text)) }
      let plan = try graph.planStamp(to: targets, rows: start)
      #expect(plan.steps.isEmpty)
      #expect(start.applying(plan.delta) == plan.end)

      let before = Set(graph.applied(start).revisions)
      let above = picked.filter(before.contains).flatMap { revision in
        graph.descendants(of: revision, .full).filter { $0 != revision }
      }
      let after = before.subtracting(above).union(
        picked.flatMap { graph.ancestors(of: $0, .full) })
      let maximal = after.filter { after.isDisjoint(with: graph.children(of: $0, .full)) }
      #expect(plan.end == HeadSet(maximal))
    }
  }

  /// Whatever is typed, there is an answer or an error with a name.
  @Test(arguments: seeds) func anyTextHasAnAnswer(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: branchLabel("shop"))
      let names = graph.revisions.flatMap {
        [$0.id.text, String($0.id.text.dropLast())] + $0.labels.map(\.text)
      }
      let words = ["head", "heads", "base", "current", "shop", "+1", "-1", "-2", "+99", "@", "@"]
      let odd = ["/", "+", "-", ".", "0", "é", "-99999999999999999999", "+9223372036854775807"]
      for _ in 0..<20 {
        let text = (0..<Int.random(in: 1...4, using: &random)).compactMap { _ in
          [names, names, words, words, odd].randomElement(using: &random)?
            .randomElement(using: &random)
        }.joined()
        let start = random.chance(5) ? rows("gone") : randomRows(graph, &random)
        for command in Command.allCases {
          let text = command == .history && random.chance(80) ? text + ":" : text
          let answer = outcome(graph, command, text, from: start)
          if answer.hasPrefix("FAULT") || answer.hasPrefix("unexpected") {
            Issue.record("\(command) \(text) from \(start) gives \(answer)")
          }
        }
      }
    }
  }

  @Test(arguments: seeds) func ordersAreThoseOfAlembicsWalk(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let revisions = randomRevisions(&random, atMost: 20)
      let graph = try RevisionGraph(revisions, databaseLabel: nil)
      let start = randomRows(graph, &random)
      let plan = try graph.planUpgrade(to: [.heads], rows: start)
      let walk = PlainWalk(graph).newestFirst(
        Set(plan.steps.map(\.revision)), from: graph.realHeads)
      #expect(plan.steps.map(\.revision) == walk.reversed())
      let down = try graph.planDowngrade(to: [.base], rows: start)
      let wayDown = PlainWalk(graph).newestFirst(
        Set(down.steps.map(\.revision)), from: graph.ids.filter(start.contains))
      #expect(down.steps.map(\.revision) == wayDown)
    }
  }

  @Test(arguments: seeds) func topologicalOrderPutsNeedsFirst(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      var seen: Set<RevisionID> = []
      for revision in graph.topologicalOrder {
        #expect(seen.isSuperset(of: graph.parents(of: revision, .full)))
        seen.insert(revision)
      }
      #expect(seen.count == graph.ids.count)
    }
  }

  @Test(arguments: seeds) func labelsAreTheSameOneByOneAndAtOnce(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let graph = try RevisionGraph(randomRevisions(&random), databaseLabel: nil)
      let all = graph.labelsByRevision
      for revision in graph.ids { #expect(graph.labels(of: revision) == all[revision] ?? []) }
    }
  }
}

/// Alembic's walk as it is described: an open list, each with all its ancestors.
struct PlainWalk {
  let graph: RevisionGraph

  init(_ graph: RevisionGraph) { self.graph = graph }

  func newestFirst(_ nodes: Set<RevisionID>, from starts: [RevisionID]) -> [RevisionID] {
    var left = nodes
    var open = starts.filter(nodes.contains)
    var output: [RevisionID] = []
    var place = 0
    while place < open.count {
      let revision = open[place]
      let other = open.indices.first { index in
        index != place && graph.isAncestor(revision, of: open[index])
      }
      if let other {
        place = other
        continue
      }
      output.append(revision)
      left.remove(revision)
      let next = normalizedParents(of: revision).filter { left.contains($0) && !open.contains($0) }
      guard let first = next.first else {
        open.remove(at: place)
        place = max(place - 1, 0)
        continue
      }
      open[place] = first
      open += next.dropFirst()
    }
    return output
  }

  private func normalizedParents(of revision: RevisionID) -> [RevisionID] {
    let parents = graph.parents(of: revision)
    let inherited = Set(
      graph.ancestors(of: revision, .versioned).filter { $0 != revision }
        .flatMap(graph.dependencies))
    return parents
      + graph.dependencies(of: revision).filter {
        !inherited.contains($0) && !parents.contains($0)
      }
  }
}
