import Revisions

/// Histories of several databases with dependencies between them, and no circle.
struct RandomWorkspace {
  var names: [String]
  var graphs: [String: RevisionGraph]
  /// All of them, in the order in which they came into being.
  private(set) var revisions: [WorkspaceRevision] = []
  /// What each revision needs by itself: parents and dependencies, here and elsewhere.
  private(set) var needs: [WorkspaceRevision: Set<WorkspaceRevision>] = [:]

  /// Revisions come into being one after the other over all databases, each needing earlier ones.
  init(_ random: inout SplitMix) throws {
    let count = Int.random(in: 2...4, using: &random)
    names = Array(["main", "analytics", "settings", "audit"].prefix(count))
    var made: [(database: String, revision: Revision)] = []
    for number in 0..<Int.random(in: 4...16, using: &random) {
      let database = names.randomElement(using: &random) ?? names[0]
      var revision = Revision(id: id("r\(number)x"))
      let own = made.filter { $0.database == database }.suffix(random.chance(70) ? 2 : 9)
      let others = made.filter { $0.database != database }
      while random.chance(revision.parents.isEmpty ? 85 : 15),
        let parent = own.randomElement(using: &random)?.revision.id
      {
        if !revision.parents.contains(parent) { revision.parents.append(parent) }
      }
      while random.chance(10), let needed = own.randomElement(using: &random)?.revision.id {
        revision.dependencies.append(Dependency(name: needed.text))
      }
      while random.chance(35), let needed = others.randomElement(using: &random) {
        let label = needed.revision.labels.first?.text
        revision.dependencies.append(
          Dependency(
            database: needed.database,
            name: random.chance(50) ? label ?? needed.revision.id.text : needed.revision.id.text))
      }
      if random.chance(20) { revision.labels.append(branchLabel("label\(number)")) }
      made.append((database, revision))
    }
    graphs = try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let own = made.filter { $0.database == name }.map(\.revision)
        return (name, try RevisionGraph(own.shuffled(using: &random), databaseLabel: nil))
      })
    for (database, revision) in made {
      let here = WorkspaceRevision(database: database, revision: revision.id)
      revisions.append(here)
      needs[here] = Set(
        revision.parents.map { WorkspaceRevision(database: database, revision: $0) })
      for dependency in revision.dependencies {
        let other = dependency.database ?? database
        let needed = made.first { candidate in
          candidate.database == other
            && ([candidate.revision.id.text] + candidate.revision.labels.map(\.text))
              .contains(dependency.name)
        }
        if let needed {
          needs[here]?.insert(WorkspaceRevision(database: other, revision: needed.revision.id))
        }
      }
    }
  }

  /// These and all that they need.
  func closure(_ revisions: some Sequence<WorkspaceRevision>) -> Set<WorkspaceRevision> {
    var found: Set<WorkspaceRevision> = []
    var open = Array(revisions)
    while let next = open.popLast() {
      if found.insert(next).inserted { open += needs[next] ?? [] }
    }
    return found
  }

  /// All that need one of these, and these.
  func dependants(of revisions: Set<WorkspaceRevision>) -> Set<WorkspaceRevision> {
    var found = revisions
    while true {
      let more = needs.filter { !found.contains($0.key) && !found.isDisjoint(with: $0.value) }.keys
      if more.isEmpty { return found }
      found.formUnion(more)
    }
  }

  /// What an earlier run could have left.
  func randomApplied(_ random: inout SplitMix) -> Set<WorkspaceRevision> {
    let picked = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
      revisions.randomElement(using: &random)
    }
    return closure(picked)
  }

  func rows(_ applied: Set<WorkspaceRevision>, of database: String) -> HeadSet {
    let own = applied.filter { $0.database == database }.map(\.revision)
    return graphs[database]?.applied(HeadSet(own)).heads ?? HeadSet([])
  }
}
