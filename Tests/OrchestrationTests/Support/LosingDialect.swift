import Aludel
import DialectKit
import Interposition
import SQLText
import Synchronization

/// A real dialect whose session is lost once, at the call whose name holds a text.
struct LosingDialect: InterposedDialect {
  let inner: any Dialect
  let loss: Loss

  /// Where a session is lost.
  final class Loss: Sendable {
    let text: String
    /// Whether the server has carried the call out.
    let isAfter: Bool
    private let hasHappened = Mutex(false)

    init(at text: String, isAfter: Bool) {
      (self.text, self.isAfter) = (text, isAfter)
    }

    func happens(at call: String) -> Bool {
      hasHappened.withLock { hasHappened in
        guard !hasHappened, call.contains(text) else { return false }
        hasHappened = true
        return true
      }
    }
  }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    LosingConnection(try inner.connect(to: endpoint, settings: settings), loss: loss)
  }
}

final class LosingConnection: InterposedConnection {
  private let loss: LosingDialect.Loss
  private var isLost = false

  init(_ inner: any Connection, loss: LosingDialect.Loss) {
    self.loss = loss
    super.init(inner)
  }

  private static let lost = DatabaseError(
    .connectionLost, code: "LOST", message: "the session is gone")

  override var isInTransaction: Bool { !isLost && inner.isInTransaction }

  override func call<Result>(
    _ name: String, _ body: () throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    guard !isLost else { throw Self.lost }
    guard loss.happens(at: name) else { return try body() }
    if loss.isAfter { _ = try body() }
    isLost = true
    inner.close()
    throw Self.lost
  }
}
