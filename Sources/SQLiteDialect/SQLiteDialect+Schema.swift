public import DialectKit
public import SQLText
public import SchemaModel

extension SQLiteDialect: SchemaDialect {
  public var schemaRules: any SchemaRules {
    SQLiteSchemaRules(libraryVersion: SQLiteLibrary.version)
  }

  /// Two statements, whatever there is.
  public func inspect(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaSnapshot {
    // pragma_table_list, which alone knows what belongs to a virtual table, came with it.
    guard SQLiteLibrary.version >= 3_037_000 else {
      throw DatabaseError(
        .statement,
        message: "reading a schema needs SQLite 3.37.0 or later, and this is \(connection.server)")
    }
    let tables = try connection.query(
      "SELECT name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main'")
    var facts: [String: SQLiteInspection.TableFacts] = [:]
    facts.reserveCapacity(tables.count)
    for row in tables {
      facts[row[0].text ?? ""] = SQLiteInspection.TableFacts(
        type: row[1].text ?? "", columnCount: Int(row[2].integer ?? 0),
        isWithoutRowid: row[3].integer == 1, isStrict: row[4].integer == 1)
    }
    let entries = try connection.query(
      "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
    )
    return SQLiteInspection(
      entries.map { row in
        SQLiteInspection.Entry(
          type: row[0].text ?? "", name: row[1].text ?? "", table: row[2].text ?? "",
          text: row[3].text ?? "")
      }, facts
    ).snapshot()
  }

  /// In memory: it ends with its session, so that whatever happens nothing is left.
  public func scratchEndpoint(_ name: String, beside endpoint: Endpoint) -> Endpoint { .inMemory }

  public func createScratch(
    _ name: String, over connection: any Connection
  ) throws(DatabaseError) {}

  public func dropScratch(_ name: String, over connection: any Connection) throws(DatabaseError) {}

  public func scratchDatabases(
    prefix: String, over connection: any Connection
  ) throws(DatabaseError) -> [String] { [] }

  /// Nothing: SQLite looks at what a key, a trigger or a view names when it is used.
  public var beforeLoading: [SQLFragment] { [] }

  public var afterLoading: [SQLFragment] { [] }
}
