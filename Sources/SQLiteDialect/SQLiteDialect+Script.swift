public import DialectKit
public import SQLText

/// Scripts for the `sqlite3` shell.
extension SQLiteDialect: ScriptDialect {
  public func scriptCommand(file: String) -> String { "sqlite3 DATABASE < \(file)" }

  public var scriptClock: SQLFragment { "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')" }

  /// There are no users.
  public var scriptUser: SQLFragment { "'sqlite3'" }

  public func scriptObjection(to statement: SQLStatement) -> StatementObjection? {
    let bytes = Array(statement.text.utf8)
    var lineStart = true
    var alone = false
    for lexeme in statement.lexemes(rules: .sqlite) {
      let content = bytes[lexeme.range]
      switch lexeme.kind {
      case .space, .comment:
        // What the shell looks at is a line, and comments behind the sign are nothing to it.
        guard content.contains(0x0A) else { continue }
        if alone { return Self.objectionToTerminator }
        lineStart = true
        continue
      case .string, .quotedName:
        if zip(content, content.dropFirst()).contains(where: { $0 == 0x0D && $1 == 0x0A }) {
          return StatementObjection(
            reason: "a quoted text has a line that ends in CR LF, and the sqlite3 shell reads LF",
            advice: "save the file with line feeds, or write char(13, 10) into the text")
        }
        alone = false
      case .sign(UInt8(ascii: "/")): alone = lineStart
      case .word where content.count == 2 && content.map({ $0 | 0x20 }) == Array("go".utf8):
        alone = lineStart
      default: alone = false
      }
      lineStart = false
    }
    return alone ? Self.objectionToTerminator : nil
  }

  private static let objectionToTerminator = StatementObjection(
    reason: "the sqlite3 shell would end the statement at a line that holds nothing but / or go",
    advice: "put the line together with the one before it")

  public func script(_ elements: [ScriptElement]) throws(DatabaseError) -> String {
    var script = SQLiteScript(dialect: self)
    for element in elements { try script.write(element) }
    return script.text.text
  }
}

/// A script while it is being written.
private struct SQLiteScript {
  let dialect: SQLiteDialect
  var text = ScriptText()
  private var areForeignKeysSuspended = false

  init(dialect: SQLiteDialect) {
    self.dialect = dialect
  }

  mutating func write(_ element: ScriptElement) throws(DatabaseError) {
    switch element {
    case .remark(let lines):
      text.gap()
      text.comment(lines)
    case .opening(let opening): try open(opening)
    case .stop(let stop): try write(stop)
    case .table(let table):
      text.statement(try dialect.rendered(dialect.createTable(table, onlyIfMissing: true)))
    case .widen: break  // SQLite does not limit text
    case .begin(let options):
      if options.foreignKeys == .suspended {
        text.statement("PRAGMA foreign_keys=OFF")
        areForeignKeysSuspended = true
      }
      text.statement(SQLiteConnection.beginStatement)
    case .commit: try commit()
    case .resetSession: break  // SQLite's sessions have no settings that revisions leave behind
    case .execute(let sql): text.statement(try dialect.rendered(sql))
    case .run(let statement): text.statement(statement.textWithoutLeadingComments)
    case .closing: break  // the lock is that of each transaction
    }
  }

  /// The look at the rows is a transaction of its own, which leaves nothing: only if the tables are
  /// there can they be asked.
  private mutating func open(_ opening: ScriptOpening) throws(DatabaseError) {
    text.gap()
    text.line(".bail on")
    if let timeout = opening.settings.lockTimeout {
      let (seconds, attoseconds) = timeout.components
      let milliseconds = min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000
      text.line(".timeout \(milliseconds)")
    }
    if opening.statements.contains(where: { $0.text.utf8.contains(UInt8(ascii: "\"")) }) {
      // The shell takes a double-quoted text for a name only (3.41), the library for a string too.
      text.line(".dbconfig dqs_ddl on")
      text.line(".dbconfig dqs_dml on")
    }
    text.statement("PRAGMA foreign_keys=ON")
    guard !opening.stops.isEmpty else { return }
    text.gap()
    text.statement(SQLiteConnection.beginStatement)
    for table in opening.tables { try write(.table(table)) }
    for stop in opening.stops { try write(stop) }
    text.statement("ROLLBACK")
  }

  private mutating func write(_ stop: ScriptStop) throws(DatabaseError) {
    var shown: SQLFragment?
    if let column = stop.shows {
      shown = """
        SELECT 'it has ' || coalesce((SELECT group_concat(\(column), ', ') FROM \(stop.table)), \
        'no rows') WHERE \(stop.condition)
        """
    }
    try stopIf(stop.condition, message: stop.message, showing: shown)
  }

  private mutating func commit() throws(DatabaseError) {
    if areForeignKeysSuspended {
      try stopIf(
        "EXISTS (SELECT 1 FROM pragma_foreign_key_check)",
        message: "foreign keys are violated; the transaction was not committed",
        showing: "SELECT * FROM pragma_foreign_key_check LIMIT 10")
    }
    text.statement("COMMIT")
    if areForeignKeysSuspended { text.statement("PRAGMA foreign_keys=ON") }
    areForeignKeysSuspended = false
  }

  /// Only a trigger can raise an error with words of ours.
  private mutating func stopIf(
    _ condition: SQLFragment, message: String, showing: SQLFragment?
  ) throws(DatabaseError) {
    if let showing { text.statement(try dialect.rendered(showing)) }
    text.statement("CREATE TEMP TABLE \"aludel_stop\" (\"must\")")
    text.statement(
      """
      CREATE TEMP TRIGGER "aludel_stops" BEFORE INSERT ON "aludel_stop" WHEN NEW."must"
      BEGIN
        SELECT RAISE(ABORT, \(dialect.literal(.text(message))));
      END
      """)
    text.statement(try dialect.rendered("INSERT INTO temp.\"aludel_stop\" SELECT \(condition)"))
    text.statement("DROP TABLE temp.\"aludel_stop\"")
  }
}
