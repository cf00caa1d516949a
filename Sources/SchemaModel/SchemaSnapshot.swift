/// All objects of a database at one moment, without those that the engine or an extension made.
public struct SchemaSnapshot: Hashable, Sendable {
  /// The objects by name.
  public private(set) var objects: [ObjectID: SchemaObject]

  /// - Parameter objects: of two with one name the later stands.
  public init(_ objects: some Sequence<SchemaObject> = []) {
    self.objects = Dictionary(minimumCapacity: objects.underestimatedCount)
    for object in objects { insert(object) }
  }

  public subscript(_ id: ObjectID) -> SchemaObject? { objects[id] }

  public mutating func insert(_ object: SchemaObject) {
    objects[object.id] = object
  }

  public mutating func remove(_ id: ObjectID) {
    objects[id] = nil
  }

  /// The objects by name, in the order of `ObjectID`.
  public var sorted: [SchemaObject] {
    // Names are moved about more cheaply than objects.
    objects.keys.sorted().compactMap { objects[$0] }
  }

  /// The parts of every object that has some, each list by position, then by name.
  ///
  /// Built anew by each call: ask once and keep it.
  public func children() -> [ObjectID: [SchemaObject]] {
    var children: [ObjectID: [SchemaObject]] = [:]
    for object in objects.values {
      if let parent = object.parent { children[parent, default: []].append(object) }
    }
    return children.mapValues { list in
      list.sorted { ($0.position, $0.id) < ($1.position, $1.id) }
    }
  }

  /// The objects of both; of two with one name the other's.
  public func merging(_ other: SchemaSnapshot) -> SchemaSnapshot {
    var all = self
    all.objects.merge(other.objects) { $1 }
    return all
  }

  /// The snapshot without some objects and their parts.
  public func without(_ ids: [ObjectID]) -> SchemaSnapshot {
    guard !ids.isEmpty else { return self }
    let ids = Set(ids)
    return leavingOut { ids.contains($0.id) }
  }

  /// The objects that the other does not have, by name.
  public func subtracting(_ other: SchemaSnapshot) -> SchemaSnapshot {
    var rest = self
    rest.objects = objects.filter { other.objects[$0.key] == nil }
    return rest
  }

  /// Who depends on an object or is a part of it.
  ///
  /// Built anew by each call: ask once and keep it.
  public func dependants() -> [ObjectID: [ObjectID]] {
    var dependants: [ObjectID: [ObjectID]] = [:]
    for object in objects.values {
      for need in object.dependencies { dependants[need, default: []].append(object.id) }
      if let parent = object.parent { dependants[parent, default: []].append(object.id) }
    }
    return dependants
  }

  /// The snapshot without the objects that `isLeftOut` names, and without the parts of those.
  public func leavingOut(_ isLeftOut: (SchemaObject) -> Bool) -> SchemaSnapshot {
    var rest = self
    var found = Set(objects.values.filter(isLeftOut).map(\.id))
    while !found.isEmpty {
      for id in found { rest.objects[id] = nil }
      found = Set(
        rest.objects.values.filter { $0.parent.map(found.contains) == true }.map(\.id))
    }
    return rest
  }
}
