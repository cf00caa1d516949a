import DialectKit
public import SQLText
public import SchemaModel

/// How two databases differ, object by object.
public enum ContentDifference: Hashable, Sendable {
  case object(ObjectChange)
  /// Rows that only one of them has, each as the values that the server gave.
  case rows(ObjectID, missing: [[SQLValue]], extra: [[SQLValue]])
  /// A counter stands elsewhere; nil for one that was never used.
  case counter(ObjectID, expected: String?, found: String?)
}

extension DatabaseContents {
  /// What this one lacks or has too much, beside the expected one.
  ///
  /// - Parameter equivalences: facts that are written differently and mean the same.
  func differences(
    from expected: DatabaseContents, rules: any SchemaRules, equivalences: Set<FactOfObject>,
    withCounters: Bool = true
  ) -> [ContentDifference] {
    var differences = SchemaComparison(
      from: schema, to: expected.schema, rules: rules, equivalences: equivalences
    ).changes.map(ContentDifference.object)
    for table in Set(rows.keys).union(expected.rows.keys).sorted() {
      let missing = expected.rows[table]?.missing(from: rows[table]) ?? []
      let extra = rows[table]?.missing(from: expected.rows[table]) ?? []
      if !missing.isEmpty || !extra.isEmpty {
        differences.append(.rows(table, missing: missing, extra: extra))
      }
    }
    guard withCounters else { return differences }
    let (found, wanted) = (counters.byObject, expected.counters.byObject)
    for object in Set(found.keys).union(wanted.keys).sorted() where found[object] != wanted[object]
    {
      differences.append(
        .counter(object, expected: wanted[object], found: found[object]))
    }
    return differences
  }
}

extension [Counter] {
  fileprivate var byObject: [ObjectID: String] {
    Dictionary(map { ($0.object, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
