import DialectKit
import SQLText

/// The session lock of a version table is an advisory lock (see `PostgresLockKey`).
///
/// It is only ever tried for. A session that waits for a lock inside the server holds a snapshot, which
/// `CREATE INDEX CONCURRENTLY` of the lock's owner would wait for: the server calls that a deadlock.
extension PostgresConnection {
  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    let number = PostgresLockKey.number(
      of: key.table, quoted: try dialect.quote(key.table.name))
    // The lock counts how often it is taken, so a session that has it does not take it again. OFFSET 0
    // keeps the number from being worked out at every place where it is used.
    let namespace = SQLFragment(verbatim: String(PostgresLockKey.namespace))
    let rows = try query(
      """
      SELECT k.number, CASE WHEN EXISTS (
          SELECT 1 FROM pg_catalog.pg_locks l
          WHERE \(Self.isLock(number: "k.number")) AND l.pid = pg_catalog.pg_backend_pid())
        THEN true ELSE pg_catalog.pg_try_advisory_lock(\(namespace), k.number) END
      FROM (SELECT \(number) AS number OFFSET 0) k
      """)
    guard let row = rows.first, let number = row[0].integer else {
      throw DatabaseError(.statement, message: "the server gave no answer about the lock")
    }
    if row[1].integer == 1 {
      locks[key] = number
      return .acquired
    }
    locks[key] = nil
    return .held(by: try owner(of: number))
  }

  func unlock(_ key: LockKey) throws(DatabaseError) {
    guard let number = locks[key] else { return }
    try execute(
      """
      SELECT pg_catalog.pg_advisory_unlock(\(SQLFragment(verbatim: "\(PostgresLockKey.namespace), \(number)")))
      """)
    locks[key] = nil
  }

  /// The condition that a row `l` of `pg_locks` is the lock with that number, held.
  private static func isLock(number: SQLFragment) -> SQLFragment {
    """
    l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
      AND l.classid = \(SQLFragment(verbatim: String(PostgresLockKey.namespace)))::int4::oid
      AND l.objid = \(number)::oid
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
        WHERE d.datname = pg_catalog.current_database())
    """
  }

  /// Who has the lock; a user who may not see other sessions is told little, and nothing is known when
  /// the owner has just gone.
  private func owner(of number: Int64) throws(DatabaseError) -> LockOwner {
    let lock = Self.isLock(number: SQLFragment(verbatim: "(\(number))::int4"))
    let sessions = try sessions("(SELECT l.pid FROM pg_catalog.pg_locks l WHERE \(lock)) b")
    return sessions.first ?? LockOwner()
  }

  /// What `pg_locks` cannot tell, such as who waits for older snapshots, `pg_blocking_pids` can (9.6).
  func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner] {
    guard let number = Int32(id) else { return [] }
    return try sessions(
      "unnest(pg_catalog.pg_blocking_pids(\(SQLFragment(verbatim: String(number))))) b (pid)")
  }

  /// - Parameter numbers: a table expression with a column `pid`, which is not null.
  private func sessions(_ numbers: SQLFragment) throws(DatabaseError) -> [LockOwner] {
    let rows = try query(
      """
      SELECT DISTINCT ON (b.pid) b.pid, a.usename,
        coalesce(a.client_hostname, pg_catalog.host(a.client_addr)),
        nullif(a.application_name, ''), a.backend_start::text,
        CASE WHEN a.state = 'active' THEN a.query END
      FROM \(numbers) LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid ORDER BY b.pid
      """)
    return rows.map { row in
      LockOwner(
        session: row[0].text, user: row[1].text, host: row[2].text, application: row[3].text,
        since: row[4].text,
        statement: row[5].text.flatMap { dialect.lexicalRules.leadingWords(of: $0) })
    }
  }
}
