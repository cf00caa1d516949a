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
    let refusals = after.rows.values.compactMap { rows -> SchemaRefusal? in
      guard let reason = rows.source.refusal, !new(rows).isEmpty else { return nil }
      return SchemaRefusal(rows.source.object, reason: reason)
    }
    guard refusals.isEmpty else { throw .refused(refusals.sorted { $0.object < $1.object }) }
    return GeneratedBody(upgrade: try upgrade(), downgrade: try downgrade())
  }

  /// What the part has inserted rows into.
  var filled: Set<ObjectID> {
    Set(after.rows.values.filter { !new($0).isEmpty }.map(\.source.object))
  }

  private func new(_ rows: StoredRows) -> [[SQLValue]] {
    rows.missing(from: before.rows[rows.source.object])
  }

  // MARK: - Upgrade

  /// Tables, then rows, then what would mind the rows or act on them, then counters.
  private func upgrade() throws(SquashBodyProblem) -> GeneratedSection {
    var inserted: [SchemaStatement] = []
    var rebuilt: [SchemaStatement] = []
    for source in after.sourcesInOrder {
      guard let stored = after.rows[source] else { continue }
      let rows = new(stored)
      guard !rows.isEmpty else { continue }
      if let statement = stored.source.rebuilding {
        rebuilt.append(SchemaStatement(statement))
      } else {
        inserted += try insertions(of: rows, into: stored.source)
      }
    }
    let middle = inserted.isEmpty ? after.schema : tablesFirst()
    let first = try plan(from: before.schema, to: middle)
    let second = try plan(from: middle, to: after.schema)
    var counters: [SchemaStatement] = []
    for counter in after.counters where !before.counters.contains(counter) {
      counters += try mapped { () throws(DatabaseError) in
        try dialect.statements(setting: counter)
      }
      .map { SchemaStatement($0) }
    }
    let suspends =
      first.suspendsForeignKeys || second.suspendsForeignKeys
      || !inserted.isEmpty && dialect.traits.canSuspendForeignKeys
    return GeneratedSection(
      first.statements + inserted + second.statements + rebuilt + counters,
      suspendsForeignKeys: suspends)
  }

  /// The schema after, without the new objects that rows must not meet, and without whatever is neither
  /// filled nor needed by what is.
  private func tablesFirst() -> SchemaSnapshot {
    let schema = after.schema
    var kept: Set<ObjectID> = []
    let children = schema.children()
    var waiting = schema.objects.values.filter {
      $0.id.kind == .table || after.rows[$0.id] != nil
        || $0.parent == nil && before.schema[$0.id] != nil
    }
    while let object = waiting.popLast() {
      guard kept.insert(object.id).inserted else { continue }
      waiting += children[object.id, default: []].filter { !dialect.comesAfterRows($0) }
      waiting += object.dependencies.compactMap { schema[$0] }
      if let parent = object.parent.flatMap({ schema[$0] }) { waiting.append(parent) }
    }
    return SchemaSnapshot(
      schema.objects.values.filter { kept.contains($0.id) || before.schema[$0.id] != nil })
  }

  private func insertions(
    of rows: [[SQLValue]], into source: RowSource
  ) throws(SquashBodyProblem) -> [SchemaStatement] {
    let table = try rendered("\(source.object.qualifiedName)")
    guard !source.columns.isEmpty else {
      return rows.map { _ in SchemaStatement("INSERT INTO \(table) DEFAULT VALUES") }
    }
    let columns = try rendered(source.columns.map(\.name).identifierList)
    var statements: [SchemaStatement] = []
    for start in stride(from: 0, to: rows.count, by: Self.rowsInStatement) {
      let some = Array(rows[start..<min(start + Self.rowsInStatement, rows.count)])
      let words = dialect.insertWords(for: some, into: source)
      let values = some.map { "(" + $0.map(dialect.literal).joined(separator: ", ") + ")" }
      statements.append(
        SchemaStatement(
          "\(words.before)INSERT INTO \(table) (\(columns)) \(words.behindColumns)VALUES"
            + (values.count == 1 ? " " : "\n  ") + values.joined(separator: ",\n  ")))
    }
    return statements
  }

  // MARK: - Downgrade

  /// What was inserted into tables that stay goes first, then what was built.
  private func downgrade() throws(SquashBodyProblem) -> GeneratedSection {
    var deletions: [SchemaStatement] = []
    var rebuilt: [SchemaStatement] = []
    for object in after.sourcesInOrder.reversed() where before.schema[object] != nil {
      guard let stored = after.rows[object] else { continue }
      let rows = new(stored)
      guard !rows.isEmpty else { continue }
      if let statement = stored.source.rebuilding {
        rebuilt.append(SchemaStatement(statement))
      } else {
        for deletion in self.deletions(of: rows, from: stored.source) {
          deletions.append(SchemaStatement(try rendered(deletion)))
        }
      }
    }
    let plan = try plan(from: after.schema, to: before.schema)
    let suspends = !deletions.isEmpty && dialect.traits.canSuspendForeignKeys
    return GeneratedSection(
      deletions + rebuilt + plan.statements,
      suspendsForeignKeys: plan.suspendsForeignKeys || suspends)
  }

  /// By their key at once, so that rows may refer to each other; else one by one, by all that they hold.
  private func deletions(of rows: [[SQLValue]], from source: RowSource) -> [SQLFragment] {
    let key = source.columns.indices.filter { source.key.contains(source.columns[$0].name) }
    let isKeyed = !key.isEmpty && key.count == source.key.count
    guard isKeyed, !rows.contains(where: { row in key.contains { row[$0] == .null } }) else {
      return rows.map { row in
        dialect.deletion(
          ofOneRowIn: source, where: Self.condition(source, Array(source.columns.indices), row))
      }
    }
    return stride(from: 0, to: rows.count, by: Self.rowsInStatement).map { start in
      let some = rows[start..<min(start + Self.rowsInStatement, rows.count)]
      if key.count == 1, let column = key.first {
        let values = some.map { "\(bind: $0[column])" as SQLFragment }
        return """
          DELETE FROM \(source.rows) WHERE \(source.columns[column].comparing) IN \
          (\(values.joined(separator: ", ")))
          """
      }
      let conditions = some.map { "(\(Self.condition(source, key, $0)))" as SQLFragment }
      return "DELETE FROM \(source.rows) WHERE \(conditions.joined(separator: " OR "))"
    }
  }

  private static func condition(
    _ source: RowSource, _ columns: [Int], _ row: [SQLValue]
  ) -> SQLFragment {
    guard !columns.isEmpty else { return "1 = 1" }
    return columns.map { index -> SQLFragment in
      let column = source.columns[index]
      return row[index] == .null
        ? "\(Identifier(column.name)) IS NULL" : "\(column.comparing) = \(bind: row[index])"
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

  private func rendered(_ fragment: SQLFragment) throws(SquashBodyProblem) -> String {
    try mapped { () throws(DatabaseError) in try dialect.rendered(fragment) }
  }

  private func mapped<Result>(
    _ body: () throws(DatabaseError) -> Result
  ) throws(SquashBodyProblem) -> Result {
    do { return try body() } catch { throw .unwritable(error) }
  }
}

extension [String] {
  /// The names, quoted, with commas between them.
  fileprivate var identifierList: SQLFragment {
    map { "\(Identifier($0))" as SQLFragment }.joined(separator: ", ")
  }
}

/// Why no body can be made of what the originals have built.
enum SquashBodyProblem: Error {
  /// Objects that no statement of ours makes.
  case refused([SchemaRefusal])
  /// A name or value that cannot be written.
  case unwritable(DatabaseError)
}
