public import DialectKit
public import SQLText
public import SchemaModel

extension MySQLDialect: SchemaDialect {
  public var schemaRules: any SchemaRules { MySQLSchemaRules() }

  /// A schema is a database here, and what is read is the connected one: the scope's patterns choose
  /// among schemas and so say nothing.
  public func inspect(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaSnapshot {
    try MySQLInspection.reading(over: connection).snapshot()
  }

  public func read(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaReading {
    try MySQLInspection.reading(over: connection)
  }

  public func scratchEndpoint(_ name: String, beside endpoint: Endpoint) -> Endpoint {
    endpoint.mysql(database: name)
  }

  public func createScratch(
    _ name: String, over connection: any Connection
  ) throws(DatabaseError) {
    let defaults = try connection.query("SELECT @@character_set_database, @@collation_database")
    guard let charset = defaults.first?[0].text, let collation = defaults.first?[1].text else {
      throw DatabaseError(.statement, message: "the server does not tell its database's collation")
    }
    try connection.execute(
      """
      CREATE DATABASE \(Identifier(name)) \
      CHARACTER SET \(Identifier(charset)) COLLATE \(Identifier(collation))
      """)
  }

  /// Sessions in it are ended first: one that has a transaction open would keep its tables.
  public func dropScratch(_ name: String, over connection: any Connection) throws(DatabaseError) {
    let sessions = try connection.query(
      """
      SELECT id FROM information_schema.processlist
      WHERE db = \(bind: .text(name)) AND id <> CONNECTION_ID()
      """)
    for session in sessions.compactMap(\.[0].integer) {
      // It may have ended by itself.
      _ = try? connection.execute(SQLFragment(verbatim: "KILL \(session)"))
    }
    try connection.execute("DROP DATABASE IF EXISTS \(Identifier(name))")
  }

  public func scratchDatabases(
    prefix: String, over connection: any Connection
  ) throws(DatabaseError) -> [String] {
    try connection.query(
      """
      SELECT schema_name FROM information_schema.schemata
      WHERE LEFT(schema_name, CHAR_LENGTH(\(bind: .text(prefix)))) = \(bind: .text(prefix))
      ORDER BY schema_name
      """
    ).compactMap(\.[0].text)
  }

  /// A dump's tables come by name, not by what they refer to.
  public var beforeLoading: [SQLFragment] { ["SET foreign_key_checks = 0"] }

  public var afterLoading: [SQLFragment] { ["SET foreign_key_checks = DEFAULT"] }
}
