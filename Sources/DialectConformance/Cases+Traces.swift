import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  /// Statements that every engine here has, each of which can run after those before it.
  private static let tracedEverywhere = [
    "CREATE TABLE traced (a INTEGER NOT NULL, b INTEGER)",
    "ALTER TABLE traced ADD COLUMN c INTEGER",
    "CREATE INDEX traced_a ON traced (a)",
    "ALTER TABLE traced RENAME COLUMN b TO d",
    "ALTER TABLE traced DROP COLUMN c",
    "ALTER TABLE traced RENAME TO traced_too",
    "CREATE VIEW traced_view AS SELECT a FROM traced_too",
    "DROP VIEW traced_view",
    "DROP TABLE traced_too",
  ]

  static let traces: [ConformanceCase] = [
    ConformanceCase("traces: the catalog tells before from after") { context in
      try await context.connected { (connection) throws in
        for text in tracedEverywhere + context.facts.traced {
          let statement = SQLStatement(text: text)
          guard
            case .facts(let facts) = StatementTrace.of(
              statement, rules: context.dialect.lexicalRules)
          else {
            Issue.record("no trace is known: \(text)")
            continue
          }
          for fact in facts {
            let before = try connection.presence(of: fact.object)
            #expect(before == (fact.isThere ? .absent : .present), "before \(text): \(fact)")
          }
          try connection.run(statement)
          for fact in facts {
            let after = try connection.presence(of: fact.object)
            #expect(after == (fact.isThere ? .present : .absent), "after \(text): \(fact)")
          }
        }
      }
    },
    ConformanceCase("traces: names are compared as the engine compares them") { context in
      try await context.connected { (connection) throws in
        for name in nastyNames where !context.facts.impossibleNames.contains(name) {
          let table = QualifiedName(name: Identifier(name))
          let column = CatalogObject.column(Identifier(name), of: table)
          do {
            #expect(try connection.presence(of: .relation(table)) == .absent, "\(name)")
            try connection.execute("CREATE TABLE \(table) (\(Identifier(name)) BIGINT)")
            #expect(try connection.presence(of: .relation(table)) == .present, "\(name)")
            #expect(try connection.presence(of: column) == .present, "\(name)")
            try connection.execute("DROP TABLE \(table)")
          } catch {
            Issue.record("\(name.debugDescription): \(error)")
          }
        }
      }
    },
    ConformanceCase("traces: what is repeatable can be repeated") { context in
      try await context.connected { (connection) throws in
        for text in context.facts.repeatable {
          let statement = SQLStatement(text: text)
          #expect(
            StatementTrace.of(statement, rules: context.dialect.lexicalRules) == .repeatable,
            "\(text)")
          try connection.run(statement)
          try connection.run(statement)
        }
      }
    },
  ]
}
