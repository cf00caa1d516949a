import DialectKit
import Interposition
import SQLiteDialect

/// SQLite that notes whose lock is taken, in order.
struct LockOrderDialect: InterposedDialect {
  let locks: Shared<[String]>
  let inner: any Dialect = SQLiteDialect()

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    LockNotingConnection(
      try inner.connect(to: endpoint, settings: settings), name: endpoint.fileName, locks: locks)
  }
}

final class LockNotingConnection: InterposedConnection {
  private let name: String
  private let locks: Shared<[String]>

  init(_ inner: any Connection, name: String, locks: Shared<[String]>) {
    (self.name, self.locks) = (name, locks)
    super.init(inner)
  }

  override func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    locks.change { $0.append(name) }
    return try inner.tryLock(key)
  }
}
