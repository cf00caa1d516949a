public import DialectKit
import SQLText

/// A database that was given for scratch work.
extension PostgresDialect {
  /// `CREATEDB`, where the error is `insufficient_privilege`.
  public func remedy(
    afterRefusing error: DatabaseError, scratchPrefix prefix: String,
    over connection: any Connection
  ) -> Remedy? {
    guard error.code == "42501",
      let user = try? connection.query("SELECT pg_catalog.quote_ident(current_user)").first?[0].text
    else { return nil }
    return .statement("ALTER ROLE \(user) CREATEDB")
  }

  /// Drops what belongs to no schema, then every schema, and makes `public` as a new database has it.
  public func emptyScratch(over connection: any Connection) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT pg_catalog.format('DROP EVENT TRIGGER %I', evtname), 1
        FROM pg_catalog.pg_event_trigger
      UNION ALL SELECT pg_catalog.format('DROP PUBLICATION %I', pubname), 2
        FROM pg_catalog.pg_publication
      UNION ALL SELECT pg_catalog.format('DROP EXTENSION IF EXISTS %I CASCADE', extname), 3
        FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
      UNION ALL SELECT pg_catalog.format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname), 4
        FROM pg_catalog.pg_foreign_data_wrapper
      UNION ALL SELECT pg_catalog.format('DROP SCHEMA IF EXISTS %I CASCADE', nspname), 5
        FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      ORDER BY 2, 1
      """)
    for row in rows {
      if let statement = row[0].text { try connection.execute(SQLFragment(verbatim: statement)) }
    }
    try connection.execute("CREATE SCHEMA public")
    try connection.execute("COMMENT ON SCHEMA public IS 'standard public schema'")
  }
}
