import BitCollections

/// The order in which a set of revisions is taken, newest first: a branch is followed down to its branch
/// point, then the others, then what is below. An upgrade takes it backwards.
///
/// The same order as Alembic's walk, which keeps for every open revision the set of its ancestors and is
/// quadratic in merge points. Two observations make it nearly linear: a revision is held up by another
/// open one exactly while one of its own children is still to be taken; and the first open revision that
/// holds it up only ever moves to the right.
struct StepOrder {
  private let graph: RevisionGraph
  /// Still to be taken.
  private var open: BitSet
  /// For each revision how many of its children are still to be taken.
  private var held: [Int]
  /// The open list: a place keeps its number when its revision is replaced by a parent.
  private var places: [Place] = []
  private var placeOf: [Int: Int] = [:]
  private var firstPlace = -1
  private var lastPlace = -1
  private var hindrances: [Int: Hindrance] = [:]
  private var output: [Int] = []

  private struct Place {
    var node: Int
    var before: Int
    var after: Int
  }

  /// What holds a revision up: its descendants within the set, and the first place known to have one.
  private struct Hindrance {
    var descendants: Set<Int>
    var place: Int
  }

  /// - Parameters:
  ///   - starts: in load order. What they do not lead to comes last, from its own tips.
  static func newestFirst(_ nodes: BitSet, from starts: [Int], in graph: RevisionGraph) -> [Int] {
    guard !nodes.isEmpty else { return [] }
    var order = StepOrder(nodes, in: graph)
    order.run(from: starts)
    while !order.open.isEmpty {
      let held = order.held
      order.run(from: order.open.filter { held[$0] == 0 })
    }
    return order.output
  }

  private init(_ nodes: BitSet, in graph: RevisionGraph) {
    self.graph = graph
    open = nodes
    held = Array(repeating: 0, count: graph.revisions.count)
    for node in nodes {
      for parent in graph.fullParents[node] { held[parent] += 1 }
    }
    output.reserveCapacity(nodes.count)
  }

  private mutating func run(from starts: [Int]) {
    for start in starts where open.contains(start) && placeOf[start] == nil { append(start) }
    var place = firstPlace
    while place >= 0 {
      let node = places[place].node
      if held[node] > 0 {
        place = hindrance(of: node)
        continue
      }
      take(node)
      let next = graph.normalizedParents(of: node).filter {
        open.contains($0) && placeOf[$0] == nil
      }
      guard let first = next.first else {
        place = remove(place)
        continue
      }
      places[place].node = first
      placeOf[first] = place
      for other in next.dropFirst() { append(other) }
    }
  }

  private mutating func take(_ node: Int) {
    output.append(node)
    open.remove(node)
    placeOf[node] = nil
    hindrances[node] = nil
    for parent in graph.fullParents[node] { held[parent] -= 1 }
  }

  private mutating func append(_ node: Int) {
    places.append(Place(node: node, before: lastPlace, after: -1))
    let place = places.count - 1
    if lastPlace >= 0 { places[lastPlace].after = place } else { firstPlace = place }
    lastPlace = place
    placeOf[node] = place
  }

  /// - Returns: the place to go on with: the one to the left, else the first.
  private mutating func remove(_ place: Int) -> Int {
    let (before, after) = (places[place].before, places[place].after)
    if before >= 0 { places[before].after = after } else { firstPlace = after }
    if after >= 0 { places[after].before = before } else { lastPlace = before }
    return before >= 0 ? before : firstPlace
  }

  /// The leftmost place with a descendant of the node.
  private mutating func hindrance(of node: Int) -> Int {
    guard let known = hindrances[node] else {
      let descendants = openDescendants(of: node)
      let place = descendants.compactMap { placeOf[$0] }.min() ?? firstPlace
      hindrances[node] = Hindrance(descendants: descendants, place: place)
      return place
    }
    var place = known.place
    // Places are never reused, so one that was removed is passed by its old link to the right.
    while place >= 0, !isOpen(place) || !known.descendants.contains(places[place].node) {
      place = places[place].after
    }
    if place < 0 { place = known.descendants.compactMap { placeOf[$0] }.min() ?? firstPlace }
    hindrances[node]?.place = place
    return place
  }

  private func isOpen(_ place: Int) -> Bool { placeOf[places[place].node] == place }

  private func openDescendants(of node: Int) -> Set<Int> {
    var found: Set<Int> = []
    var pending = [node]
    while let next = pending.popLast() {
      for child in graph.fullChildren[next] where open.contains(child) {
        if found.insert(child).inserted { pending.append(child) }
      }
    }
    return found
  }
}
