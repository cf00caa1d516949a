import Revisions
import Testing

/// What holds for every workspace, tried on random ones.
@Suite struct WorkspacePropertyTests {
  static let seeds: [UInt64] = Array(1...20)
  static let rounds = 30

  /// The databases with plans that do nothing.
  private func idle(
    _ workspace: RandomWorkspace, _ applied: Set<WorkspaceRevision>
  ) -> [WorkspacePlan.Database] {
    workspace.names.compactMap { name in
      workspace.graphs[name].map { graph in
        let rows = workspace.rows(applied, of: name)
        return WorkspacePlan.Database(
          name: name, graph: graph, rows: rows,
          plan: DatabasePlan(start: rows, steps: [], end: rows))
      }
    }
  }

  /// What is applied after the steps, or what is wrong with one of them.
  private func fold(
    _ steps: [WorkspaceStep], over applied: Set<WorkspaceRevision>, in workspace: RandomWorkspace
  ) -> (applied: Set<WorkspaceRevision>, fault: String?) {
    var applied = applied
    var done: Set<WorkspaceRevision> = []
    for step in steps {
      let here = WorkspaceRevision(database: step.database, revision: step.step.revision)
      if !done.isSuperset(of: step.waitsFor) { return (applied, "\(here) runs before its waits") }
      done.insert(here)
      switch step.step.direction {
      case .upgrade:
        if !applied.isSuperset(of: workspace.needs[here] ?? []) {
          return (applied, "\(here) runs before what it needs")
        }
        if !applied.insert(here).inserted { return (applied, "\(here) runs twice") }
      case .downgrade:
        if applied.contains(where: { workspace.needs[$0]?.contains(here) ?? false }) {
          return (applied, "\(here) goes before what needs it")
        }
        if applied.remove(here) == nil { return (applied, "\(here) is not there") }
      }
    }
    return (applied, nil)
  }

  private func revisions(_ databases: [WorkspacePlan.Database]) -> Set<WorkspaceRevision> {
    Set(
      databases.flatMap { database in
        database.plan.steps.map {
          WorkspaceRevision(database: database.name, revision: $0.revision)
        }
      })
  }

