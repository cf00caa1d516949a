import DialectKit
import SQLText

/// The session's settings as they were before a revision may have changed them.
struct PostgresSettings {
  var searchPath: String
  /// What the session itself has set, by name: the timeouts of the configuration.
  var others: [(name: String, value: String)]
}

/// A script of `pg_dump` begins with `set_config('search_path', '', false)`. From then on its names are
/// written in full; those of our own tables are not, nor those of the next revision.
extension PostgresConnection {
  /// Whether a statement of a revision may set something for the session, as far as its text shows it.
  static func mayChangeSettings(_ statement: SQLStatement) -> Bool {
    let text = statement.text.utf8
    return ["SET", "RESET", "DISCARD"].contains(statement.keywords.first)
      || text.holds("set_config") || text.holds("search_path")
  }

  /// What DISCARD ALL does about settings (manual, DISCARD), without what it does about locks.
  static let resetStatements = ["SET SESSION AUTHORIZATION DEFAULT", "RESET ALL"]

  /// Called before a statement of a revision is sent.
  func noteSettings(of statement: SQLStatement) throws(DatabaseError) {
    guard settings == nil, !isTransactionFailed, Self.mayChangeSettings(statement) else { return }
    let rows = try queryDirectly(
      "SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session'")
    settings = PostgresSettings(
      searchPath: try searchPath(),
      others: rows.compactMap { row in
        guard let name = row[0].text, let value = row[1].text else { return nil }
        return (name, value)
      })
  }

  /// Runs something of ours where our names mean what they meant at first.
  func onOwnPath<Result>(
    _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    guard let own = settings?.searchPath, !isTransactionFailed else { return try body() }
    let other = try searchPath()
    guard other != own else { return try body() }
    try set("search_path", to: own)
    let result: Result
    do { result = try body() } catch {
      try? set("search_path", to: other)  // inside a transaction the rollback does it
      throw error
    }
    try set("search_path", to: other)
    return result
  }

  func resetSession() throws(DatabaseError) {
    guard let settings else { return }
    for statement in Self.resetStatements { try executeDirectly(SQLFragment(verbatim: statement)) }
    for (name, value) in settings.others { try set(name, to: value) }
    self.settings = nil
  }

  private func searchPath() throws(DatabaseError) -> String {
    try queryDirectly("SELECT pg_catalog.current_setting('search_path')").first?[0].text ?? ""
  }

  private func set(_ name: String, to value: String) throws(DatabaseError) {
    try executeDirectly(
      "SELECT pg_catalog.set_config(\(bind: .text(name)), \(bind: .text(value)), false)")
  }
}

extension String.UTF8View {
  /// Whether an ASCII word in lower case occurs, in whichever case.
  func holds(_ word: StaticString) -> Bool {
    let first = word.utf8Start.pointee
    var index = startIndex
    while let found = self[index...].firstIndex(where: { $0 | 0x20 == first }) {
      if self[found...].lazy.map({ $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
        .starts(with: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
      {
        return true
      }
      index = self.index(after: found)
    }
    return false
  }
}
