import DialectKit
import Workspaces

/// A step that met a lock which was not free in time is tried again: as a whole where a transaction holds
/// it, from the statement on where none does. Nothing is held while it pauses.
extension DatabaseWorker {
  /// Runs `body` until it succeeds, fails for good, or has been tried often enough.
  ///
  /// - Parameter body: given how many statements have taken effect and stay.
  func retrying(
    from start: Int, _ body: (Int) async -> StepFailure?
  ) async -> StepFailure? {
    var applied = start
    var retries = 0
    while true {
      guard let failure = await body(applied) else { return nil }
      guard let next = failure.placeOfRetry, retries < database.stream.entry.lockRetries,
        await pause(before: retries + 1, failure)
      else {
        sink(.stepFailed(failure.step, .step(failure)))
        return failure
      }
      retries += 1
      applied = next
    }
  }

  /// - Returns: false when the run was stopped meanwhile.
  private func pause(before retry: Int, _ failure: StepFailure) async -> Bool {
    let pause = LockRetries.pause(before: retry, chance: Double.random(in: 0..<1))
    sink(
      .stepRetries(
        failure.step, retry: retry, limit: database.stream.entry.lockRetries, after: pause))
    let end = ContinuousClock.now.advanced(by: pause)
    while ContinuousClock.now < end {
      if await coordinator.isStopping { return false }
      let left = ContinuousClock.now.duration(to: end)
      try? await Task.sleep(for: min(left, .milliseconds(100)))
    }
    return await !coordinator.isStopping
  }
}

extension StepFailure {
  /// How many of the statements need not run again; nil when to try again is no use.
  fileprivate var placeOfRetry: Int? {
    guard databaseError?.kind == .lockTimeout, rollbackError == nil else { return nil }
    switch effect {
    case .rolledBack: return 0
    case .stopped(let applied): return applied
    case .unknown, .unsettled: return nil
    }
  }
}
