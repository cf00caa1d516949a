import DialectKit
import Foundation
import SQLText
import SQLiteDialect
import Synchronization

/// Databases in memory behind sessions that can be lost, hang, die with their process, and leave a ghost:
/// a statement that goes on after its client is gone.
///
/// A server as PostgreSQL and MariaDB are: a session's end rolls back its transaction and frees its lock.
final class SimulatedServer: Sendable {
  let databases: [String: SimulatedDatabase]
  let log = CallLog()
  let plan = FaultPlan()
  /// Called when a call begins to hang.
  let onHang = Mutex<@Sendable (SimulatedSession.Alarm) -> Void>({ _ in })
  /// The life of the process that makes calls: whatever an earlier one began is dead.
  private let life = Mutex((number: 0, isOver: false))
  /// What no session may ever do, and one did.
  private let violations = Mutex<[String]>([])

  init(_ names: [String]) throws {
    databases = Dictionary(
      try names.map { ($0, try SimulatedDatabase()) }, uniquingKeysWith: { first, _ in first })
  }

  /// A new process, with these faults before it.
  func begin(_ faults: [String: (number: Int, fault: Fault)] = [:]) {
    life.withLock { $0 = ($0.number + 1, false) }
    log.reset()
    plan.reset(faults)
  }

  /// The number of the life that goes on; nil when the process is dead.
  var currentLife: Int? { life.withLock { $0.isOver ? nil : $0.number } }

  func die() {
    life.withLock { $0.isOver = true }
    for database in databases.values { database.loseSessions() }
  }

  func note(violation: String) { violations.withLock { $0.append(violation) } }

  func takeViolations() -> [String] {
    violations.withLock { list in
      defer { list = [] }
      return list
    }
  }
}

/// One database: what it holds, and who holds its lock.
///
/// `@unchecked`: everything is only touched inside `access`.
final class SimulatedDatabase: @unchecked Sendable {
  private struct Ghost {
    var session: ObjectIdentifier
    /// Takes effect when the ghost comes to its end; empty where a transaction is rolled back instead.
    var work: Batch
    /// How often it is still met.
    var patience = 2
  }

  private let lock = NSRecursiveLock()
  private(set) var storage: any Connection
  private var holder: ObjectIdentifier?
  private var ghost: Ghost?

  init() throws {
    storage = try Self.empty()
  }

  private static func empty() throws -> any Connection {
    let dialect = SQLiteDialect()
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: "sqlite://:memory:"), relativeTo: "/")
    return try dialect.connect(to: endpoint, settings: SessionSettings())
  }

  func access<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  /// Everything that is there, as statements that make it.
  func dump() throws -> [SQLFragment] {
    try access { () throws in
      var script: [SQLFragment] = []
      let tables = try storage.query(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      for table in tables {
        let name = Identifier(table[0].text ?? "")
        script.append(SQLFragment(verbatim: table[1].text ?? ""))
        for row in try storage.query("SELECT * FROM \(name) ORDER BY rowid") {
          var insertion: SQLFragment = "INSERT INTO \(name) VALUES ("
          for (index, value) in row.values.enumerated() {
            insertion.append(index == 0 ? "\(bind: value)" : ", \(bind: value)")
          }
          script.append(insertion + ")")
        }
      }
      return script
    }
  }

  /// Forgets everything but what the statements make.
  func restore(_ script: [SQLFragment]) throws {
    try access { () throws in
      storage.close()
      storage = try Self.empty()
      (holder, ghost) = (nil, nil)
      try storage.begin(TransactionOptions())
      for statement in script { try storage.execute(statement) }
      try storage.commit()
    }
  }

  // MARK: - Sessions

  func isHeld(by session: SimulatedSession) -> Bool { holder == ObjectIdentifier(session) }

  /// Whether nobody holds the lock and no statement of a dead process runs.
  var isFree: Bool { access { holder == nil && ghost == nil } }

  func tryLock(for session: SimulatedSession) throws(DatabaseError) -> LockAttempt {
    if let left = ghost {
      if left.patience > 0 {
        ghost?.patience -= 1
        return .held(by: LockOwner(session: "ghost"))
      }
      ghost = nil
      holder = nil
      do throws(BatchFailure) { try storage.run(left.work) { _ in } } catch {
        throw DatabaseError(.statement, message: "the ghost failed: \(error)")
      }
    }
    if let holder, holder != ObjectIdentifier(session) { return .held(by: LockOwner()) }
    holder = ObjectIdentifier(session)
    return .acquired
  }

  func unlock(by session: SimulatedSession) {
    if isHeld(by: session) { holder = nil }
  }

  /// The end of a session, as the server sees it.
  func end(_ session: SimulatedSession) {
    guard ghost?.session != ObjectIdentifier(session) else { return }
    if isHeld(by: session) {
      try? storage.rollback()
      holder = nil
    }
  }

  /// The end of all sessions whose process is gone.
  func loseSessions() {
    access {
      guard ghost == nil else { return }
      try? storage.rollback()
      holder = nil
    }
  }

  /// The process of a session dies, and its statement runs on, with what was sent behind it, and with all
  /// of its transaction.
  func haunt(
    by session: SimulatedSession, _ statement: SQLStatement, commitsItself: Bool,
    sent: (batch: Batch, index: Int)?
  ) {
    let isInTransaction = storage.isInTransaction
    try? storage.rollback()
    var work = Batch { 0 }
    if let sent {
      let items = sent.batch.items
      let begin = items[..<sent.index].lastIndex { if case .begin = $0 { true } else { false } }
      if isInTransaction, !commitsItself {
        if let begin { work.items = Array(items[begin...]) }
      } else {
        work.items = Array(items[sent.index...])
        // There is nothing left to commit.
        let commit = work.items.firstIndex { if case .commit = $0 { true } else { false } }
        if isInTransaction, let commit { work.items.remove(at: commit) }
      }
    } else if commitsItself || !isInTransaction {
      work.items = [.run(statement, mayCommit: true)]
    }
    ghost = Ghost(session: ObjectIdentifier(session), work: work)
  }
}
