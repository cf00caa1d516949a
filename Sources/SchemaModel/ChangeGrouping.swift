import Graphs

/// Puts the atoms of a graph into groups, parts beside their whole, and takes apart what would then go
/// round in a circle: of two tables that refer to each other the foreign keys come after both.
struct ChangeGrouping {
  /// For each group its members, as indices of atoms in ascending order.
  private(set) var groups: [[Int]] = []
  /// For each group the object that its statements name.
  private(set) var roots: [ObjectID] = []
  private let graph: ChangeGraph
  private let closure: ChangeClosure

  /// - Throws: where no order exists, which real catalogs do not have.
  init(_ graph: ChangeGraph, _ closure: ChangeClosure) throws(SchemaRefusals) {
    self.graph = graph
    self.closure = closure
    gather()
    // Every round takes something apart for good.
    while true {
      let followers = self.followers()
      let circles = StrongComponents(count: followers.count) { followers[$0][...] }.components
        .filter { $0.count > 1 }
      if circles.isEmpty { return }
      for circle in circles.map(Set.init) {
        guard unfold(circle) else { throw refusal(of: circle) }
      }
    }
  }

  private struct Key: Hashable {
    var root: ObjectID
    var deed: ChangeGraph.Atom.Deed
  }

  private mutating func gather() {
    var places: [Key: Int] = [:]
    for (index, atom) in graph.atoms.enumerated() {
      let key = key(of: atom)
      if let place = places[key] {
        groups[place].append(index)
      } else {
        places[key] = groups.count
        groups.append([index])
        roots.append(key.root)
      }
    }
  }

  /// Where an atom belongs: to the drop of the outermost whole that goes, to the creation of its whole, or
  /// among the changes of a whole that stays.
  private func key(of atom: ChangeGraph.Atom) -> Key {
    var root = atom.object
    var depth = 0
    while depth < 8, let object = object(root, atom), let parent = object.parent {
      let parentGoes = atom.deed == .drop && closure.fates[parent]?.isDropped == true
      guard parentGoes || closure.rules.isFolded(object) else { break }
      root = parent
      depth += 1
    }
    if root == atom.object { return Key(root: root, deed: atom.deed) }
    switch (atom.deed, closure.fates[root]) {
    case (.drop, .drop?), (.drop, .replace?): return Key(root: root, deed: .drop)
    case (_, .create?), (_, .replace?), (_, .restore?): return Key(root: root, deed: .create)
    default: return Key(root: root, deed: .alter)
    }
  }

  private func object(_ id: ObjectID, _ atom: ChangeGraph.Atom) -> SchemaObject? {
    atom.deed == .drop ? closure.current[id] : closure.desired[id]
  }

  /// For each group those that come after it, each once.
  func followers() -> [[Int]] {
    var groupOfAtom = [Int](repeating: 0, count: graph.atoms.count)
    for (group, members) in groups.enumerated() {
      for member in members { groupOfAtom[member] = group }
    }
    return groups.indices.map { group in
      var seen: Set<Int> = []
      return groups[group].flatMap { graph.followers[$0] }.map { groupOfAtom[$0] }
        .filter { $0 != group && seen.insert($0).inserted }
    }
  }

  /// Takes the parts that close a circle out of one of its groups, the first that has such parts.
  private mutating func unfold(_ circle: Set<Int>) -> Bool {
    var groupOfAtom: [Int: Int] = [:]
    for group in circle { for member in groups[group] { groupOfAtom[member] = group } }
    var tied: Set<Int> = []
    for (atom, group) in groupOfAtom {
      for follower in graph.followers[atom] {
        guard let other = groupOfAtom[follower], other != group else { continue }
        tied.formUnion([atom, follower])
      }
    }
    for group in circle.sorted(by: { roots[$0] < roots[$1] }) where groups[group].count > 1 {
      let loose = groups[group].filter {
        tied.contains($0) && graph.atoms[$0].object != roots[group]
      }
      guard !loose.isEmpty else { continue }
      if loose.count < groups[group].count {
        groups[group].removeAll { loose.contains($0) }
        groups.append(loose)
        roots.append(roots[group])
      } else {
        groups[group] = [loose[0]]
        for atom in loose.dropFirst() {
          groups.append([atom])
          roots.append(roots[group])
        }
      }
      return true
    }
    return false
  }

  private func refusal(of circle: Set<Int>) -> SchemaRefusals {
    let objects = circle.flatMap { groups[$0] }.map { graph.atoms[$0].object }.sorted()
    let names = objects.map(\.description).joined(separator: ", ")
    return SchemaRefusals(
      objects.prefix(1).map {
        SchemaRefusal(
          $0, reason: "these changes each need another one first: \(names)",
          advice: "make one of them in a revision of its own")
      })
  }
}
