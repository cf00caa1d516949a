import Graphs

/// Finds the cycles of a graph: one for each strongly connected part, so that two cycles that share no
/// node are both reported and nothing beside a cycle is.
enum CycleFinder {
  /// The parts of more than one node; edges from a node to itself do not count.
  static func parts(of edges: Adjacency) -> [[Int]] {
    StrongComponents(count: edges.count) { edges[$0] }.components.filter { $0.count > 1 }
  }

  /// A shortest cycle through `start` within its part: each node leads to the next, the last to the
  /// first.
  static func cycle(through start: Int, in part: [Int], of edges: Adjacency) -> [Int] {
    let members = Set(part)
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var position = 0
    while position < queue.count {
      let node = queue[position]
      position += 1
      for target in edges[node] where target != node && members.contains(target) {
        if target == start {
          var path = [node]
          while let last = path.last, last != start, let before = cameFrom[last] {
            path.append(before)
          }
          return path.reversed()
        }
        if cameFrom[target] == nil {
          cameFrom[target] = node
          queue.append(target)
        }
      }
    }
    return []
  }
}
