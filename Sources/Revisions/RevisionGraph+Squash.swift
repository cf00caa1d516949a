/// Squashes and what they stand for.
extension RevisionGraph {
  /// The squash that stands for a revision which is hidden behind it; nil for all others.
  public func squash(standingFor id: RevisionID) -> RevisionID? { standIns[id] }

  /// Whether an upgrade by this revision runs nothing and only takes the row of what it replaces over.
  public func isTakeover(_ id: RevisionID) -> Bool { unfolded.contains(id) }

  /// The originals of a squash that have files, in load order.
  public func originals(of squash: RevisionID) -> [Revision] {
    guard let squash = declared.first(where: { $0.id == squash }) else { return [] }
    let replaced = Set(squash.replaces)
    return declared.filter { replaced.contains($0.id) }
  }

  /// The hidden revisions that a target's words name, whole or by their beginning, unless they name
  /// something else.
  public func originals(named target: TargetExpression) -> [RevisionID] {
    [target.name, target.label].compactMap(\.self).flatMap(originals(named:))
  }

  /// The same for one word.
  public func originals(named word: String) -> [RevisionID] {
    guard !standIns.isEmpty, !knows(word), names(withPrefix: word).isEmpty else { return [] }
    if let id = try? RevisionID(validating: word), standIns[id] != nil { return [id] }
    return standIns.keys.filter { $0.text.utf8.count > 3 && $0.text.utf8.starts(with: word.utf8) }
      .sorted()
  }

  /// All that a word can mean here: itself where it is known, or the names that begin so, or the hidden
  /// revisions that do.
  public func meanings(of word: String) -> [String] {
    if knows(word) { return [word] }
    let names = names(withPrefix: word)
    return names.isEmpty ? originals(named: word).map(\.text) : names
  }

  /// The history as it must be seen where these revisions matter: for a database that stands at one of
  /// them, or a target that names it. The same history when none is hidden.
  ///
  /// A database that stands exactly at the end of what a squash replaces needs no originals.
  ///
  /// - Throws: for a revision inside of a squash whose originals are gone.
  public func unfolded(around ids: some Sequence<RevisionID>) throws(TargetError) -> RevisionGraph {
    let hidden = Set(ids).filter { standIns[$0] != nil }.sorted()
    guard !hidden.isEmpty else { return self }
    let known = Set(declared.map(\.id))
    var squashes: Set<RevisionID> = []
    var placeholders: [Revision] = []
    for id in hidden {
      var inner = id
      while let squash = declared.first(where: { $0.replaces.contains(inner) }) {
        squashes.insert(squash.id)
        if !known.contains(inner) {
          guard inner == squash.replaces.last else {
            throw .pruned(id, squash: squash.id)
          }
          placeholders.append(Revision(id: inner, parents: squash.parents))
        }
        inner = squash.id
      }
    }
    do {
      return try unfolding(squashes, placeholders: placeholders)
    } catch {
      // The folded history is sound, and so were the originals when it was read.
      throw .pruned(hidden[0], squash: standIns[hidden[0]] ?? hidden[0])
    }
  }
}
