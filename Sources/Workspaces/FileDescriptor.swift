import Glibc

/// An open file that closes itself. Opening gives nil with `errno` set.
struct FileDescriptor: ~Copyable {
  let number: Int32

  init?(opening path: String, _ flags: Int32, in folder: Int32 = AT_FDCWD) {
    // Nothing may be closed after a failure: it would spoil `errno`.
    let opened = retryingInterrupted { openat(folder, path, flags | O_CLOEXEC) }
    guard opened >= 0 else { return nil }
    number = opened
  }

  init?(creating path: String, _ flags: Int32, mode: mode_t) {
    let opened = retryingInterrupted { open(path, flags | O_CREAT | O_CLOEXEC, mode) }
    guard opened >= 0 else { return nil }
    number = opened
  }

  deinit {
    close(number)
  }

  /// Everything up to the end, or nil with `errno` set.
  ///
  /// - Parameter sizeHint: how much there should be, so that one call reads it all.
  func readAll(sizeHint: Int) -> [UInt8]? {
    var bytes = [UInt8]()
    var capacity = max(min(sizeHint, 1 << 30), 0) + 1  // one more, so that the end shows
    while true {
      let start = bytes.count
      var failed = false
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let read = retryingInterrupted { Glibc.read(number, buffer.baseAddress, capacity) }
        failed = read < 0
        count = max(read, 0)
      }
      if failed { return nil }
      if chunk.isEmpty { return bytes }
      if start == 0 { bytes = chunk } else { bytes.append(contentsOf: chunk) }
      if chunk.count < capacity && start == 0 && chunk.count == sizeHint { return bytes }
      capacity = 64 * 1024
    }
  }

  func writeAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = retryingInterrupted {
          Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        }
        if written <= 0 { return false }
        rest = rest.dropFirst(written)
      }
      return true
    }
  }
}

/// Calls again as long as a signal got in the way.
func retryingInterrupted<Result: BinaryInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
