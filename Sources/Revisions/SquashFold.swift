/// The two faces of a squash: one revision that stands for many, or the many with the one after them.
///
/// Folded, its originals are hidden, and whoever came after one of them, or depended on it, comes after
/// the squash. Unfolded, the originals stand where they stood and the squash comes after their tip; it
/// then runs nothing, it only takes the tip's row over. What comes after is the same in both, so a
/// database that is past the range never notices.
struct SquashFold: Sendable {
  /// The revisions that the graph is made of, in load order.
  private(set) var visible: [Revision] = []
  /// For each replaced revision the outermost folded squash that stands for it; it need not have a file.
  private(set) var standIns: [RevisionID: RevisionID] = [:]
  private(set) var problems: [GraphProblem] = []
  /// By visible revision, the folded squashes of which it depends on a part that is not the end: a database
  /// may hold it and stand inside of the squash.
  private(set) var partial: [RevisionID: Set<RevisionID>] = [:]

  /// For each replaced revision the squash that names it.
  private var owners: [RevisionID: RevisionID] = [:]
  private let unfolded: Set<RevisionID>
  private let database: String?
  /// The revision of each id and of each declared label, the original's before that of a squash which has
  /// taken it over; an id goes before a label of its spelling.
  private var declarers: [String: RevisionID] = [:]
  private var present: Set<RevisionID> = []
  /// By squash, the ends of what it replaces.
  private var ends: [RevisionID: [RevisionID]] = [:]

  /// - Parameters:
  ///   - revisions: all, the originals of squashes among them.
  ///   - unfolded: squashes; one inside another shows only when the outer one is among them, too.
  ///   - database: its own name, which a dependency may spell out.
  init(
    _ revisions: [Revision], unfolding unfolded: Set<RevisionID> = [], database: String? = nil
  ) {
    self.unfolded = unfolded
    self.database = database
    let squashes = revisions.filter { !$0.replaces.isEmpty }
    guard !squashes.isEmpty else {
      visible = revisions
      return
    }
    name(squashes)
    guard problems.isEmpty else {
      visible = revisions
      return
    }
    for revision in revisions {
      for label in revision.labels {
        let known = declarers[label.text].map { self.squashes(around: $0).count }
        if known ?? -1 < self.squashes(around: revision.id).count {
          declarers[label.text] = revision.id
        }
      }
    }
    for revision in revisions { declarers[revision.id.text] = revision.id }
    present = Set(revisions.map(\.id))
    // From the inside: what ends a squash may be another one.
    let depths = squashes.map { (self.squashes(around: $0.id).count, $0) }
    for (_, squash) in depths.sorted(by: { $0.0 > $1.0 }) {
      let tips = tips(of: squash, in: revisions)
      // Without files the last that is named is the end, as we write it.
      ends[squash.id] = tips.isEmpty ? Array(squash.replaces.suffix(1)) : tips
    }
    for squash in squashes where !unfolded.contains(squash.id) {
      check(squash, among: revisions)
    }
    guard problems.isEmpty else {
      visible = revisions
      return
    }
    for original in owners.keys {
      let face = face(of: original)
      if face != original { standIns[original] = face }
    }
    let labels = Set(
      revisions.filter { owners[$0.id] == nil || unfolded.contains($0.id) }.flatMap(\.labels))
    for revision in revisions where standIns[revision.id] == nil {
      visible.append(seen(revision, among: revisions, outerLabels: labels))
    }
  }

  private mutating func name(_ squashes: [Revision]) {
    for squash in squashes {
      for original in squash.replaces {
        if original == squash.id {
          problems.append(.selfLoop(squash.id, .replacement))
        } else if let other = owners[original] {
          problems.append(.replacedTwice(original, by: [other, squash.id]))
        } else {
          owners[original] = squash.id
        }
      }
    }
    guard problems.isEmpty else { return }
    for squash in squashes {
      var seen: Set<RevisionID> = [squash.id]
      var path = [squash.id]
      while let owner = owners[path[path.count - 1]] {
        guard seen.insert(owner).inserted else {
          if owner == squash.id, squash.id == path.min() {
            problems.append(.cycle(path, .replacement))
          }
          break
        }
        path.append(owner)
      }
    }
  }

  /// Who stands for a revision: itself, or the outermost squash around it that is folded.
  private func face(of id: RevisionID) -> RevisionID {
    var face = id
    var inner = id
    while let owner = owners[inner] {
      if !unfolded.contains(owner) { face = owner }
      inner = owner
    }
    return face
  }

  /// The squashes around a revision, from the inside.
  private func squashes(around id: RevisionID) -> [RevisionID] {
    var squashes: [RevisionID] = []
    var inner = id
    while let owner = owners[inner] {
      squashes.append(owner)
      inner = owner
    }
    return squashes
  }

