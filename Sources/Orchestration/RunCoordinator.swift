import Revisions

/// Decides which step may start: at most `jobs` at a time, none before what it depends on, none after
/// a stop.
///
/// Of several that could start, the one that stands first in the plan does: a free place is given away only
/// when every database that goes on works or has asked. With one job that is the plan's own order.
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
    /// Nothing new starts: somebody has interrupted the run, or another database has failed.
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
  /// Whether somebody has stopped the run.
  private(set) var isInterrupted = false
  private var finished: Set<Key> = []
  private var failed: Set<String> = []
  /// The databases that may still ask.
  private var active: Set<String>
  /// Those of them that neither work nor wait: what they ask for next may come first in the plan.
  private var deciding: Set<String>
  private var waiters: [Waiter] = []

  init(jobs: Int, stopsAtFailure: Bool, databases: Set<String>) {
    self.jobs = max(1, jobs)
    self.stopsAtFailure = stopsAtFailure
    active = databases
    deciding = databases
  }

  /// Waits until a step may start. Every `go` is answered with one `leave`.
  func enter(_ database: String, _ turn: Turn) async -> Admission {
    deciding.remove(database)
    return await withCheckedContinuation { continuation in
      waiters.append(Waiter(database: database, turn: turn, continuation: continuation))
      admitWaiters()
    }
  }

  /// Tells that a step is over; `committed` are those that others may now rely on.
  ///
  /// - Parameter hasFailed: that the database will go no further. The place that becomes free is not given
  ///   away before that is known.
  func leave(_ database: String, committed: [Key], hasFailed: Bool) {
    running -= 1
    if active.contains(database) { deciding.insert(database) }
    finished.formUnion(committed)
    if hasFailed { fail(database) }
    admitWaiters()
  }

  /// Tells that a database will run no further step.
  func end(_ database: String, hasFailed: Bool) {
    active.remove(database)
    deciding.remove(database)
    if hasFailed { fail(database) }
    admitWaiters()
  }

  private func fail(_ database: String) {
    failed.insert(database)
    if stopsAtFailure { isStopping = true }
  }

  /// Lets running steps finish and starts no other.
  func stop() {
    isStopping = true
    isInterrupted = true
    admitWaiters()
  }

  private func admitWaiters() {
    refuseWaiters()
    while running < jobs, deciding.isEmpty {
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
