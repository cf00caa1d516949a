import Revisions

/// Decides which step may start: at most `jobs` at a time, none before what it depends on, none after
/// a stop.
///
/// Of several that could start, the one that stands first in the plan does. With one job that is the
/// plan's own order, always: the free place is given away only when every database that goes on has asked.
///
/// The one place where databases of a run meet. A database that waits holds none of the `jobs`.
actor RunCoordinator {
  /// A step of a database, as a thing to wait for.
  struct Key: Hashable, Sendable {
    var database: String
    var revision: RevisionID
  }

  /// What a database asks for before it does anything.
  struct Turn: Hashable, Sendable {
    /// Its place in the plan.
    var rank: Int
    var needs: [Key] = []
  }

  enum Admission: Sendable {
    case go
    /// What it needs will not come: that database failed.
    case blocked(by: String)
    case stopped
  }

  private struct Waiter {
    var database: String
    var turn: Turn
    var continuation: CheckedContinuation<Admission, Never>
  }

  private let jobs: Int
  private let stopsAtFailure: Bool
  private var running = 0
  private(set) var isStopping = false
  private var finished: Set<Key> = []
  private var failed: Set<String> = []
  /// The databases that may still ask.
  private var active: Set<String>
  private var waiters: [Waiter] = []

  init(jobs: Int, stopsAtFailure: Bool, databases: Set<String>) {
    self.jobs = max(1, jobs)
    self.stopsAtFailure = stopsAtFailure
    active = databases
  }

  /// Waits until the step may start. Every `go` is answered with one `leave`.
  func enter(_ database: String, _ turn: Turn) async -> Admission {
    await withCheckedContinuation { continuation in
      waiters.append(Waiter(database: database, turn: turn, continuation: continuation))
      admitWaiters()
    }
  }

  /// Tells that a step is over; `committed` are those that others may now rely on.
  func leave(committed: [Key]) {
    running -= 1
    finished.formUnion(committed)
    admitWaiters()
  }

  /// Tells that a database will run no further step.
  func end(_ database: String, hasFailed: Bool) {
    active.remove(database)
    if hasFailed {
      failed.insert(database)
      if stopsAtFailure { isStopping = true }
    }
    admitWaiters()
  }

  /// Lets running steps finish and starts no other.
  func stop() {
    isStopping = true
    admitWaiters()
  }

  private func admitWaiters() {
    refuseWaiters()
    while running < jobs, jobs > 1 || active.isSubset(of: waiters.map(\.database)) {
      let ready = waiters.indices.filter { finished.isSuperset(of: waiters[$0].turn.needs) }
      guard let next = ready.min(by: { waiters[$0].turn.rank < waiters[$1].turn.rank }) else {
        return
      }
      running += 1
      waiters.remove(at: next).continuation.resume(returning: .go)
    }
  }

  private func refuseWaiters() {
    var waiting: [Waiter] = []
    for waiter in waiters {
      let missing = waiter.turn.needs.first {
        failed.contains($0.database) && !finished.contains($0)
      }
      if isStopping {
        waiter.continuation.resume(returning: .stopped)
      } else if let missing {
        waiter.continuation.resume(returning: .blocked(by: missing.database))
      } else {
        waiting.append(waiter)
      }
    }
    waiters = waiting
  }
}
