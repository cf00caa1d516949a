import DialectKit
import Foundation
import Interposition
import SQLText

/// A real dialect in a process that dies by SIGKILL at one call of a connection.
struct MortalDialect: InterposedDialect {
  let inner: any Dialect
  let death: Death

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    MortalConnection(try inner.connect(to: endpoint, settings: settings), death: death)
  }
}

final class MortalConnection: InterposedConnection {
  private let death: Death
  private var isLocked = false

  init(_ inner: any Connection, death: Death) {
    self.death = death
    super.init(inner)
  }

  override func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    let number = death.note("\(checkpoint(before: name, inner.isInTransaction))\t\(name)")
    death.reach(number, .before)
    let result = try body()
    if name == "lock" { isLocked = true }
    death.reach(number, .after)
    return result
  }

  /// Each item counts as a call, and the server takes them as it would without us: what was sent behind the
  /// item at which the process dies is still done.
  override func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    var isInTransaction = inner.isInTransaction
    var last: Int?
    try inner.run(batch) { index in
      if let last { death.reach(last, .after) }
      last = nil
      defer { progress(index) }
      guard let name = name(of: batch.items[index]) else { return }
      let number = death.note("\(checkpoint(before: name, isInTransaction))\t\(name)")
      switch batch.items[index] {
      case .begin: isInTransaction = true
      case .commit: isInTransaction = false
      default: break
      }
      death.reach(number, .before)
      last = number
    }
    if let last { death.reach(last, .after) }
  }

  /// Nil for what does nothing.
  private func name(of item: Batch.Item) -> String? {
    switch item {
    case .begin: "begin"
    case .run(let statement, _): "run \(statement.text)"
    case .execute(let sql, _): sql.words
    case .executeTimed(_, let sql, _): sql("?").words
    case .announce(let announcement): announcement.row("?", "?").words
    case .commit: "commit"
    // No file here has a transaction of its own.
    case .commitOpen: nil
    }
  }

  /// What a run has just done when the call is over, in the words of docs/recovery.md.
  private func checkpoint(before name: String, _ isInTransaction: Bool) -> String {
    switch name {
    case "lock": return "locked"
    case "reset": return "step begun"
    case "begin": return "transaction begun"
    case "commit": return "committed"
    case "rollback", "unlock": return "unlocked"
    case "presence": return "catalog asked"
    case "discard": return "debris removed"
    default: break
    }
    let words = name.split(separator: " ", maxSplits: 3).map(String.init)
    let isHistory = words.contains { $0.hasSuffix("_history") }
    switch words.first {
    case "run": return isInTransaction ? "statement run" : "statement run alone"
    case "CREATE" where words.dropFirst().first == "TABLE": return "our tables made"
    case "INSERT" where isHistory:
      return isInTransaction ? "history written" : "statement announced"
    case "UPDATE" where isHistory: return "statement settled"
    case "INSERT", "UPDATE", "DELETE": return "version rows written"
    default: return isLocked ? "looked again" : "looked"
    }
  }
}

/// When the process dies: `ALUDEL_TEST_DIE=17:before`, or never. With `ALUDEL_TEST_VICTIM` it is not this
/// process that dies but a server: the one whose number that file holds. Every call is noted as a line in the
/// file `ALUDEL_TEST_CALLS`, behind the name of the checkpoint that it leads to.
///
/// `@unchecked`: `count` is only touched while `lock` is held.
final class Death: @unchecked Sendable {
  enum Side: String { case before, after }

  private let lock = NSLock()
  private var count = 0
  private let number: Int?
  private let side: Side?
  private let notes: FileHandle?
  private let victim: String?

  init(_ environment: [String: String]) {
    let parts = environment["ALUDEL_TEST_DIE"]?.split(separator: ":").map(String.init) ?? []
    number = parts.first.flatMap { Int($0) }
    side = parts.last.flatMap { Side(rawValue: $0) }
    notes = environment["ALUDEL_TEST_CALLS"].flatMap { FileHandle(forWritingAtPath: $0) }
    victim = environment["ALUDEL_TEST_VICTIM"]
  }

  /// - Returns: the number of the call that begins, from 1.
  func note(_ text: String) -> Int {
    lock.lock()
    defer { lock.unlock() }
    count += 1
    notes?.write(Data("\(text.replacing("\n", with: " "))\n".utf8))
    return count
  }

  func reach(_ number: Int, _ side: Side) {
    guard number == self.number, side == self.side else { return }
    guard let victim else {
      kill(getpid(), SIGKILL)
      return
    }
    let line = try? String(contentsOfFile: victim, encoding: .utf8).split(separator: "\n").first
    guard let server = line.flatMap({ pid_t($0) }) else { return }
    // PostgreSQL's first process takes the others with it when it is told to quit at once.
    kill(server, victim.hasSuffix("postmaster.pid") ? SIGQUIT : SIGKILL)
    while kill(server, 0) == 0 { usleep(1000) }
  }
}
