/// For each node of a graph, dense from 0, the nodes it leads to: one flat array, so that a history of
/// tens of thousands of revisions costs two allocations and not one for each of them.
struct Adjacency: Sendable {
  private var offsets: [Int]
  private var targets: [Int]

  /// - Parameter lists: for each node where it leads, in the order to keep.
  init(_ lists: [[Int]]) {
    offsets = [0]
    offsets.reserveCapacity(lists.count + 1)
    targets = []
    for list in lists {
      targets.append(contentsOf: list)
      offsets.append(targets.count)
    }
  }

  private init(offsets: [Int], targets: [Int]) {
    self.offsets = offsets
    self.targets = targets
  }

  var count: Int { offsets.count - 1 }

  var edgeCount: Int { targets.count }

  subscript(node: Int) -> ArraySlice<Int> { targets[offsets[node]..<offsets[node + 1]] }

  func degree(_ node: Int) -> Int { offsets[node + 1] - offsets[node] }

  /// The same edges the other way round; each list in ascending order.
  func reversed() -> Adjacency {
    var starts = [Int](repeating: 0, count: count + 1)
    for target in targets { starts[target + 1] += 1 }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var next = starts
    var sources = [Int](repeating: 0, count: targets.count)
    for node in 0..<count {
      for target in self[node] {
        sources[next[target]] = node
        next[target] += 1
      }
    }
    return Adjacency(offsets: starts, targets: sources)
  }
}
