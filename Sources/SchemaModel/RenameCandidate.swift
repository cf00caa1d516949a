/// An object that goes and one like it that comes: perhaps the same one under another name.
public struct RenameCandidate: Hashable, Comparable, Sendable {
  public var old: ObjectID
  public var new: ObjectID

  public init(_ old: ObjectID, _ new: ObjectID) {
    self.old = old
    self.new = new
  }

  public static func < (left: RenameCandidate, right: RenameCandidate) -> Bool {
    (left.old, left.new) < (right.old, right.new)
  }
}

extension SchemaComparison {
  /// The pairs that could be renames of something that holds data: tables that share half of their
  /// columns, any two columns of one table, any two values of one enum.
  ///
  /// - Parameters:
  ///   - current: the snapshot that the comparison came from.
  ///   - desired: and the one that it led to.
  public func renameCandidates(
    from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) -> [RenameCandidate] {
    var dropped: [ObjectID: [SchemaObject]] = [:]
    var droppedTables: [SchemaObject] = []
    for case .drop(let object) in changes {
      if object.id.kind == .table {
        droppedTables.append(object)
      } else if object.isPartWithData, let parent = object.parent {
        dropped[parent, default: []].append(object)
      }
    }
    guard !dropped.isEmpty || !droppedTables.isEmpty else { return [] }
    let oldColumns = Self.columns(of: droppedTables.map(\.id), in: current)
    var candidates: [RenameCandidate] = []
    var newTables: [SchemaObject] = []
    for case .create(let object) in changes {
      if object.id.kind == .table { newTables.append(object) }
      guard object.isPartWithData, let parent = object.parent else { continue }
      for old in dropped[parent, default: []] where old.id.kind == object.id.kind {
        candidates.append(RenameCandidate(old.id, object.id))
      }
    }
    candidates.removeAll { follows($0, from: current, to: desired) }
    let newColumns = Self.columns(of: newTables.map(\.id), in: desired)
    for old in droppedTables {
      for new in newTables {
        let (left, right) = (oldColumns[old.id, default: []], newColumns[new.id, default: []])
        let common = left.intersection(right).count
        if common > 0, common * 2 >= min(left.count, right.count) {
          candidates.append(RenameCandidate(old.id, new.id))
        }
      }
    }
    return candidates.sorted()
  }

  /// Whether a column has its name from that of another table, which goes and comes with it.
  private func follows(
    _ candidate: RenameCandidate, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) -> Bool {
    func origins(of id: ObjectID, in snapshot: SchemaSnapshot) -> [ObjectID] {
      (snapshot[id]?.dependencies ?? []).filter {
        $0.kind == .column && $0.name == id.name && $0.owner != id.owner
      }
    }
    let old = origins(of: candidate.old, in: current).filter { desired[$0] == nil }
    let new = origins(of: candidate.new, in: desired).filter { current[$0] == nil }
    return old.contains { old in
      new.contains { $0.owner == old.owner && $0.schema == old.schema }
    }
  }

  private static func columns(
    of tables: [ObjectID], in snapshot: SchemaSnapshot
  ) -> [ObjectID: Set<String>] {
    guard !tables.isEmpty else { return [:] }
    let wanted = Set(tables)
    var columns: [ObjectID: Set<String>] = [:]
    for object in snapshot.objects.values where object.id.kind == .column {
      if let parent = object.parent, wanted.contains(parent) {
        columns[parent, default: []].insert(object.id.name)
      }
    }
    return columns
  }
}

extension SchemaObject {
  /// Whether rows hold something of it: a generated column is made again from others.
  fileprivate var isPartWithData: Bool {
    (id.kind == .column && self[.generated] == nil) || id.kind == .enumValue
  }
}

extension ObjectKind {
  /// One of the values of an enum, where they are objects of their own.
  static let enumValue = ObjectKind("enum value")
}
