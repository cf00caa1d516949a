internal import HeapModule

/// The statements that make one schema of another, in an order in which all of them work.
public struct SchemaPlan: Hashable, Sendable {
  public private(set) var groups: [ChangeGroup] = []
  public private(set) var statements: [SchemaStatement] = []
  /// Whether the section must be run with `foreign_keys=off`.
  public private(set) var suspendsForeignKeys = false

  public var isEmpty: Bool { statements.isEmpty }

  /// - Throws: all changes that cannot be made.
  public init(
    from current: SchemaSnapshot, to desired: SchemaSnapshot, rules: any SchemaRules,
    equivalences: Set<FactOfObject> = []
  ) throws(SchemaRefusals) {
    let comparison = SchemaComparison(
      from: current, to: desired, rules: rules, equivalences: equivalences)
    let closure = try ChangeClosure(of: comparison, from: current, to: desired, rules: rules)
    let graph = ChangeGraph(closure)
    let grouping = try ChangeGrouping(graph, closure)
    for group in Self.order(grouping, graph, rules) {
      groups.append(
        Self.group(grouping.groups[group], grouping.roots[group], graph, closure))
    }
    noteWholes(from: current, to: desired, rules)
    statements = rules.preparation(for: groups)
    var refusals: [SchemaRefusal] = []
    for group in groups {
      do throws(SchemaRefusal) {
        statements += try rules.statements(for: group, from: current, to: desired)
      } catch {
        refusals.append(error)
      }
    }
    guard refusals.isEmpty else { throw SchemaRefusals(refusals) }
    suspendsForeignKeys = rules.suspendsForeignKeys(groups)
  }

  /// In one pass over each schema, however many are rebuilt.
  private mutating func noteWholes(
    from current: SchemaSnapshot, to desired: SchemaSnapshot, _ rules: any SchemaRules
  ) {
    let places = groups.indices.filter { index in
      let group = groups[index]
      guard rules.isRebuilt(group.root.kind) else { return false }
      if case .alter? = group.rootChange { return true }
      return group.rootChange == nil
    }
    guard !places.isEmpty else { return }
    let roots = Set(places.map { groups[$0].root })
    func wholes(of schema: SchemaSnapshot) -> [ObjectID: [SchemaObject]] {
      let objects = schema.objects.values.filter { roots.contains($0.parent ?? $0.id) }
      return Dictionary(grouping: objects) { $0.parent ?? $0.id }
    }
    let (before, after) = (wholes(of: current), wholes(of: desired))
    for place in places {
      groups[place].before = before[groups[place].root, default: []]
      groups[place].after = after[groups[place].root, default: []]
    }
  }

  /// Whatever may come next comes by rank, then by name: what goes before what comes, and in the order
  /// against that of creation.
  private struct Ready: Comparable {
    var isCreated: Bool
    var rank: Int
    var root: ObjectID
    var index: Int

    static func < (left: Ready, right: Ready) -> Bool {
      if left.isCreated != right.isCreated { return right.isCreated }
      if left.rank != right.rank { return left.rank < right.rank }
      if left.root != right.root { return left.root < right.root }
      return left.index < right.index
    }
  }

  private static func order(
    _ grouping: ChangeGrouping, _ graph: ChangeGraph, _ rules: any SchemaRules
  ) -> [Int] {
    let followers = grouping.followers()
    var missing = [Int](repeating: 0, count: followers.count)
    for follower in followers.joined() { missing[follower] += 1 }
    func ready(_ group: Int) -> Ready {
      let root = grouping.roots[group]
      let isCreated = grouping.groups[group].contains { graph.atoms[$0].deed != .drop }
      let rank = rules.rank(of: root.kind)
      return Ready(isCreated: isCreated, rank: isCreated ? rank : -rank, root: root, index: group)
    }
    var heap = Heap(followers.indices.filter { missing[$0] == 0 }.map(ready))
    var order: [Int] = []
    while let next = heap.popMin() {
      order.append(next.index)
      for follower in followers[next.index] {
        missing[follower] -= 1
        if missing[follower] == 0 { heap.insert(ready(follower)) }
      }
    }
    return order
  }

  private static func group(
    _ members: [Int], _ root: ObjectID, _ graph: ChangeGraph, _ closure: ChangeClosure
  ) -> ChangeGroup {
    let changes = members.compactMap { member -> (Int, ObjectChange)? in
      let atom = graph.atoms[member]
      switch atom.deed {
      case .drop: return closure.current[atom.object].map { (0, .drop($0)) }
      case .create: return closure.desired[atom.object].map { (2, .create($0)) }
      case .alter:
        guard case .alter(let facts)? = closure.fates[atom.object],
          let old = closure.current[atom.object], let new = closure.desired[atom.object]
        else { return nil }
        return (1, .alter(from: old, to: new, facts: facts))
      }
    }
    let sorted = changes.sorted { left, right in
      let isRoot = (left.1.id == root, right.1.id == root)
      if isRoot.0 != isRoot.1 { return isRoot.0 }
      if left.0 != right.0 { return left.0 < right.0 }
      let position = (left.1.new ?? left.1.old)?.position ?? 0
      let other = (right.1.new ?? right.1.old)?.position ?? 0
      return (position, left.1.id) < (other, right.1.id)
    }
    return ChangeGroup(root: root, changes: sorted.map(\.1))
  }
}
