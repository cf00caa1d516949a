import DialectKit
import SQLText
import SchemaModel

/// What there is in a database, before the server has printed it.
struct MySQLCatalog {
  enum Entry {
    case table(String)
    case view(String)
    case sequence(String)
    case program(ObjectKind, String)
    case event(String, invented: Bool)

    var question: SQLFragment {
      switch self {
      case .table(let name): "SHOW CREATE TABLE \(Identifier(name))"
      case .view(let name): "SHOW CREATE VIEW \(Identifier(name))"
      case .sequence(let name): "SHOW CREATE SEQUENCE \(Identifier(name))"
      case .program(let kind, let name):
        SQLFragment(verbatim: "SHOW CREATE \(kind.name.uppercased()) ") + "\(Identifier(name))"
      case .event(let name, _): "SHOW CREATE EVENT \(Identifier(name))"
      }
    }
  }

  let database: String
  let timeZone: String
  private(set) var entries: [Entry] = []
  private var triggers: [SchemaObject] = []
  private var collations: [String: String] = [:]

  /// Each row says first what it is about.
  static let queries: [SQLFragment] = [
    """
    SELECT 'charset', character_set_name, default_collate_name FROM information_schema.character_sets
    """,
    """
    SELECT 'table', table_name, table_type FROM information_schema.tables
    WHERE table_schema = DATABASE() ORDER BY table_name
    """,
    """
    SELECT 'program', routine_name, routine_type FROM information_schema.routines
    WHERE routine_schema = DATABASE() ORDER BY routine_name, routine_type
    """,
    """
    SELECT 'event', event_name, starts = created OR starts = last_altered
    FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY event_name
    """,
    """
    SELECT 'trigger', trigger_name, event_object_table, action_timing, event_manipulation,
      action_statement, sql_mode
    FROM information_schema.triggers WHERE trigger_schema = DATABASE()
    ORDER BY event_object_table, action_timing, event_manipulation, action_order, trigger_name
    """,
  ]

  /// - Parameter answers: those to `queries`.
  init(_ answers: [[Row]], database: String, timeZone: String) {
    self.database = database
    self.timeZone = timeZone
    for row in answers.joined() {
      guard let name = row[1].text else { continue }
      let detail = row[2].text ?? ""
      switch row[0].text {
      case "charset": collations[name] = detail
      case "table":
        switch detail {
        case "VIEW": entries.append(.view(name))
        case "SEQUENCE": entries.append(.sequence(name))
        default: entries.append(.table(name))
        }
      case "program": entries.append(.program(ObjectKind(detail.lowercased()), name))
      case "event": entries.append(.event(name, invented: row[2].integer == 1))
      default: appendTrigger(name, row)
      }
    }
  }

  private mutating func appendTrigger(_ name: String, _ row: Row) {
    let table = row[2].text ?? ""
    let timing = "\(row[3].text ?? "") \((row[4].text ?? "").replacing(",", with: " OR "))"
    var trigger = SchemaObject(
      ObjectID(.trigger, owner: table, name), parent: ObjectID(.table, table),
      [
        .timing: timing, .definition: row[5].text ?? "",
        .sqlMode: SchemaObject.meaningful(row[6].text ?? ""),
      ])
    if let last = triggers.last, last.parent == trigger.parent, last[.timing] == timing {
      trigger[.follows] = last.id.name
      trigger.dependencies = [last.id]
      trigger.position = last.position + 1
    }
    triggers.append(trigger)
  }

  // MARK: - Snapshot

