import DialectKit

extension SQLiteConnection {
  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    guard handle != nil else { throw .sessionIsClosed }
    // Nothing else can reach a database in memory.
    guard let file, locks[key] == nil else { return .acquired }
    switch try SQLiteFileLock.attempt(besides: file, for: key, by: applicationName) {
    case .success(let lock):
      locks[key] = lock
      return .acquired
    case .failure(let held): return .held(by: held.owner)
    }
  }

  /// Nothing: SQLite keeps no list of who uses a file.
  func blockers(ofSession id: String) -> [LockOwner] { [] }

  func unlock(_ key: LockKey) throws(DatabaseError) {
    guard handle != nil else { throw .sessionIsClosed }
    locks.removeValue(forKey: key)?.release()
  }
}
