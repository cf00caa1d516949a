public import DialectKit
public import SQLText
public import SchemaModel

/// SQLite counts rows only for `AUTOINCREMENT`, in a table of its own
/// (https://sqlite.org/autoinc.html).
extension SQLiteDialect: ContentDialect {
  public func rowSources(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [RowSource] {
    let rows = try connection.query(
      """
      SELECT t.name, c.name, c.pk FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
      WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') ORDER BY t.name, c.pk, c.cid
      """)
    var columns: [String: [String]] = [:]
    var keys: [String: [String]] = [:]
    for row in rows {
      guard let table = row[0].text, let column = row[1].text else { continue }
      columns[table, default: []].append(column)
      if row[2].integer ?? 0 > 0 { keys[table, default: []].append(column) }
    }
    let tables = storedColumns(in: schema).map { table, columns in
      RowSource(
        table, rows: "\(table.qualifiedName)",
        columns: columns.map { RowSource.Column($0.id.name, object: $0) },
        key: keys[table.name, default: []])
    }
    let virtual = schema.sorted.filter { $0.id.kind == .virtualTable }.map { object in
      Self.source(of: object, columns: columns[object.id.name, default: []])
    }
    return tables + virtual
  }

  /// Rows of a virtual table are read and inserted like others. A full-text index has numbers for them that
  /// other tables may refer to; it may also keep no rows but index those of another table
  /// (https://sqlite.org/fts5.html#external_content_and_contentless_tables).
  private static func source(of object: SchemaObject, columns: [String]) -> RowSource {
    let isIndex = object[.definition]?.hasPrefix("using fts") ?? false
    let names = (isIndex && !columns.contains("rowid") ? ["rowid"] : []) + columns
    var source = RowSource(
      object.id, rows: "\(object.id.qualifiedName)", columns: names.map { RowSource.Column($0) },
      key: isIndex ? ["rowid"] : [])
    guard isIndex, let content = option("content", in: object[.definition] ?? "") else {
      return source
    }
    let name = SQLiteName.quoted(object.id.name)
    if content.isEmpty {
      source.refusal = "it is a full-text index that does not keep what it indexes"
    } else {
      source.rebuilding = "INSERT INTO \(name) (\(name)) VALUES ('rebuild')"
    }
    return source
  }

  /// The value of `name = value` among a module's arguments, without its quotes.
  static func option(_ name: String, in definition: String) -> String? {
    let arguments = definition.split(separator: "(", maxSplits: 1).last ?? ""
    for argument in arguments.split(separator: ",") {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, SQLiteName.folded(parts[0].filter { $0 != " " }) == name else {
        continue
      }
      return String(parts[1].filter { !" )'\"".contains($0) })
    }
    return nil
  }

  public func deletion(
    ofOneRowIn source: RowSource, where condition: SQLFragment
  ) -> SQLFragment {
    let taken = Set(source.columns.map { SQLiteName.folded($0.name) })
    // A column may be called as the row's own number is.
    guard let number = ["rowid", "oid", "_rowid_"].first(where: { !taken.contains($0) }) else {
      return "DELETE FROM \(source.rows) WHERE \(condition)"
    }
    let column = Identifier(number)
    return """
      DELETE FROM \(source.rows) WHERE \(column) IN \
      (SELECT \(column) FROM \(source.rows) WHERE \(condition) LIMIT 1)
      """
  }

  public var clockQuestion: SQLFragment {
    "SELECT CURRENT_DATE, CAST(strftime('%s', 'now') AS INTEGER)"
  }

  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let table = QualifiedName(name: "sqlite_sequence")
    guard try !connection.columns(of: table).isEmpty else { return [] }
    let rows = try connection.query(
      "SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
    return rows.compactMap { row in
      guard let name = row[0].text, let value = row[1].text else { return nil }
      let id = ObjectID(.table, name)
      return schema[id] == nil ? nil : Counter(id, value: value)
    }
  }

  public func statements(setting counter: Counter) throws(DatabaseError) -> [String] {
    let name = literal(.text(counter.object.name))
    return [
      "DELETE FROM sqlite_sequence WHERE name = \(name)",
      "INSERT INTO sqlite_sequence (name, seq) VALUES (\(name), \(counter.value))",
    ]
  }
}