  /// - Parameter rows: the answers to the questions of `entries`, one each.
  func snapshot(_ rows: [Row]) throws(DatabaseError) -> SchemaSnapshot {
    var snapshot = SchemaSnapshot()
    var relations = MySQLRelations()
    var views: [(name: String, definition: String)] = []
    let context = MySQLTableReader.Context(database: database, collations: collations)
    for (entry, row) in zip(entries, rows) {
      switch entry {
      case .table(let name):
        let objects = MySQLTableReader.objects(
          name, definition: row[1].text ?? "", context: context)
        objects.forEach { snapshot.insert($0) }
        relations.insert(ObjectID(.table, name))
      case .view(let name):
        relations.insert(ObjectID(.view, name))
        views.append((name, row[1].text ?? ""))
      case .sequence, .program, .event:
        let object = try object(entry, row)
        relations.insert(object.id)
        snapshot.insert(object)
      }
    }
    for view in views {
      snapshot.insert(
        Self.read(ObjectID(.view, view.name), view.definition) { () throws(MySQLTokens.Unknown) in
          try SchemaObject(
            view: view.name, definition: view.definition, in: database, relations: relations)
        })
    }
    triggers.forEach { snapshot.insert($0) }
    return snapshot.linkingForeignKeys()
  }

  private func object(_ entry: Entry, _ row: Row) throws(DatabaseError) -> SchemaObject {
    switch entry {
    case .program(let kind, let name):
      guard let definition = row[2].text else {
        throw DatabaseError(
          .statement, message: "this user may not see the text of the \(kind) \(name)",
          hint: "read the schema as a user who made it, or who may read the table mysql.proc")
      }
      return Self.read(ObjectID(kind, name), definition) { () throws(MySQLTokens.Unknown) in
        try SchemaObject(
          program: kind, name, definition: definition, sqlMode: row[1].text ?? "", in: database)
      }
    case .event(let name, let invented):
      let zone = row[2].text.flatMap { $0 == timeZone ? nil : $0 }
      let definition = row[3].text ?? ""
      return Self.read(ObjectID(.event, name), definition) { () throws(MySQLTokens.Unknown) in
        try SchemaObject(
          event: name, definition: definition, sqlMode: row[1].text ?? "", timeZone: zone,
          invented: invented, in: database)
      }
    case .sequence(let name), .table(let name), .view(let name):
      let definition = row[1].text ?? ""
      return Self.read(ObjectID(.sequence, name), definition) { () throws(MySQLTokens.Unknown) in
        try SchemaObject(sequence: name, definition: definition, in: database)
      }
    }
  }

  /// What cannot be read is an object all the same, and refused when it differs.
  private static func read(
    _ id: ObjectID, _ definition: String, _ read: () throws(MySQLTokens.Unknown) -> SchemaObject
  ) -> SchemaObject {
    do {
      return try read()
    } catch {
      return SchemaObject(id, [.unknownFeature: error.near, .definition: definition])
    }
  }
}

extension SchemaSnapshot {
  /// With the keys that foreign keys rest upon among their dependencies: any whose columns begin with
  /// theirs, for the server takes whichever there is.
  fileprivate func linkingForeignKeys() -> SchemaSnapshot {
    var keys: [String: [(id: ObjectID, columns: String)]] = [:]
    for object in objects.values where ObjectKind.keys.contains(object.id.kind) {
      keys[object.id.owner ?? "", default: []].append((object.id, (object[.columns] ?? "") + ","))
    }
    var snapshot = self
    for var object in objects.values where object.id.kind == .foreignKey {
      let reference = object[.references] ?? ""
      // Without a column of it the target is in another database.
      let target = object.dependencies.last { $0.kind == .column && $0.owner != object.id.owner }
      let isOwn = reference.hasPrefix(MySQLNames.spelled(object.id.owner ?? "") + " (")
      let columns = reference.split(separator: "(").last.map { String($0.dropLast()) } ?? ""
      let ends = [
        (object.id.owner, object[.columns] ?? ""),
        (isOwn ? object.id.owner : target?.owner, columns),
      ]
      for (table, columns) in ends {
        for key in keys[table ?? ""] ?? [] where key.columns.hasPrefix(columns + ",") {
          object.dependencies.append(key.id)
        }
      }
      object.dependencies = Set(object.dependencies).sorted()
      snapshot.insert(object)
    }
    return snapshot
  }
}

extension ObjectKind {
  static let keys: Set<ObjectKind> = [.primaryKey, .unique, .index]
}
