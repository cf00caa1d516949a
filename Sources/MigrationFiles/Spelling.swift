/// Finds the word that somebody may have meant.
enum Spelling {
  /// The candidate nearest to a word, at most two edits away; the first of several.
  ///
  /// Two edits turn a word of three letters into almost any other, so short words allow fewer.
  static func nearest(to word: some Collection<UInt8>, among candidates: [String]) -> String? {
    guard word.count <= 64 else { return nil }
    let word = word.map(lowered)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let limit = min(2, (candidate.utf8.count - 1) / 2)
      let distance = distance(word, Array(candidate.utf8))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if abs(left.count - right.count) > 2 { return .max }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column] + (byte == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