  @Test(arguments: seeds) func upAndDownOverAllDatabases(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let workspace = try RandomWorkspace(&random)
      let start = workspace.randomApplied(&random)
      var databases = idle(workspace, start)
      for index in databases.indices {
        databases[index].plan = try databases[index].graph.planUpgrade(
          to: [.heads], rows: databases[index].rows)
      }
      let up = try WorkspacePlan.order(databases)
      let full = fold(up, over: start, in: workspace)
      #expect(full.fault == nil)
      #expect(full.applied == Set(workspace.needs.keys))

      for index in databases.indices {
        let plan = databases[index].plan
        databases[index].rows = plan.end
        databases[index].plan = try databases[index].graph.planDowngrade(
          removing: plan.steps.map(\.revision), rows: plan.end)
        #expect(databases[index].plan.end == plan.start)
      }
      let down = try WorkspacePlan.order(databases)
      let home = fold(down, over: full.applied, in: workspace)
      #expect(home.fault == nil)
      #expect(home.applied == start)
    }
  }

  @Test(arguments: seeds) func completedUpgrades(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let workspace = try RandomWorkspace(&random)
      let start = workspace.randomApplied(&random)
      var databases = idle(workspace, start)
      var goals: [WorkspaceRevision] = []
      for index in databases.indices where random.chance(50) {
        guard let goal = databases[index].graph.ids.randomElement(using: &random) else { continue }
        goals.append(WorkspaceRevision(database: databases[index].name, revision: goal))
        databases[index].plan = try databases[index].graph.planUpgrade(
          reaching: [goal], rows: databases[index].rows)
      }
      let selected = revisions(databases)
      let needed = workspace.closure(goals).subtracting(start)
      // Without what they need in other databases the plans are refused, and only then.
      let problems = problems(databases)
      #expect(problems.isEmpty == (selected == needed))
      for case .needsRemote(_, let missing) in problems {
        #expect(needed.contains(missing) && !selected.contains(missing))
      }

      let completed = try WorkspacePlan.completed(databases, extending: Set(workspace.names))
      #expect(revisions(completed) == needed)
      let result = fold(try WorkspacePlan.order(completed), over: start, in: workspace)
      #expect(result.fault == nil)
      #expect(result.applied == start.union(needed))
    }
  }

  @Test(arguments: seeds) func completedDowngrades(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let workspace = try RandomWorkspace(&random)
      let start = workspace.randomApplied(&random)
      var databases = idle(workspace, start)
      var roots: Set<WorkspaceRevision> = []
      for index in databases.indices where random.chance(50) {
        let applied = databases[index].graph.applied(databases[index].rows).revisions
        guard let root = applied.randomElement(using: &random) else { continue }
        roots.insert(WorkspaceRevision(database: databases[index].name, revision: root))
        databases[index].plan = try databases[index].graph.planDowngrade(
          removing: [root], rows: databases[index].rows)
      }
      let removed = workspace.dependants(of: roots).intersection(start)
      #expect(problems(databases).isEmpty == (revisions(databases) == removed))

      let completed = try WorkspacePlan.completed(databases, extending: Set(workspace.names))
      #expect(revisions(completed) == removed)
      let result = fold(try WorkspacePlan.order(completed), over: start, in: workspace)
      #expect(result.fault == nil)
      #expect(result.applied == start.subtracting(removed))
    }
  }

  /// An order that was decided earlier is taken as it is, and only if it is one.
  @Test(arguments: seeds) func decidedOrders(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for round in 0..<Self.rounds {
      let workspace = try RandomWorkspace(&random)
      let direction: Direction = round.isMultiple(of: 2) ? .upgrade : .downgrade
      let start =
        direction == .upgrade ? workspace.randomApplied(&random) : Set(workspace.needs.keys)
      var databases = idle(workspace, start)
      for index in databases.indices {
        let (graph, rows) = (databases[index].graph, databases[index].rows)
        databases[index].plan =
          direction == .upgrade
          ? try graph.planUpgrade(to: [.heads], rows: rows)
          : try graph.planDowngrade(to: [.base], rows: rows)
      }
      let steps = try WorkspacePlan.order(databases)
      var order = steps.map {
        WorkspaceRevision(database: $0.database, revision: $0.step.revision)
      }
      let followed = try follow(order, direction, databases)
      #expect(followed.map(\.step) == steps.map(\.step))
      #expect(followed.map { Set($0.waitsFor) } == steps.map { Set($0.waitsFor) })

      // Two steps change places: the rest of what is needed decides whether that is still an order.
      guard order.count > 1 else { continue }
      order.swapAt(
        Int.random(in: order.indices, using: &random), Int.random(in: order.indices, using: &random)
      )
      let shuffled = order.map { WorkspaceStep(database: $0.database, step: step($0, direction)) }
      let isOrder = fold(shuffled, over: start, in: workspace).fault == nil
      let accepted = (try? follow(order, direction, databases)) != nil
      #expect(accepted == isOrder)
    }
  }

  private func follow(
    _ order: [WorkspaceRevision], _ direction: Direction, _ databases: [WorkspacePlan.Database]
  ) throws -> [WorkspaceStep] {
    let following = try databases.map { database in
      var database = database
      database.plan = try database.graph.plan(
        direction,
        following: order.filter { $0.database == database.name }.map(\.revision),
        rows: database.rows)
      return database
    }
    return try WorkspacePlan.order(following, as: order)
  }

  private func step(_ revision: WorkspaceRevision, _ direction: Direction) -> Step {
    Step(
      revision: revision.revision, direction: direction,
      delta: HeadDelta(from: HeadSet([]), to: HeadSet([])))
  }

  private func problems(_ databases: [WorkspacePlan.Database]) -> [WorkspaceProblem] {
    do { _ = try WorkspacePlan.order(databases) } catch { return error.problems }
    return []
  }
}
