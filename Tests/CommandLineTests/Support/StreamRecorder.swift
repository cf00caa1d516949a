import Foundation

/// Reads two streams in the order in which they are written.
///
/// Two pipes could not tell that order. Both streams are datagram sockets that send to a third one,
/// which learns with every message from where it comes.
final class StreamRecorder {
  let output: Int32
  let error: Int32
  private let receiver: Int32
  private let paths: [String]

  init(in folder: URL) throws {
    paths = ["receiver", "output", "error"].map { folder.appendingPathComponent($0).path }
    receiver = try Self.socket(at: paths[0])
    output = try Self.socket(at: paths[1])
    error = try Self.socket(at: paths[2])
    for sender in [output, error] {
      try Self.withAddress(of: paths[0]) { address, length in
        guard connect(sender, address, length) == 0 else { throw Self.failure("connect") }
      }
    }
  }

  func close() {
    for descriptor in [receiver, output, error] { _ = Foundation.close(descriptor) }
    for path in paths { unlink(path) }
  }

  /// - Returns: the child's exit status.
  func record(
    into pieces: inout [Outcome.Piece], until child: Child, limit: Duration = .seconds(120)
  ) throws -> Int32 {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
      // Asked before reading: what was written before the end is then certainly in the queue.
      let status = child.poll()
      while let piece = try receive() {
        if let last = pieces.last, last.stream == piece.stream {
          pieces[pieces.count - 1].text += piece.text
        } else {
          pieces.append(piece)
        }
      }
      if let status { return status }
      guard clock.now < deadline else {
        kill(-child.pid, SIGKILL)
        throw ShellFailure(description: "still running after \(limit); so far: \(pieces)")
      }
      var waiting = pollfd(fd: receiver, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, 5)
    }
  }

  private func receive() throws -> Outcome.Piece? {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let count = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT), $0, &length)
      }
    }
    guard count >= 0 else { return nil }
    let sender = withUnsafeBytes(of: &address.sun_path) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Outcome.Piece(
      stream: sender == paths[2] ? .error : .output,
      text: String(decoding: buffer.prefix(count), as: UTF8.self))
  }

  private static func socket(at path: String) throws -> Int32 {
    #if os(Linux)
      let descriptor = Foundation.socket(
        AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = Foundation.socket(AF_UNIX, SOCK_DGRAM, 0)
    #endif
    guard descriptor >= 0 else { throw failure("socket") }
    try withAddress(of: path) { address, length in
      guard bind(descriptor, address, length) == 0 else { throw failure("bind") }
    }
    return descriptor
  }

  private static func withAddress(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
  ) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw ShellFailure(description: "\(path) is too long for a socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    try withUnsafePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func failure(_ call: String) -> ShellFailure {
    ShellFailure(description: "\(call): \(String(cString: strerror(errno)))")
  }
}
