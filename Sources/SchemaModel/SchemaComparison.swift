/// What differs between two snapshots.
public struct SchemaComparison: Hashable, Sendable {
  /// What makes the current schema the desired one, sorted by object.
  public private(set) var changes: [ObjectChange]

  public var isEmpty: Bool { changes.isEmpty }

  /// - Parameter equivalences: facts whose different texts have turned out to mean the same.
  public init(
    from current: SchemaSnapshot, to desired: SchemaSnapshot, rules: any SchemaRules,
    equivalences: Set<FactOfObject> = []
  ) {
    changes = []
    var kept = 0
    for (id, object) in current.objects {
      guard let new = desired[id] else {
        changes.append(.drop(object))
        continue
      }
      kept += 1
      let facts = Self.differingFacts(of: object, and: new).filter {
        rules.comparison(of: $0, in: id.kind).differs(object[$0], from: new[$0])
          && !equivalences.contains(FactOfObject(id, $0))
      }
      if !facts.isEmpty || object.parent != new.parent {
        changes.append(.alter(from: object, to: new, facts: facts))
      }
    }
    if kept < desired.objects.count {
      changes += desired.objects.values.filter { current[$0.id] == nil }.map(ObjectChange.create)
    }
    // Names are taken out once, and places are moved about more cheaply than names.
    let names = changes.map(\.id)
    changes = changes.indices.sorted { names[$0] < names[$1] }.map { changes[$0] }
  }

  /// The differences that may vanish once the engine has read and written both texts again.
  ///
  /// Texts that mean the same name the same things, so an object that needs others than before is not asked
  /// about, unless it is something else that needs them.
  public func unsettled(by rules: any SchemaRules) -> [FactOfObject] {
    changes.flatMap { change -> [FactOfObject] in
      guard case .alter(let old, let new, let facts) = change else { return [] }
      let texts = facts.filter { rules.comparison(of: $0, in: new.id.kind) == .settled }
      if texts.count == facts.count, Set(old.dependencies) != Set(new.dependencies) { return [] }
      return texts.filter { old[$0] != nil && new[$0] != nil }.map { FactOfObject(new.id, $0) }
    }
  }

  private static func differingFacts(of old: SchemaObject, and new: SchemaObject) -> [Fact] {
    // Nearly all objects are equal, and then nothing needs to be made.
    if old.facts.elementsEqual(new.facts, by: { $0 == $1 }) { return [] }
    var facts = old.facts.filter { new[$0.fact] != $0.value }.map(\.fact)
    facts += new.facts.filter { old[$0.fact] == nil }.map(\.fact)
    return facts.sorted()
  }
}

/// One fact of one object.
public struct FactOfObject: Hashable, Comparable, Sendable {
  public var object: ObjectID
  public var fact: Fact

  public init(_ object: ObjectID, _ fact: Fact) {
    self.object = object
    self.fact = fact
  }

  public static func < (left: FactOfObject, right: FactOfObject) -> Bool {
    (left.object, left.fact) < (right.object, right.fact)
  }
}
