import DialectKit
import SQLText
import SchemaModel

/// The sections of a squash, made of what its originals have built.
struct SquashBody {
  let dialect: any ContentDialect
  let before: DatabaseContents
  let after: DatabaseContents

  private static let rowsInStatement = 100

  func sections() throws(SquashBodyProblem) -> GeneratedBody {
    GeneratedBody(upgrade: try upgrade(), downgrade: try downgrade())
  }

  // MARK: - Upgrade

  /// Tables, then rows, then what would mind the rows or act on them, then counters.
  private func upgrade() throws(SquashBodyProblem) -> GeneratedSection {
    let inserted = try insertions()
    let middle = inserted.isEmpty ? after.schema : tablesFirst()
    let first = try plan(from: before.schema, to: middle)
    let second = try plan(from: middle, to: after.schema)
    var counters: [SchemaStatement] = []
    for counter in after.counters where !before.counters.contains(counter) {
      counters += try mapped { () throws(DatabaseError) in try dialect.statements(setting: counter)
      }
      .map { SchemaStatement($0) }
    }
    let suspends =
      first.suspendsForeignKeys || second.suspendsForeignKeys
      || !inserted.isEmpty && dialect.traits.canSuspendForeignKeys
    return GeneratedSection(
      first.statements + inserted + second.statements + counters, suspendsForeignKeys: suspends)
  }

  /// The schema after, without the new objects that rows must not meet: keys between tables, triggers,
  /// and whatever is neither a table nor needed by one.
  private func tablesFirst() -> SchemaSnapshot {
    let schema = after.schema
    let keepsKeys = dialect.traits.canSuspendForeignKeys
    func isLate(_ object: SchemaObject) -> Bool {
      object.id.kind == .trigger || object.id.kind == .foreignKey && !keepsKeys
    }
    var kept: Set<ObjectID> = []
    let children = schema.children()
    var waiting = schema.objects.values.filter {
      $0.id.kind == .table || $0.parent == nil && before.schema[$0.id] != nil
    }
    while let object = waiting.popLast() {
      guard kept.insert(object.id).inserted else { continue }
      waiting += children[object.id, default: []].filter { !isLate($0) }
      waiting += object.dependencies.compactMap { schema[$0] }
      if let parent = object.parent.flatMap({ schema[$0] }) { waiting.append(parent) }
    }
    return SchemaSnapshot(
      schema.objects.values.filter { kept.contains($0.id) || before.schema[$0.id] != nil })
  }

  private func insertions() throws(SquashBodyProblem) -> [SchemaStatement] {
    var statements: [SchemaStatement] = []
    let children = after.schema.children()
    for table in after.rows.keys.sorted() {
      guard let contents = after.rows[table] else { continue }
      let new = contents.missing(from: before.rows[table])
      guard !new.isEmpty else { continue }
      let names = Set(contents.columns)
      let modifier = dialect.insertModifier(
        for: children[table, default: []].filter {
          $0.id.kind == .column && names.contains($0.id.name)
        })
      let head = try mapped { () throws(DatabaseError) in
        try dialect.rendered(
          "INSERT INTO \(table.qualifiedName) (\(contents.columns.identifierList))")
      }
      for start in stride(from: 0, to: new.count, by: Self.rowsInStatement) {
        let rows = new[start..<min(start + Self.rowsInStatement, new.count)].map { row in
          "(" + row.map(dialect.literal).joined(separator: ", ") + ")"
        }
        statements.append(
          SchemaStatement(
            head + (modifier.isEmpty ? "" : " \(modifier)") + " VALUES"
              + (rows.count == 1 ? " " : "\n  ") + rows.joined(separator: ",\n  ")))
      }
    }
    return statements
  }

  // MARK: - Downgrade

  /// What was inserted into tables that stay goes first, then what was built.
  private func downgrade() throws(SquashBodyProblem) -> GeneratedSection {
    var deletions: [SchemaStatement] = []
    for table in after.rows.keys.sorted().reversed() where before.schema[table] != nil {
      guard let contents = after.rows[table] else { continue }
      for row in contents.missing(from: before.rows[table]) {
        let condition = conditions(contents.columns, row)
        deletions.append(
          SchemaStatement(
            try mapped { () throws(DatabaseError) in
              try dialect.rendered("DELETE FROM \(table.qualifiedName) WHERE \(condition)")
            }))
      }
    }
    let plan = try plan(from: after.schema, to: before.schema)
    return GeneratedSection(
      deletions + plan.statements, suspendsForeignKeys: plan.suspendsForeignKeys)
  }

  private func conditions(_ columns: [String], _ row: [SQLValue]) -> SQLFragment {
    zip(columns, row).map { column, value -> SQLFragment in
      value == .null
        ? "\(Identifier(column)) IS NULL" : "\(Identifier(column)) = \(bind: value)"
    }.joined(separator: " AND ")
  }

  // MARK: - Helpers

  private func plan(
    from old: SchemaSnapshot, to new: SchemaSnapshot
  ) throws(SquashBodyProblem) -> SchemaPlan {
    do {
      return try SchemaPlan(from: old, to: new, rules: dialect.schemaRules)
    } catch {
      throw .refused(error.refusals)
    }
  }

  private func mapped<Result>(
    _ body: () throws(DatabaseError) -> Result
  ) throws(SquashBodyProblem) -> Result {
    do { return try body() } catch { throw .unwritable(error) }
  }
}

/// Why no body can be made of what the originals have built.
enum SquashBodyProblem: Error {
  /// Objects that no statement of ours makes.
  case refused([SchemaRefusal])
  /// A name or value that cannot be written.
  case unwritable(DatabaseError)
}
