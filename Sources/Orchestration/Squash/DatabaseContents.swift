import DialectKit
import SQLText
import SchemaModel

/// All that a database holds: its schema, its rows, and where its counters stand.
struct DatabaseContents: Sendable {
  var schema = SchemaSnapshot()
  /// The rows of each table that has some.
  var rows: [ObjectID: TableRows] = [:]
  var counters: [Counter] = []
}

/// The rows of one table, without what the engine computes by itself.
struct TableRows: Hashable, Sendable {
  var columns: [String]
  /// As the server gave them.
  var rows: [[SQLValue]]

  /// The same rows with these columns only.
  func only(_ kept: [String]) -> [[SQLValue]] {
    let indices = kept.compactMap(columns.firstIndex(of:))
    if indices == Array(columns.indices) { return rows }
    return rows.map { row in indices.map { row[$0] } }
  }

  /// The rows of this table that another one does not have, each as often as it is missing there;
  /// compared by the columns that both have.
  func missing(from other: TableRows?) -> [[SQLValue]] {
    guard let other else { return rows }
    let common = columns.filter(other.columns.contains)
    var known: [[SQLValue]: Int] = [:]
    for row in other.only(common) { known[row, default: 0] += 1 }
    return zip(rows, only(common)).compactMap { row, key in
      guard let count = known[key], count > 0 else { return row }
      known[key] = count - 1
      return nil
    }
  }
}

extension ContentDialect {
  /// Reads everything, in a number of round trips that grows with the number of tables only.
  func contents(on connection: any Connection) throws(DatabaseError) -> DatabaseContents {
    let schema = try inspect(connection, InspectionScope()).leavingOut {
      $0.id.kind == .table && $0.id.name == ScratchSite.marker
    }
    var contents = DatabaseContents(schema: schema)
    let children = schema.children()
    var tables: [(id: ObjectID, columns: [String])] = []
    for table in schema.sorted where table.id.kind == .table {
      let columns = children[table.id, default: []].filter {
        $0.id.kind == .column && $0[.generated] == nil
      }
      if !columns.isEmpty { tables.append((table.id, columns.map(\.id.name))) }
    }
    let answers = try connection.queryAll(
      tables.map { table in
        "SELECT \(table.columns.identifierList) FROM \(ownRows(of: table.id.qualifiedName))"
      })
    for (table, answer) in zip(tables, answers) where !answer.isEmpty {
      contents.rows[table.id] = TableRows(columns: table.columns, rows: answer.map(\.values))
    }
    contents.counters = try counters(in: schema, over: connection)
    return contents
  }
}

extension [String] {
  /// The names, quoted, with commas between them.
  var identifierList: SQLFragment {
    map { "\(Identifier($0))" as SQLFragment }.joined(separator: ", ")
  }
}

extension ObjectID {
  /// For statements about a table.
  var qualifiedName: QualifiedName {
    QualifiedName(schema: schema.map { Identifier($0) }, name: Identifier(name))
  }
}
