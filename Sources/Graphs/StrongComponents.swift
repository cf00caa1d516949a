/// The strongly connected components of a graph: the largest sets of nodes that lead to each other.
///
/// Tarjan, "Depth-first search and linear graph algorithms" (1972), with its stack spelt out: a history
/// may be a line of any length.
public struct StrongComponents {
  /// All of them, those of one node too, each behind those that it leads to. The nodes of one are in
  /// ascending order.
  public private(set) var components: [[Int]] = []

  private var number: [Int]
  private var low: [Int]
  private var stack: [Int] = []
  private var isOpen: [Bool]
  private var visited = 0

  /// - Parameters:
  ///   - count: the nodes are the numbers from 0 up to it.
  ///   - followers: where a node leads.
  public init(count: Int, followers: (_ node: Int) -> ArraySlice<Int>) {
    number = Array(repeating: -1, count: count)
    low = Array(repeating: 0, count: count)
    isOpen = Array(repeating: false, count: count)
    for node in 0..<count where number[node] < 0 { visit(from: node, followers) }
  }

  private mutating func visit(from root: Int, _ followers: (Int) -> ArraySlice<Int>) {
    var path = [open(root, followers)]
    while let (node, rest) = path.last {
      guard let follower = rest.first else {
        path.removeLast()
        if let above = path.last { low[above.node] = min(low[above.node], low[node]) }
        if low[node] == number[node] { close(node) }
        continue
      }
      path[path.count - 1].rest = rest.dropFirst()
      if number[follower] < 0 {
        path.append(open(follower, followers))
      } else if isOpen[follower] {
        low[node] = min(low[node], number[follower])
      }
    }
  }

  private mutating func open(
    _ node: Int, _ followers: (Int) -> ArraySlice<Int>
  ) -> (node: Int, rest: ArraySlice<Int>) {
    number[node] = visited
    low[node] = visited
    visited += 1
    isOpen[node] = true
    stack.append(node)
    return (node, followers(node))
  }

  private mutating func close(_ node: Int) {
    var component: [Int] = []
    while let member = stack.popLast() {
      isOpen[member] = false
      component.append(member)
      if member == node { break }
    }
    components.append(component.count > 1 ? component.sorted() : component)
  }
}
