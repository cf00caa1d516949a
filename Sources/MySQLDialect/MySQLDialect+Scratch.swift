public import DialectKit
import SQLText

/// A database that was given for scratch work.
extension MySQLDialect {
  /// Drops the database and makes it again: whoever may do anything with it may do that, too.
  public func emptyScratch(over connection: any Connection) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT schema_name, default_character_set_name, default_collation_name
      FROM information_schema.schemata WHERE schema_name = DATABASE()
      """)
    guard let row = rows.first, let name = row[0].text, let charset = row[1].text,
      let collation = row[2].text
    else { throw DatabaseError(.statement, message: "the session has no database to empty") }
    let database = Identifier(name)
    try connection.execute("DROP DATABASE \(database)")
    try connection.execute(
      """
      CREATE DATABASE \(database) CHARACTER SET \(Identifier(charset)) \
      COLLATE \(Identifier(collation))
      """)
    try connection.execute("USE \(database)")
  }
}
