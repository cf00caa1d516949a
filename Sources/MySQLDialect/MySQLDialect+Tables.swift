public import DialectKit
public import SQLText

extension MySQLDialect {
  /// The constraint gets no name of ours: a primary key is always called PRIMARY.
  ///
  /// ASCII by its bytes is the table's default too, so that a later `MODIFY`, which falls back to
  /// that default, leaves a column what it is.
  public func createTable(_ table: BookkeepingTable) -> SQLFragment {
    var sql: SQLFragment = "CREATE TABLE \(table.name) ("
    for column in table.columns {
      let type = Self.type(of: column.kind)
      let null = column.isNullable ? "" : " NOT NULL"
      let counter = column.kind == .counter ? " AUTO_INCREMENT" : ""
      let definition = SQLFragment(verbatim: " \(type)\(null)\(counter), ")
      sql.append("\(Identifier(column.name))\(definition)")
    }
    return sql
      + "PRIMARY KEY (\(Identifier(table.primaryKey)))) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin"
  }

  /// (https://mariadb.com/kb/en/update/)
  public func fromNewest(by column: Identifier) -> SQLFragment {
    " ORDER BY \(column) DESC LIMIT 1"
  }

  /// (https://mariadb.com/kb/en/kill/)
  public func ending(session: String) -> Remedy? {
    UInt64(session).map { .statement("KILL \($0)") }
  }

  private static func type(of kind: BookkeepingColumn.Kind) -> String {
    switch kind {
    case .text(let limit): "VARCHAR(\(limit)) CHARACTER SET ascii COLLATE ascii_bin"
    case .longText: "LONGTEXT CHARACTER SET utf8mb4"
    case .integer, .counter: "BIGINT"
    }
  }

  public func createSchema(_ schema: Identifier) -> SQLFragment? {
    "CREATE DATABASE IF NOT EXISTS \(schema)"
  }

  /// Without a character set: the column of a table that Alembic made stays in the table's own, and
  /// widening it converts no row.
  public func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? {
    guard case .text(let limit) = column.kind else { return nil }
    let type = SQLFragment(verbatim: "VARCHAR(\(limit))\(column.isNullable ? "" : " NOT NULL")")
    return "ALTER TABLE \(table) MODIFY COLUMN \(Identifier(column.name)) \(type)"
  }
}
