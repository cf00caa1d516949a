import DialectKit
import Foundation
import SQLText
import Testing

extension KillTests {
  /// For how many seconds `anyMoment` goes on, and the number that its chances come from.
  private static let storm =
    ProcessInfo.processInfo.environment["ALUDEL_TEST_KILL_STORM"]?
    .split(separator: ":").compactMap { UInt64($0) } ?? []

  /// The program as it is, or its server, dies at moments that nobody chose: `scripts/kill-storm`.
  @Test(.enabled(if: storm.count == 2)) func anyMoment() throws {
    var chance = Chance(state: Self.storm[1])
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Int64(Self.storm[0]))
    for engine in ScratchDatabase.Engine.allCases where engine.administration != nil {
      try engine.keepCommits()
    }
    let undisturbed = try Self.engines.map { engine in
      let trial = try KillTrial(engine)
      defer { trial.close() }
      let length = try clock.measure { try trial.goOn("upgrade -q", "undisturbed") }
      return (engine, length, try trial.content())
    }
    var counts: [String: (runs: Int, kills: Int, crashes: Int)] = [:]
    repeat {
      for (engine, length, content) in undisturbed {
        let trial = try KillTrial(engine)
        defer { trial.close() }
        var (kills, crashes) = (0, 0)
        for _ in 0...Int.random(in: 0...2, using: &chance) {
          let moment = length * Double.random(in: 0...1.1, using: &chance)
          let isServer = engine.servers[0] != nil && Int.random(in: 0...3, using: &chance) == 0
          if try isServer ? trial.loseTheServer(after: moment) : trial.dieAfter(moment) {
            kills += 1
            crashes += isServer ? 1 : 0
          }
        }
        let run = "\(engine.name), run \(counts[engine.name]?.runs ?? 0)"
        try trial.goOn("upgrade -q", run)
        #expect(try trial.content() == content, "\(run)")
        counts[engine.name, default: (0, 0, 0)].runs += 1
        counts[engine.name, default: (0, 0, 0)].kills += kills
        counts[engine.name, default: (0, 0, 0)].crashes += crashes
      }
    } while clock.now < end
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("\(name): \(count.kills) kills, \(count.crashes) of the server, in \(count.runs) runs")
    }
  }

  /// Random numbers that come again with the same seed (SplitMix64).
  private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      return bits ^ (bits >> 31)
    }
  }
}

extension KillTrial {
  /// Runs for some time and kills what still runs then.
  ///
  /// - Returns: whether there was something to kill.
  func dieAfter(_ moment: Duration) throws -> Bool {
    let child = try start(for: moment)
    child.signal(SIGKILL)
    return child.wait() == 128 + SIGKILL
  }

  /// Runs for some time and kills the server; it comes back.
  ///
  /// - Returns: whether the run noticed.
  func loseTheServer(after moment: Duration) throws -> Bool {
    // Asked before: the run does not wait.
    let database = databases[0]
    let isPostgres = database.url.hasPrefix("post")
    let connection = try SQLHelper.connect(to: database.url, from: shell.folder)
    defer { connection.close() }
    let victim = try connection.query(
      isPostgres ? "SELECT pg_backend_pid()" : "SELECT @@pid_file")
    let name = try #require(victim.first?[0].text)
    let child = try start(for: moment)
    // PostgreSQL starts anew by itself when one of its processes dies.
    let killed = try shell.run(
      isPostgres
        ? "kill -9 \(name)"
        : """
        exec bash -c '
          pid=$(cat "\(name)"); mapfile -d "" -t server < /proc/$pid/cmdline
          server[0]=$(readlink /proc/$pid/exe)
          kill -9 $pid; while kill -0 $pid 2>/dev/null; do sleep 0.01; done
          setsid "${server[@]}" --innodb-flush-log-at-trx-commit=1 >server.log 2>&1 </dev/null &'
        """)
    #expect(killed.status == 0, "\(killed.text(of: .error))")
    let status = child.wait()
    for _ in 0..<600 {
      if (try? sql("SELECT 1", in: database)) != nil { return status != 0 }
      usleep(50_000)
    }
    throw ShellFailure(description: "the server did not come back")
  }

  private func start(for moment: Duration) throws -> Child {
    let child = try shell.start(
      "exec aludel upgrade -q >/dev/null 2>&1", output: STDOUT_FILENO, error: STDERR_FILENO)
    usleep(UInt32(moment / .microseconds(1)))
    return child
  }
}

extension ScratchDatabase.Engine {
  /// Servers of tests forget their last commits when they die; this one no longer.
  fileprivate func keepCommits() throws {
    let text =
      self == .mysql
      ? "SET GLOBAL innodb_flush_log_at_trx_commit = 1"
      : "ALTER ROLE CURRENT_USER SET synchronous_commit = on"
    _ = try SQLHelper.run(text, at: administration ?? "", from: URL(fileURLWithPath: "/"))
  }
}
