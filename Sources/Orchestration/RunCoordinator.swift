import Revisions

/// Decides which step may start: at most `jobs` at a time, none before what it depends on, none after
/// a stop.
///
/// The one place where databases of a run meet. A database that waits holds none of the `jobs`.
actor RunCoordinator {
  /// A step of a database, as a thing to wait for.
  struct Key: Hashable, Sendable {
    var database: String
    var revision: RevisionID
  }

  enum Admission: Sendable {
    case go
    /// What it needs will not come: that database failed.
    case blocked(by: String)
    case stopped
  }

  private struct Waiter {
    var needs: [Key]
    var continuation: CheckedContinuation<Admission, Never>
  }

  private let jobs: Int
  private let stopsAtFailure: Bool
  private var running = 0
  private var isStopping = false
  private var finished: Set<Key> = []
  private var failed: Set<String> = []
  private var waiters: [Waiter] = []

  init(jobs: Int, stopsAtFailure: Bool) {
    self.jobs = max(1, jobs)
    self.stopsAtFailure = stopsAtFailure
  }

  /// Waits until the step may start. Every `go` is answered with one `leave`.
  func enter(needs: [Key]) async -> Admission {
    if let admission = admission(needs: needs) { return admission }
    return await withCheckedContinuation { continuation in
      waiters.append(Waiter(needs: needs, continuation: continuation))
    }
  }

  /// Tells that a step is over; `committed` are those that others may now rely on.
  func leave(committed: [Key]) {
    running -= 1
    finished.formUnion(committed)
    admitWaiters()
  }

  /// Tells that a database will run no further step.
  func fail(_ database: String) {
    failed.insert(database)
    if stopsAtFailure { isStopping = true }
    admitWaiters()
  }

  /// Lets running steps finish and starts no other.
  func stop() {
    isStopping = true
    admitWaiters()
  }

  private func admission(needs: [Key]) -> Admission? {
    if isStopping { return .stopped }
    let open = needs.filter { !finished.contains($0) }
    if let blocker = open.first(where: { failed.contains($0.database) }) {
      return .blocked(by: blocker.database)
    }
    guard open.isEmpty, running < jobs else { return nil }
    running += 1
    return .go
  }

  private func admitWaiters() {
    var waiting: [Waiter] = []
    for waiter in waiters {
      if let admission = admission(needs: waiter.needs) {
        waiter.continuation.resume(returning: admission)
      } else {
        waiting.append(waiter)
      }
    }
    waiters = waiting
  }
}
