/// Finding revisions by what a user types.
extension RevisionGraph {
  /// Whether the word is exactly an id, a label, or the database's label.
  public func knows(_ word: String) -> Bool {
    indexByName[word] != nil || databaseLabel?.text == word
  }

  /// The revision whose id or label the name is, spelt out in full.
  public func declaringRevision(of name: String) -> RevisionID? {
    indexByName[name].map(id)
  }

  /// All ids and declared labels that begin so, sorted.
  ///
  /// As in Alembic names of up to three characters are only ever meant whole, however short the
  /// beginning may be.
  public func names(withPrefix prefix: String) -> [String] {
    guard !prefix.isEmpty else { return [] }
    return indexByName.keys.filter { $0.utf8.count > 3 && $0.utf8.starts(with: prefix.utf8) }
      .sorted()
  }

  /// The names most like the word, best first: those that begin with it or that it begins with, then by
  /// the number of edits that lead from one to the other.
  public func nearest(to word: String, limit: Int = 5) -> [String] {
    let typed = Array(word.utf8.prefix(256))
    guard !typed.isEmpty, limit > 0 else { return [] }
    let allowed = max(1, typed.count / 3)
    var names = Array(indexByName.keys)
    if let databaseLabel, indexByName[databaseLabel.text] == nil {
      names.append(databaseLabel.text)
    }
    var found: [(distance: Int, name: String)] = []
    for name in names {
      let bytes = Array(name.utf8)
      let isPrefix = bytes.starts(with: typed) || (bytes.count > 3 && typed.starts(with: bytes))
      if isPrefix {
        found.append((0, name))
      } else if abs(bytes.count - typed.count) <= allowed {
        let distance = editDistance(typed, bytes, atMost: allowed)
        if distance <= allowed { found.append((distance, name)) }
      }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(limit).map(\.name)
  }

  /// Damerau's distance (with swaps of neighbours), or a number above `limit` as soon as that is clear.
  private func editDistance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var line = [row + 1]
      line.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var best = min(
          last[column + 1] + 1, line[column] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        line.append(best)
      }
      if let least = line.min(), least > limit { return limit + 1 }
      before = last
      last = line
    }
    return last[right.count]
  }
}
