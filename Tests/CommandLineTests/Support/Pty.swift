import Foundation

/// A terminal with nobody before it: what is typed waits until it is read.
final class Pty {
  private let master: Int32
  /// Held open, so that nothing is lost between two readers.
  private let slave: Int32
  /// What a shell can take for input and output.
  let path: String

  /// Not where the system's folder of terminals is missing, as in a bare chroot.
  static var canBeMade: Bool { (try? Pty()) != nil }

  init() throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (number, isLocked): (CInt, CInt) = (0, 0)
    guard master >= 0, ioctl(master, Self.setLock, &isLocked) == 0,
      ioctl(master, Self.getNumber, &number) == 0
    else { throw ShellFailure(description: String(cString: strerror(errno))) }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY)
    guard slave >= 0 else { throw ShellFailure(description: String(cString: strerror(errno))) }
  }

  /// `TIOCSPTLCK` and `TIOCGPTN` (ioctl_tty(2)), which are macros that Swift does not see.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  deinit {
    close(slave)
    close(master)
  }

  func type(_ text: String) {
    var bytes = Array(text.utf8)
    _ = write(master, &bytes, bytes.count)
  }

  /// What has been shown, without waiting for more.
  func shown() -> String {
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }
}
