import SchemaModel

/// An order for columns that are added or dropped one by one: the check or the expression of one may name
/// another, which must then be there.
struct SQLiteColumnOrder {
  /// Each after those that it names; nil when two name each other.
  let named: [SchemaObject]?

  init(_ columns: [SchemaObject]) {
    guard columns.count > 1 else {
      named = columns
      return
    }
    let names = columns.map { SQLiteName.folded($0.id.name) }
    let mentions = columns.map { column in
      Set(
        SQLiteToken.tokens(of: column[.written] ?? "")
          .compactMap { $0.nameValue.map(SQLiteName.folded) })
    }
    var waiting = Array(columns.indices)
    var order: [SchemaObject] = []
    while !waiting.isEmpty {
      let free = waiting.first { index in
        !waiting.contains { $0 != index && mentions[index].contains(names[$0]) }
      }
      guard let free else { break }
      order.append(columns[free])
      waiting.removeAll { $0 == free }
    }
    named = waiting.isEmpty ? order : nil
  }
}
