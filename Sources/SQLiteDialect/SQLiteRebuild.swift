import SchemaModel

/// A table made anew under another name, filled, and put in the place of the old one.
///
/// The procedure of https://sqlite.org/lang_altertable.html#otheralter, for a section in which foreign keys
/// are suspended and checked before the commit. The old table is never renamed: that would turn the keys,
/// triggers and views which name it to the copy that is then dropped.
struct SQLiteRebuild {
  private let change: SQLiteTableChange
  private let old: SQLiteTableDefinition
  private let new: SQLiteTableDefinition
  private let name: String
  private let temporaryName: String
  /// Indexes and triggers that go with the old table and are not changed themselves.
  private let kept: [SchemaObject]

  init(
    _ change: SQLiteTableChange, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) {
    self.change = change
    old = SQLiteTableDefinition(change.table, change.before)
    new = SQLiteTableDefinition(change.table, change.after)
    name = SQLiteName.quoted(change.table.name)
    temporaryName = Self.freeName(for: change.table.name, [current, desired])
    kept = change.kept
  }

  /// The columns that are filled, and those that fill them.
  private var pairs: [(new: String, old: String)] {
    var pairs = new.columns.filter { $0[.generated] == nil }.compactMap { column in
      old.column(named: column.id.name).map { (new: column.id.name, old: $0.id.name) }
    }
    if let rowid = rowid(besides: pairs.map(\.new)) { pairs.insert(rowid, at: 0) }
    return pairs
  }

  /// A name that neither schema has.
  private static func freeName(for table: String, _ snapshots: [SchemaSnapshot]) -> String {
    let prefix = "aludel_new_"
    // Nearly all names end the question with their first letter.
    let taken = Set(
      snapshots.flatMap { snapshot in
        snapshot.objects.keys.lazy.filter { $0.name.utf8.first.map { $0 | 0x20 } == 0x61 }
          .map { SQLiteName.folded($0.name) }.filter { $0.hasPrefix(prefix) }
      })
    var name = prefix + table
    var number = 2
    while taken.contains(SQLiteName.folded(name)) {
      name = "\(prefix)\(table)_\(number)"
      number += 1
    }
    return name
  }

  func statements() -> [SchemaStatement] {
    let temporary = SQLiteName.quoted(temporaryName)
    var statements = [
      // Otherwise the renaming fails when a view or a trigger elsewhere names the table.
      SchemaStatement("PRAGMA legacy_alter_table=ON"),
      SchemaStatement(new.statement(as: temporaryName)),
    ]
    statements += copy()
    if old.hasAutoincrement, new.hasAutoincrement { statements += counter() }
    statements += [
      SchemaStatement("DROP TABLE \(name)", hazards: losses),
      SchemaStatement("ALTER TABLE \(temporary) RENAME TO \(name)"),
      SchemaStatement("PRAGMA legacy_alter_table=OFF"),
    ]
    return statements + kept.map(SQLiteSchemaRules.restore)
  }

  /// The counter of the new table stands at its highest row, and that of an empty one nowhere.
  private func counter() -> [SchemaStatement] {
    let old = Self.literal(change.table.name)
    let new = Self.literal(temporaryName)
    return [
      SchemaStatement("DELETE FROM sqlite_sequence WHERE name = \(new)"),
      SchemaStatement(
        "INSERT INTO sqlite_sequence (name, seq)\n"
          + "SELECT \(new), seq FROM sqlite_sequence WHERE name = \(old)"),
    ]
  }

  private static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  // MARK: - The copy

  private func copy() -> [SchemaStatement] {
    let pairs = pairs
    guard !pairs.isEmpty else { return [] }
    // A conflict clause would leave rows out without a word.
    let verb = new.resolvesConflicts ? "INSERT OR ABORT" : "INSERT"
    let text =
      "\(verb) INTO \(SQLiteName.quoted(temporaryName)) (\(SQLiteName.quoted(pairs.map(\.new))))\n"
      + "SELECT \(SQLiteName.quoted(pairs.map(\.old))) FROM \(name)"
    return [SchemaStatement(text, hazards: SQLiteRebuildHazards(change, old, new).ofCopying)]
  }

  /// From where the rows' numbers come and where they go, where both tables have them.
  private func rowid(besides copied: [String]) -> (new: String, old: String)? {
    guard !old.isWithoutRowid, !new.isWithoutRowid else { return nil }
    let column = new.rowidColumn?.id.name
    if let column, copied.contains(column) { return nil }
    guard let source = Self.rowidName(of: old), let target = column ?? Self.rowidName(of: new)
    else { return nil }
    return (target, source)
  }

  /// Each name of the row's number can be that of a column as well
  /// (https://sqlite.org/lang_createtable.html#rowid).
  private static func rowidName(of table: SQLiteTableDefinition) -> String? {
    ["rowid", "_rowid_", "oid"].first { table.column(named: $0) == nil }
  }

  private var losses: [Hazard] {
    var hazards = change.droppedColumns.filter { column in
      column[.generated] == nil && new.column(named: column.id.name) == nil
    }.map(SQLiteTableChange.loss)
    if pairs.isEmpty {
      hazards.append(Hazard(.dataLoss, "drops all rows of \(change.table.name): no column stays"))
    }
    let hadNumbers = !old.isWithoutRowid && old.rowidColumn == nil
    if hadNumbers, new.isWithoutRowid || Self.rowidName(of: old) == nil {
      hazards.append(Hazard(.dataLoss, "gives the rows of \(change.table.name) other rowids"))
    }
    return hazards
  }
}

extension SQLiteTableChange {
  /// Indexes and triggers of the table that stay as they are, indexes first.
  var kept: [SchemaObject] {
    let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
    return after.filter { object in
      (object.id.kind == .index || object.id.kind == .trigger)
        && rules.hasSameFacts(object, old[object.id])
    }.sorted { $0.id < $1.id }
  }
}
