public import DialectKit
public import SQLText

/// Scripts for the `mariadb` client, which also reads `mysql`'s language.
extension MySQLDialect: ScriptDialect {
  public func scriptCommand(file: String) -> String { "mariadb DATABASE < \(file)" }

  public var scriptClock: SQLFragment { Self.timestamp("UTC_TIMESTAMP()") }

  /// A time in UTC in the form that our rows have: `2026-11-21T10:15:00Z`.
  static func timestamp(_ time: SQLFragment) -> SQLFragment {
    "DATE_FORMAT(\(time), '%Y-%m-%dT%H:%i:%sZ')"
  }

  public var scriptUser: SQLFragment { "SUBSTRING_INDEX(USER(), '@', 1)" }

  public func scriptObjection(to statement: SQLStatement) -> StatementObjection? {
    MariaDBStatement(statement, dialect: self).objection
  }

  public func script(_ elements: [ScriptElement]) throws(DatabaseError) -> String {
    var script = MySQLScript(dialect: self)
    for element in elements { try script.write(element) }
    return script.text.text
  }
}

/// A script while it is being written.
///
/// Outside of routines there is no IF. What depends on the database is therefore put together as text in
/// a variable and prepared; the text says `DO 0` where there is nothing to do. All of it may be prepared
/// in MySQL as well, but SIGNAL: there the refusal to prepare it stops the script in its place, behind
/// the message.
private struct MySQLScript {
  let dialect: MySQLDialect
  var text = ScriptText()
  private var settings = SessionSettings()
  private var hasForeignSettings = false

  init(dialect: MySQLDialect) {
    self.dialect = dialect
  }

  mutating func write(_ element: ScriptElement) throws(DatabaseError) {
    switch element {
    case .remark(let lines):
      text.gap()
      text.comment(lines)
    case .opening(let opening): try open(opening)
    case .stop(let stop):
      try set("aludel_problem", "IF(\(stop.condition), \(message(of: stop)), NULL)")
      stopAtProblem()
    case .table(let table): try write(table)
    case .widen(let column, let table, let length):
      guard let widening = dialect.widen(column, of: table) else { return }
      try perform(
        widening,
        if: """
          (SELECT COUNT(*) FROM information_schema.columns WHERE \(isIn(table)) \
          AND column_name = \(bind: .text(column.name)) \
          AND character_maximum_length < \(bind: .integer(Int64(length)))) > 0
          """)
    case .begin: text.statement(MySQLConnection.beginStatement)
    case .commit: text.statement("COMMIT")
    case .resetSession:
      if hasForeignSettings { setUpSession() }
      hasForeignSettings = false
    case .execute(let sql): text.statement(try dialect.rendered(sql))
    case .run(let statement):
      MariaDBStatement(statement, dialect: dialect).write(to: &text)
      if MySQLConnection.mayChangeSettings(statement) { hasForeignSettings = true }
    case .closing:
      text.gap()
      text.statement("DO RELEASE_LOCK(@aludel_lock)")
    }
  }

  // MARK: - Beginning

  private mutating func open(_ opening: ScriptOpening) throws(DatabaseError) {
    settings = opening.settings
    text.gap()
    setUpSession()
    text.gap()
    try set("aludel_lock", MySQLLockName.expression(for: opening.lock))
    try set(
      "aludel_problem",
      "IF(GET_LOCK(@aludel_lock, 0) = 1, NULL, \(bind: .text(opening.lockRefusal)))")
    stopAtProblem()
    if opening.statements.contains(where: { hasEscapedQuote($0.text) }) {
      try set(
        "aludel_problem",
        """
        IF(@@SESSION.sql_mode LIKE '%NO_BACKSLASH_ESCAPES%', \(bind: .text(
          "the script was written for strings with backslash escapes, and the server's sql_mode has "
          + "NO_BACKSLASH_ESCAPES")), NULL)
        """)
      stopAtProblem()
    }
    for stop in opening.stops {
      text.gap()
      try set("aludel_message", "\(bind: .text(stop.message))")
      try set("aludel_problem", "NULL")
      let asking: SQLFragment = """
        SELECT IF(\(stop.condition), CONCAT(@aludel_message\(found(by: stop))), NULL) \
        INTO @aludel_problem
        """
      try perform(
        asking, if: "\(count(of: stop.table)) > 0",
        otherwise: stop.whenMissing ? "SET @aludel_problem = @aludel_message" : "DO 0")
      stopAtProblem()
    }
  }

  private mutating func setUpSession() {
    text.statement(MySQLConnection.defaultsStatement)
    text.statement("SET " + MySQLConnection.assignments(settings).joined(separator: ", "))
    // Each engine reads its own; to the other it is a comment.
    if let limit = MySQLConnection.statementLimit(isMariaDB: true, settings: settings) {
      text.line("/*M!100101 SET \(limit) */;")
    }
    if let limit = MySQLConnection.statementLimit(isMariaDB: false, settings: settings) {
      text.line("/*!80000 SET \(limit) */;")
    }
  }

  // MARK: - Conditions

  private func message(of stop: ScriptStop) -> SQLFragment {
    "CONCAT(\(bind: .text(stop.message))\(found(by: stop)))"
  }

  private func found(by stop: ScriptStop) -> SQLFragment {
    guard let column = stop.shows else { return "" }
    return """
      , ' (it has ', COALESCE((SELECT GROUP_CONCAT(\(column) ORDER BY \(column) SEPARATOR ', ') \
      FROM \(stop.table)), 'no rows'), ')'
      """
  }

  private func isIn(_ table: QualifiedName) -> SQLFragment {
    let schema: SQLFragment = table.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
    return "table_schema = \(schema) AND table_name = \(bind: .text(table.name.name))"
  }

  private func count(of table: QualifiedName) -> SQLFragment {
    "(SELECT COUNT(*) FROM information_schema.tables WHERE \(isIn(table)))"
  }

  private mutating func write(_ table: BookkeepingTable) throws(DatabaseError) {
    if let schema = table.name.schema, let making = dialect.createSchema(schema) {
      try perform(
        making,
        if: """
          (SELECT COUNT(*) FROM information_schema.schemata \
          WHERE schema_name = \(bind: .text(schema.name))) = 0
          """)
    }
    try perform(dialect.createTable(table), if: "\(count(of: table.name)) = 0")
  }

  private mutating func set(_ variable: String, _ value: SQLFragment) throws(DatabaseError) {
    text.statement("SET @\(variable) = \(try dialect.rendered(value))")
  }

  private mutating func perform(
    _ sql: SQLFragment, if condition: SQLFragment, otherwise: String = "DO 0"
  ) throws(DatabaseError) {
    let sql = try dialect.rendered(sql)
    try set(
      "aludel_sql", "IF(\(condition),\n  \(bind: .text(sql)),\n  \(bind: .text(otherwise)))")
    performPrepared()
  }

  private mutating func performPrepared() {
    text.statement("PREPARE aludel FROM @aludel_sql")
    text.statement("EXECUTE aludel")
    text.statement("DEALLOCATE PREPARE aludel")
  }

  /// The message as a row, since a condition's own text ends after 128 characters.
  private mutating func stopAtProblem() {
    text.statement(
      "SELECT @aludel_problem AS `aludel` FROM DUAL WHERE @aludel_problem IS NOT NULL")
    text.statement("SET @aludel_problem = LEFT(@aludel_problem, 128)")
    text.statement(
      """
      SET @aludel_sql = IF(@aludel_problem IS NULL, 'DO 0', \
      'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = @aludel_problem')
      """)
    performPrepared()
  }
}
