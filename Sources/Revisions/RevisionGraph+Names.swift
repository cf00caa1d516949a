import Spelling

/// Finding revisions by what a user types.
extension RevisionGraph {
  /// Whether the word is exactly an id, a label, or the database's label.
  public func knows(_ word: String) -> Bool {
    indexByName[word] != nil || databaseLabel?.text == word
  }

  /// The revision whose id or label the name is, spelt out in full; the squash that stands for it where
  /// it is hidden.
  public func declaringRevision(of name: String) -> RevisionID? {
    declaringNode(of: name).map(id)
  }

  func declaringNode(of name: String) -> Int? {
    if let node = indexByName[name] { return node }
    guard !standIns.isEmpty, let id = try? RevisionID(validating: name) else { return nil }
    return standIns[id].flatMap(node)
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

  /// The names most like the word, best first.
  public func nearest(to word: String, limit: Int = 5) -> [String] {
    var names = Array(indexByName.keys)
    if let databaseLabel, indexByName[databaseLabel.text] == nil {
      names.append(databaseLabel.text)
    }
    return Spelling.ranked(names, by: word, limit: limit)
  }

  /// The same among what a dependency may name: ids and declared labels.
  func nearestDeclared(to word: String, limit: Int = 5) -> [String] {
    Spelling.ranked(Array(indexByName.keys), by: word, limit: limit)
  }
}
