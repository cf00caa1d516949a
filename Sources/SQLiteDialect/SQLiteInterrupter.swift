import CSQLite
import DialectKit
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Stops a connection's statement and never touches a handle that is closed.
///
/// `@unchecked`: every use of `handle` holds `mutex`, which lives at a fixed address from `init` to
/// `deinit`.
final class SQLiteInterrupter: Interrupter, @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var handle: OpaquePointer?
  private let watch: SQLiteWatch

  init(handle: OpaquePointer, watch: SQLiteWatch) {
    self.handle = handle
    self.watch = watch
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func interrupt() {
    pthread_mutex_lock(mutex)
    if let handle {
      watch.isInterrupted.store(true, ordering: .relaxed)
      csqlite_interrupt(handle)
    }
    pthread_mutex_unlock(mutex)
  }

  /// Called before the handle is closed.
  func retire() {
    pthread_mutex_lock(mutex)
    handle = nil
    pthread_mutex_unlock(mutex)
  }
}
