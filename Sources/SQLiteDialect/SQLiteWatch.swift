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

/// Watches one statement: how long it may wait for a lock and how long it may run.
///
/// The library calls back into it on the session's thread while a statement runs there. Only
/// `isInterrupted` is touched from elsewhere.
final class SQLiteWatch: Sendable {
  enum End: Sendable { case interrupted, timeout }

  private let lockTimeout: Duration
  private let statementTimeout: Duration?
  /// Also looked at while waiting for a lock, which `sqlite3_interrupt` does not end.
  let isInterrupted = Atomic<Bool>(false)
  private let hasTimedOut = Atomic<Bool>(false)
  /// In nanoseconds of the monotonic clock; 0 is none.
  private let deadline = Atomic<Int64>(0)
  private let waitingSince = Atomic<Int64>(0)

  init(settings: SessionSettings) {
    // Without a setting of its own the library would not wait at all.
    lockTimeout = settings.lockTimeout ?? .seconds(5)
    statementTimeout = settings.statementTimeout
  }

  /// Why the latest statement was stopped, if we stopped it.
  var end: End? {
    if hasTimedOut.load(ordering: .relaxed) { return .timeout }
    return isInterrupted.load(ordering: .relaxed) ? .interrupted : nil
  }

  func install(on handle: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    csqlite_busy_handler(
      handle,
      { context, attempts in
        guard let context else { return 0 }
        return Unmanaged<SQLiteWatch>.fromOpaque(context).takeUnretainedValue()
          .waitsAgain(attempts: attempts) ? 1 : 0
      }, context)
    guard statementTimeout != nil else { return }
    csqlite_progress_handler(
      handle, 1000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<SQLiteWatch>.fromOpaque(context).takeUnretainedValue().isOverdue() ? 1 : 0
      }, context)
  }

  /// Called before each statement. An interrupt that came between two statements is forgotten, as
  /// `sqlite3_interrupt` forgets it.
  func start() {
    isInterrupted.store(false, ordering: .relaxed)
    hasTimedOut.store(false, ordering: .relaxed)
    guard let statementTimeout else { return }
    deadline.store(
      Self.later(by: Self.nanoseconds(statementTimeout), than: Self.now()), ordering: .relaxed)
  }

  private func waitsAgain(attempts: Int32) -> Bool {
    guard !isInterrupted.load(ordering: .relaxed), !isOverdue() else { return false }
    let now = Self.now()
    if attempts == 0 { waitingSince.store(now, ordering: .relaxed) }
    let waited = now - waitingSince.load(ordering: .relaxed)
    let left = Self.nanoseconds(lockTimeout) - waited
    guard left > 0 else { return false }
    let pause = min(left / 1000 + 1, attempts < 5 ? 1_000 : attempts < 20 ? 5_000 : 25_000)
    usleep(UInt32(clamping: pause))
    return true
  }

  private func isOverdue() -> Bool {
    guard statementTimeout != nil else { return false }
    guard Self.now() >= deadline.load(ordering: .relaxed) else { return false }
    hasTimedOut.store(true, ordering: .relaxed)
    return true
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func later(by interval: Int64, than time: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(interval)
    return overflow ? .max : sum
  }

  private static func nanoseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : later(by: attoseconds / 1_000_000_000, than: scaled)
  }
}
