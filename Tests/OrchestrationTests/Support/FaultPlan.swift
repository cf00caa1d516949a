import SQLText
import Synchronization

/// What goes wrong with one call of a connection.
enum Fault: String, CaseIterable, Sendable {
  /// The server answers with an error and does nothing.
  case refusal
  /// The same, and it has rolled back the transaction by itself: a full disk under SQLite, the victim of a
  /// deadlock, a `COMMIT` that is answered with `ROLLBACK`.
  case rollback
  /// An error, and it has taken effect all the same, as DDL can that commits by itself.
  case falseAlarm
  /// The session ends before the call reaches the server.
  case hangUpBefore
  /// The call takes effect, and the session ends before the answer comes.
  case hangUpAfter
  /// The process ends before the call, whatever its other databases are doing. To die after one is to
  /// die before the next.
  case death
  /// The process ends, and the server goes on with the statement for a while, its lock held.
  case ghost
  /// No answer comes until somebody has interrupted the run twice.
  case hang

  /// Whether this can happen to a call, and is something else than the others there.
  func isPossible(at call: Call, commitsDDL: Bool) -> Bool {
    switch self {
    case .refusal, .hangUpBefore, .death: true
    case .rollback: call.isInTransaction
    case .falseAlarm: call.isStatement && commitsDDL && !call.name.hasPrefix("run INSERT")
    case .hangUpAfter: call.changesSomething
    case .ghost: call.isStatement
    // Nobody knows of a session that is not there yet.
    case .hang: call.name != "connect"
    }
  }
}

/// A call of a connection.
struct Call {
  /// From 1.
  var number: Int
  var name: String
  var isInTransaction: Bool

  init(_ number: Int, _ name: String, isInTransaction: Bool) {
    (self.number, self.name, self.isInTransaction) = (number, name, isInTransaction)
  }

  /// Whether it runs a statement of a revision.
  var isStatement: Bool { name.hasPrefix("run ") }

  /// Whether only the holder of the lock may make it.
  var changesSomething: Bool {
    ["begin", "run", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "discard", "commit"]
      .contains { name.hasPrefix($0) }
  }

  /// The calls of a run, in order.
  static func all(_ names: [String]) -> [Call] {
    var isInTransaction = false
    return names.enumerated().map { index, name in
      if name == "begin" { isInTransaction = true }
      defer { if name == "commit" { isInTransaction = false } }
      return Call(index + 1, name, isInTransaction: isInTransaction)
    }
  }
}

/// Lets one call to each database fail.
final class FaultPlan: Sendable {
  private struct State {
    var faults: [String: (number: Int, fault: Fault)] = [:]
    var counts: [String: Int] = [:]
    var fired = 0
  }

  private let state = Mutex(State())

  /// Starts counting anew; the `number`th call to a database, from 1, fails.
  func reset(_ faults: [String: (number: Int, fault: Fault)] = [:]) {
    state.withLock { $0 = State(faults: faults) }
  }

  /// How many calls have failed.
  var fired: Int { state.withLock { $0.fired } }

  func fault(to database: String) -> Fault? {
    state.withLock { state in
      state.counts[database, default: 0] += 1
      guard let (number, fault) = state.faults[database], number == state.counts[database] else {
        return nil
      }
      state.fired += 1
      return fault
    }
  }
}
