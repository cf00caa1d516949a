import Orchestration

/// What each database is doing now, as far as the events of its run have told.
struct RunningSteps: Sendable {
  struct Running: Sendable {
    var step: StepDescription
    /// The number of the statement that was sent last, from 1; nil before the first.
    var statement: Int?

    /// `statement 2 of 5`
    var progress: String {
      let count = max(1, step.statementCount)
      return "statement \(statement ?? 1) of \(count)"
    }
  }

  /// By database.
  private(set) var steps: [String: Running] = [:]

  mutating func note(_ event: RunEvent) {
    switch event {
    case .stepStarted(let step): steps[step.database] = Running(step: step)
    case .statementStarted(let step, let number, _, _):
      steps[step.database] = Running(step: step, statement: number)
    case .stepApplied(let step, _), .stepFailed(let step, _), .stepRetries(let step, _, _, _):
      steps[step.database] = nil
    case .databaseFinished(let outcome): steps[outcome.name] = nil
    case .started, .waitingForLock, .statementSettled, .stillRunning, .finished: break
    }
  }

  /// `0.4 s`, `12 s`, `3 min 5 s`
  static func time(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    if seconds < 10 { return "\(seconds).\(milliseconds % 1000 / 100) s" }
    return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
