import DialectKit
import SQLText
import SchemaModel

/// What one replay of the same revisions gives and the next does not: values of the clock, random ones.
///
/// No two databases that ran these revisions hold the same there, so a squash can be held to everything
/// else only.
struct UnstableCells: Sendable {
  private var tables: [ObjectID: Table] = [:]
  private var counters: Set<ObjectID> = []

  private struct Table {
    /// Columns that two replays fill alike, which tell rows apart.
    var stable: [String]
    /// The columns that differ, by the row's stable values; nil where even the number of rows differs.
    var cells: [[SQLValue]: Set<String>]?
  }

  /// Where the server's clock stood before a replay and after it.
  struct Clock: Sendable {
    var dates: Set<String>
    var seconds: ClosedRange<Int64>

    /// Whether a value may come from this clock: it holds the day's date, or the time as a number of seconds
    /// or milliseconds. An engine whose clock has whole seconds would otherwise give the same twice.
    func mayHaveGiven(_ value: SQLValue) -> Bool {
      switch value {
      case .integer(let number): return isNow(number)
      case .real(let number): return number.magnitude < 1e15 && isNow(Int64(number))
      case .text(let text):
        if let number = Int64(text) { return isNow(number) }
        return dates.contains { text.utf8.starts(with: $0.utf8) }
      case .null, .bytes: return false
      }
    }

    private func isNow(_ number: Int64) -> Bool {
      seconds.contains(number) || seconds.contains(number / 1000)
    }
  }

  init() {}

  /// - Parameters:
  ///   - first: what one replay gave.
  ///   - second: what the other gave.
  ///   - clock: where it stood during both.
  init(between first: DatabaseContents, and second: DatabaseContents, clock: Clock) {
    for object in Set(first.rows.keys).union(second.rows.keys) {
      guard let one = first.rows[object], let other = second.rows[object],
        one.rows.count == other.rows.count, one.columns == other.columns
      else {
        tables[object] = Table(stable: [], cells: nil)
        continue
      }
      if let table = Self.table(one, other, clock) { tables[object] = table }
    }
    let (one, other) = (first.counters, second.counters)
    counters = Set(
      (one.filter { !other.contains($0) } + other.filter { !one.contains($0) }).map(\.object))
  }

  private static func table(_ one: StoredRows, _ other: StoredRows, _ clock: Clock) -> Table? {
    let ofClock = Set(
      one.columns.indices.filter { column in
        (one.rows + other.rows).contains { clock.mayHaveGiven($0[column]) }
      })
    if ofClock.isEmpty, one.rows.counted == other.rows.counted { return nil }
    var stable: [String] = []
    for (index, column) in one.columns.enumerated() where !ofClock.contains(index) {
      let wider = stable + [column]
      if one.only(wider).counted == other.only(wider).counted { stable = wider }
    }
    var cells: [[SQLValue]: Set<String>] = [:]
    let keys = (one.only(stable), other.only(stable))
    for (index, column) in one.columns.enumerated() where !stable.contains(column) {
      func values(_ rows: [[SQLValue]], _ keys: [[SQLValue]]) -> [[SQLValue]: [[SQLValue]: Int]] {
        Dictionary(grouping: zip(keys, rows), by: \.0).mapValues {
          $0.map { [$0.1[index]] }.counted
        }
      }
      let (here, there) = (values(one.rows, keys.0), values(other.rows, keys.1))
      for (key, found) in here {
        let isOfClock = found.keys.contains { $0.contains(where: clock.mayHaveGiven) }
        if isOfClock || found != there[key] { cells[key, default: []].insert(column) }
      }
    }
    return cells.isEmpty ? nil : Table(stable: stable, cells: cells)
  }

  /// `table.column` of each column that differs somewhere, `table` where whole rows do.
  var columns: [String] { columns(of: Set(tables.keys)) }

  /// The same for some tables.
  func columns(of objects: Set<ObjectID>) -> [String] {
    var names: Set<String> = []
    for (object, table) in tables where objects.contains(object) {
      guard let cells = table.cells else {
        names.insert(object.path)
        continue
      }
      for column in cells.values.joined() { names.insert("\(object.path).\(column)") }
    }
    return names.sorted()
  }

  /// The same contents without these cells.
  func removed(from contents: DatabaseContents) -> DatabaseContents {
    var contents = contents
    for (object, table) in tables {
      guard let stored = contents.rows[object] else { continue }
      guard let cells = table.cells else {
        contents.rows[object] = nil
        continue
      }
      let known = Set(stored.columns)
      let stable = table.stable.filter(known.contains)
      contents.rows[object]?.rows = zip(stored.rows, stored.only(stable)).map { row, key in
        guard let unstable = cells[key] else { return row }
        return zip(stored.columns, row).map { unstable.contains($0) ? .null : $1 }
      }
    }
    contents.counters.removeAll { counters.contains($0.object) }
    return contents
  }
}
