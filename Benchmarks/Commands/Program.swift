import Foundation

/// A program with everything it needs, started as a shell would start it.
struct Program {
  /// The first is looked for in PATH unless it has a slash.
  var words: [String]
  var folder: URL
  /// Added to the environment of this process.
  var environment: [String: String] = [:]
  /// What its standard input reads.
  var input: URL?

  /// What one run took.
  struct Usage {
    /// Milliseconds from start to end.
    var elapsed: Double
    /// Milliseconds of processor time, the kernel's included. What a server does for it is not in here.
    var processor: Double
    /// The most memory that was resident, in megabytes. Not less than what this program itself has, since
    /// the kernel counts the moment before the program is loaded too.
    var memory: Double
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Runs it to its end, with what it says put away.
  ///
  /// - Throws: `Failure` with the end of what it said, if its status is not 0.
  @discardableResult func run() throws -> Usage {
    let talk = folder.appending(path: "talk")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input?.path ?? "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, talk.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // There is one thread only.
    guard FileManager.default.changeCurrentDirectoryPath(folder.path) else {
      throw Failure(description: "no folder \(folder.path)")
    }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
    let usage = try Self.withCStrings(words) { arguments in
      try Self.withCStrings(variables.map { "\($0)=\($1)" }) { environment in
        let start = Self.now
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, words[0], &actions, nil, arguments, environment)
        guard failure == 0 else {
          throw Failure(description: "\(words[0]): \(String(cString: strerror(failure)))")
        }
        var status: Int32 = 0
        var resources = rusage()
        while wait4(pid, &status, 0, &resources) < 0 {}
        let elapsed = Self.now - start
        guard status == 0 else {
          let text = (try? String(contentsOf: talk, encoding: .utf8)) ?? ""
          throw Failure(
            description: "\(words.joined(separator: " ")): status \(status)\n\(text.suffix(2000))")
        }
        return Usage(
          elapsed: elapsed,
          processor: Self.milliseconds(resources.ru_utime) + Self.milliseconds(resources.ru_stime),
          memory: Double(resources.ru_maxrss) / 1024)
      }
    }
    return usage
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return try body(pointers + [nil])
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1e3 + Double(time.tv_usec) / 1e3
  }
}
