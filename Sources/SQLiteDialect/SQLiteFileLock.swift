import DialectKit
import SQLText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The session lock of a version table: a lock of the kernel's on a file beside the database.
///
/// The kernel drops it when the process ends, however it ends, so a file that was left behind locks
/// nothing. What the file says is only for the message to whoever finds it locked.
struct SQLiteFileLock {
  struct Held: Error {
    var owner: LockOwner
  }

  private let path: String
  private let descriptor: Int32

  /// Takes the lock if it is free. A file that its last holder removed meanwhile is tried anew.
  static func attempt(
    besides database: String, for key: LockKey, by application: String
  ) throws(DatabaseError) -> Result<SQLiteFileLock, Held> {
    let path = Self.path(besides: database, for: key)
    for _ in 0..<1000 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw failure(path) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        defer { Self.close(descriptor) }
        guard reason == EWOULDBLOCK else { throw failure(path, reason) }
        return .failure(Held(owner: owner(in: descriptor)))
      }
      let lock = SQLiteFileLock(path: path, descriptor: descriptor)
      guard lock.isAtItsPath else {
        Self.close(descriptor)
        continue
      }
      lock.writeOwner(application)
      return .success(lock)
    }
    throw DatabaseError(.lockTimeout, message: "the lock file \(path) is replaced all the time")
  }

  /// Removes the file while it is still locked, so that nobody can hold a lock on the removed one.
  func release() {
    if isAtItsPath { unlink(path) }
    Self.close(descriptor)
  }

  /// `shop.db.aludel_version.aludel-lock` for the table `aludel_version` of `shop.db`.
  ///
  /// The table's name is in lower case, since SQLite does not tell case in ASCII apart; bytes that a
  /// file name may not hold are written as `%2F`, and a long name goes by its beginning and a hash.
  static func path(besides database: String, for key: LockKey) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var name: [UInt8] = []
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in key.table.name.name.utf8 {
      let byte = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        name.append(byte)
      default: name += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    if name.count > 64 {
      name = Array(name.prefix(40)) + "-".utf8 + String(hash, radix: 16).utf8
    }
    return "\(database).\(String(decoding: name, as: UTF8.self)).aludel-lock"
  }

  private var isAtItsPath: Bool {
    var mine = stat()
    var present = stat()
    return fstat(descriptor, &mine) == 0 && stat(path, &present) == 0
      && mine.st_ino == present.st_ino && mine.st_dev == present.st_dev
  }

  // MARK: The owner

  private func writeOwner(_ application: String) {
    let text =
      "\(getpid())\n\(userName())\n\(Self.hostName())\n\(Self.timestamp())\n\(application)\n"
    ftruncate(descriptor, 0)
    _ = Array(text.utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  /// What the file says, as far as it was written already.
  private static func owner(in descriptor: Int32) -> LockOwner {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    func line(_ index: Int) -> String? {
      lines.indices.contains(index) && !lines[index].isEmpty ? lines[index] : nil
    }
    return LockOwner(
      session: line(0), user: line(1), host: line(2), application: line(4), since: line(3))
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// `2026-11-21T10:15:00Z`
  private static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  private static func failure(_ path: String, _ reason: Int32 = errno) -> DatabaseError {
    DatabaseError(
      .connection,
      message: "the lock file \(path) cannot be used: \(String(cString: strerror(reason)))")
  }

  private static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }
}
