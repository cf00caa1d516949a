/// Finds the cycles of a graph: one for each strongly connected part, so that two cycles that share no
/// node are both reported and nothing beside a cycle is.
///
/// Tarjan's algorithm with its stack spelt out: a history may be a line of any length.
struct CycleFinder {
  private let edges: Adjacency
  private var index: [Int]
  private var low: [Int]
  private var stack: [Int] = []
  private var isOpen: [Bool]
  private var visited = 0
  private var parts: [[Int]] = []

  private init(_ edges: Adjacency) {
    self.edges = edges
    index = Array(repeating: -1, count: edges.count)
    low = Array(repeating: 0, count: edges.count)
    isOpen = Array(repeating: false, count: edges.count)
  }

  /// The parts of more than one node; edges from a node to itself do not count.
  static func parts(of edges: Adjacency) -> [[Int]] {
    var finder = CycleFinder(edges)
    for node in 0..<edges.count where finder.index[node] < 0 { finder.visit(from: node) }
    return finder.parts
  }

  private mutating func visit(from root: Int) {
    var path: [(node: Int, next: Int)] = [(root, 0)]
    open(root)
    while let (node, next) = path.last {
      let targets = edges[node]
      guard next < targets.count else {
        path.removeLast()
        if let above = path.last { low[above.node] = min(low[above.node], low[node]) }
        if low[node] == index[node] { close(node) }
        continue
      }
      path[path.count - 1].next = next + 1
      let target = targets[targets.startIndex + next]
      if index[target] < 0 {
        open(target)
        path.append((target, 0))
      } else if isOpen[target] {
        low[node] = min(low[node], index[target])
      }
    }
  }

  private mutating func open(_ node: Int) {
    index[node] = visited
    low[node] = visited
    visited += 1
    isOpen[node] = true
    stack.append(node)
  }

  private mutating func close(_ node: Int) {
    var part: [Int] = []
    while let member = stack.popLast() {
      isOpen[member] = false
      part.append(member)
      if member == node { break }
    }
    if part.count > 1 { parts.append(part) }
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
