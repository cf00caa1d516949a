import HeapModule

/// Merges the steps of several databases into one order.
struct WorkspaceOrder {
  private let databases: [WorkspacePlan.Database]
  private let edges: WorkspaceEdges
  private let gates: Adjacency
  private let databaseOf: [Int]

  init(_ databases: [WorkspacePlan.Database], edges: WorkspaceEdges) {
    self.databases = databases
    self.edges = edges
    gates = edges.gates
    databaseOf = databases.enumerated().flatMap { index, database in
      Array(repeating: index, count: database.plan.steps.count)
    }
  }

  mutating func steps() throws(WorkspaceProblems) -> [WorkspaceStep] {
    if let order = sorted(prerequisites(own: chains())) { return finished(order, asPlanned: true) }
    let prerequisites = prerequisites(own: edges.ownWaits())
    if let order = sorted(prerequisites) { return finished(order, asPlanned: false) }
    throw WorkspaceProblems(deadlocks(prerequisites))
  }

  // MARK: - An order from elsewhere

  /// The steps that stand before what they wait for.
  func problems(in order: [WorkspaceRevision]) -> [WorkspaceProblem] {
    let order = numbers(of: order)
    var places = [Int](repeating: .max, count: edges.stepCount)
    for (place, step) in order.enumerated() { places[step] = place }
    var begun: Set<Int> = []
    return order.flatMap { step -> [WorkspaceProblem] in
      var waits = edges.waits[step]
      let index = databaseOf[step]
      if begun.insert(index).inserted {
        let first = Set(gateDatabases(of: index))
        waits += order.filter { first.contains(databaseOf[$0]) }
      }
      return waits.withoutRepeats().filter { places[$0] > places[step] }
        .map { .comesTooEarly(revision(step), before: revision($0)) }
    }
  }

  func steps(in order: [WorkspaceRevision]) -> [WorkspaceStep] {
    finished(numbers(of: order), asPlanned: true)
  }

  private func numbers(of order: [WorkspaceRevision]) -> [Int] {
    var numbers: [WorkspaceRevision: Int] = [:]
    for step in 0..<edges.stepCount { numbers[revision(step)] = step }
    return order.compactMap { numbers[$0] }
  }

  /// Each step after the one before it.
  private func chains() -> [[Int]] {
    databaseOf.indices.map { step in
      step > 0 && databaseOf[step - 1] == databaseOf[step] ? [step - 1] : []
    }
  }

  /// What comes first, for two nodes a database (its start, its end) and then for every step: so many
  /// edges and no more, however many steps wait for a whole database.
  private func prerequisites(own: [[Int]]) -> Adjacency {
    let first = 2 * databases.count
    var lists = [[Int]](repeating: [], count: first + edges.stepCount)
    for index in databases.indices {
      lists[start(index)] = gates[index].map(end)
      lists[end(index)] = [start(index)]
    }
    for (step, index) in databaseOf.enumerated() {
      let before = own[step] + edges.waits[step]
      lists[first + step] = before.map { first + $0 } + [start(index)]
      lists[end(index)].append(first + step)
    }
    return Adjacency(lists)
  }

  private func start(_ database: Int) -> Int { 2 * database }

  private func end(_ database: Int) -> Int { 2 * database + 1 }

  /// All steps, the lowest number first wherever there is a choice; nil if they wait for each other.
  private func sorted(_ prerequisites: Adjacency) -> [Int]? {
    let first = 2 * databases.count
    let followers = prerequisites.reversed()
    var missing = (0..<prerequisites.count).map(prerequisites.degree)
    var ready = Heap(missing.indices.filter { missing[$0] == 0 })
    var order: [Int] = []
    while let node = ready.popMin() {
      if node >= first { order.append(node - first) }
      for follower in followers[node] {
        missing[follower] -= 1
        if missing[follower] == 0 { ready.insert(follower) }
      }
    }
    return order.count == edges.stepCount ? order : nil
  }

  // MARK: - Result

  private func finished(_ order: [Int], asPlanned: Bool) -> [WorkspaceStep] {
    var last: [Int: Int] = [:]
    for step in order { last[databaseOf[step]] = step }
    var trackers: [HeadTracker?] =
      asPlanned
      ? []
      : databases.map { HeadTracker($0.graph, rows: $0.rows.revisions.compactMap($0.graph.node)) }
    var begun: Set<Int> = []
    return order.map { number in
      let index = databaseOf[number]
      var waits = edges.waits[number]
      if begun.insert(index).inserted {
        waits += gateDatabases(of: index).compactMap { last[$0] }
      }
      var step = planned(number)
      if !asPlanned, let node = databases[index].graph.node(step.revision) {
        let moved =
          step.direction == .upgrade
          ? trackers[index]?.upgrade(node) : trackers[index]?.downgrade(node)
        if let moved { step = moved }
      }
      return WorkspaceStep(
        database: databases[index].name, step: step,
        waitsFor: waits.withoutRepeats().sorted().map(revision))
    }
  }

  /// The databases with steps that come first, looking through those without.
  private func gateDatabases(of database: Int) -> [Int] {
    var found: [Int] = []
    var seen: Set<Int> = [database]
    var open = Array(gates[database])
    while let gate = open.popLast() {
      guard seen.insert(gate).inserted else { continue }
      if databases[gate].plan.steps.isEmpty { open += gates[gate] } else { found.append(gate) }
    }
    return found
  }

  private func planned(_ number: Int) -> Step {
    let index = databaseOf[number]
    return databases[index].plan.steps[number - edges.offsets[index]]
  }

  private func revision(_ number: Int) -> WorkspaceRevision {
    WorkspaceRevision(
      database: databases[databaseOf[number]].name, revision: planned(number).revision)
  }

  private func deadlocks(_ prerequisites: Adjacency) -> [WorkspaceProblem] {
    let first = 2 * databases.count
    return CycleFinder.parts(of: prerequisites).compactMap { part in
      guard let start = part.filter({ $0 >= first }).min() else { return nil }
      let cycle = CycleFinder.cycle(through: start, in: part, of: prerequisites)
      return .deadlock(cycle.filter { $0 >= first }.map { revision($0 - first) })
    }
  }
}
