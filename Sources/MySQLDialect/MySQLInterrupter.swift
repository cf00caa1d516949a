import CMariaDB
import DialectKit
import SQLText
import Synchronization

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
  /// How often the session has begun or ended to wait for the answers to several statements in one text:
  /// odd while it waits.
  private let waitCount = Atomic(0)
  /// The one of these waits that somebody watches already.
  private let watched = Atomic(0)
  /// How many of those answers have come.
  private let answers = Atomic(0)
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

  // MARK: - Several statements in one text

  /// Called around waiting for the answers to several statements.
  func waits<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    waitCount.add(1, ordering: .relaxed)
    defer { waitCount.add(1, ordering: .relaxed) }
    return try body()
  }

  /// Called when one of these answers has come.
  func hears() { answers.add(1, ordering: .relaxed) }

  // MARK: - Killing

  private func kill() {
    let wait = waitCount.load(ordering: .relaxed)
    guard unlessRetired({ true }),
      let handle = try? MySQLHandle.open(
        endpoint, timeout: timeout, applicationName: applicationName, answerTimeout: timeout)
    else { return }
    defer { cmariadb_close(handle) }
    guard unlessRetired({ Self.send("KILL QUERY \(session)", on: handle) }) else { return }
    freeFromSilence(of: wait, over: handle)
  }

  /// Ends the session of one who waits for an answer that nobody will send.
  ///
  /// Where KILL QUERY comes between two statements of one text, the server passes over the rest without a
  /// word, although its last answer has promised another one (seen with MariaDB 10.11: its
  /// `dispatch_command` looks at the kill before the next statement begins). It is idle then, and stays so.
  private func freeFromSilence(of wait: Int, over handle: OpaquePointer) {
    guard !wait.isMultiple(of: 2), watched.exchange(wait, ordering: .relaxed) != wait else {
      return
    }
    var heard = answers.load(ordering: .relaxed)
    var sightings = 0
    while waitCount.load(ordering: .relaxed) == wait {
      usleep(Self.interval)
      let isAsIdle = unlessRetired { isIdle(over: handle) }
      let now = answers.load(ordering: .relaxed)
      sightings = isAsIdle && now == heard ? sightings + 1 : 0
      heard = now
      // What is still on its way through the network has come by now.
      guard sightings == Self.patience else { continue }
      _ = unlessRetired {
        waitCount.load(ordering: .relaxed) == wait && Self.send("KILL \(session)", on: handle)
      }
      return
    }
  }

  /// In microseconds.
  private static let interval: UInt32 = 100_000
  private static let patience = 20

  /// A session that KILL QUERY has met between two statements may be called `Killed` instead of `Sleep`.
  private func isIdle(over handle: OpaquePointer) -> Bool {
    let question = """
      SELECT COUNT(*) FROM information_schema.processlist
      WHERE id = \(session) AND info IS NULL
      """
    var isIdle = false
    _ = try? MySQLConnection.exchange(question, on: handle) { isIdle = $0[0].integer == 1 }
    return isIdle
  }

  private static func send(_ text: String, on handle: OpaquePointer) -> Bool {
    (try? MySQLConnection.exchange(text, on: handle, row: nil)) != nil
  }

  /// Does something about the session while it is sure to be ours.
  ///
  /// - Returns: false also when it is not.
  private func unlessRetired(_ body: () -> Bool) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return !isRetired && body()
  }

  /// Called before the session ends, whose number another may then get. Waits for a kill that is
  /// under way.
  func retire() {
    pthread_mutex_lock(mutex)
    isRetired = true
    pthread_mutex_unlock(mutex)
  }
}
