public import DialectKit
public import SQLText

/// What is tried out on scratch databases, which are in memory here.
extension SQLiteDialect {
  /// Drops virtual tables, with which their shadow tables go, then all other tables and views.
  public func emptyScratch(over connection: any Connection) throws(DatabaseError) {
    let virtual: SQLFragment = """
      SELECT 'TABLE', name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'
      """
    let others: SQLFragment = """
      SELECT upper(type), name FROM sqlite_schema
      WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      """
    try connection.transaction(
      TransactionOptions(foreignKeys: .suspended)
    ) { () throws(DatabaseError) in
      for query in [virtual, others] {
        for row in try connection.query(query) {
          guard let kind = row[0].text, let name = row[1].text else { continue }
          try connection.execute(
            "DROP \(SQLFragment(verbatim: kind)) IF EXISTS \(Identifier(name))")
        }
      }
    }
  }

  /// `sqlite_sequence` and `sqlite_stat1`, which `.schema` prints: SQLite keeps such names for itself.
  public func isMadeByItself(_ statement: SQLStatement) -> Bool {
    statement.keywords.starts(with: ["CREATE", "TABLE"])
      && statement.keywords.dropFirst(2).first?.hasPrefix("SQLITE_") == true
  }
}
