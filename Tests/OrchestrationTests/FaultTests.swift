import Orchestration
import Revisions
import Testing

/// Every call that a run makes fails once, in each way that a call can fail, and whatever happens the
/// databases, their version rows, their journals and the report agree, and another run comes to the same
/// end as one that nothing disturbed. What is checked, and where, stands at `FaultTrial`.
struct FaultTests {
  struct Engine: Sendable, CustomTestStringConvertible {
    var name: String
    var commitsDDL = false
    /// Whether the server has all of a batch before it answers.
    var takesBatches = false
    /// What stands behind `-- migrate: upgrade`.
    var options = ""
    /// What stands around the second half of each section.
    var isMixed = false
    var settings = ""
    /// Otherwise an engine that resembles another one, so that a part of the faults is enough:
    /// `ALUDEL_TEST_FAULTS=all` tries all of them.
    var isThorough = false
    /// How many databases work at the same time.
    var jobs = 1
    var testDescription: String { name }
  }

  static let engines = [
    Engine(name: "transactions", isThorough: true),
    Engine(name: "transactions sent at once", takesBatches: true, isThorough: true),
    Engine(name: "one transaction per run", settings: "transaction = \"per_run\""),
    Engine(name: "DDL that commits", commitsDDL: true, isThorough: true),
    Engine(name: "said to commit", settings: "transactional_ddl = false", jobs: 2),
    Engine(name: "no transaction", options: " transaction=none", isThorough: true),
    Engine(
      name: "no transaction in the configuration", settings: "transaction = \"none\"", jobs: 2),
    Engine(
      name: "no transaction, DDL that commits", commitsDDL: true, options: " transaction=none"),
    Engine(name: "autocommit blocks", isMixed: true),
    Engine(
      name: "DDL that commits, sent at once", commitsDDL: true, takesBatches: true,
      isThorough: true),
  ]
  /// Those that matter to what runs no statements of a file.
  static let twoEngines = [engines[0], engines[3]]
  /// Those that leave a statement of which nobody knows, and whether it may have taken effect.
  static let doubtful = [
    (engines[3], false), (engines[5], false), (engines[5], true), (engines[8], true),
  ]

  private static func up(_ engine: Engine) -> RunRequest {
    RunRequest(.upgrade, jobs: engine.jobs)
  }

  @Test(arguments: engines) func upgrade(_ engine: Engine) async throws {
    let trial = try FaultTrial(engine)
    try await trial.everyFault(of: Self.up(engine), oneOf: engine.isThorough ? 1 : 11)
    try expectEverything(of: trial)
  }

  @Test(arguments: engines) func downgrade(_ engine: Engine) async throws {
    let trial = try FaultTrial(engine)
    try await trial.everyFault(
      of: RunRequest(.downgrade, targets: [.base], jobs: engine.jobs), after: [Self.up(engine)],
      oneOf: engine.isThorough ? 4 : 11)
    try expectEverything(of: trial)
  }

  /// Otherwise something here would not have been tried.
  private func expectEverything(of trial: FaultTrial) throws {
    guard trial.engine.isThorough else { return }
    #expect(trial.tally.hangs > 0 && trial.tally.ghosts > 0)
    guard !trial.engine.name.hasPrefix("transactions") else { return }
    #expect(trial.tally.settled > 0 && trial.tally.decided > 0)
  }

  @Test(arguments: twoEngines) func stamp(_ engine: Engine) async throws {
    try await FaultTrial(engine).everyFault(
      of: RunRequest(.stamp(purge: false), targets: [.heads], jobs: 1), oneOf: 2)
    try await FaultTrial(engine).everyFault(
      of: RunRequest(.stamp(purge: true), targets: [.base], jobs: 1), after: [Self.up(engine)],
      oneOf: 2)
  }

  @Test(arguments: twoEngines) func ensureVersion(_ engine: Engine) async throws {
    try await FaultTrial(engine).everyFault(of: RunRequest(.ensureVersion, jobs: 1), oneOf: 2)
  }

  @Test(arguments: doubtful)
  func resume(_ engine: Engine, tookEffect: Bool) async throws {
    try await FaultTrial(engine).everyFaultOfResume(tookEffect: tookEffect)
  }
}
