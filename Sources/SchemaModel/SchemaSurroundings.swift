/// What of a schema changes can reach: with it they can be tried out elsewhere, without the rest.
///
/// Left out are tables that neither change nor are needed by anything that is there, which are nearly all
/// where five of a thousand change. Of a table that is there for others only, the foreign keys to what is left
/// out go, too. Everything else stays: views, triggers and functions are few, and an engine may read all of
/// them whatever is changed (SQLite, https://sqlite.org/lang_altertable.html).
public struct SchemaSurroundings {
  private let links: SchemaLinks
  /// The wholes that change, and those that use one of them in whatever way but by a foreign key. A table that
  /// inherits from another, or is a partition of it, changes that as well.
  private let reached: Set<ObjectID>
  /// These, what refers to them, what may not be left out, and whatever all of these need.
  private let kept: Set<ObjectID>

  /// - Parameters:
  ///   - changes: between the schemas.
  ///   - schemas: the one before and the one after: a change may need what only one of them holds.
  public init(of changes: [ObjectChange], in schemas: [SchemaSnapshot]) {
    let links = SchemaLinks(in: schemas)
    let changed = changes.flatMap { [$0.old, $0.new] }.compactMap(\.self).map(links.whole)
    reached = Self.closure(of: changed) {
      links.users[$0, default: []].union(links.parents[$0, default: []])
    }
    let keyed = reached.flatMap {
      links.referrers[$0, default: []].union(links.targets[$0, default: []])
    }
    kept = Self.closure(of: reached.union(links.others).union(keyed)) {
      links.needs[$0, default: []]
    }
    self.links = links
  }

  /// What of one of the schemas is to be there.
  public func part(of schema: SchemaSnapshot) -> SchemaSnapshot {
    SchemaSnapshot(
      schema.objects.values.filter { object in
        let whole = links.whole(of: object)
        guard kept.contains(whole) else { return false }
        return object.id.kind != .foreignKey || reached.contains(whole)
          || links.needs(of: object).allSatisfy(kept.contains)
      })
  }

  private static func closure(
    of start: some Sequence<ObjectID>, _ next: (ObjectID) -> Set<ObjectID>
  ) -> Set<ObjectID> {
    var waiting = Array(start)
    var found: Set<ObjectID> = []
    while let id = waiting.popLast() {
      if found.insert(id).inserted { waiting += next(id) }
    }
    return found
  }
}

/// Which wholes of some schemas need which: tables and whatever else is no part of anything.
private struct SchemaLinks {
  private let schemas: [SchemaSnapshot]
  /// By their names in small letters, for those that are known by a word in a text.
  private var tables: [String: Set<ObjectID>] = [:]
  private(set) var needs: [ObjectID: Set<ObjectID>] = [:]
  /// The other way round.
  private(set) var users: [ObjectID: Set<ObjectID>] = [:]
  /// The tables that a table itself is made from.
  private(set) var parents: [ObjectID: Set<ObjectID>] = [:]
  /// What foreign keys need, which may come after all tables.
  private(set) var targets: [ObjectID: Set<ObjectID>] = [:]
  /// The other way round.
  private(set) var referrers: [ObjectID: Set<ObjectID>] = [:]
  /// What nobody may leave out.
  private(set) var others: Set<ObjectID> = []

  init(in schemas: [SchemaSnapshot]) {
    self.schemas = schemas
    for schema in schemas {
      for id in schema.objects.keys where id.kind == .table {
        let name = id.name.lowercased()
        if name.utf8.allSatisfy(\.isOfWord) {
          tables[name, default: []].insert(id)
        } else {
          others.insert(id)
        }
      }
    }
    for schema in schemas {
      for object in schema.objects.values { note(object) }
    }
  }

  private mutating func note(_ object: SchemaObject) {
    let whole = whole(of: object)
    if whole.kind != .table || object.id.kind == .trigger { others.insert(whole) }
    for need in needs(of: object) where need != whole {
      if object.id.kind == .foreignKey {
        targets[whole, default: []].insert(need)
        referrers[need, default: []].insert(whole)
      } else {
        needs[whole, default: []].insert(need)
        users[need, default: []].insert(whole)
        if object.id == whole, whole.kind == .table, need.kind == .table {
          parents[whole, default: []].insert(need)
        }
      }
    }
  }

  func whole(of object: SchemaObject) -> ObjectID {
    object.parent.map { whole(of: $0) } ?? object.id
  }

  private func whole(of id: ObjectID) -> ObjectID {
    // What most objects are parts of, and never a part itself.
    if id.kind == .table { return id }
    guard let parent = schemas.lazy.compactMap({ $0[id] }).first?.parent else { return id }
    return whole(of: parent)
  }

  /// The wholes that it needs, perhaps its own among them: as the catalog tells, and where that does not know
  /// what texts mean, any table whose name is a word of one.
  func needs(of object: SchemaObject) -> [ObjectID] {
    let told = object.dependencies.map(whole)
    let kind = object.id.kind
    guard kind == .foreignKey || kind == .trigger || whole(of: object).kind != .table else {
      return told
    }
    return told
      + object.facts.flatMap { fact in
        fact.value.utf8.split(whereSeparator: { !$0.isOfWord })
          .flatMap { tables[Substring($0).lowercased(), default: []] }
      }
  }
}

extension UInt8 {
  /// Whether it is a letter, digit, `_` or `$` of ASCII: what a name can have without quotes in all engines.
  fileprivate var isOfWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }
}
