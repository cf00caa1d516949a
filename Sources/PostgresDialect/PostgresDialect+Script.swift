public import DialectKit
public import SQLText

/// Scripts for `psql`.
extension PostgresDialect: ScriptDialect {
  public func scriptCommand(file: String) -> String { "psql -X -f \(file) DATABASE" }

  public var scriptClock: SQLFragment {
    """
    pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    """
  }

  public var scriptUser: SQLFragment { "CURRENT_USER" }

  public func scriptObjection(to statement: SQLStatement) -> StatementObjection? {
    PsqlStatement(statement).objection
  }

  public func script(_ elements: [ScriptElement]) throws(DatabaseError) -> String {
    var script = PostgresScript(dialect: self)
    for element in elements { try script.write(element) }
    return script.text.text
  }
}

/// A script while it is being written.
private struct PostgresScript {
  let dialect: PostgresDialect
  var text = ScriptText()
  private var settings = SessionSettings()
  private var lock: SQLFragment?
  /// Whether a statement of a revision may have changed the session's settings.
  private var hasForeignSettings = false
  /// Whether the search path is the one that our own names are meant on.
  private var isOnOwnPath = true

  init(dialect: PostgresDialect) {
    self.dialect = dialect
  }

  mutating func write(_ element: ScriptElement) throws(DatabaseError) {
    switch element {
    case .remark(let lines):
      text.gap()
      text.comment(lines)
    case .opening(let opening): try open(opening)
    case .stop(let stop):
      takeOwnPath()
      try write(stop)
    case .table(let table):
      takeOwnPath()
      try write(table)
    case .widen(let column, let table, let length):
      takeOwnPath()
      try widen(column, of: table, for: length)
    case .begin: text.statement(PostgresConnection.beginStatement)
    case .commit: text.statement("COMMIT")
    case .resetSession: resetSession()
    case .execute(let sql):
      takeOwnPath()
      text.statement(try dialect.rendered(sql))
    case .run(let statement): run(statement)
    case .closing:
      guard let lock else { return }
      text.gap()
      takeOwnPath()
      quietly("SELECT pg_catalog.pg_advisory_unlock(\(try dialect.rendered(lock)))")
    }
  }

  // MARK: - Beginning

  private mutating func open(_ opening: ScriptOpening) throws(DatabaseError) {
    settings = opening.settings
    let lock: SQLFragment = """
      \(SQLFragment(verbatim: String(PostgresLockKey.namespace))), \
      \(PostgresLockKey.number(
        of: opening.lock.table, quoted: try dialect.quote(opening.lock.table.name)))
      """
    self.lock = lock
    text.gap()
    // Whatever a start-up file has set that would make statements mean something else.
    text.line("\\set ON_ERROR_STOP on")
    text.line("\\set ON_ERROR_ROLLBACK off")
    text.line("\\set AUTOCOMMIT on")
    text.line("\\set SINGLELINE off")
    text.line("\\set QUIET on")
    text.line("\\pset pager off")
    setUpSession()
    quietly("SELECT pg_catalog.current_setting('search_path')", as: "aludel_own_path")
    text.gap()
    // In a transaction the time of its beginning stands still.
    try block(
      """
      IF pg_catalog.transaction_timestamp() <> pg_catalog.statement_timestamp() THEN
          RAISE EXCEPTION 'this script makes its own transactions: run it outside of one, without -1';
        END IF;
        IF NOT pg_catalog.pg_try_advisory_lock(\(lock)) THEN
          RAISE EXCEPTION USING MESSAGE = \(bind: .text(opening.lockRefusal));
        END IF;
      """)
    for stop in opening.stops { try write(stop) }
  }

  private mutating func setUpSession() {
    text.statement("SET client_encoding TO 'UTF8'")
    for (name, value) in PostgresOpening.sessionSettings(settings) {
      text.statement("SET \(name) TO \(dialect.literal(.text(value)))")
    }
  }

  private mutating func resetSession() {
    guard hasForeignSettings else { return }
    PostgresConnection.resetStatements.forEach { text.statement($0) }
    setUpSession()
    hasForeignSettings = false
    isOnOwnPath = true
  }

