import Foundation
import Testing

/// The program is killed at every call that it makes of a database, before the call and after it, and
/// whatever is left, the next run ends where one ends that nobody disturbed: with the same catalog, the
/// same rows and the same history.
@Suite struct KillTests {
  typealias Engine = KillTrial.Engine

  static let engines = [
    Engine(name: "SQLite", servers: [nil]),
    Engine(name: "SQLite without transactions", servers: [nil], options: " transaction=none"),
    Engine(name: "PostgreSQL", servers: [.postgresql]),
    Engine(
      name: "PostgreSQL without transactions", servers: [.postgresql],
      options: " transaction=none"),
    Engine(name: "MariaDB", servers: [.mysql]),
  ].filter(\.isThere)

  /// Databases that wait for each other.
  static let rows = [
    Engine(name: "three engines in a row", servers: [.postgresql, .mysql, nil]),
    Engine(
      name: "two files in a row, without transactions", servers: [nil, nil],
      options: " transaction=none"),
  ].filter(\.isThere)

  /// Whether the program dies at all calls of all commands on all engines, before and after; that takes
  /// many minutes. Otherwise it dies once behind each checkpoint, and behind those that change nothing
  /// only on the first engine.
  private static let triesAll =
    ProcessInfo.processInfo.environment["ALUDEL_TEST_KILLS"] == "all"

  @Test(arguments: engines + rows.prefix(triesAll ? 2 : 1))
  func upgrade(_ engine: Engine) throws {
    try everyCheckpoint(
      of: "upgrade --jobs 1 -q", on: engine,
      except: engine.name == "SQLite" ? [] : Self.harmless)
  }

  @Test(arguments: triesAll ? engines + rows : engines.dropFirst().dropLast(2) + rows)
  func downgrade(_ engine: Engine) throws {
    try everyCheckpoint(
      of: "downgrade base --jobs 1 -q", after: "upgrade -q", on: engine,
      except: Self.harmless.union(["locked"]))
  }

  @Test(arguments: engines.filter(\.options.isEmpty) + rows.prefix(triesAll ? 1 : 0))
  func stamp(_ engine: Engine) throws {
    try everyCheckpoint(
      of: "stamp heads -q", on: engine, except: Self.harmless.union(["locked"]))
  }

  /// The checkpoints before which nothing was changed since the last one.
  private static let harmless: Set<String> = [
    "looked", "looked again", "step begun", "catalog asked", "unlocked",
  ]

  private func everyCheckpoint(
    of command: String, after earlier: String? = nil, on engine: Engine,
    except skipped: Set<String>
  ) throws {
    func withTrial(_ body: (KillTrial) throws -> Void) throws {
      let trial = try KillTrial(engine)
      defer { trial.close() }
      if let earlier { try trial.goOn(earlier, "the start") }
      try body(trial)
    }
    var calls: [KillTrial.Call] = []
    var expected = ""
    try withTrial { trial in
      calls = try trial.calls(command)
      expected = try trial.content()
    }
    try #require(calls.count > 10, "\(calls)")
    for (call, side) in Self.places(among: calls, except: skipped) {
      let name = "\(command), killed \(side) call \(call.number), \(call.checkpoint), \(call.text)"
      try withTrial { trial in
        try trial.dieAndGoOn(command, at: "\(call.number):\(side)", name)
        #expect(try trial.content() == expected, "\(name)")
      }
    }
  }

  private static func places(
    among calls: [KillTrial.Call], except skipped: Set<String>
  ) -> [(KillTrial.Call, String)] {
    if triesAll { return calls.flatMap { [($0, "before"), ($0, "after")] } }
    // Each checkpoint in another place of the run.
    let checkpoints = Dictionary(grouping: calls, by: \.checkpoint)
      .filter { !skipped.contains($0.key) }.sorted { $0.key < $1.key }
    return checkpoints.enumerated().compactMap { index, item in
      let places = item.value
      return (places[places.count * (2 * index + 1) / (2 * checkpoints.count)], "after")
    }
  }

  /// The checkpoints are those of the page that tells what to do after each.
  @Test func checkpointsAreDescribed() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/recovery.md"), encoding: .utf8)
    var seen: Set<String> = []
    for engine in Self.engines {
      let trial = try KillTrial(engine)
      defer { trial.close() }
      seen.formUnion(try trial.calls("upgrade -q").map(\.checkpoint))
    }
    for checkpoint in seen { #expect(page.contains(checkpoint), "\(checkpoint)") }
    #expect(seen.count > 10)
  }
}
