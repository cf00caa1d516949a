import Glibc

/// Runs a program without a shell and waits for it.
package enum Subprocess {
  package struct Outcome: Sendable {
    /// What it wrote to its standard output, at most `limit` bytes. May hold a secret.
    package var output: [UInt8]
    /// The beginning of what it said on its standard error.
    package var errorText: String
    /// 0 for success, 128 and the signal's number when it was killed.
    package var status: Int32
    /// Whether there was more output than the limit.
    package var isCutOff: Bool
  }

  /// Runs `arguments[0]`, found along `PATH`, in `folder`, with nothing to read. Blocks.
  ///
  /// - Parameter limit: how many bytes of output are kept; the rest is read and thrown away.
  /// - Throws: when the program cannot be started.
  package static func run(
    _ arguments: [String], in folder: String, environment: [String: String], limit: Int
  ) throws(FileError) -> Outcome {
    guard let program = arguments.first else {
      throw FileError(path: "", message: "an empty command cannot be run")
    }
    let outputs: (reading: Int32, writing: Int32)
    let errorOutputs: (reading: Int32, writing: Int32)
    switch GlibcExtensions.pipe() {
    case .success(let ends): outputs = ends
    case .failure(let problem): throw FileError(program, "cannot be run", problem.number)
    }
    defer { close(outputs.reading) }
    switch GlibcExtensions.pipe() {
    case .success(let ends): errorOutputs = ends
    case .failure(let problem):
      close(outputs.writing)
      throw FileError(program, "cannot be run", problem.number)
    }
    defer { close(errorOutputs.reading) }
    let child = spawn(
      arguments, in: folder, environment: environment,
      streams: .captured(output: outputs.writing, error: errorOutputs.writing))
    close(outputs.writing)
    close(errorOutputs.writing)
    let process: pid_t
    switch child {
    case .success(let identifier): process = identifier
    case .failure(let problem): throw FileError(program, "cannot be run", problem.number)
    }

    var output: [UInt8] = []
    var errors: [UInt8] = []
    let isCutOff = drain(
      outputs.reading, into: &output, limit, errorOutputs.reading, into: &errors, 4096)
    return Outcome(
      output: output, errorText: readable(errors), status: wait(for: process), isCutOff: isCutOff)
  }

  /// Runs `arguments[0]` with our own terminal, as an editor wants it. Blocks, and leaves Ctrl-C and
  /// Ctrl-\ to the program meanwhile.
  ///
  /// - Parameter sparesOutput: whether what it writes goes to standard error, so that standard output
  ///   stays ours.
  /// - Returns: 0 for success, 128 and the signal's number when it was killed.
  /// - Throws: when the program cannot be started.
  package static func runInForeground(
    _ arguments: [String], in folder: String, environment: [String: String], sparesOutput: Bool
  ) throws(FileError) -> Int32 {
    guard let program = arguments.first else {
      throw FileError(path: "", message: "an empty command cannot be run")
    }
    // As system(3): the terminal sends these to the whole group, and we must outlive the program.
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      signal(SIGINT, interrupt)
      signal(SIGQUIT, quit)
    }
    let child = spawn(
      arguments, in: folder, environment: environment,
      streams: .inherited(sparesOutput: sparesOutput))
    switch child {
    case .success(let process): return wait(for: process)
    case .failure(let problem): throw FileError(program, "cannot be run", problem.number)
    }
  }

  private static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Where a program reads and writes.
  private enum Streams {
    /// Nothing to read; what it writes goes to these.
    case captured(output: Int32, error: Int32)
    case inherited(sparesOutput: Bool)
  }

  private static func spawn(
    _ arguments: [String], in folder: String, environment: [String: String], streams: Streams
  ) -> Result<pid_t, ErrorNumber> {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    switch streams {
    case .captured(let output, let error):
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, output, 1)
      posix_spawn_file_actions_adddup2(&actions, error, 2)
    case .inherited(let sparesOutput):
      if sparesOutput { posix_spawn_file_actions_adddup2(&actions, 2, 1) }
    }
    let failedFolder = GlibcExtensions.addChangeFolder(&actions, folder)
    if failedFolder != 0 { return .failure(ErrorNumber(number: failedFolder)) }
    // The child starts with no signal blocked or ignored, whatever we have set up for ourselves.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var argumentPointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variablePointers: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer {
      argumentPointers.forEach { free($0) }
      variablePointers.forEach { free($0) }
    }
    var process: pid_t = 0
    let failure = posix_spawnp(
      &process, arguments[0], &actions, &attributes, &argumentPointers, &variablePointers)
    return failure == 0 ? .success(process) : .failure(ErrorNumber(number: failure))
  }

  /// Reads both pipes to their ends, together, so that a full one never holds up the other.
  private static func drain(
    _ first: Int32, into firstBytes: inout [UInt8], _ firstLimit: Int,
    _ second: Int32, into secondBytes: inout [UInt8], _ secondLimit: Int
  ) -> Bool {
    var isCutOff = false
    var polls = [
      pollfd(fd: first, events: Int16(POLLIN), revents: 0),
      pollfd(fd: second, events: Int16(POLLIN), revents: 0),
    ]
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while polls.contains(where: { $0.fd >= 0 }) {
      if poll(&polls, nfds_t(polls.count), -1) < 0 {
        if errno == EINTR { continue }
        return isCutOff
      }
      for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
        let count = retryingInterrupted { read(polls[index].fd, &buffer, buffer.count) }
        if count <= 0 {
          polls[index].fd = -1
        } else if index == 0 {
          let kept = min(count, firstLimit - firstBytes.count)
          firstBytes += buffer[..<kept]
          isCutOff = isCutOff || kept < count
        } else {
          secondBytes += buffer[..<min(count, secondLimit - secondBytes.count)]
        }
      }
    }
    return isCutOff
  }

  /// One line of text without control characters.
  private static func readable(_ bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
    }
    return String(lines).split(separator: " ").joined(separator: " ")
  }
}
