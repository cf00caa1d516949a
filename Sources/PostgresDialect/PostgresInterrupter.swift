import CPostgres
import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks the server, by a connection of its own, to stop what a session is doing.
///
/// It takes one short connection to the server, so it can block for as long as that takes.
///
/// `@unchecked`: `handle` is only touched while `mutex` is held, and the mutex lives at one address
/// from `init` to `deinit`.
final class PostgresInterrupter: Interrupter, @unchecked Sendable {
  private let library: PostgresLibrary
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var handle: OpaquePointer?

  /// - Parameter handle: what `PQgetCancel` gave; freed by `invalidate` or at the end.
  init(library: PostgresLibrary, handle: OpaquePointer?) {
    self.library = library
    self.handle = handle
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    invalidate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func interrupt() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard let handle else { return }
    // The reason of a failure is not kept: the session goes on, and whoever asked sees that.
    var reason = [CChar](repeating: 0, count: 256)
    _ = library.pq.pointee.cancel(handle, &reason, 256)
  }

  /// The session is over; nothing can be interrupted any more.
  func invalidate() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if let handle { library.pq.pointee.freeCancel(handle) }
    handle = nil
  }
}