  /// What a revision comes after when it names this parent: from outside of a squash that is the squash,
  /// folded or not.
  private func parentFace(of parent: RevisionID, for child: RevisionID) -> RevisionID {
    guard owners[parent] != nil else { return parent }
    let around = Set(squashes(around: child) + [child])
    return squashes(around: parent).last { !around.contains($0) } ?? parent
  }

  /// The replaced revision that a dependency names, by its id or by a label; a file need not be there.
  private func needed(by dependency: Dependency) -> RevisionID? {
    guard isLocal(dependency) else { return nil }
    let id = declarers[dependency.name] ?? (try? RevisionID(validating: dependency.name))
    return id.flatMap { owners[$0] == nil ? nil : $0 }
  }

  private func isLocal(_ dependency: Dependency) -> Bool {
    dependency.database == nil || dependency.database == database
  }

  /// What a revision depends on when it names this one. The end of what is replaced is the squash; what
  /// lies inside stands for itself where it shows, and else for a part of the squash.
  private func dependencyFace(
    of id: RevisionID, for dependant: RevisionID
  ) -> (face: RevisionID, isPart: Bool) {
    let around = Set(squashes(around: dependant) + [dependant])
    var (face, isPart) = (id, false)
    for squash in squashes(around: id) {
      if around.contains(squash) { break }
      if !isPart, ends[squash]?.contains(face) == true {
        face = squash
      } else if !unfolded.contains(squash) {
        (face, isPart) = (squash, true)
      } else if !present.contains(face), let end = ends[squash]?.first {
        // Its file is gone, and the database stands at the end of what was there.
        (face, isPart) = (end, true)
      }
    }
    return (face, isPart)
  }

  /// A revision as the others see it.
  private mutating func seen(
    _ revision: Revision, among revisions: [Revision], outerLabels: Set<BranchLabel>
  ) -> Revision {
    var seen = revision
    if unfolded.contains(revision.id) {
      // What its originals need they need themselves.
      seen.parents = (ends[revision.id] ?? []).filter(present.contains).map(face)
      seen.dependencies = []
    } else {
      seen.parents = revision.parents.map { parentFace(of: $0, for: revision.id) }
        .withoutRepeats()
      var (whole, partial): (Set<RevisionID>, Set<RevisionID>) = ([], [])
      seen.dependencies = revision.dependencies.map { dependency in
        guard let id = needed(by: dependency) else { return dependency }
        let (face, isPart) = dependencyFace(of: id, for: revision.id)
        if isPart { partial.insert(face) } else { whole.insert(face) }
        return Dependency(name: face.text)
      }
      partial.subtract(whole)
      if !partial.isEmpty { self.partial[revision.id] = partial }
    }
    // The squash has taken the labels of its originals over.
    if owners[revision.id] != nil { seen.labels.removeAll(where: outerLabels.contains) }
    return seen
  }

  /// The originals of a squash that no other of them comes after or depends on as a whole; those without
  /// files left out.
  private func tips(of squash: Revision, in revisions: [Revision]) -> [RevisionID] {
    let replaced = Set(squash.replaces)
    let originals = revisions.filter { replaced.contains($0.id) }
    var followed: Set<RevisionID> = []
    for original in originals {
      followed.formUnion(original.parents.map { parentFace(of: $0, for: original.id) })
      for dependency in original.dependencies where isLocal(dependency) {
        guard let needed = declarers[dependency.name] else { continue }
        let around = Set(squashes(around: original.id) + [original.id])
        // Who needs a part of a squash does not come after the whole.
        var member: RevisionID? = needed
        for squash in squashes(around: needed) {
          if around.contains(squash) { break }
          member = member.flatMap { ends[squash]?.contains($0) == true ? squash : nil }
        }
        if let member { followed.insert(member) }
      }
    }
    return originals.map(\.id).filter { !followed.contains($0) }
  }

  /// Whether what is replaced can be told from what is not: the originals are all there or all gone, lead
  /// to one of them, and nobody else comes after another one.
  private mutating func check(_ squash: Revision, among revisions: [Revision]) {
    let replaced = Set(squash.replaces)
    let present = Set(revisions.lazy.map(\.id).filter(replaced.contains))
    guard !present.isEmpty else { return }
    guard present.count == replaced.count else {
      problems.append(
        .incompleteSquash(squash.id, missing: squash.replaces.filter { !present.contains($0) }))
      return
    }
    let tips = ends[squash.id] ?? []
    if tips.count > 1 { problems.append(.severalTips(tips, of: squash.id)) }
    for revision in revisions where revision.id != squash.id {
      let around = squashes(around: revision.id)
      guard !around.contains(squash.id) else { continue }
      for parent in revision.parents {
        // The one of those that are replaced in which the parent lies.
        let chain = [parent] + squashes(around: parent)
        guard let place = chain.firstIndex(of: squash.id), place > 0 else { continue }
        if !tips.contains(chain[place - 1]) {
          problems.append(.comesAfterReplaced(revision.id, parent, squash: squash.id))
        }
      }
    }
  }
}
