import SchemaModel

extension MySQLTokens {
  /// What stands behind the parentheses of a table. An option that is a fact of its own is named as
  /// the server prints it, in lower case: `max_rows`.
  mutating func readOptions(
    of table: inout SchemaObject, collations: [String: String]
  ) throws(Unknown) {
    while !isAtEnd, next != .word("PARTITION") {
      if take("WITH", "SYSTEM", "VERSIONING") {
        table[.systemVersioning] = "WITH SYSTEM VERSIONING"
        continue
      }
      _ = take("DEFAULT")
      if take("CHARSET") || take("CHARACTER", "SET") {
        _ = take(sign: "=")
        table[.collation] = collations[try word().lowercased()]
        continue
      }
      if take("COLLATE") {
        _ = take(sign: "=")
        table[.collation] = try word().lowercased()
        continue
      }
      let fact = try optionName()
      _ = take(sign: "=")
      let value: String
      if next == .sign("(") { value = "(\(text(try parenthesized())))" } else { value = try any() }
      if fact != .autoIncrement { table[fact] = value }
    }
    // Aria's own, which a table keeps for good when it goes to another engine.
    if table[.engine] != "Aria" { table[Fact("page_checksum")] = nil }
  }

  private mutating func optionName() throws(Unknown) -> Fact {
    if case .name(let name) = next {
      index += 1
      return Fact(name.lowercased())
    }
    let word = try word().lowercased()
    // `DATA DIRECTORY='…'`, `INDEX DIRECTORY='…'`
    return take("DIRECTORY") ? Fact("\(word) directory") : Fact(word)
  }

  mutating func readPartitioning(of table: inout SchemaObject) throws(Unknown) {
    guard take("PARTITION", "BY") else { return }
    let start = index
    while let kind = next {
      if kind == .sign("(") {
        if self.kind(at: index + 1) == .word("PARTITION") { break }
        _ = try parenthesized()
      } else {
        index += 1
      }
    }
    table[.partitioning] = text(start..<index)
    guard next == .sign("(") else { return }
    let partitions = split(try parenthesized()).map(partition)
    table[.partitions] = partitions.joined(separator: "\n")
  }

  /// Without the engine, which is the table's.
  private func partition(_ range: Range<Int>) -> String {
    var pieces: [String] = []
    var start = range.lowerBound
    for index in range
    where kind(at: index) == .word("ENGINE") && kind(at: index + 1) == .sign("=") {
      pieces.append(text(start..<index))
      start = index + 3
    }
    if start < range.upperBound { pieces.append(text(start..<range.upperBound)) }
    return pieces.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
