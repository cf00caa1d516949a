/// The changes of a closure at the finest grain, and which must come before which.
struct ChangeGraph {
  /// One thing that happens to one object.
  struct Atom: Hashable {
    enum Deed: Hashable { case drop, alter, create }
    var object: ObjectID
    var deed: Deed
  }

  private(set) var atoms: [Atom] = []
  /// For each atom, those that come after it.
  private(set) var followers: [[Int]] = []
  private var indices: [Atom: Int] = [:]
  private let closure: ChangeClosure
  /// The atoms that change a whole that is rebuilt, or a part of it.
  private var rebuilding: [ObjectID: [Int]] = [:]

  init(_ closure: ChangeClosure) {
    self.closure = closure
    for id in closure.fates.keys.sorted() {
      guard let fate = closure.fates[id] else { continue }
      if fate.isDropped { add(Atom(object: id, deed: .drop)) }
      if case .alter = fate { add(Atom(object: id, deed: .alter)) }
      if fate.isCreated { add(Atom(object: id, deed: .create)) }
    }
    followers = Array(repeating: [], count: atoms.count)
    noteRebuilding()
    for index in atoms.indices { connect(index) }
    separateNames()
  }

  private mutating func add(_ atom: Atom) {
    indices[atom] = atoms.count
    atoms.append(atom)
  }

  /// The object as the atom finds or leaves it.
  func object(_ atom: Atom) -> SchemaObject? {
    switch atom.deed {
    case .drop: closure.current[atom.object]
    case .alter, .create: closure.desired[atom.object]
    }
  }

  /// The object that a part is made with, for a whole that is there before and after.
  private func rebuiltWhole(of object: SchemaObject) -> ObjectID? {
    if closure.rules.isRebuilt(object.id.kind) { return object.id }
    guard let parent = object.parent, closure.rules.isRebuilt(parent.kind),
      closure.rules.isFolded(object)
    else { return nil }
    return parent
  }

  private mutating func noteRebuilding() {
    for (index, atom) in atoms.enumerated() {
      guard let object = object(atom), let whole = rebuiltWhole(of: object),
        closure.fates[whole].map({ !$0.isDropped && !$0.isCreated }) ?? true
      else { continue }
      rebuilding[whole, default: []].append(index)
    }
  }

  private mutating func order(_ earlier: Int?, _ later: Int?) {
    guard let earlier, let later, earlier != later else { return }
    followers[earlier].append(later)
  }

  private func index(_ id: ObjectID, _ deed: Atom.Deed) -> Int? {
    indices[Atom(object: id, deed: deed)]
  }

  private mutating func connect(_ index: Int) {
    let atom = atoms[index]
    guard let object = object(atom) else { return }
    // Parts that are rebuilt with a whole of their own find others there before and after.
    let hangsOn = rebuiltWhole(of: object) == nil
    switch atom.deed {
    case .create, .alter:
      if atom.deed == .create { order(self.index(atom.object, .drop), index) }
      for needed in object.dependencies + (object.parent.map { [$0] } ?? []) {
        order(self.index(needed, .create) ?? self.index(needed, .alter), index)
        if hangsOn { for change in changes(ofWholeAt: needed) { order(change, index) } }
      }
      // What it no longer needs can go only then.
      if atom.deed == .alter, let old = closure.current[atom.object] {
        for needed in old.dependencies { order(index, self.index(needed, .drop)) }
      }
    case .drop:
      for needed in object.dependencies + (object.parent.map { [$0] } ?? []) {
        order(index, self.index(needed, .drop))
        order(index, self.index(needed, .alter))
        if hangsOn { for change in changes(ofWholeAt: needed) { order(index, change) } }
      }
    }
  }

  /// The changes of the rebuilt whole that an object is or belongs to.
  private func changes(ofWholeAt id: ObjectID) -> [Int] {
    guard !rebuilding.isEmpty, let object = closure.desired[id] ?? closure.current[id],
      let whole = rebuiltWhole(of: object)
    else { return [] }
    return rebuilding[whole] ?? []
  }

  /// Of two objects in one namespace one goes before the other comes.
  private mutating func separateNames() {
    var dropped: [String: [Int]] = [:]
    for (index, atom) in atoms.enumerated() where atom.deed == .drop {
      if let name = closure.rules.namespace(of: atom.object) {
        dropped[name, default: []].append(index)
      }
    }
    guard !dropped.isEmpty else { return }
    for (index, atom) in atoms.enumerated() where atom.deed == .create {
      guard let name = closure.rules.namespace(of: atom.object) else { continue }
      for drop in dropped[name] ?? [] where atoms[drop].object != atom.object { order(drop, index) }
    }
  }
}
