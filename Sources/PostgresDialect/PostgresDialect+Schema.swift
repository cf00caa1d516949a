public import DialectKit
public import SQLText
public import SchemaModel

extension PostgresDialect: SchemaDialect {
  public var schemaRules: any SchemaRules { PostgresSchemaRules() }

  /// Reads in one transaction, so that all statements see one moment, and with settings under which the
  /// server writes every name with its schema and every constant in one way. What scripts have set for
  /// the session is put back first.
  public func inspect(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) -> SchemaSnapshot {
    var inspection = try PostgresInspection(connection, scope)
    try connection.resetSession()
    let isNested = connection.isInTransaction
    try connection.execute(
      isNested ? "SAVEPOINT aludel_inspection" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let snapshot: SchemaSnapshot
    do {
      _ = try connection.query(Self.pinSettings)
      snapshot = try inspection.read()
    } catch {
      do { try Self.endInspection(connection, isNested: isNested) } catch let rollback {
        throw error.noting(failedRollback: rollback)
      }
      throw error
    }
    try Self.endInspection(connection, isNested: isNested)
    return snapshot
  }

  /// Takes the settings back as well.
  private static func endInspection(
    _ connection: any Connection, isNested: Bool
  ) throws(DatabaseError) {
    guard isNested else { return try connection.rollback() }
    try connection.execute("ROLLBACK TO SAVEPOINT aludel_inspection")
    try connection.execute("RELEASE SAVEPOINT aludel_inspection")
  }

  /// Until the end of the transaction. Tables of the session itself come last, so that none of them can
  /// stand in for a catalog.
  private static let pinSettings: SQLFragment = """
    SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
      pg_catalog.set_config('quote_all_identifiers', 'off', true),
      pg_catalog.set_config('datestyle', 'ISO, YMD', true),
      pg_catalog.set_config('intervalstyle', 'postgres', true),
      pg_catalog.set_config('timezone', 'UTC', true),
      pg_catalog.set_config('bytea_output', 'hex', true),
      pg_catalog.set_config('extra_float_digits', '1', true),
      pg_catalog.set_config('lc_monetary', 'C', true),
      pg_catalog.set_config('jit', 'off', true)
    """

  // MARK: - Scratch databases

  public func scratchEndpoint(_ name: String, beside endpoint: Endpoint) -> Endpoint {
    endpoint.inPostgresDatabase(name)
  }

  /// From `template0`, the only template that may have another locale than the new database, and with
  /// the settings of the connected database that decide what a statement means.
  public func createScratch(
    _ name: String, over connection: any Connection
  ) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, to_jsonb(d)->>'datlocprovider',
        coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale'),
        to_jsonb(d)->>'daticurules'
      FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
      """)
    guard let row = rows.first else {
      throw DatabaseError(.statement, message: "the catalog does not show the connected database")
    }
    var options: [(String, String?)] = [
      ("ENCODING", row[0].text), ("LC_COLLATE", row[1].text), ("LC_CTYPE", row[2].text),
    ]
    switch row[3].text {
    case "i":
      options += [
        ("LOCALE_PROVIDER", "icu"), ("ICU_LOCALE", row[4].text), ("ICU_RULES", row[5].text),
      ]
    case "b": options += [("LOCALE_PROVIDER", "builtin"), ("BUILTIN_LOCALE", row[4].text)]
    default: break
    }
    var sql: SQLFragment = "CREATE DATABASE \(Identifier(name)) TEMPLATE template0"
    for (option, value) in options {
      if let value { sql.append(SQLFragment(verbatim: " \(option) \(literal(.text(value)))")) }
    }
    try connection.execute(sql)
    try copySettings(to: name, over: connection)
  }

  /// Those of ALTER DATABASE … SET; what only an administrator may set means nothing for a schema.
  private func copySettings(
    to name: String, over connection: any Connection
  ) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT pg_catalog.unnest(s.setconfig) FROM pg_catalog.pg_db_role_setting s
      JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
      WHERE s.setrole = 0 AND d.datname = pg_catalog.current_database()
      """)
    for row in rows {
      guard let setting = row[0].text, let equals = setting.firstIndex(of: "=") else { continue }
      let variable = String(setting[..<equals])
      let value = String(setting[setting.index(after: equals)...])
      guard Self.copiedSettings.contains(variable.lowercased()) else { continue }
      // The path is kept as a list of quoted names; everything else is one value.
      let isList = variable.lowercased() == "search_path"
      let text = isList && !value.isEmpty ? value : literal(.text(value))
      let end = SQLFragment(verbatim: " SET \(variable) TO \(text)")
      try connection.execute("ALTER DATABASE \(Identifier(name))" + end)
    }
  }

  private static let copiedSettings: Set<String> = [
    "search_path", "datestyle", "intervalstyle", "timezone", "default_table_access_method",
    "default_toast_compression", "xmlbinary", "bytea_output", "default_text_search_config",
  ]

  public func dropScratch(
    _ name: String, over connection: any Connection
  ) throws(DatabaseError) {
    let version = Int(connection.server.version.prefix { $0.isNumber }) ?? 0
    if version >= 13 {
      // The server takes a moment to end a session, and DROP DATABASE that finds one waits for 100 ms.
      for _ in 0..<50 {
        let sessions = try connection.query(
          """
          SELECT pg_catalog.pg_sleep(0.001) FROM pg_catalog.pg_stat_activity
          WHERE datname = \(bind: .text(name)) LIMIT 1
          """)
        if sessions.isEmpty { break }
      }
      try connection.execute("DROP DATABASE IF EXISTS \(Identifier(name)) WITH (FORCE)")
    } else {
      try connection.execute(
        """
        SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
        WHERE datname = \(bind: .text(name))
        """)
      try connection.execute("DROP DATABASE IF EXISTS \(Identifier(name))")
    }
  }

  public func scratchDatabases(
    prefix: String, over connection: any Connection
  ) throws(DatabaseError) -> [String] {
    let rows = try connection.query(
      """
      SELECT datname FROM pg_catalog.pg_database
      WHERE pg_catalog.starts_with(datname::text, \(bind: .text(prefix))) ORDER BY datname
      """)
    return rows.compactMap { $0[0].text }
  }

  /// Nobody misses what a scratch database loses in a crash, and its tables are too small for workers, which
  /// the server would consider anew for every index.
  public var scratchSettings: [SQLFragment] {
    [
      """
      SELECT pg_catalog.set_config('synchronous_commit', 'off', false),
        pg_catalog.set_config('max_parallel_maintenance_workers', '0', false)
      """
    ]
  }

  /// A table of the usual kind with no page has no row, and that is cheaper to see than to ask.
  public func filled(
    among tables: [ObjectID], over connection: any Connection
  ) throws(DatabaseError) -> [ObjectID] {
    let empty = try connection.query(
      """
      SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_am m ON m.oid = c.relam
      WHERE c.oid >= 16384 AND c.relkind = 'r' AND m.amname = 'heap'
        AND pg_catalog.pg_relation_size(c.oid) = 0
      """)
    let ids = Set(
      empty.map { ObjectID(.table, schema: $0[0].text, $0[1].text ?? "") })
    return try tablesWithRows(among: tables.filter { !ids.contains($0) }, over: connection)
  }

  public var beforeLoading: [SQLFragment] { ["SET check_function_bodies = off"] }

  public var afterLoading: [SQLFragment] { ["RESET check_function_bodies"] }
}
