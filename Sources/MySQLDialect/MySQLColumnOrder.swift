/// Where columns are put so that a table's columns come into another order with as few moves as possible.
struct MySQLColumnOrder {
  /// For each column that is added or moved `FIRST`, `AFTER …`, or nothing where it comes last by itself.
  private(set) var places: [String: String] = [:]

  /// - Parameter dropping: a column that is made anew is here and in `adding`.
  init(from old: [String], dropping: Set<String>, adding: Set<String>, to new: [String]) {
    var columns = old.filter { !dropping.contains($0) }
    let isKept = Set(columns)
    let rank = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    let kept = new.filter { isKept.contains($0) && !adding.contains($0) }
    let staying = Self.longestIncreasing(kept, by: rank)
    let moving = Set(kept).subtracting(staying)
    columns.removeAll { moving.contains($0) }
    var last: String?
    for name in new where staying.contains(name) || moving.contains(name) || adding.contains(name) {
      defer { last = name }
      if staying.contains(name) { continue }
      let isAtEnd = columns.last == last
      if let last, let index = columns.firstIndex(of: last) {
        places[name] =
          isAtEnd && adding.contains(name) ? "" : "AFTER \(MySQLNames.spelled(last))"
        columns.insert(name, at: index + 1)
      } else {
        places[name] = columns.isEmpty ? "" : "FIRST"
        columns.insert(name, at: 0)
      }
    }
  }

  /// The most names that already stand in order.
  private static func longestIncreasing(
    _ names: [String], by rank: [String: Int]
  ) -> Set<String> {
    // For each length the index of the smallest last member, and for each index the one before it.
    var ends: [Int] = []
    var previous = [Int?](repeating: nil, count: names.count)
    let ranks = names.map { rank[$0] ?? 0 }
    for index in names.indices {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if ranks[ends[middle]] < ranks[index] { low = middle + 1 } else { high = middle }
      }
      previous[index] = low > 0 ? ends[low - 1] : nil
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var longest: Set<String> = []
    var next = ends.last
    while let index = next {
      longest.insert(names[index])
      next = previous[index]
    }
    return longest
  }
}
