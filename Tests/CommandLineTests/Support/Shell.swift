import Foundation

/// What a command left: its streams in the order of writing, and its exit status.
struct Outcome {
  enum Stream { case output, error }

  struct Piece {
    var stream: Stream
    var text: String
  }

  var pieces: [Piece] = []
  var status: Int32 = 0

  func text(of stream: Stream) -> String {
    pieces.filter { $0.stream == stream }.map(\.text).joined()
  }
}

struct ShellFailure: Error, CustomStringConvertible {
  var description: String
}

/// Runs lines by `sh` in a folder, with the built program and nothing of the caller's environment.
final class Shell {
  /// The working directory; its own parent belongs to this shell too.
  let folder: URL
  var environment: [String: String]
  private let home: URL
  private let recorder: StreamRecorder
  private var children: [Child] = []

  /// What transcripts may use besides the programs of the system: `put FILE` writes what it is fed,
  /// `rev FOLDER ID PARENTS MESSAGE UPGRADE [DOWNGRADE]` writes a revision file, `wait_for TEXT FILE`
  /// waits until a file holds a text, `humbly COMMAND` runs it as somebody whom permissions concern, who
  /// may be root.
  private static let prelude = """
    put() { mkdir -p "$(dirname "$1")" && cat > "$1"; }
    rev() {
      { printf -- '-- %s\\n--\\n-- revision: %s\\n-- down_revision: %s\\n' "$4" "$2" "$3"
        printf -- '\\n-- migrate: upgrade\\n%s\\n' "$5"
        [ $# -lt 6 ] || printf -- '\\n-- migrate: downgrade\\n%s\\n' "$6"
      } | put "$1/$2.sql"
    }
    humbly() {
      if [ "$(id -u)" = 0 ]; then
        setpriv --bounding-set=-dac_override,-dac_read_search -- "$@"
      else
        "$@"
      fi
    }
    wait_for() {
      n=0
      until grep -qs -- "$1" "$2"; do
        n=$((n+1)); [ $n -lt 3000 ] || { echo "no $1 in $2" >&2; return 1; }
        sleep 0.01
      done
    }

    """

  init() throws {
    var template = Array((NSTemporaryDirectory() + "/aludel-test.XXXXXX").utf8CString)
    guard let path = mkdtemp(&template) else { throw ShellFailure(description: "mkdtemp") }
    // The system's own name for it, as getcwd tells it.
    home = URL(fileURLWithPath: String(cString: path)).resolvingSymlinksInPath()
    folder = home.appendingPathComponent("shop")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    recorder = try StreamRecorder(in: home)
    environment = [
      "PATH": Self.programs.path + ":/usr/bin:/bin", "HOME": home.path, "LANG": "C.UTF-8",
      "TERM": "xterm",
    ]
  }

  /// Where the build has put the program: beside the tests.
  static let programs: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    return bundle.bundlePath.hasSuffix(".xctest")
      ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
  }()

  func close() {
    for child in children { child.end() }
    recorder.close()
    try? FileManager.default.removeItem(at: home)
  }

  /// Runs the line and waits for its end.
  func run(_ line: String) throws -> Outcome {
    let child = try start(line, output: recorder.output, error: recorder.error)
    var outcome = Outcome()
    outcome.status = try recorder.record(into: &outcome.pieces, until: child)
    return outcome
  }

  /// Starts the line with its streams at the given descriptors.
  func start(_ line: String, output: Int32, error: Int32) throws -> Child {
    let text = Self.prelude + "cd '\(folder.path)' || exit 99\n" + line
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, error, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var arguments: [UnsafeMutablePointer<CChar>?] = ["/bin/sh", "-c", text]
      .map { (word: String) in strdup(word) }
    var variables: [UnsafeMutablePointer<CChar>?] = environment.sorted { $0.key < $1.key }
      .map { strdup("\($0.key)=\($0.value)") }
    arguments.append(nil)
    variables.append(nil)
    defer { for pointer in arguments + variables { free(pointer) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, &variables)
    guard failure == 0 else {
      throw ShellFailure(description: String(cString: strerror(failure)))
    }
    let child = Child(pid: pid)
    children.append(child)
    return child
  }
}

/// A started process, which is the leader of its own group.
final class Child {
  let pid: pid_t
  private var status: Int32?

  init(pid: pid_t) {
    self.pid = pid
  }

  func signal(_ number: Int32) {
    if status == nil { kill(pid, number) }
  }

  /// The exit status, or 128 and the signal; nil while it runs.
  func poll() -> Int32? {
    if status == nil { status = reap(WNOHANG) }
    return status
  }

  /// Kills what is left of its group. It is waited for, since the thread of the testing library that
  /// watches for exit tests spins over every child that nobody waits for.
  func end() {
    kill(-pid, SIGKILL)
    _ = wait()
  }

  func wait() -> Int32 {
    let result = status ?? reap(0) ?? -1
    status = result
    return result
  }

  private func reap(_ options: Int32) -> Int32? {
    var code: Int32 = 0
    var result: pid_t
    repeat { result = waitpid(pid, &code, options) } while result < 0 && errno == EINTR
    guard result == pid else { return nil }
    return code & 0x7f == 0 ? code >> 8 & 0xff : 128 + code & 0x7f
  }
}
