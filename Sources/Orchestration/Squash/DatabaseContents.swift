import DialectKit
import SQLText
import SchemaModel

/// All that a database holds: its schema, its rows, and where its counters stand.
struct DatabaseContents: Sendable {
  var schema = SchemaSnapshot()
  /// The rows of everything that has some.
  var rows: [ObjectID: StoredRows] = [:]
  var counters: [Counter] = []
}

/// The rows of one table, without what the engine computes by itself.
struct StoredRows: Hashable, Sendable {
  var source: RowSource
  /// As the server gave them, a value for each of the source's columns.
  var rows: [[SQLValue]]

  var columns: [String] { source.columns.map(\.name) }

  /// The same rows with these columns only, in this order.
  func only(_ kept: [String]) -> [[SQLValue]] {
    let indices = kept.compactMap(columns.firstIndex(of:))
    if indices == Array(columns.indices) { return rows }
    return rows.map { row in indices.map { row[$0] } }
  }

  /// The rows of this table that another one does not have, each as often as it is missing there;
  /// compared by the columns that both have.
  func missing(from other: StoredRows?) -> [[SQLValue]] {
    guard let other else { return rows }
    let known = Set(other.columns)
    let common = columns.filter(known.contains)
    var counts = other.only(common).counted
    return zip(rows, only(common)).compactMap { row, key in
      guard let count = counts[key], count > 0 else { return row }
      counts[key] = count - 1
      return nil
    }
  }
}

extension [[SQLValue]] {
  /// How often each row is there.
  var counted: [[SQLValue]: Int] {
    reduce(into: [:]) { counts, row in counts[row, default: 0] += 1 }
  }
}

extension ContentDialect {
  /// Reads everything, in a number of round trips that does not depend on how much there is.
  func contents(on connection: any Connection) throws(DatabaseError) -> DatabaseContents {
    let schema = try inspect(connection, InspectionScope()).leavingOut {
      $0.id.kind == .table && $0.id.name == ScratchSite.marker
    }
    var contents = DatabaseContents(schema: schema)
    let sources = try rowSources(in: schema, over: connection)
    let answers = try connection.queryAll(
      sources.map { source in
        // Rows without columns are counted all the same.
        let columns = source.columns.isEmpty ? ["NULL"] : source.columns.map(\.reading)
        return "SELECT \(columns.joined(separator: ", ")) FROM \(source.rows)"
      })
    for (source, answer) in zip(sources, answers) where !answer.isEmpty {
      contents.rows[source.object] = StoredRows(
        source: source, rows: answer.map { source.columns.isEmpty ? [] : $0.values })
    }
    contents.counters = try counters(in: schema, over: connection)
    return contents
  }
}

extension DatabaseContents {
  /// What holds rows, in an order in which they can be inserted: what is referred to comes first, then by
  /// name. Where tables refer to each other in a circle the order says nothing.
  var sourcesInOrder: [ObjectID] {
    var needed: [ObjectID: Set<ObjectID>] = [:]
    for key in schema.objects.values where key.id.kind == .foreignKey {
      guard let table = key.parent, rows[table] != nil else { continue }
      let others = key.dependencies.map(\.table).filter { $0 != table && rows[$0] != nil }
      needed[table, default: []].formUnion(others)
    }
    var waiting = rows.keys.sorted()
    var order: [ObjectID] = []
    var done: Set<ObjectID> = []
    while !waiting.isEmpty {
      let next = waiting.firstIndex { needed[$0, default: []].isSubset(of: done) } ?? 0
      let source = waiting.remove(at: next)
      done.insert(source)
      order.append(source)
    }
    return order
  }
}

extension ObjectID {
  /// The table that it is, or to which it belongs.
  fileprivate var table: ObjectID {
    owner.map { ObjectID(.table, schema: schema, $0) } ?? ObjectID(.table, schema: schema, name)
  }
}
