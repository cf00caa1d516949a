import SchemaModel

/// Keys that the server has made for a foreign key, and would drop or call otherwise by itself.
///
/// Nothing tells such a key from one that somebody wrote, in the catalog or in `SHOW CREATE`: it goes as
/// soon as another key begins with its columns, and gets the foreign key's name when that is made
/// anew. Dropping and adding it in the same statement makes it one that stays
/// (https://mariadb.com/kb/en/foreign-keys/).
struct MySQLImplicitKeys {
  /// The plain keys of a table that are there before and after.
  private let kept: [SchemaObject]

  init(of table: ObjectID, from current: SchemaSnapshot, to desired: SchemaSnapshot) {
    guard current[table] != nil else {
      kept = []
      return
    }
    kept = current.objects.values.filter { key in
      key.parent == table && key.id.kind == .index && desired[key.id]?.facts.count == 1
        && key.facts.elementsEqual([(.columns, key[.columns] ?? "")]) { $0 == $1 }
        && desired[key.id]?[.columns] == key[.columns]
    }.sorted { $0.id < $1.id }
  }

  /// Clauses that keep the keys whose place one of the others could take; those themselves are made anew.
  func clauses(besides added: [SchemaObject]) -> [String] {
    clauses { key in
      added.contains { Self.begins($0, with: key) } && !added.contains { $0.id == key.id }
    }
  }

  /// Clauses that keep the keys on which a foreign key could rest; one of its own name it would make again.
  func clauses(under foreignKey: SchemaObject) -> [String] {
    clauses { key in
      Self.begins(foreignKey, with: key)
        && (key.id.name != foreignKey.id.name || key[.columns] != foreignKey[.columns])
    }
  }

  private static func begins(_ object: SchemaObject, with key: SchemaObject) -> Bool {
    ((object[.columns] ?? "") + ",").hasPrefix((key[.columns] ?? "") + ",")
  }

  private func clauses(where isAtStake: (SchemaObject) -> Bool) -> [String] {
    kept.filter(isAtStake).flatMap { key in
      [
        "DROP KEY \(MySQLNames.spelled(key.id.name))",
        "ADD \(MySQLPartSQL().definition(of: key))",
      ]
    }
  }
}
