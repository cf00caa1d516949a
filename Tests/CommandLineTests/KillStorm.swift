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
    let undisturbed = try Self.engines.map(\.mortal).filter(\.isThere).map { engine in
      let trial = try KillTrial(engine)
      defer { trial.close() }
      let length = try clock.measure { try trial.goOn("upgrade -q", "undisturbed") }
      return (engine, length, try trial.content())
    }
    var counts: [String: (runs: Int, kills: Int, crashes: Int)] = [:]
    repeat {
      for (engine, length, content) in undisturbed {
        let server = engine.servers[0]
        let trial = try KillTrial(engine)
        defer { trial.close() }
        var (kills, crashes) = (0, 0)
        for _ in 0...Int.random(in: 0...2, using: &chance) {
          let moment = length * Double.random(in: 0...1.1, using: &chance)
          let victim = Int.random(in: 0...3, using: &chance) == 0 ? server : nil
          if try victim.map({ try trial.lose($0, after: moment) }) ?? trial.dieAfter(moment) {
            kills += 1
            crashes += victim == nil ? 0 : 1
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
  func lose(_ server: ScratchDatabase.Engine, after moment: Duration) throws -> Bool {
    // Asked before: the run does not wait.
    let file = try server.processFile()
    let child = try start(for: moment)
    #expect(try shell.run(server.killing(file)).status == 0)
    let status = child.wait()
    try server.awaitServer()
    return status != 0
  }

  private func start(for moment: Duration) throws -> Child {
    let child = try shell.start(
      "exec aludel upgrade -q >/dev/null 2>&1", output: STDOUT_FILENO, error: STDERR_FILENO)
    usleep(UInt32(moment / .microseconds(1)))
    return child
  }
}