  // MARK: - Statements

  private mutating func run(_ statement: SQLStatement) {
    if !isOnOwnPath {
      quietly("SELECT pg_catalog.set_config('search_path', :'aludel_other_path', false)")
      isOnOwnPath = true
    }
    text.statement(PsqlStatement(statement).text)
    if let data = statement.copyData {
      // By bytes, since CR LF is one character. The server wants the end marker to end as the lines do.
      let bytes = data.utf8
      let isWhole = bytes.isEmpty || bytes.last == 0x0A
      let end = zip(bytes, bytes.dropFirst()).first { $1 == 0x0A }?.0 == 0x0D ? "\r" : ""
      text.line(data + (isWhole ? "" : end + "\n") + "\\." + end)
    }
    hasForeignSettings = hasForeignSettings || PostgresConnection.mayChangeSettings(statement)
  }

  /// What `PostgresConnection.onOwnPath` does: our names mean what they meant at first.
  private mutating func takeOwnPath() {
    guard hasForeignSettings, isOnOwnPath else { return }
    quietly("SELECT pg_catalog.current_setting('search_path')", as: "aludel_other_path")
    quietly("SELECT pg_catalog.set_config('search_path', :'aludel_own_path', false)")
    isOnOwnPath = false
  }

  /// A query whose answer nobody is shown.
  private mutating func quietly(_ query: String, as variable: String = "aludel_answer") {
    text.line("\(query) AS \(variable) \\gset")
  }

  // MARK: - Blocks

  private mutating func write(_ stop: ScriptStop) throws(DatabaseError) {
    let table = stop.table
    var message: SQLFragment = "\(bind: .text(stop.message))"
    if let column = stop.shows {
      message.append(
        """
         || ' (it has ' || coalesce((SELECT pg_catalog.string_agg(\(column), ', ' ORDER BY \(column))
              FROM \(table)), 'no rows') || ')'
        """)
    }
    let otherwise: SQLFragment =
      stop.whenMissing
      ? """

        ELSE
          RAISE EXCEPTION USING MESSAGE = \(bind: .text(stop.message));
      """ : ""
    try block(
      """
      IF pg_catalog.to_regclass(\(bind: .text(try quoted(table)))) IS NOT NULL THEN
          IF \(stop.condition) THEN
            RAISE EXCEPTION USING MESSAGE = \(message);
          END IF;\(otherwise)
        END IF;
      """)
  }

  private mutating func write(_ table: BookkeepingTable) throws(DatabaseError) {
    var schema: SQLFragment = ""
    if let name = table.name.schema, let making = dialect.createSchema(name) {
      schema = """
        IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = \(bind: .text(name.name))) THEN
              \(making);
            END IF;
            
        """
    }
    try block(
      """
      IF pg_catalog.to_regclass(\(bind: .text(try quoted(table.name)))) IS NULL THEN
          \(schema)\(dialect.createTable(table));
        END IF;
      """)
  }

  private mutating func widen(
    _ column: BookkeepingColumn, of table: QualifiedName, for length: Int
  ) throws(DatabaseError) {
    guard let widening = dialect.widen(column, of: table) else { return }
    try block(
      """
      IF EXISTS (SELECT 1 FROM pg_catalog.pg_attribute
          WHERE attrelid = pg_catalog.to_regclass(\(bind: .text(try quoted(table))))
            AND attname = \(bind: .text(column.name)) AND atttypid IN (1042, 1043)
            AND atttypmod BETWEEN 5 AND \(SQLFragment(verbatim: String(length + 3)))) THEN
          \(widening);
        END IF;
      """)
  }

  private mutating func block(_ body: SQLFragment) throws(DatabaseError) {
    let body = try dialect.rendered(body)
    var tag = "$aludel$"
    var number = 1
    while body.utf8.contains(tag.utf8) {
      number += 1
      tag = "$aludel\(number)$"
    }
    text.statement("DO \(tag)\nBEGIN\n  \(body)\nEND\n\(tag)")
  }

  private func quoted(_ table: QualifiedName) throws(DatabaseError) -> String {
    try dialect.rendered("\(table)")
  }
}
