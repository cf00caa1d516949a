import DialectKit
import SQLText
import SchemaModel
import Testing

@testable import Orchestration

/// Two scratch databases of one engine on which pairs are tried, one pair after the other.
///
/// Between two pairs they are emptied by plans, too, so that every schema is also taken down.
final class PairBench {
  let dialect: any SchemaDialect
  private let upper: any Connection
  private let lower: any Connection
  private let close: () -> Void

  /// - Parameter administration: URL of a server's administrative database; nil for an engine without
  ///   servers.
  init(_ dialect: any SchemaDialect, administration: String?) throws {
    self.dialect = dialect
    guard let administration else {
      let url = try ConnectionURL(parsing: "\(dialect.name)://:memory:")
      let endpoint = try dialect.endpoint(for: url, relativeTo: "/")
      upper = try dialect.connect(to: endpoint, settings: SessionSettings())
      lower = try dialect.connect(to: endpoint, settings: SessionSettings())
      close = {}
      return
    }
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: administration), relativeTo: "/")
    let administrator = try dialect.connect(to: endpoint, settings: SessionSettings())
    let names = (0..<2).map { "aludel_pairs_\(UInt32.random(in: 0 ... .max))_\($0)" }
    let connections = try names.map { name in
      try dialect.createScratch(name, over: administrator)
      return try dialect.connect(
        to: dialect.scratchEndpoint(name, beside: endpoint), settings: SessionSettings())
    }
    (upper, lower) = (connections[0], connections[1])
    close = {
      connections.forEach { $0.close() }
      for name in names { try? dialect.dropScratch(name, over: administrator) }
      administrator.close()
    }
  }

  deinit { close() }

  private var rules: any SchemaRules { dialect.schemaRules }
  private let scope = InspectionScope()

  /// Everything that must hold for a pair: refused, or up, nothing left, down, nothing left, and rows kept.
  func tryOut(_ pair: SchemaPair) throws {
    defer { empty() }
    try run(script: pair.current, on: upper)
    let current = try dialect.inspect(upper, scope)
    // Renames are tried in whole runs, with rows; here what has another name goes and comes.
    if !pair.hasRenames { try run(script: pair.rows, on: upper) }
    let rowsBefore = try rows()
    try load(pair.desired, on: lower)
    let desired = try dialect.inspect(lower, scope)
    let equivalences = try settled(current, desired)

    let upgrade: SchemaPlan
    let downgrade: SchemaPlan
    do throws(SchemaRefusals) {
      upgrade = try SchemaPlan(
        from: current, to: desired, rules: rules, equivalences: equivalences)
      downgrade = try SchemaPlan(
        from: desired, to: current, rules: rules, equivalences: equivalences)
    } catch {
      let words = error.refusals.map { "\($0.object): \($0.reason)" }.joined(separator: "; ")
      guard let refusal = pair.refusal else {
        Issue.record("\(pair.name): refused: \(words)")
        return
      }
      #expect(words.contains(refusal), "\(pair.name)")
      return
    }
    #expect(pair.refusal == nil, "\(pair.name): not refused")
    if pair.isSame {
      #expect(upgrade.isEmpty && downgrade.isEmpty, "\(pair.name)\n\(text(upgrade))")
    }

    try expectReadable(upgrade, pair)
    try expectReadable(downgrade, pair)
    guard apply(upgrade, pair, "upgrade") else { return }
    let upgraded = try dialect.inspect(upper, scope)
    try expectEqual(upgraded, desired, pair, "after the upgrade", upgrade)
    let rowsBetween = try rows()
    if !pair.isLossy { expectKept(rowsBefore, rowsBetween, pair, upgrade) }
    guard apply(downgrade, pair, "downgrade") else { return }
    let back = try dialect.inspect(upper, scope)
    try expectEqual(back, current, pair, "after the downgrade", downgrade)
    if !pair.isLossy { expectKept(rowsBetween, try rows(), pair, downgrade) }
    try tryPart(of: current, desired, equivalences, upgrade, downgrade, pair)
  }

  /// What the changes reach can be made by itself, and there the plans do the same.
  private func tryPart(
    of current: SchemaSnapshot, _ desired: SchemaSnapshot, _ equivalences: Set<FactOfObject>,
    _ upgrade: SchemaPlan, _ downgrade: SchemaPlan, _ pair: SchemaPair
  ) throws {
    let comparison = SchemaComparison(
      from: current, to: desired, rules: rules, equivalences: equivalences)
    let surroundings = SchemaSurroundings(of: comparison.changes, in: [current, desired])
    let (before, after) = (surroundings.part(of: current), surroundings.part(of: desired))
    guard before.objects.count < current.objects.count else { return }
    try takeDown(upper)
    let making = try SchemaPlan(from: SchemaSnapshot(), to: before, rules: rules)
    for (plan, wanted) in [(making, before), (upgrade, after), (downgrade, before)] {
      guard apply(plan, pair, "in part") else { return }
      try expectEqual(dialect.inspect(upper, scope), wanted, pair, "in part", plan)
    }
  }

  /// Makes the desired schema from nothing by a plan and reads it again: nothing may get lost on the way.
  func tryWhole(_ pair: SchemaPair) throws {
    defer { empty() }
    try load(pair.desired, on: lower)
    let desired = try dialect.inspect(lower, scope)
    let plan: SchemaPlan
    do throws(SchemaRefusals) {
      plan = try SchemaPlan(from: SchemaSnapshot(), to: desired, rules: rules)
    } catch {
      if pair.refusal == nil {
        Issue.record("\(pair.name): the whole is refused: \(error.refusals.map(\.reason))")
      }
      return
    }
    guard apply(plan, pair, "the whole") else { return }
    try expectEqual(dialect.inspect(upper, scope), desired, pair, "as a whole", plan)
  }

  private func settled(
    _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) throws -> Set<FactOfObject> {
    try SchemaSettlement(dialect: dialect, scope: scope)
      .equivalences(
        in: SchemaComparison(from: current, to: desired, rules: rules), between: current,
        and: desired, on: lower)
  }

  private func expectEqual(
    _ found: SchemaSnapshot, _ wanted: SchemaSnapshot, _ pair: SchemaPair, _ moment: String,
    _ plan: SchemaPlan
  ) throws {
    // The second database still holds the desired schema: texts settle there as well for the way down.
    let left = SchemaComparison(
      from: found, to: wanted, rules: rules, equivalences: try settled(found, wanted))
    #expect(left.isEmpty, "\(pair.name) \(moment): \(describe(left))\n\(text(plan))")
  }

  private func describe(_ comparison: SchemaComparison) -> String {
    comparison.changes.map { change in
      switch change {
      case .create(let object): "missing \(object.id)"
      case .drop(let object): "too much: \(object.id)"
      case .alter(let old, let new, let facts):
        "\(new.id): "
          + facts.map { "\($0): \(old[$0] ?? "none") instead of \(new[$0] ?? "none")" }
          .joined(separator: ", ")
      }
    }.joined(separator: "; ")
  }

  private func text(_ plan: SchemaPlan) -> String {
    plan.statements.map(\.text).joined(separator: ";\n")
  }

  /// In a file the statements are the same ones, and none is refused there.
  private func expectReadable(_ plan: SchemaPlan, _ pair: SchemaPair) throws {
    let statements = plan.statements.map { statement in
      SchemaStatement(statement.text, needsAutocommit: false)
    }
    let text = GeneratedSection(statements, suspendsForeignKeys: false)
      .text(rules: dialect.lexicalRules)
    let read = try StatementSplitter(rules: dialect.lexicalRules).split(text)
      .compactMap { piece -> SQLStatement? in
        guard case .statement(let statement) = piece else {
          Issue.record("\(pair.name): a directive in\n\(text)")
          return nil
        }
        return statement
      }
    #expect(read.map(\.text) == plan.statements.map(\.text), "\(pair.name)")
    for (statement, planned) in zip(read, plan.statements) {
      let isAlone = planned.needsAutocommit || !dialect.traits.hasTransactionalDDL
      let objection = dialect.objection(to: statement, in: isAlone ? .autocommit : .transaction)
      #expect(objection == nil, "\(pair.name): \(statement.text)")
      let control = TransactionControl.of(statement, rules: dialect.lexicalRules)
      #expect(control == nil, "\(pair.name): \(statement.text)")
    }
  }

  /// Runs a plan as a revision would be run.
  private func apply(_ plan: SchemaPlan, _ pair: SchemaPair, _ moment: String) -> Bool {
    do {
      try apply(plan, on: upper)
      return true
    } catch {
      if upper.isInTransaction { try? upper.rollback() }
      Issue.record("\(pair.name), \(moment): \(error)\n\(text(plan))")
      return false
    }
  }

  private func apply(_ plan: SchemaPlan, on connection: any Connection) throws {
    let options = TransactionOptions(
      foreignKeys: plan.suspendsForeignKeys ? .suspended : .enforced)
    guard dialect.traits.hasTransactionalDDL else {
      for statement in plan.statements { try connection.run(SQLStatement(text: statement.text)) }
      return
    }
    try connection.begin(options)
    for statement in plan.statements {
      if statement.needsAutocommit { try connection.commit() }
      try connection.run(SQLStatement(text: statement.text))
      if statement.needsAutocommit { try connection.begin(options) }
    }
    try connection.commit()
  }

  private func run(script: String, on connection: any Connection) throws {
    let splitter = StatementSplitter(rules: dialect.lexicalRules)
    for statement in try splitter.statements(in: script) { try connection.run(statement) }
    try connection.resetSession()
  }

  private func load(_ script: String, on connection: any Connection) throws {
    for statement in dialect.beforeLoading { try connection.execute(statement) }
    try run(script: script, on: connection)
    for statement in dialect.afterLoading { try connection.execute(statement) }
  }

  /// The rows of every table, as columns and values.
  private func rows() throws -> [QualifiedName: [[String: SQLValue]]] {
    var rows: [QualifiedName: [[String: SQLValue]]] = [:]
    for object in try dialect.inspect(upper, scope).sorted where object.id.kind == .table {
      let name = QualifiedName(
        schema: object.id.schema.map { Identifier($0) }, name: Identifier(object.id.name))
      let columns = try upper.columns(of: name).map(\.name)
      guard !columns.isEmpty else { continue }
      var query: SQLFragment = "SELECT "
      for (index, column) in columns.enumerated() {
        if index > 0 { query.append(", ") }
        query.append("\(Identifier(column))")
      }
      query.append(" FROM \(name)")
      rows[name] = try upper.query(query).map { row in
        Dictionary(
          columns.enumerated().map { ($1, row[$0]) }, uniquingKeysWith: { first, _ in first })
      }
    }
    return rows
  }

  /// Of every table that is still there the columns that are still there hold what they held.
  private func expectKept(
    _ before: [QualifiedName: [[String: SQLValue]]],
    _ after: [QualifiedName: [[String: SQLValue]]], _ pair: SchemaPair, _ plan: SchemaPlan
  ) {
    for (table, old) in before {
      guard let new = after[table], let columns = new.first?.keys ?? old.first?.keys else {
        continue
      }
      let common = columns.filter { old.first?.keys.contains($0) ?? false }.sorted()
      func values(_ rows: [[String: SQLValue]]) -> [String] {
        rows.map { row in common.map { "\(row[$0] ?? .null)" }.joined(separator: "|") }.sorted()
      }
      #expect(values(new) == values(old), "\(pair.name): rows of \(table)\n\(text(plan))")
    }
  }

  private func takeDown(_ connection: any Connection) throws {
    let schema = try dialect.inspect(connection, scope)
    try apply(SchemaPlan(from: schema, to: SchemaSnapshot(), rules: rules), on: connection)
    let left = try dialect.inspect(connection, scope).sorted.map(\.id.description)
    #expect(left.isEmpty)
  }

  private func empty() {
    for connection in [upper, lower] {
      do {
        if connection.isInTransaction { try connection.rollback() }
        try takeDown(connection)
      } catch {
        Issue.record("a schema cannot be taken down: \(error)")
        try? connection.rollback()
        try? dialect.emptyScratch(over: connection)
      }
    }
  }
}
