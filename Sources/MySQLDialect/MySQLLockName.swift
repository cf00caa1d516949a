import DialectKit
import SQLText

/// The name of a version table's user lock.
enum MySQLLockName {
  /// SQL that gives `aludel:` and forty digits, or NULL where the session has no database.
  ///
  /// User locks are of the whole server, at most 64 characters long, and do not tell upper from lower
  /// case, nor do the names of databases and tables everywhere. The server works it out, for a script
  /// may meet the same table in a database of another name.
  static func expression(for key: LockKey) -> SQLFragment {
    let schema: SQLFragment = key.table.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
    return """
      CONCAT('aludel:', LEFT(SHA2(LOWER(CONVERT(CONCAT(\(schema), CHAR(0 USING utf8mb4), \
      \(bind: .text(key.table.name.name))) USING utf8mb4)), 256), 40))
      """
  }
}
