import DialectKit

/// Tells of work in one database that takes long, and whom it waits for: over a second session, since
/// the first one is busy.
///
/// First after `interval`, then after twice as long, and so on up to once a minute.
actor Heartbeat {
  private let stream: RevisionStream
  /// The session that does the work.
  private let session: Session
  private let interval: Duration
  private let sink: EventSink

  private var start: ContinuousClock.Instant?
  private var next: Duration
  private var isOver = false
  private var watcher: Session?
  private var canWatch = true

  init(
    of stream: RevisionStream, in session: Session, interval: Duration, sink: @escaping EventSink
  ) {
    self.stream = stream
    self.session = session
    self.interval = interval
    self.sink = sink
    next = interval
  }

  func begin() {
    start = .now
    next = interval
  }

  func end() { start = nil }

  /// Nothing is told any more.
  func finish() { isOver = true }

  /// Beats until the task is cancelled.
  func beat() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: max(interval / 5, .milliseconds(1)))
      guard let elapsed = elapsed, elapsed >= next else { continue }
      let blockers = await blockers()
      // The step may have ended while the server was asked.
      guard !isOver, let elapsed = self.elapsed, elapsed >= next else { continue }
      sink(
        .stillRunning(
          database: stream.name, milliseconds: elapsed.wholeMilliseconds, waitsFor: blockers))
      next = elapsed + min(elapsed, .seconds(60))
    }
    await watcher?.close()
  }

  private var elapsed: Duration? { start?.duration(to: .now) }

  /// Nobody where the engine does not tell or cannot be asked.
  private func blockers() async -> [LockOwner] {
    guard canWatch, let id = session.id else { return [] }
    if watcher == nil { watcher = try? await DatabaseGate(stream: stream).open(creating: false) }
    let answer = try? await watcher?.run { connection in
      try connection.blockers(ofSession: id)
    }
    canWatch = answer != nil
    return answer ?? []
  }
}
