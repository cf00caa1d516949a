import DialectKit
import SQLText

/// What stands for a version table among the server's advisory locks: two numbers (manual, 13.3.5), one
/// for Aludel and one for the table. The server adds the database.
enum PostgresLockKey {
  /// `alud`
  static let namespace: Int64 = 0x616c_7564

  /// 32 bits of the SHA-256 of the schema's name, a zero byte, and the table's name.
  ///
  /// The server works it out, for it knows the schema of a table without one: where the search path
  /// finds the table, or else where it would be made. Two users with their own search paths so get the
  /// same lock for the same table.
  ///
  /// - Parameter quoted: the table's name as `to_regclass` reads it, without a schema.
  static func number(of table: QualifiedName, quoted: String) -> SQLFragment {
    let schema: SQLFragment =
      if let schema = table.schema {
        "\(bind: .text(schema.name))::text"
      } else {
        """
        coalesce((SELECT n.nspname::text FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(\(bind: .text(quoted)))),
          pg_catalog.current_schema()::text, '')
        """
      }
    return """
      ('x' || pg_catalog.encode(pg_catalog.substr(pg_catalog.sha256(
        pg_catalog.convert_to(\(schema), 'UTF8') || pg_catalog.decode('00', 'hex')
        || pg_catalog.convert_to(\(bind: .text(table.name.name))::text, 'UTF8')), 1, 4), 'hex')
      )::bit(32)::int4
      """
  }
}
