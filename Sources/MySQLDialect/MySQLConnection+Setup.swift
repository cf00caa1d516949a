import DialectKit
import SQLText

extension MySQLConnection {
  /// Two round trips: who is there, since the handshake of a proxy may say something else, and the
  /// settings, some of which have other names in the other engine.
  static func setUp(
    _ handle: OpaquePointer, settings: SessionSettings
  ) throws(DatabaseError) -> (server: ServerDescription, session: Int64) {
    var answer = Row([])
    _ = try exchange("SELECT VERSION(), CONNECTION_ID()", on: handle) { answer = $0 }
    guard let version = answer[0].text, let session = answer[1].integer else {
      throw DatabaseError(.connection, message: "the server does not tell its version")
    }
    let isMariaDB = version.lowercased().contains("mariadb")
    let number = version.prefix { $0.isNumber || $0 == "." }
    _ = try exchange(
      setUpStatement(isMariaDB: isMariaDB, settings: settings), on: handle, row: nil)
    return (
      ServerDescription(product: isMariaDB ? "MariaDB" : "MySQL", version: String(number)), session
    )
  }

  static func setUpStatement(isMariaDB: Bool, settings: SessionSettings) -> String {
    let limit = statementLimit(isMariaDB: isMariaDB, settings: settings)
    return "SET " + (assignments(settings) + (limit.map { [$0] } ?? [])).joined(separator: ", ")
  }

  /// What is set in every session of either engine.
  static func assignments(_ settings: SessionSettings) -> [String] {
    var assignments = [
      // A server that skips the character set of the handshake would misread every statement.
      "character_set_client = utf8mb4", "character_set_results = utf8mb4",
      "character_set_connection = utf8mb4",
      // Neither is certain: the server's own defaults and its `init_connect` can say otherwise.
      "autocommit = 1", "completion_type = 0",
    ]
    if let timeout = settings.lockTimeout?.wholeSeconds {
      // For metadata locks and for rows. They take a year and three years at most.
      assignments.append("lock_wait_timeout = \(min(timeout, 31_536_000))")
      assignments.append("innodb_lock_wait_timeout = \(min(timeout, 100_000_000))")
    }
    return assignments
  }

  static func statementLimit(isMariaDB: Bool, settings: SessionSettings) -> String? {
    guard let timeout = settings.statementTimeout else { return nil }
    let milliseconds = max(1, timeout.milliseconds)
    return isMariaDB
      ? "max_statement_time = \(milliseconds / 1000).\(padded(milliseconds % 1000))"
      // Of SELECT only; MySQL has no limit for the rest.
      : "max_execution_time = \(min(milliseconds, Int64(UInt32.max)))"
  }

  /// Whether a statement of a revision may set something for the session. A dump does so inside of
  /// comments that are executed: `/*!40014 SET … */`.
  static func mayChangeSettings(_ statement: SQLStatement) -> Bool {
    (statement.keywords.first ?? firstWord(of: statement.text)) == "SET"
      || statement.text.utf8.contains(UInt8(ascii: "!"))
  }

  /// Puts back what scripts set for a session, dumps before all (mysqldump, "SET" at its head), and
  /// then what we set. `COM_RESET_CONNECTION` would do more and give the locks away.
  static func resetStatements(isMariaDB: Bool, settings: SessionSettings) -> [String] {
    [defaultsStatement, setUpStatement(isMariaDB: isMariaDB, settings: settings)]
  }

  static let defaultsStatement: String = {
    let names = [
      "foreign_key_checks", "unique_checks", "sql_mode", "sql_notes", "time_zone",
      "sql_safe_updates", "collation_connection", "default_storage_engine",
    ]
    return "SET " + names.map { "\($0) = DEFAULT" }.joined(separator: ", ")
  }()

  private static func padded(_ milliseconds: Int64) -> String {
    let digits = String(milliseconds)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension Duration {
  /// Rounded down; far beyond any timeout, the most that MariaDB takes (a year).
  fileprivate var milliseconds: Int64 {
    let (seconds, rest) = components
    return min(seconds, 31_536_000) * 1000 + rest / 1_000_000_000_000_000
  }
}
