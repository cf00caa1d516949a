import DialectKit
import Foundation
import Interposition
import SQLText
import SQLiteDialect
import Synchronization

/// Sessions of a simulated server.
struct SimulatedDialect: InterposedDialect {
  let server: SimulatedServer
  let commitsDDL: Bool
  /// Whether a batch is sent at once, so that the server goes on with it when nobody is there to hear.
  var takesBatches = false
  let inner: any Dialect = SQLiteDialect()

  var traits: DialectTraits {
    var traits = inner.traits.committingDDL(commitsDDL)
    traits.createsDatabaseOnFirstWrite = false
    return traits
  }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    guard let life = server.currentLife, let database = server.databases[endpoint.fileName] else {
      throw SimulatedSession.lost
    }
    let session = SimulatedSession(
      with: database, named: endpoint.fileName, of: server, life: life, commitsDDL: commitsDDL,
      takesBatches: takesBatches)
    try session.call("connect") {}
    return session
  }
}

final class SimulatedSession: ObservedConnection {
  private let simulation: SimulatedServer
  private let storage: SimulatedDatabase
  private let life: Int
  private let alarm = Alarm()
  private var isLost = false
  /// What `run` is about to send.
  private var statement: SQLStatement?
  private let takesBatches: Bool
  /// The batch whose item is at work, all of which the server has.
  private var sent: (batch: Batch, index: Int)?

  init(
    with storage: SimulatedDatabase, named name: String, of server: SimulatedServer, life: Int,
    commitsDDL: Bool, takesBatches: Bool
  ) {
    simulation = server
    self.storage = storage
    self.life = life
    self.takesBatches = takesBatches
    super.init(storage.storage, database: name, log: server.log, commitsDDL: commitsDDL)
  }

  static let lost = DatabaseError(.connectionLost, code: "LOST", message: "the session is gone")

  private var isAlive: Bool { !isLost && simulation.currentLife == life }

  override var isInTransaction: Bool { isAlive && inner.isInTransaction }
  override var interrupter: any Interrupter { alarm }

  override func run(_ statement: SQLStatement) throws(DatabaseError) {
    self.statement = statement
    try super.run(statement)
  }

  override func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    guard takesBatches else { return try super.run(batch, progress: progress) }
    defer { sent = nil }
    var state = BatchState()
    for index in batch.items.indices {
      sent = (batch, index)
      do throws(BatchFailure) {
        try runOneByOne(batch, index..<index + 1, &state, progress: progress)
      } catch {
        var failure = error
        if !isAlive { (failure.lastSent, failure.found) = (batch.items.count - 1, nil) }
        throw failure
      }
    }
  }

  /// What the server does with the rest of a batch after its client is gone.
  private func goOn(skipping count: Int) {
    guard let (batch, index) = sent else { return }
    var state = BatchState()
    for index in index + count..<batch.items.count {
      do {
        switch batch.items[index] {
        case .run(let statement, _) where commitsItself(statement) && inner.isInTransaction:
          try inner.commit()
        case .commit where !inner.isInTransaction: continue
        default: break
        }
        try inner.runOneByOne(batch, index..<index + 1, &state) { _ in }
      } catch {
        return
      }
    }
  }

  override func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    guard isAlive else { throw Self.lost }
    log.note(name, to: database)
    let fault = simulation.plan.fault(to: database)
    if fault == .hang {
      let action = simulation.onHang.withLock { $0 }
      action(alarm)
      alarm.wait()
      throw DatabaseError(.cancelled, code: "CANCELLED", message: "cancelled")
    }
    return try storage.access { () throws(DatabaseError) in
      guard isAlive else { throw Self.lost }
      if Call(0, name, isInTransaction: false).changesSomething, !storage.isHeld(by: self) {
        simulation.note(violation: "\(name) without the lock of \(database)")
      }
      return try perform(fault, body)
    }
  }

  private func perform<Result>(
    _ fault: Fault?, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    switch fault {
    case nil, .hang: return try body()
    case .refusal: break
    case .rollback: try inner.rollback()
    case .falseAlarm: _ = try body()
    case .hangUpBefore: hangUp()
    case .hangUpAfter:
      defer { hangUp() }
      _ = try body()
      goOn(skipping: 1)
    case .death:
      // The first item of a batch is what brings the rest along.
      if let sent, sent.index > 0 { goOn(skipping: 0) }
      simulation.die()
    case .ghost:
      if let statement {
        storage.haunt(
          by: self, statement, commitsItself: commitsItself(statement), sent: sent)
      }
      simulation.die()
    }
    guard isAlive else { throw Self.lost }
    throw DatabaseError(.statement, code: "REFUSED", message: "refused")
  }

  private func hangUp() {
    isLost = true
    storage.end(self)
  }

  override func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt {
    try call("lock") { () throws(DatabaseError) in try storage.tryLock(for: self) }
  }

  override func unlock(_ key: LockKey) throws(DatabaseError) {
    try call("unlock") { storage.unlock(by: self) }
  }

  override func close() {
    storage.access {
      if isAlive { storage.end(self) }
      isLost = true
    }
  }

  /// Ends a call that hangs.
  final class Alarm: Interrupter {
    private let hasRung = Mutex(false)
    private let semaphore = DispatchSemaphore(value: 0)

    var isRung: Bool { hasRung.withLock { $0 } }

    func interrupt() {
      hasRung.withLock { $0 = true }
      semaphore.signal()
    }

    func wait() { semaphore.wait() }
  }
}
