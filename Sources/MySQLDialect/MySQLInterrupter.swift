import CMariaDB
import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Stops a session's statement over a second, short connection: the protocol has no other way
/// (https://dev.mysql.com/doc/refman/8.4/en/kill.html).
///
/// `@unchecked`: every use of `isRetired` holds `mutex`, which lives at a fixed address from `init` to
/// `deinit`; the rest never changes.
final class MySQLInterrupter: Interrupter, @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var isRetired = false
  private let endpoint: Endpoint
  private let session: Int64
  private let timeout: Duration
  private let applicationName: String

  init(endpoint: Endpoint, session: Int64, settings: SessionSettings) {
    self.endpoint = endpoint
    self.session = session
    self.timeout = min(settings.connectTimeout, .seconds(5))
    self.applicationName = settings.applicationName
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Returns at once: the connection is made on a thread of its own, since the server may be out of
  /// reach. An interrupt that cannot be delivered is lost.
  func interrupt() {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(self)
    let failure = pthread_create(
      &thread, nil,
      { argument in
        if let argument {
          Unmanaged<MySQLInterrupter>.fromOpaque(argument).takeRetainedValue().kill()
        }
        return nil
      }, argument.toOpaque())
    guard failure == 0 else {
      argument.release()
      return
    }
    pthread_detach(thread)
  }

  private func kill() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isRetired,
      let handle = try? MySQLHandle.open(
        endpoint, timeout: timeout, applicationName: applicationName, answerTimeout: timeout)
    else { return }
    let text = "KILL QUERY \(session)"
    _ = cmariadb_query(handle, text, UInt(text.utf8.count))
    cmariadb_close(handle)
  }

  /// Called before the session ends, whose number another may then get. Waits for a kill that is
  /// under way.
  func retire() {
    pthread_mutex_lock(mutex)
    isRetired = true
    pthread_mutex_unlock(mutex)
  }
}
