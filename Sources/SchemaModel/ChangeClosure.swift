/// What becomes of each object that cannot stay as it is: the differences, and what they do to others.
struct ChangeClosure {
  /// What becomes of an object.
  enum Fate: Hashable {
    case create
    case drop
    case alter([Fact])
    /// Dropped and made anew.
    case replace
    /// Lost with something else, and made anew.
    case restore

    var isDropped: Bool { self == .drop || self == .replace }
    var isCreated: Bool { self == .create || self == .replace || self == .restore }
  }

  let current: SchemaSnapshot
  let desired: SchemaSnapshot
  let rules: any SchemaRules
  private(set) var fates: [ObjectID: Fate] = [:]
  /// Who depends on an object or is a part of it, as things are.
  let dependants: [ObjectID: [ObjectID]]
  private var waiting: [ObjectChange] = []

  init(
    of comparison: SchemaComparison, from current: SchemaSnapshot, to desired: SchemaSnapshot,
    rules: any SchemaRules
  ) throws(SchemaRefusals) {
    self.current = current
    self.desired = desired
    self.rules = rules
    // From nothing nobody depends on anything: the usual case of a whole schema stays cheap.
    dependants =
      comparison.changes.contains { $0.old != nil } || !current.objects.isEmpty
      ? current.dependants() : [:]
    var refusals: [SchemaRefusal] = []
    for change in comparison.changes {
      do throws(SchemaRefusal) {
        try decide(change)
      } catch {
        refusals.append(error)
      }
    }
    guard refusals.isEmpty else { throw SchemaRefusals(refusals) }
    while let change = waiting.popLast() { spread(change) }
  }

  private mutating func decide(_ change: ObjectChange) throws(SchemaRefusal) {
    switch change {
    case .create(let object): set(.create, of: object.id, old: nil)
    case .drop(let object): set(.drop, of: object.id, old: object)
    case .alter(let old, let new, let facts):
      let isMoved = old.parent != new.parent
      let alteration =
        isMoved ? .replace : try rules.alteration(from: old, to: new, facts: facts)
      set(alteration == .inPlace ? .alter(facts) : .replace, of: old.id, old: old)
    }
  }

  private mutating func set(_ fate: Fate, of id: ObjectID, old: SchemaObject?) {
    fates[id] = fate
    switch (fate, old) {
    case (.drop, let old?), (.replace, let old?): waiting.append(.drop(old))
    case (.alter(let facts), let old?):
      if let new = desired[id] { waiting.append(.alter(from: old, to: new, facts: facts)) }
    case (.create, nil):
      if let new = desired[id], rules.isFolded(new), let parent = new.parent,
        current[parent] != nil, rules.isRebuilt(parent.kind)
      {
        waiting.append(.create(new))
      }
    default: break
    }
  }

  /// Asks everybody who hangs on a change.
  private mutating func spread(_ change: ObjectChange) {
    // It may have been replaced since.
    if case .alter = change, fates[change.id] == .replace { return }
    var asked = dependants[change.id] ?? []
    if let object = change.new ?? change.old, let parent = object.parent, rules.isFolded(object),
      rules.isRebuilt(parent.kind)
    {
      asked += dependants[parent] ?? []
    } else if rules.isRebuilt(change.id.kind) {
      asked += (dependants[change.id] ?? []).filter { current[$0]?.parent == change.id }
        .flatMap { dependants[$0] ?? [] }
    }
    for id in asked where id != change.id {
      guard let dependant = current[id] else { continue }
      switch fates[id] {
      case .drop, .replace, .restore, .create: continue
      case .alter, nil: break
      }
      // Folded parts are rebuilt with their whole.
      if let parent = dependant.parent, parent != change.id, rules.isRebuilt(parent.kind),
        rules.isFolded(dependant)
      {
        continue
      }
      let goesAlong: Bool
      if case .drop = change {
        goesAlong = dependant.parent == change.id
      } else {
        goesAlong = false
      }
      let effect = goesAlong ? .replaced : rules.effect(of: change, on: dependant)
      switch effect {
      case .survives: continue
      case .replaced: set(desired[id] == nil ? .drop : .replace, of: id, old: dependant)
      case .lost:
        fates[id] = desired[id] == nil ? .drop : .restore
        // For those who hang on it, it was dropped.
        waiting.append(.drop(dependant))
      }
    }
  }
}

/// All changes that no statement of ours can make.
public struct SchemaRefusals: Error, Hashable, Sendable {
  /// At least one, sorted by object.
  public var refusals: [SchemaRefusal]

  public init(_ refusals: [SchemaRefusal]) {
    self.refusals = refusals.sorted { $0.object < $1.object }
  }
}
