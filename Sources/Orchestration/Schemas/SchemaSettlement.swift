internal import DialectKit
internal import SQLText
internal import SchemaModel

/// Finds out which different texts mean the same.
///
/// PostgreSQL prints an expression, reads what it printed, and may print it in another way: what a
/// generated revision made then differs for ever from what the author wrote. So both texts are read
/// and printed once more on a scratch database, and those are compared. The cost depends on what
/// differs only.
struct SchemaSettlement {
  let dialect: any SchemaDialect
  let scope: InspectionScope

  /// Whether there is anything that only the scratch database can tell: an engine whose DDL cannot be taken
  /// back is not asked.
  var asksDatabase: Bool { dialect.traits.hasTransactionalDDL }

  /// What the scratch database is asked about.
  func facts(of comparison: SchemaComparison) -> [FactOfObject] {
    asksDatabase ? comparison.unsettled(by: dialect.schemaRules) : []
  }

  /// The facts whose texts differ in the two schemas and mean the same.
  ///
  /// - Parameters:
  ///   - comparison: of the two, in either direction.
  ///   - scratch: a database that holds the desired schema and no rows; left as it was.
  func equivalences(
    in comparison: SchemaComparison, between current: SchemaSnapshot, and desired: SchemaSnapshot,
    on scratch: any Connection
  ) throws(DatabaseError) -> Set<FactOfObject> {
    let unsettled = facts(of: comparison)
    guard !unsettled.isEmpty else { return [] }
    // One that cannot be made in the desired schema spoils it for all, and then each is asked alone.
    if let settled = try settle(unsettled, current, desired, scratch) { return settled }
    var settled: Set<FactOfObject> = []
    for objectFacts in Dictionary(grouping: unsettled, by: \.object).values {
      settled.formUnion(try settle(objectFacts, current, desired, scratch) ?? [])
    }
    return settled
  }

  /// Nil when the server does not take the current texts in the desired schema.
  private func settle(
    _ facts: [FactOfObject], _ current: SchemaSnapshot, _ desired: SchemaSnapshot,
    _ scratch: any Connection
  ) throws(DatabaseError) -> Set<FactOfObject>? {
    var borrowed = desired
    for fact in facts {
      guard var object = borrowed[fact.object] else { continue }
      object[fact.fact] = current[fact.object]?[fact.fact]
      borrowed.insert(object)
    }
    try scratch.begin(TransactionOptions())
    let settled: Set<FactOfObject>?
    do throws(DatabaseError) {
      // There and back again: the first way prints the current texts anew, the second the desired ones.
      let there = try move(from: desired, to: borrowed, on: scratch)
      let back: SchemaSnapshot? =
        if let there { try move(from: there, to: desired, on: scratch) } else { nil }
      settled =
        if let there, let back {
          Set(
            facts.filter { fact in
              let text = there[fact.object]?[fact.fact]
              return text == desired[fact.object]?[fact.fact]
                || text == back[fact.object]?[fact.fact]
            })
        } else {
          nil
        }
    } catch {
      try scratch.rollback()
      throw error
    }
    try scratch.rollback()
    return settled
  }

  /// The schema after the way from one to the other; nil where there is none inside a transaction.
  private func move(
    from old: SchemaSnapshot, to new: SchemaSnapshot, on scratch: any Connection
  ) throws(DatabaseError) -> SchemaSnapshot? {
    guard let plan = try? SchemaPlan(from: old, to: new, rules: dialect.schemaRules),
      !plan.statements.contains(where: \.needsAutocommit)
    else { return nil }
    for statement in plan.statements {
      do throws(DatabaseError) {
        try scratch.run(SQLStatement(text: statement.text))
      } catch {
        if error.kind == .connectionLost { throw error }
        return nil
      }
    }
    return try dialect.inspect(scratch, scope)
  }
}
