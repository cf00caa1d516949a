import DialectKit
import SQLText

extension MySQLConnection {
  /// Takes a user lock, which ends with the session and outlives every commit
  /// (https://mariadb.com/kb/en/get_lock/).
  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    if heldLocks[key] != nil { return .acquired }
    // Kept, because a revision may drop the database that the name is made from.
    guard let name = try query("SELECT \(MySQLLockName.expression(for: key))").first?[0].text else {
      throw DatabaseError(.statement, message: "the session has no database to lock")
    }
    switch try query("SELECT GET_LOCK(\(bind: .text(name)), 0)").first?[0].integer {
    case 1:
      heldLocks[key] = name
      return .acquired
    case 0:
      return .held(by: try owner(ofLock: name))
    default:
      throw DatabaseError(.statement, message: "the server could not take the lock \(name)")
    }
  }

  func unlock(_ key: LockKey) throws(DatabaseError) {
    guard let name = heldLocks[key] else { return }
    _ = try query("SELECT RELEASE_LOCK(\(bind: .text(name)))")
    heldLocks[key] = nil
  }

  /// Without the PROCESS privilege the server lists the user's own sessions only; then the number is
  /// all there is. It keeps no time at which a session began: the time told is since when the session
  /// does what it does now.
  private func owner(ofLock name: String) throws(DatabaseError) -> LockOwner {
    try sessions("(SELECT IS_USED_LOCK(\(bind: .text(name))) AS id)").first ?? LockOwner()
  }

  /// Row locks are known exactly. A metadata lock is not, where neither a plugin nor the performance
  /// schema tells: then it is whoever of the same database has a transaction open or runs a statement.
  func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner] {
    guard let number = Int64(id) else { return [] }
    let session = SQLFragment(verbatim: String(number))
    // MySQL 8 keeps the first table elsewhere, and it takes a privilege to read it.
    let rowLocks = try? sessions(
      """
      (SELECT b.trx_mysql_thread_id AS id FROM information_schema.innodb_lock_waits w
        JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id
        JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_trx_id
        WHERE r.trx_mysql_thread_id = \(session))
      """)
    if let rowLocks, !rowLocks.isEmpty { return rowLocks }
    return try sessions(
      """
      (SELECT o.id FROM information_schema.processlist w
        JOIN information_schema.processlist o ON o.db = w.db
        LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = o.id
        WHERE w.id = \(session) AND w.state LIKE 'Waiting for % lock'
          AND o.id NOT IN (\(session), CONNECTION_ID())
          AND (t.trx_id IS NOT NULL
            OR (o.command = 'Query' AND o.state NOT LIKE 'Waiting for % lock')))
      """)
  }

  /// - Parameter numbers: a table expression with a column `id`.
  private func sessions(_ numbers: SQLFragment) throws(DatabaseError) -> [LockOwner] {
    let rows = try query(
      """
      SELECT DISTINCT l.id, p.user, p.host, NOW() - INTERVAL p.time SECOND, p.info
      FROM \(numbers) AS l LEFT JOIN information_schema.processlist AS p ON p.id = l.id
      WHERE l.id IS NOT NULL ORDER BY l.id
      """)
    return rows.compactMap { row in
      guard let session = row[0].integer else { return nil }
      return LockOwner(
        session: String(session), user: row[1].text, host: row[2].text,
        application: application(ofSession: session), since: row[3].text,
        statement: row[4].text.flatMap { dialect.lexicalRules.leadingWords(of: $0) })
    }
  }

  /// From the connection attributes, which are kept only where the performance schema is on.
  private func application(ofSession session: Int64) -> String? {
    let rows = try? query(
      """
      SELECT attr_value FROM performance_schema.session_connect_attrs
      WHERE processlist_id = \(bind: .integer(session)) AND attr_name = 'program_name'
      """)
    return rows?.first?[0].text
  }
}
