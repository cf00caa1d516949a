public import DialectKit
public import SQLText

extension SQLiteDialect {
  public func createTable(_ table: BookkeepingTable) -> SQLFragment {
    createTable(table, onlyIfMissing: false)
  }

  /// The schema keeps the same text either way.
  func createTable(_ table: BookkeepingTable, onlyIfMissing: Bool) -> SQLFragment {
    let condition: SQLFragment = onlyIfMissing ? "IF NOT EXISTS " : ""
    var sql: SQLFragment = "CREATE TABLE \(condition)\(table.name) ("
    for column in table.columns {
      let type = SQLFragment(verbatim: Self.type(of: column.kind))
      let null: SQLFragment = column.isNullable ? "" : " NOT NULL"
      sql.append("\(Identifier(column.name)) \(type)\(null), ")
    }
    let constraint = Identifier("\(table.name.name)_pkc")
    return sql
      + "CONSTRAINT \(constraint) PRIMARY KEY (\(Identifier(table.primaryKey))))"
  }

  public func createSchema(_ schema: Identifier) -> SQLFragment? { nil }

  /// Nothing: SQLite does not enforce a length (https://sqlite.org/datatype3.html).
  public func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? { nil }

  private static func type(of kind: BookkeepingColumn.Kind) -> String {
    switch kind {
    case .text(let limit): "VARCHAR(\(limit))"
    case .longText: "TEXT"
    // A primary key of exactly this type is the row's number and counts up by itself
    // (https://sqlite.org/lang_createtable.html#rowid).
    case .integer, .counter: "INTEGER"
    }
  }
}
