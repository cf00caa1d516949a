import DialectKit
import SQLText
import SchemaModel

/// Reads the schema of the connected database: the session's settings, our own, the names of all objects,
/// what the server prints for each, and the settings put back.
enum MySQLInspection {
  static func reading(over connection: any Connection) throws(DatabaseError) -> SchemaReading {
    let session = try connection.query(
      "SELECT DATABASE(), @@sql_mode, @@sql_quote_show_create, @@time_zone")
    guard let session = session.first, let database = session[0].text else {
      throw DatabaseError(.statement, message: "the session has no database to read")
    }
    // ANSI_QUOTES and others would change what is printed.
    try connection.execute("SET sql_mode = '', sql_quote_show_create = 1")
    let reading: SchemaReading
    do {
      reading = try read(database, timeZone: session[3].text ?? "", over: connection)
    } catch {
      // The first error is the one to tell.
      try? restore(session, over: connection)
      throw error
    }
    try restore(session, over: connection)
    return reading
  }

  private static func restore(
    _ session: Row, over connection: any Connection
  ) throws(DatabaseError) {
    try connection.execute(
      "SET sql_mode = \(bind: session[1]), sql_quote_show_create = \(bind: session[2])")
  }

  private static func read(
    _ database: String, timeZone: String, over connection: any Connection
  ) throws(DatabaseError) -> SchemaReading {
    let catalog = MySQLCatalog(
      try connection.queryAll(MySQLCatalog.queries), database: database, timeZone: timeZone)
    let answers = try connection.queryAll(catalog.entries.map(\.question))
    return SchemaReading { () throws(DatabaseError) in
      try catalog.snapshot(answers.map { $0.first ?? Row([]) })
    }
  }
}
