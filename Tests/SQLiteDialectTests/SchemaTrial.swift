import DialectKit
import SQLText
import SQLiteDialect
import SchemaModel

/// A database in memory whose schema is read and changed.
struct SchemaTrial {
  let dialect = SQLiteDialect()
  let connection: any Connection

  /// - Parameter script: statements to begin with.
  init(_ script: String = "") throws {
    connection = try dialect.connect(
      to: dialect.scratchEndpoint("", beside: Endpoint(database: "", identity: "", display: "")),
      settings: SessionSettings())
    try run(script)
  }

  func run(_ script: String) throws {
    for statement in try StatementSplitter(rules: .sqlite).statements(in: script) {
      try connection.run(statement)
    }
  }

  func snapshot() throws -> SchemaSnapshot { try dialect.inspect(connection, InspectionScope()) }

  func plan(to desired: SchemaSnapshot) throws -> SchemaPlan {
    try SchemaPlan(from: snapshot(), to: desired, rules: dialect.schemaRules)
  }

  func plan(to script: String) throws -> SchemaPlan {
    try plan(to: SchemaTrial(script).snapshot())
  }

  /// Carries a plan out as a section of a revision does.
  func apply(_ plan: SchemaPlan) throws {
    let keys: TransactionOptions.ForeignKeys = plan.suspendsForeignKeys ? .suspended : .enforced
    try connection.transaction(TransactionOptions(foreignKeys: keys)) { () throws(DatabaseError) in
      for statement in plan.statements { try connection.run(SQLStatement(text: statement.text)) }
    }
  }

  /// What differs between this schema and the desired one.
  func differences(from desired: SchemaSnapshot) throws -> [ObjectChange] {
    try SchemaComparison(from: snapshot(), to: desired, rules: dialect.schemaRules).changes
  }

  /// The rows of a query, each as text with bars between the values.
  func rows(_ sql: String) throws -> [String] {
    try connection.query(SQLFragment(verbatim: sql)).map { row in
      row.values.map(dialect.literal).joined(separator: "|")
    }
  }
}
