import Revisions
import Testing

@testable import Orchestration

struct RunCoordinatorTests {
  private func key(_ text: String) throws -> RunCoordinator.Key {
    let parts = text.split(separator: "/").map(String.init)
    return RunCoordinator.Key(
      database: parts[0], revision: try RevisionID(validating: parts[1]))
  }

  @Test func neverMoreThanJobs() async throws {
    let coordinator = RunCoordinator(jobs: 3, stopsAtFailure: false, databases: [])
    let working = Shared((now: 0, most: 0, total: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          guard case .go = await coordinator.enter("x", .init(rank: 0)) else { return }
          working.change {
            $0.now += 1
            $0.total += 1
            $0.most = max($0.most, $0.now)
          }
          working.change { $0.now -= 1 }
          await coordinator.leave("x", committed: [], hasFailed: false)
        }
      }
    }
    let (now, most, total) = working.current
    #expect(now == 0)
    #expect(most <= 3)
    #expect(total == 50)
  }

  /// One that waits holds none of the jobs, or with one job nothing would ever move.
  @Test func waitingHoldsNoJob() async throws {
    let coordinator = RunCoordinator(jobs: 1, stopsAtFailure: false, databases: [])
    let order = Shared<[String]>([])
    let (first, second) = (try key("a/1"), try key("b/1"))
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        guard case .go = await coordinator.enter("x", .init(rank: 0, needs: [first])) else {
          return
        }
        order.change { $0.append("b") }
        await coordinator.leave("x", committed: [second], hasFailed: false)
      }
      group.addTask {
        guard case .go = await coordinator.enter("x", .init(rank: 0, needs: [second])) else {
          return
        }
        order.change { $0.append("c") }
        await coordinator.leave("x", committed: [], hasFailed: false)
      }
      group.addTask {
        guard case .go = await coordinator.enter("x", .init(rank: 0)) else { return }
        order.change { $0.append("a") }
        await coordinator.leave("x", committed: [first], hasFailed: false)
      }
    }
    #expect(order.current == ["a", "b", "c"])
  }

  @Test func failureBlocksOnlyDependants() async throws {
    let coordinator = RunCoordinator(jobs: 4, stopsAtFailure: false, databases: [])
    let needed = try key("a/1")
    async let dependant = coordinator.enter("x", .init(rank: 0, needs: [needed]))
    await coordinator.end("a", hasFailed: true)
    let answer = await dependant
    guard case .blocked(by: "a") = answer else {
      Issue.record("\(answer)")
      return
    }
    guard
      case .go = await coordinator.enter(
        "x", .init(rank: 0, needs: [try key("b/1")].filter { _ in false }))
    else {
      Issue.record("an independent step was held up")
      return
    }
  }

  /// What a failed database has committed before stays good for others.
  @Test func committedStepsCountAfterAFailure() async throws {
    let coordinator = RunCoordinator(jobs: 1, stopsAtFailure: false, databases: [])
    let done = try key("a/1")
    guard case .go = await coordinator.enter("x", .init(rank: 0)) else { return }
    await coordinator.leave("x", committed: [done], hasFailed: false)
    await coordinator.end("a", hasFailed: true)
    guard case .go = await coordinator.enter("x", .init(rank: 0, needs: [done])) else {
      Issue.record("a committed step was not relied on")
      return
    }
    guard case .blocked = await coordinator.enter("x", .init(rank: 0, needs: [try key("a/2")]))
    else {
      Issue.record("a step that will not come was waited for")
      return
    }
  }

  @Test(arguments: [true, false]) func stop(byFailure: Bool) async throws {
    let coordinator = RunCoordinator(jobs: 1, stopsAtFailure: byFailure, databases: [])
    guard case .go = await coordinator.enter("x", .init(rank: 0)) else { return }
    async let waiting = coordinator.enter("x", .init(rank: 0))
    if byFailure { await coordinator.end("a", hasFailed: true) } else { await coordinator.stop() }
    guard case .stopped = await waiting else {
      Issue.record("something new was started")
      return
    }
    guard case .stopped = await coordinator.enter("x", .init(rank: 0)) else {
      Issue.record("something new was started")
      return
    }
  }

  /// The place of a step that failed is nobody's, also of those who waited for it; and the places go to the
  /// first of the plan, whoever asks first.
  @Test(arguments: 0..<20) func nothingStartsBehindAFailure(_: Int) async throws {
    let coordinator = RunCoordinator(jobs: 2, stopsAtFailure: true, databases: ["a", "b", "c"])
    async let third = coordinator.enter("c", .init(rank: 2))
    async let second = coordinator.enter("b", .init(rank: 1))
    async let first = coordinator.enter("a", .init(rank: 0))
    for admission in await [first, second] {
      guard case .go = admission else {
        Issue.record("\(admission)")
        return
      }
    }
    await coordinator.leave("a", committed: [], hasFailed: true)
    guard case .stopped = await third else {
      Issue.record("something new was started")
      return
    }
  }

  /// With one job steps run in the plan's order, whoever asks first.
  @Test(arguments: [["c", "b", "a"], ["a", "b", "c"], ["b", "c", "a"]])
  func planOrderWithOneJob(databases: [String]) async throws {
    let coordinator = RunCoordinator(
      jobs: 1, stopsAtFailure: false, databases: ["a", "b", "c", "idle"])
    // By database, the places of its steps in the plan.
    let ranks = ["a": [0, 3, 5], "b": [1, 2], "c": [4, 6]]
    let order = Shared<[Int]>([])
    await withTaskGroup(of: Void.self) { group in
      for database in databases {
        group.addTask {
          for rank in ranks[database] ?? [] {
            guard case .go = await coordinator.enter(database, .init(rank: rank)) else { return }
            order.change { $0.append(rank) }
            await coordinator.leave(database, committed: [], hasFailed: false)
          }
          await coordinator.end(database, hasFailed: database == "c")
        }
      }
      group.addTask { await coordinator.end("idle", hasFailed: false) }
    }
    #expect(order.current == Array(0...6))
  }

  @Test func milliseconds() {
    #expect(Duration.milliseconds(1234).wholeMilliseconds == 1234)
    #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
    #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
    #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
  }
}
