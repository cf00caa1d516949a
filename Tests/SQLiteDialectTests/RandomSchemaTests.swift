import Foundation
import SQLiteDialect
import SchemaModel
import Testing

/// Random schemas, edited at random: made from nothing, changed there and back, with their rows.
///
/// `ALUDEL_TEST_SCHEMAS=5000` tries so many.
@Suite struct RandomSchemaTests {
  @Test func changesKeepWhatStays() throws {
    let count = ProcessInfo.processInfo.environment["ALUDEL_TEST_SCHEMAS"].flatMap(Int.init) ?? 60
    var rebuilds = 0
    for seed in 0..<count {
      var dice = SeededDice(seed: UInt64(seed))
      let current = RandomSchema.random(using: &dice)
      var desired = current
      for _ in 0...dice.roll(8) { desired.edit(&dice) }
      do {
        rebuilds += try attempt(current, desired, "seed \(seed)")
      } catch {
        Issue.record("seed \(seed): \(error)\n\(current.script)\n\n\(desired.script)")
      }
    }
    #expect(rebuilds > count / 3)
  }

  /// - Returns: the number of tables that the way up has rebuilt.
  private func attempt(
    _ current: RandomSchema, _ desired: RandomSchema, _ name: Comment
  ) throws -> Int {
    // Rows first, since triggers would delete them.
    var plain = current
    plain.removeTriggers()
    let trial = try SchemaTrial(
      plain.script + "PRAGMA foreign_keys=OFF;" + plain.rows + "PRAGMA foreign_keys=ON;")
    let old = try SchemaTrial(current.script).snapshot()
    try trial.apply(trial.plan(to: old))

    let whole = try SchemaTrial()
    try whole.apply(whole.plan(to: old))
    #expect(try whole.snapshot() == old, name)

    let before = try values(trial, current)
    let new = try SchemaTrial(desired.script).snapshot()
    let upgrade = try trial.plan(to: new)
    try trial.apply(upgrade)
    #expect(try trial.differences(from: new) == [], name)
    let between = try values(trial, desired)
    expectKept(before, between, name)

    try trial.apply(trial.plan(to: old))
    #expect(try trial.differences(from: old) == [], name)
    expectKept(between, try values(trial, current), name)
    #expect(try trial.rows("PRAGMA integrity_check") == ["'ok'"], name)
    #expect(try trial.rows("PRAGMA foreign_key_check") == [], name)
    return upgrade.statements.count { $0.text.hasPrefix("PRAGMA legacy_alter_table=ON") }
  }

  /// The numbers of each column, and of the rows where they have some of their own.
  private func values(_ trial: SchemaTrial, _ schema: RandomSchema) throws -> [String: [String]] {
    var values: [String: [String]] = [:]
    for table in schema.tables {
      let from = "FROM \(RandomSchema.quoted(table.name)) ORDER BY id"
      for column in ["id"] + table.columns.filter({ $0.source == nil }).map(\.name) {
        values["\(table.name).\(column)"] = try trial.rows(
          "SELECT CAST(\(RandomSchema.quoted(column)) AS INTEGER) \(from)")
      }
      if !table.isWithoutRowid {
        values["\(table.name)\n\(table.isNumbered)"] = try trial.rows("SELECT _rowid_ \(from)")
      }
    }
    return values
  }

  private func expectKept(
    _ before: [String: [String]], _ after: [String: [String]], _ name: Comment
  ) {
    for (place, old) in before {
      guard let new = after[place] else { continue }
      #expect(new == old, "\(name): \(place)")
    }
  }
}

extension RandomSchema {
  fileprivate mutating func removeTriggers() {
    for table in tables.indices { tables[table].triggers = [:] }
  }
}
