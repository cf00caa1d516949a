import DialectKit
import SQLText

/// What the user may do with our tables, as the access-privilege functions tell it (manual, 9.27):
/// roles, ownership and superusers are theirs to know.
extension PostgresConnection {
  func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle? {
    let row = try query(
      """
      SELECT current_user, pg_catalog.current_database(), pg_catalog.pg_is_in_recovery(), \
      pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
      """
    ).first
    let user = row?[0].text ?? ""
    var obstacle = AccessObstacle(user: user)
    if row?[2] == .integer(1), uses.contains(where: { $0.operations != [.select] }) {
      obstacle.note("the server is a standby, which takes no writes: use the primary's address")
      return obstacle
    }
    let session = Rights(
      user: try dialect.quote(Identifier(user)),
      database: try dialect.quote(Identifier(row?[1].text ?? "")),
      makesSchemas: row?[3] == .integer(1))
    for use in uses {
      if try needsSchema(for: use, session, &obstacle), !use.isMissing {
        try lookAtTable(use, session, &obstacle)
      }
    }
    return obstacle.ifAny
  }

  private struct Rights {
    /// Quoted, as is the database.
    var user: String
    var database: String
    var makesSchemas: Bool
  }

  /// - Returns: whether the schema is there and open.
  private func needsSchema(
    for use: TableUse, _ session: Rights, _ obstacle: inout AccessObstacle
  ) throws(DatabaseError) -> Bool {
    // A table that is there is found along the search path, wherever it is.
    guard use.table.schema != nil || use.isMissing else { return true }
    let name: SQLFragment =
      use.table.schema.map { "\(bind: .text($0.name))" } ?? "pg_catalog.current_schema()"
    let rows = try query(
      """
      SELECT nspname, pg_catalog.has_schema_privilege(oid, 'USAGE'), \
      pg_catalog.has_schema_privilege(oid, 'CREATE') \
      FROM pg_catalog.pg_namespace WHERE nspname = \(name)
      """)
    guard let row = rows.first, let schema = row[0].text else {
      if use.table.schema == nil {
        obstacle.note("no schema of the search_path is there to make \(use.table) in")
      } else if use.isMissing, !session.makesSchemas {
        obstacle.note(
          "no CREATE in database \(session.database), to make the schema of \(use.table)",
          .statement("GRANT CREATE ON DATABASE \(session.database) TO \(session.user)"))
      }
      return false
    }
    var missing: [String] = []
    if row[1] != .integer(1) { missing.append("USAGE") }
    if use.isMissing, row[2] != .integer(1) { missing.append("CREATE") }
    guard !missing.isEmpty else { return true }
    let words = missing.joined(separator: ", ")
    obstacle.note(
      "no \(words) in schema \(schema)",
      .statement(
        "GRANT \(words) ON SCHEMA \(try dialect.quote(Identifier(schema))) TO \(session.user)"))
    return row[1] == .integer(1)
  }

  private func lookAtTable(
    _ use: TableUse, _ session: Rights, _ obstacle: inout AccessObstacle
  ) throws(DatabaseError) {
    let answers = use.operations.map(Self.answer)
    let rows = try query(
      SQLFragment(
        verbatim: "SELECT n.nspname, c.relname, pg_catalog.pg_get_userbyid(c.relowner), "
          + answers.joined(separator: ", ")
          + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.oid = ")
        + "pg_catalog.to_regclass(\(bind: .text(try quoted(use.table))))")
    guard let row = rows.first, let schema = row[0].text, let table = row[1].text else { return }
    let missing = zip(use.operations, row.values.dropFirst(3)).filter { $1 != .integer(1) }.map(\.0)
    let grantable = missing.filter { $0 != .alter }
    let name = "\(try dialect.quote(Identifier(schema))).\(try dialect.quote(Identifier(table)))"
    if !grantable.isEmpty {
      obstacle.note(
        "no \(grantable.words) on \(schema).\(table)",
        .statement("GRANT \(grantable.words) ON TABLE \(name) TO \(session.user)"))
    }
    if missing.contains(.alter) {
      let owner = try dialect.quote(Identifier(row[2].text ?? ""))
      obstacle.note(
        "no ownership of \(schema).\(table), to widen its column",
        .statement("GRANT \(owner) TO \(session.user)"))
    }
  }

  /// Whether the operation is allowed on the row `c` of `pg_class`. What is granted on a column counts:
  /// which columns is not for us to guess.
  private static func answer(_ operation: TableUse.Operation) -> String {
    switch operation {
    case .create: "true"
    case .alter: "pg_catalog.pg_has_role(c.relowner, 'USAGE')"
    case .delete: "pg_catalog.has_table_privilege(c.oid, 'DELETE')"
    case .select, .insert, .update:
      "(pg_catalog.has_table_privilege(c.oid, '\(operation.rawValue)') "
        + "OR pg_catalog.has_any_column_privilege(c.oid, '\(operation.rawValue)'))"
    }
  }
}
