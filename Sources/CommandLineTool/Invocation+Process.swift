import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Invocation {
  /// The invocation of this process.
  package static func fromProcess() -> Invocation {
    // A reader that goes away must not end a run half-way: writing then fails and is ignored.
    signal(SIGPIPE, SIG_IGN)
    occupyStandardStreams()
    let output = OutputStream(descriptor: STDOUT_FILENO)
    let error = OutputStream(descriptor: STDERR_FILENO)
    return Invocation(
      arguments: Array(CommandLine.arguments.dropFirst()), environment: processEnvironment(),
      workingDirectory: currentDirectory(), outputIsInteractive: isatty(STDOUT_FILENO) == 1,
      errorIsInteractive: isatty(STDERR_FILENO) == 1, inputIsInteractive: isatty(STDIN_FILENO) == 1,
      width: terminalWidth(), user: userName(),
      host: hostName(), now: currentMilliseconds,
      writeOutput: { output.write($0) }, writeError: { error.write($0) },
      readLine: { Swift.readLine() }, outputFailure: { output.failure },
      interrupts: interruptStream)
  }
}

/// Runs the command line and ends the process with its status, at once.
///
/// The command stays on the calling thread for as long as it waits for nothing: what only reads files is
/// done before the runtime has started a thread.
///
/// `exit` would run the clean-up of the client libraries while the threads of closed sessions may still
/// be ending: OpenSSL then frees twice what belongs to a thread, and the status is lost. There is
/// nothing to clean up: every session is closed, and what was written went straight to its stream.
package func runProcess(_ invocation: Invocation) -> Never {
  // Set from outside: within the task it would move to another thread.
  Invocation.$current.withValue(invocation) {
    _ = Task.immediate { _exit(await runCurrentCommandLine(invocation)) }
  }
  while true { pause() }
}

/// Puts something in the place of streams that were closed before the call: a socket or a lock file would
/// get their numbers, and what we print would go there. What is written here fails, as it would have.
private func occupyStandardStreams() {
  for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
    _ = open("/dev/null", O_RDONLY)  // the lowest number that is free
  }
}

private func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var entry = environ
  while let pointer = entry.pointee {
    let pair = String(cString: pointer).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
    entry += 1
  }
  return variables
}

private func currentDirectory() -> String {
  // A folder that was removed, or that lies outside of our root: "(unreachable)/shop".
  guard let path = getcwd(nil, 0) else { return "" }
  defer { free(path) }
  let text = String(cString: path)
  return text.hasPrefix("/") ? text : ""
}

private func userName() -> String {
  if let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name {
    return String(cString: name)
  }
  return String(geteuid())
}

private func hostName() -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return "" }
    buffer[255] = 0
    return String(cString: start)
  }
}

private func terminalWidth() -> Int? {
  var size = winsize()
  for stream in [STDERR_FILENO, STDOUT_FILENO]
  where ioctl(stream, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
    return Int(size.ws_col)
  }
  return nil
}

private func currentMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Standard output or standard error.
private final class OutputStream: Sendable {
  private let descriptor: Int32
  /// The number of the first error.
  private let errorNumber = Atomic<Int32>(0)

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// A reader that has seen enough, as `head` has, is no failure.
  var failure: String? {
    let number = errorNumber.load(ordering: .acquiring)
    return number == 0 || number == EPIPE ? nil : String(cString: strerror(number)).lowercased()
  }

  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(descriptor, start, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          _ = errorNumber.compareExchange(
            expected: 0, desired: errno, ordering: .acquiringAndReleasing)
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

// MARK: - Signals

/// Where the signal handler writes: a pipe is one of the few things that it may touch.
private let interruptPipe = Atomic<Int32>(-1)

private func interruptStream() -> AsyncStream<Void> {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { return AsyncStream { $0.finish() } }
  interruptPipe.store(ends[1], ordering: .releasing)
  // Whoever started us may have them blocked, as threads of a pool have. The thread below inherits this.
  var heard = sigset_t()
  sigemptyset(&heard)
  for number in [SIGINT, SIGTERM] { sigaddset(&heard, number) }
  pthread_sigmask(SIG_UNBLOCK, &heard, nil)
  for number in [SIGINT, SIGTERM] {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let saved = errno
      var byte: UInt8 = 0
      _ = Glibc.write(interruptPipe.load(ordering: .acquiring), &byte, 1)
      errno = saved
    }
    action.sa_flags = SA_RESTART
    sigaction(number, &action, nil)
  }
  let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
  let reader = InterruptReader(descriptor: ends[0], continuation: continuation)
  var thread = pthread_t()
  let argument = Unmanaged.passRetained(reader)
  let failure = pthread_create(
    &thread, nil,
    { argument in
      if let argument {
        Unmanaged<InterruptReader>.fromOpaque(argument).takeRetainedValue().serve()
      }
      return nil
    }, argument.toOpaque())
  if failure != 0 { argument.release() } else { pthread_detach(thread) }
  return stream
}

/// Waits for signals on a thread of its own, so that they are heard whatever the rest does.
private final class InterruptReader: Sendable {
  private let descriptor: Int32
  private let continuation: AsyncStream<Void>.Continuation

  init(descriptor: Int32, continuation: AsyncStream<Void>.Continuation) {
    self.descriptor = descriptor
    self.continuation = continuation
  }

  func serve() {
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return }
      continuation.yield()
    }
  }
}
