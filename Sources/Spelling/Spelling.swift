/// Finds what somebody meant to write.
///
/// Words are compared by their bytes, ASCII letters in either case.
public enum Spelling {
  /// The candidate that was meant: the nearest, the first of equals, or nil when none is near. Where
  /// none is near, a word that only one candidate begins with means that one.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let typed = folded(word)
    if let near = best(typed, among: candidates, limit: { _ in tolerance(of: typed) }) {
      return near
    }
    let longer = candidates.filter { typed.count >= 2 && folded($0).starts(with: typed) }
    return longer.count == 1 ? longer.first : nil
  }

  /// The candidate of which the word is a slip of the pen: for places where a wrong guess does harm.
  ///
  /// Two edits turn a word of three letters into almost any other, so short candidates allow fewer.
  public static func slip(_ word: String, of candidates: [String]) -> String? {
    best(folded(word), among: candidates) { min(2, ($0.count - 1) / 2) }
  }

  /// The names most like the word, best first: those that begin with it or that it begins with, then by
  /// the number of edits, then by name. A word of three letters or more may also be like the beginning
  /// of a name twice as long: ids are typed so.
  public static func ranked(_ names: [String], by word: String, limit: Int) -> [String] {
    let typed = folded(word)
    guard !typed.isEmpty, limit > 0 else { return [] }
    var found: [(edits: Int, name: String)] = []
    for name in names {
      let bytes = folded(name)
      // A name of up to three letters begins half of all words.
      let isBeginning =
        bytes.starts(with: typed) || (bytes.count > 3 && typed.starts(with: bytes))
      if isBeginning {
        found.append((0, name))
      } else if let edits = edits(typed, bytes, atMost: tolerance(of: typed)) {
        found.append((edits, name))
      } else if typed.count >= 3, typed.count * 2 <= bytes.count,
        let edits = edits(typed, Array(bytes[..<typed.count]), atMost: tolerance(of: typed))
      {
        found.append((edits + 1, name))
      }
    }
    found.sort { ($0.edits, $0.name) < ($1.edits, $1.name) }
    return found.prefix(limit).map(\.name)
  }

  /// `did you mean "a"? noun: a, b`, or only the second half when none is near.
  public static func advice(
    for word: String, among candidates: [String], called noun: String
  ) -> String {
    let list = "\(noun): \(candidates.isEmpty ? "none" : candidates.joined(separator: ", "))"
    guard let nearest = nearest(to: word, among: candidates) else { return list }
    return "did you mean \"\(nearest)\"? \(list)"
  }

  /// How many bytes were added, left out, mistaken or swapped with their neighbour, at least (optimal
  /// string alignment); nil when they are more than `limit`.
  static func edits(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var before: [Int] = []
    var above = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var line = [row + 1]
      line.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var least = min(
          above[column + 1] + 1, line[column] + 1, above[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        line.append(least)
      }
      // A swap reaches over this row, but where it starts leaving out a letter costs as much.
      if let least = line.min(), least > limit { return nil }
      before = above
      above = line
    }
    return above[right.count] <= limit ? above[right.count] : nil
  }

  static func folded(_ word: String) -> [UInt8] {
    word.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }

  /// One edit for each three letters, at least one and at most eight.
  private static func tolerance(of word: [UInt8]) -> Int {
    max(1, min(word.count, 24) / 3)
  }

  private static func best(
    _ word: [UInt8], among candidates: [String], limit allowed: ([UInt8]) -> Int
  ) -> String? {
    var best: (candidate: String, edits: Int)?
    for candidate in candidates {
      let bytes = folded(candidate)
      let limit = min(allowed(bytes), best.map { $0.edits - 1 } ?? .max)
      if let edits = edits(word, bytes, atMost: limit) { best = (candidate, edits) }
    }
    return best?.candidate
  }
}
