import DialectKit
import Foundation
import Interposition

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

  init(_ inner: any Connection, death: Death) {
    self.death = death
    super.init(inner)
  }

  override func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    death.reach(.before, counting: name)
    let result = try body()
    death.reach(.after, counting: nil)
    return result
  }
}

/// When the process dies: `ALUDEL_TEST_DIE=17:before`, or never; every call is noted as a line in the
/// file `ALUDEL_TEST_CALLS`.
///
/// `@unchecked`: `count` is only touched while `lock` is held.
final class Death: @unchecked Sendable {
  enum Side: String { case before, after }

  private let lock = NSLock()
  private var count = 0
  private let number: Int?
  private let side: Side?
  private let notes: FileHandle?

  init(_ environment: [String: String]) {
    let parts = environment["ALUDEL_TEST_DIE"]?.split(separator: ":").map(String.init) ?? []
    number = parts.first.flatMap { Int($0) }
    side = parts.last.flatMap { Side(rawValue: $0) }
    notes = environment["ALUDEL_TEST_CALLS"].flatMap { FileHandle(forWritingAtPath: $0) }
  }

  func reach(_ side: Side, counting name: String?) {
    lock.lock()
    defer { lock.unlock() }
    if let name {
      count += 1
      notes?.write(Data("\(name.replacing("\n", with: " "))\n".utf8))
    }
    if count == number, side == self.side { kill(getpid(), SIGKILL) }
  }
}
