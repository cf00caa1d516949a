import DialectKit
import SQLText
import SchemaModel
import Workspaces

/// Which objects of a database are compared: the rule of `include`, `exclude` and `include_schemas`, and
/// never our own tables.
struct ManagedObjects: Sendable {
  private let entry: DatabaseEntry
  private let ownTables: [QualifiedName]
  private let defaultSchema: String?

  init(of stream: RevisionStream) {
    entry = stream.entry
    ownTables = [
      stream.entry.versionTable, stream.history.name,
      QualifiedName(name: Identifier(ScratchSite.marker)),
    ]
    defaultSchema = stream.dialect.traits.defaultSchema
  }

  var scope: InspectionScope { InspectionScope(schemas: entry.includeSchemas) }

  /// The objects that are compared.
  func managed(in snapshot: SchemaSnapshot) -> SchemaSnapshot {
    snapshot.leavingOut { !isManaged($0) }
  }

  /// What is compared, and whatever that cannot be without: a key may lead to an excluded table.
  func needed(in snapshot: SchemaSnapshot) -> SchemaSnapshot {
    var kept = managed(in: snapshot)
    let children = snapshot.children()
    var waiting = Array(kept.objects.values)
    while let object = waiting.popLast() {
      for id in object.dependencies + [object.parent].compactMap(\.self) {
        guard kept[id] == nil, let missing = snapshot[id] else { continue }
        let root = root(of: missing, in: snapshot)
        for part in parts(of: root, children) where kept[part.id] == nil {
          kept.insert(part)
          waiting.append(part)
        }
      }
    }
    return kept
  }

  private func root(of object: SchemaObject, in snapshot: SchemaSnapshot) -> SchemaObject {
    var object = object
    for _ in 0..<8 {
      guard let parent = object.parent.flatMap({ snapshot[$0] }) else { break }
      object = parent
    }
    return object
  }

  private func parts(
    of root: SchemaObject, _ children: [ObjectID: [SchemaObject]]
  ) -> [SchemaObject] {
    var parts = [root]
    var index = 0
    while index < parts.count {
      parts += children[parts[index].id, default: []]
      index += 1
    }
    return parts
  }

  private func isManaged(_ object: SchemaObject) -> Bool {
    // Parts go with what they are a part of.
    if object.parent != nil { return true }
    let id = object.id
    if id.kind == .table, isOwn(id) { return false }
    if entry.include.isEmpty && entry.exclude.isEmpty { return true }
    let names = names(of: id)
    if entry.exclude.contains(where: { names.contains(where: $0.matches) }) { return false }
    // Schemas and extensions hold tables and are none.
    if entry.include.isEmpty || (id.schema == nil && defaultSchema != nil) { return true }
    return entry.include.contains { names.contains(where: $0.matches) }
  }

  private func isOwn(_ id: ObjectID) -> Bool {
    ownTables.contains { table in
      table.name.name == id.name && (table.schema == nil || table.schema?.name == id.schema)
    }
  }

  /// `public.users` and, where `public` goes without saying, `users`; a function also without its
  /// argument types.
  private func names(of id: ObjectID) -> [String] {
    var names = [id.path]
    if id.schema == defaultSchema, id.owner == nil { names.append(id.name) }
    return names
      + names.compactMap { name in
        name.firstIndex(of: "(").map { String(name[..<$0]) }
      }
  }
}
