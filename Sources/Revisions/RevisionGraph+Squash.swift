/// Squashes and what they stand for.
extension RevisionGraph {
  /// The squash that stands for a revision which is hidden behind it; nil for all others.
  public func squash(standingFor id: RevisionID) -> RevisionID? { standIns[id] }

  /// Whether an upgrade by this revision runs nothing and only takes the row of what it replaces over.
  public func isTakeover(_ id: RevisionID) -> Bool { unfolded.contains(id) }

  /// The revisions that stand for others and for which nobody else does, in load order.
  public var squashes: [Revision] { revisions.filter { !$0.replaces.isEmpty } }

  /// All of them, those inside of others too, and before them.
  public var declaredSquashes: [Revision] {
    let squashes = declared.filter { !$0.replaces.isEmpty }
    let owners = replacements
    func depth(_ squash: Revision) -> Int {
      sequence(first: squash.id) { owners[$0] }.reduce(0) { count, _ in count + 1 }
    }
    return squashes.map { (depth($0), $0) }.sorted { $0.0 > $1.0 }.map(\.1)
  }

  /// For every revision that a squash names, that squash.
  public var replacements: [RevisionID: RevisionID] {
    var squashes: [RevisionID: RevisionID] = [:]
    for squash in declared { for original in squash.replaces { squashes[original] = squash.id } }
    return squashes
  }

  /// The squash whose originals show because of where a database stands.
  public var unfoldedSquashes: Set<RevisionID> { unfolded }

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
  /// - Parameters:
  ///   - rows: where a database stands. One that holds a revision which needs a part of a squash, and not
  ///     the squash, stands inside of it.
  ///   - named: what targets or interrupted steps name.
  /// - Throws: for a revision inside of a squash whose originals are gone.
  public func unfolded(
    around rows: some Sequence<RevisionID>, naming named: [RevisionID] = []
  ) throws(TargetError) -> RevisionGraph {
    var graph = try unfolded(revealing: Array(rows) + named)
    while !graph.partial.isEmpty {
      let applied = graph.applied(HeadSet(Array(rows))).nodes
      let missing = graph.partial.filter { part in
        applied.contains(part.node) && !applied.contains(part.squash)
      }
      guard !missing.isEmpty else { return graph }
      // Its first original is as good as any to open it.
      let insides = missing.compactMap { part in graph.revisions[part.squash].replaces.first }
      graph = try graph.unfolded(revealing: insides)
    }
    return graph
  }

  /// Each dependant on a part of a folded squash, and the squash.
  private var partial: [(node: Int, squash: Int)] {
    guard !standIns.isEmpty else { return [] }
    return revisions.indices.flatMap { node -> [(node: Int, squash: Int)] in
      guard fullParents.degree(node) > impliedParents.degree(node) else { return [] }
      let implied = Set(impliedParents[node])
      return fullParents[node].filter { parent in
        !implied.contains(parent) && !revisions[parent].replaces.isEmpty
          && !unfolded.contains(id(parent))
      }.map { (node, $0) }
    }
  }

  private func unfolded(revealing ids: [RevisionID]) throws(TargetError) -> RevisionGraph {
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
          // It implies what the squash comes after and depends on.
          placeholders.append(
            Revision(id: inner, parents: squash.parents, dependencies: squash.dependencies))
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
