package import DialectKit
package import Revisions
package import SQLText

/// The table that says where a database stands: one row for each maximal applied revision, in the
/// shape that Alembic gives it, so that a database can be taken over from Alembic and given back.
///
/// One implementation for every dialect, over a connection and the dialect's own DDL.
package struct VersionTable: Sendable {
  package let name: QualifiedName
  let dialect: any Dialect

  /// As wide as the longest id; Alembic's own is 32 wide.
  static let width = 255

  static let column = BookkeepingColumn("version_num", .text(limit: width))

  package init(name: QualifiedName, dialect: any Dialect) {
    self.name = name
    self.dialect = dialect
  }

  /// What the table can hold.
  struct Shape: Equatable {
    /// The longest id, in characters; nil for no limit.
    var limit: Int?
  }

  /// Asks for the rows of a table that is there.
  var question: SQLFragment { "SELECT version_num FROM \(name) ORDER BY version_num" }

  /// The rows in order, known or not; what is no text is told in parentheses, which no id has.
  func rows(in answer: [Row]) -> [String] {
    answer.map { row in row[0].text ?? (row[0] == .null ? "(NULL)" : "(binary)") }
  }

  /// Makes the table, and its schema, where they are missing, and widens it where it is too narrow.
  ///
  /// On its own, before the rows are written: the engine may commit at every DDL statement.
  func makeReady(
    for added: [RevisionID], on connection: any Connection
  ) throws(BookkeepingProblem) {
    let columns = try mapped { () throws(DatabaseError) in try connection.columns(of: name) }
    if let shape = try shape(columns) {
      return try widen(shape, for: added, on: connection)
    }
    try mapped { () throws(DatabaseError) in
      try createSchema(of: name, dialect: dialect, on: connection)
      try connection.execute(dialect.createTable(definition))
    }
  }

  /// Writes what a step changes.
  ///
  /// Every removed row must be there and every row counts once: another program that moved the rows
  /// meanwhile is noticed here even if it knows nothing of our lock (Alembic has the same check).
  package func apply(_ delta: HeadDelta, on connection: any Connection) throws(BookkeepingProblem) {
    for change in changes(for: delta) {
      let count = try mapped { () throws(DatabaseError) in try connection.execute(change.sql) }
      if let row = change.replaced, count != 1 { throw .rowMoved(name, row) }
    }
  }

  /// Empties the table: `stamp --purge`, the one way past rows that no file declares.
  package func purge(on connection: any Connection) throws(BookkeepingProblem) {
    try mapped { () throws(DatabaseError) in try connection.execute(emptying) }
  }

  /// What a table with these columns can hold, or nil when there is no table.
  func shape(_ columns: [ColumnDescription]) throws(BookkeepingProblem) -> Shape? {
    if columns.isEmpty { return nil }
    guard let column = columns.first(where: { $0.name.lowercased() == Self.column.name }) else {
      throw .notAVersionTable(name, columns: columns.map(\.name))
    }
    return Shape(limit: column.textLimit)
  }

  /// As wide as Alembic's own column: none is narrower in practice, so that most scripts need not ask.
  static func mayNeedWidening(for ids: [RevisionID]) -> Bool {
    ids.contains { $0.text.utf8.count > 32 }
  }

  private func widen(
    _ shape: Shape, for ids: [RevisionID], on connection: any Connection
  ) throws(BookkeepingProblem) {
    let longest = ids.map(\.text.utf8.count).max() ?? 0
    guard let limit = shape.limit, limit < longest,
      let statement = dialect.widen(Self.column, of: name)
    else { return }
    try mapped { () throws(DatabaseError) in try connection.execute(statement) }
  }
}

/// Gives a database error its place among the bookkeeping errors.
@discardableResult
func mapped<Result>(
  _ body: () throws(DatabaseError) -> Result
) throws(BookkeepingProblem) -> Result {
  do { return try body() } catch { throw .database(error) }
}

/// Makes the schema of a table of ours; asks first, since making one takes a privilege that a
/// database prepared by an administrator does not give.
func createSchema(
  of table: QualifiedName, dialect: any Dialect, on connection: any Connection
) throws(DatabaseError) {
  guard let schema = table.schema, let statement = dialect.createSchema(schema),
    try !connection.hasSchema(schema)
  else { return }
  try connection.execute(statement)
}
