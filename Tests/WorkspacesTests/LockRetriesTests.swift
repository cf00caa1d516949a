import Testing

@testable import Workspaces

@Suite("pauses before retries") struct LockRetriesTests {
  @Test(arguments: [
    (1, 0.0, 250), (1, 1.0, 500), (2, 1.0, 1000), (3, 0.5, 1500), (7, 1.0, 30_000),
    (1000, 1.0, 30_000), (0, 1.0, 500), (Int.max, 0.0, 15_000),
  ])
  func grow(number: Int, chance: Double, milliseconds: Int) {
    #expect(LockRetries.pause(before: number, chance: chance) == .milliseconds(milliseconds))
  }
}
