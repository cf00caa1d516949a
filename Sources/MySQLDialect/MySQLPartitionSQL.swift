import SchemaModel

/// How a table comes by other partitions.
///
/// Partitions are added, dropped and split where the server can; anything else puts every row into its
/// new partition and fails where one fits into none.
struct MySQLPartitionSQL {
  private let table: String
  private let old: SchemaObject
  private let new: SchemaObject
  /// For the end of an `ALTER TABLE`.
  private(set) var clause: String?
  private(set) var hazards: [Hazard] = []
  /// Statements of their own: partitions are managed in no other.
  private(set) var statements: [SchemaStatement] = []

  init(table: String, from old: SchemaObject, to new: SchemaObject) {
    self.table = table
    self.old = old
    self.new = new
  }

  static func clause(of table: SchemaObject) -> String? {
    guard let method = table[.partitioning] else { return nil }
    var text = "PARTITION BY \(method)"
    let list = partitions(of: table)
    if !list.isEmpty { text += " (\n  " + list.joined(separator: ",\n  ") + "\n)" }
    return text
  }

  private static func partitions(of table: SchemaObject) -> [String] {
    (table[.partitions] ?? "").split(separator: "\n").map(String.init)
  }

  /// - Parameter canStandAlone: whether the keys stay, which hold the columns that rows are spread by.
  mutating func compare(canStandAlone: Bool) {
    guard new[.partitioning] != nil else {
      clause = "REMOVE PARTITIONING"
      hazards = [Hazard(.rewrite, "copies all rows of \(new.id.name)")]
      return
    }
    if canStandAlone, manage() { return }
    statements = []
    clause = Self.clause(of: new)
    hazards = [
      Hazard(.rewrite, "copies all rows of \(new.id.name)"),
      Hazard(.mayFail, "fails while \(new.id.name) has rows that fit into none of its partitions"),
    ]
  }

  /// Whether single partitions can be added and dropped.
  private mutating func manage() -> Bool {
    let (oldList, newList) = (Self.partitions(of: old), Self.partitions(of: new))
    guard let method = new[.partitioning], old[.partitioning] == method, !oldList.isEmpty,
      !newList.isEmpty, !method.contains("SUBPARTITION")
    else { return false }
    let isRange = method.hasPrefix("RANGE")
    guard isRange || method.hasPrefix("LIST") else { return false }
    let (isOld, isNew) = (Set(oldList), Set(newList))
    let added = newList.filter { !isOld.contains($0) }
    let kept = newList.filter(isOld.contains)
    guard let first = kept.first, let last = kept.last,
      oldList.filter(isNew.contains) == kept
    else { return false }
    // What was in a partition that is cut otherwise belongs into the new ones.
    guard kept.count == oldList.count || added.isEmpty || isRotation(oldList, newList, kept) else {
      return false
    }
    let outside = oldList.prefix { $0 != first } + oldList.reversed().prefix { $0 != last }
    drop(isRange ? Array(outside) : oldList.filter { !isNew.contains($0) })
    if isRange {
      merge(oldList.filter { !outside.contains($0) }, isNew)
      split(newList, isOld)
      return true
    }
    return append(added, after: kept, newList)
  }

  /// Whether partitions go at the beginning and come at the end only.
  private func isRotation(_ old: [String], _ new: [String], _ kept: [String]) -> Bool {
    old.suffix(kept.count).elementsEqual(kept) && new.prefix(kept.count).elementsEqual(kept)
  }

  private mutating func drop(_ list: [String]) {
    if list.isEmpty { return }
    let names = list.map(Self.name)
    statements.append(
      SchemaStatement(
        "ALTER TABLE \(table) DROP PARTITION \(names.joined(separator: ", "))",
        hazards: names.map {
          Hazard(.dataLoss, "drops the partition \($0) of \(new.id.name) and all its rows")
        }))
  }

  /// A list takes new members at its end.
  private mutating func append(_ added: [String], after kept: [String], _ list: [String]) -> Bool {
    guard list.starts(with: kept) else { return false }
    if !added.isEmpty { add(added) }
    return true
  }

  private mutating func add(_ list: [String]) {
    statements.append(
      SchemaStatement("ALTER TABLE \(table) ADD PARTITION (\(list.joined(separator: ", ")))"))
  }

  /// A range that goes between others leaves its rows to the one that follows.
  private mutating func merge(_ list: [String], _ isNew: Set<String>) {
    var gone: [String] = []
    for partition in list {
      gone.append(partition)
      guard isNew.contains(partition) else { continue }
      if gone.count > 1 { reorganize(gone, into: [partition]) }
      gone = []
    }
  }

  /// A range takes new members at its end, and elsewhere out of the one that follows.
  private mutating func split(_ list: [String], _ isOld: Set<String>) {
    var added: [String] = []
    for partition in list {
      added.append(partition)
      guard isOld.contains(partition) else { continue }
      if added.count > 1 { reorganize([partition], into: added) }
      added = []
    }
    if !added.isEmpty { add(added) }
  }

  private mutating func reorganize(_ old: [String], into new: [String]) {
    let names = old.map(Self.name).joined(separator: ", ")
    statements.append(
      SchemaStatement(
        "ALTER TABLE \(table) REORGANIZE PARTITION \(names) INTO (\(new.joined(separator: ", ")))",
        hazards: [Hazard(.rewrite, "copies the rows of \(names)")]))
  }

  /// ``PARTITION `p` VALUES …``
  private static func name(_ partition: String) -> String {
    let rest = partition.dropFirst("PARTITION ".count)
    guard rest.first == "`" else { return String(rest.prefix { $0 != " " }) }
    let end = rest.dropFirst().firstIndex(of: "`") ?? rest.endIndex
    return String(rest[..<end]) + "`"
  }
}
