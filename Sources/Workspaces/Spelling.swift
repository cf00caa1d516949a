/// Finds what somebody meant to write.
package enum Spelling {
  /// The candidate nearest to `word`, or nil when none is near enough to be what was meant; of equals
  /// the first. A word that only one candidate begins with means that one.
  package static func nearest(to word: String, in candidates: [String]) -> String? {
    let limit = max(1, min(word.utf8.count, 24) / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(word.lowercased(), candidate.lowercased())
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.candidate }
    let longer = candidates.filter { word.utf8.count >= 2 && $0.hasPrefix(word) }
    return longer.count == 1 ? longer.first : nil
  }

  /// How many letters were added, left out, mistaken or swapped with their neighbour, at least
  /// (optimal string alignment, by bytes). Long words count as far from everything.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard left.count <= 64, right.count <= 64 else { return left == right ? 0 : .max }
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + [Int](repeating: 0, count: right.count)
      for column in 1...right.count {
        let substitution = above[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
        current[column] = min(above[column] + 1, current[column - 1] + 1, substitution)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          current[column] = min(current[column], before[column - 2] + 1)
        }
      }
      before = above
      above = current
    }
    return above[right.count]
  }

  /// `did you mean "a"? valid are a, b` or only the second half.
  static func advice(for word: String, among candidates: [String], called noun: String) -> String {
    let list = "\(noun): \(candidates.isEmpty ? "none" : candidates.joined(separator: ", "))"
    guard let nearest = nearest(to: word, in: candidates) else { return list }
    return "did you mean \"\(nearest)\"? \(list)"
  }
}
