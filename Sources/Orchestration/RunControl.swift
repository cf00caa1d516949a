import DialectKit

/// The brake of a run. The first request lets running steps finish and starts no other; the second
/// stops the statements that are running.
public actor RunControl {
  private var requests = 0
  private var coordinator: RunCoordinator?
  private var sessions: [Session] = []

  public init() {}

  public var isStopping: Bool { requests > 0 }

  public func requestStop() async {
    requests += 1
    await coordinator?.stop()
    if requests > 1 { for session in sessions { session.interrupt() } }
  }

  func watch(_ coordinator: RunCoordinator) async {
    self.coordinator = coordinator
    if isStopping { await coordinator.stop() }
  }

  func watch(_ session: Session) {
    sessions.append(session)
    if requests > 1 { session.interrupt() }
  }
}
