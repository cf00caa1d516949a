public import SQLText
public import SchemaModel

/// A dialect whose schemas can be read from the catalog, compared and changed.
///
/// Reading happens on a connection; everything else is pure or one statement.
public protocol SchemaDialect: Dialect {
  var schemaRules: any SchemaRules { get }

  /// Reads the schema of the connected database in a number of round trips that does not depend on how
  /// much there is. Leaves the session as it was.
  func inspect(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaSnapshot

  /// The same in two parts: what only the database can tell, and making a snapshot of that, which blocks no
  /// session and needs none.
  func read(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaReading

  /// Where a scratch database of this name is: on the same server, for the same user. In memory, where
  /// the engine can.
  func scratchEndpoint(_ name: String, beside endpoint: Endpoint) -> Endpoint

  /// Makes an empty scratch database with the encoding and collation of the connected one. Nothing to do
  /// where connecting makes it.
  func createScratch(_ name: String, over connection: any Connection) throws(DatabaseError)

  /// Drops a scratch database, whoever is connected to it; nothing to do when there is none.
  func dropScratch(_ name: String, over connection: any Connection) throws(DatabaseError)

  /// The names of all databases of the server that begin so.
  func scratchDatabases(
    prefix: String, over connection: any Connection
  ) throws(DatabaseError) -> [String]

  /// What lets the connected user make scratch databases whose names begin so; nil unless the error is that
  /// it may not.
  func remedy(
    afterRefusing error: DatabaseError, scratchPrefix prefix: String,
    over connection: any Connection
  ) -> Remedy?

  /// Statements that make a session with a scratch database quicker, and leave what is made there as it would
  /// be. None, unless the dialect says otherwise.
  var scratchSettings: [SQLFragment] { get }

  /// Statements before a whole schema is loaded in any order: without checks of foreign keys or function
  /// bodies. They hold for the session.
  var beforeLoading: [SQLFragment] { get }

  /// Statements after it, which put the checks back.
  var afterLoading: [SQLFragment] { get }

  /// Those of the tables in which there are rows, in their order.
  func filled(
    among tables: [ObjectID], over connection: any Connection
  ) throws(DatabaseError) -> [ObjectID]

  /// Removes everything from the connected database that a user can have made in it: for one that was
  /// given as a scratch database and is not ours to drop.
  func emptyScratch(over connection: any Connection) throws(DatabaseError)

  /// A statement of somebody's as it is run on a scratch database: nil for one that only says who owns or
  /// may use something, and without the part of any other that does. What stays stands where it stood.
  func onScratch(_ statement: SQLStatement) -> SQLStatement?

  /// Whether a statement of a dump makes what the engine makes by itself and lets nobody else make. It is
  /// left out when a schema is loaded. Never, unless the dialect says otherwise.
  func isMadeByItself(_ statement: SQLStatement) -> Bool
}

/// A schema as the catalog has told it.
public struct SchemaReading: Sendable {
  /// May take its time.
  public var snapshot: @Sendable () throws(DatabaseError) -> SchemaSnapshot

  public init(_ snapshot: @escaping @Sendable () throws(DatabaseError) -> SchemaSnapshot) {
    self.snapshot = snapshot
  }
}

extension SchemaDialect {
  public func read(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaReading {
    let snapshot = try inspect(connection, scope)
    return SchemaReading { () throws(DatabaseError) in snapshot }
  }

  /// Nil: anybody may make them.
  public func remedy(
    afterRefusing error: DatabaseError, scratchPrefix prefix: String,
    over connection: any Connection
  ) -> Remedy? { nil }

  public var scratchSettings: [SQLFragment] { [] }

  public func filled(
    among tables: [ObjectID], over connection: any Connection
  ) throws(DatabaseError) -> [ObjectID] {
    try tablesWithRows(among: tables, over: connection)
  }

  /// Asks the tables themselves, a hundred at a time.
  public func tablesWithRows(
    among tables: [ObjectID], over connection: any Connection
  ) throws(DatabaseError) -> [ObjectID] {
    let parts = stride(from: 0, to: tables.count, by: 100).map { start in
      tables[start..<min(start + 100, tables.count)]
    }
    let answers = try connection.queryAll(
      parts.map { part in
        let questions = part.map { id -> SQLFragment in
          "EXISTS (SELECT 1 FROM \(id.qualifiedName))"
        }
        return "SELECT \(questions.joined(separator: ", "))"
      })
    return zip(parts, answers).flatMap { part, rows in
      zip(0..., part).filter { rows.first?[$0.0].integer == 1 }.map(\.1)
    }
  }

  public func onScratch(_ statement: SQLStatement) -> SQLStatement? {
    AccessStatement.of(statement, rules: lexicalRules) == nil ? statement : nil
  }

  public func isMadeByItself(_ statement: SQLStatement) -> Bool { false }
}

/// Which part of a database is read.
public struct InspectionScope: Hashable, Sendable {
  /// The schemas to read, as patterns in which `*` and `?` stand for any text and any character; nil for
  /// all but the engine's own.
  public var schemas: [String]?

  public init(schemas: [String]? = nil) {
    self.schemas = schemas
  }
}
