public import DialectKit
public import SQLText
public import SchemaModel

extension MySQLDialect: ContentDialect {
  public func rowSources(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [RowSource] {
    var keys: [String: [String]] = [:]
    let rows = try connection.query(
      """
      SELECT table_name, column_name FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND index_name = 'PRIMARY' ORDER BY table_name, seq_in_index
      """)
    for row in rows {
      guard let table = row[0].text, let column = row[1].text else { continue }
      keys[table, default: []].append(column)
    }
    return storedColumns(in: schema).map { table, columns in
      RowSource(
        table, rows: "\(table.qualifiedName)", columns: columns.map(Self.column),
        key: keys[table.name, default: []])
    }
  }

  /// A `FLOAT` is shown with six digits, of which not every value can be made again, and a bit is compared
  /// as a number.
  private static func column(_ object: SchemaObject) -> RowSource.Column {
    let name = object.id.name
    let type = object[.type]?.uppercased() ?? ""
    if type.hasPrefix("FLOAT") {
      return RowSource.Column(name, reading: "\(Identifier(name)) + 0e0", object: object)
    }
    if type.hasPrefix("BIT") {
      return RowSource.Column(
        name, comparing: "CAST(\(Identifier(name)) AS BINARY)", object: object)
    }
    return RowSource.Column(name, object: object)
  }

  /// Some values stand in a table and can be inserted in no strict mode: a key of 0, dates with zeros in
  /// them, the empty member that an `ENUM` has for errors. The mode is that statement's alone.
  ///
  /// https://mariadb.com/kb/en/set-statement/, and for MySQL, which takes the first comment for one,
  /// https://dev.mysql.com/doc/refman/8.4/en/optimizer-hints.html#optimizer-hints-set-var
  public func insertWords(for rows: [[SQLValue]], into source: RowSource) -> InsertWords {
    let isStrange = source.columns.indices.contains { index in
      let object = source.columns[index].object
      let type = object?[.type]?.uppercased() ?? ""
      let isCounter = object?[.autoIncrement] != nil
      let isDate = type.hasPrefix("DATE") || type.hasPrefix("TIMESTAMP")
      guard isCounter || isDate || type.hasPrefix("ENUM") else { return false }
      return rows.contains { row in
        switch row[index] {
        case .integer(0): isCounter
        case .text(let text):
          isDate ? text.prefix(10).contains("-00") || text.hasPrefix("0000") : text.isEmpty
        default: false
        }
      }
    }
    return InsertWords(
      before: isStrange ? "/*M! SET STATEMENT sql_mode = 'NO_AUTO_VALUE_ON_ZERO' FOR */ " : "")
  }

  public func deletion(
    ofOneRowIn source: RowSource, where condition: SQLFragment
  ) -> SQLFragment {
    "DELETE FROM \(source.rows) WHERE \(condition) LIMIT 1"
  }

  public var clockQuestion: SQLFragment { "SELECT CURRENT_DATE, UNIX_TIMESTAMP()" }

  /// `AUTO_INCREMENT` counters of this database's tables, and MariaDB's sequences.
  public func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter] {
    let rows = try connection.query(
      """
      SELECT table_name, auto_increment - 1 FROM information_schema.tables
      WHERE table_schema = DATABASE() AND auto_increment > 1 AND table_type = 'BASE TABLE'
      ORDER BY table_name
      """)
    var counters = rows.compactMap { row -> Counter? in
      guard let name = row[0].text, let value = row[1].text else { return nil }
      let id = ObjectID(.table, name)
      return schema[id] == nil ? nil : Counter(id, value: value)
    }
    for sequence in schema.sorted where sequence.id.kind == .sequence {
      // Values are fetched in blocks, so only the next that nobody has fetched can be told.
      let name = QualifiedName(name: Identifier(sequence.id.name))
      let row = try connection.query(
        "SELECT next_not_cached_value - increment, next_not_cached_value = start_value FROM \(name)"
      )
      .first
      guard let value = row?[0].text, row?[1].integer == 0 else { continue }
      counters.append(Counter(sequence.id, value: value))
    }
    return counters
  }

  public func statements(setting counter: Counter) throws(DatabaseError) -> [String] {
    let name = try quote(Identifier(counter.object.name))
    if counter.object.kind == .sequence { return ["DO SETVAL(\(name), \(counter.value))"] }
    guard let value = Int64(counter.value) else { return [] }
    return ["ALTER TABLE \(name) AUTO_INCREMENT = \(value + 1)"]
  }
}
