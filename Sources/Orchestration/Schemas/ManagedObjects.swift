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

  /// All but our own tables: a key or a view may need what is not compared.
  func all(in snapshot: SchemaSnapshot) -> SchemaSnapshot {
    snapshot.leavingOut { $0.parent == nil && $0.id.kind == .table && isOwn($0.id) }
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
