import DialectKit
import Foundation
import SQLText
import Synchronization

/// Set once a connection is gone.
final class Ended: Sendable {
  private let flag = Atomic<Bool>(false)

  var value: Bool { flag.load(ordering: .sequentiallyConsistent) }

  func set() { flag.store(true, ordering: .sequentiallyConsistent) }
}

/// An engine that does nothing, for what is true of every engine.
struct FakeDialect: Dialect {
  let name = "fake"
  let aliases: [String] = []
  let lexicalRules = LexicalRules()
  let traits = DialectTraits(
    displayName: "Fake", hasTransactionalDDL: true, hasSchemas: false)
  var isReachable = true
  var ended = Ended()

  static let endpoint = Endpoint(database: "fake", identity: "fake", display: "fake://")

  func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    Self.endpoint
  }

  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection {
    guard isReachable else { throw DatabaseError(.connection, message: "fake") }
    return FakeConnection(ended: ended)
  }

  func objection(to statement: SQLStatement, in mode: StatementMode) -> StatementObjection? { nil }
  func quote(_ identifier: Identifier) throws(DatabaseError) -> String { identifier.name }
  func literal(_ value: SQLValue) -> String { value.text ?? "NULL" }
  func createTable(_ table: BookkeepingTable) -> SQLFragment { "" }
  func createSchema(_ schema: Identifier) -> SQLFragment? { nil }
  func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? { nil }
}

final class FakeConnection: Connection {
  let server = ServerDescription(product: "Fake", version: "1.0")
  let madeOn = UInt(bitPattern: Int(pthread_self()))
  let interrupted = DispatchSemaphore(value: 0)
  var isInTransaction: Bool { false }
  var interrupter: any Interrupter { FakeInterrupter(interrupted: interrupted) }
  var count = 0
  var calls: [String] = []
  /// The calls that fail.
  var failing: Set<String> = ["run"]
  private let ended: Ended

  init(ended: Ended = Ended()) {
    self.ended = ended
  }

  deinit {
    ended.set()
  }

  private func called(_ name: String) throws(DatabaseError) {
    calls.append(name)
    if failing.contains(name) { throw DatabaseError(.statement, message: "\(name) failed") }
  }

  func execute(_ sql: SQLFragment) throws(DatabaseError) -> Int { 0 }
  func query(_ sql: SQLFragment) throws(DatabaseError) -> [Row] { [] }
  func run(_ statement: SQLStatement) throws(DatabaseError) { try called("run") }
  func begin(_ options: TransactionOptions) throws(DatabaseError) { try called("begin") }
  func commit() throws(DatabaseError) { try called("commit") }
  func rollback() throws(DatabaseError) { try called("rollback") }
  func columns(of tables: [QualifiedName]) throws(DatabaseError) -> [[ColumnDescription]] { [] }
  var sessionID: String? { nil }
  func blockers(ofSession id: String) throws(DatabaseError) -> [LockOwner] { [] }
  func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle? { nil }
  func presence(of object: CatalogObject) throws(DatabaseError) -> CatalogPresence { .unknown }
  func hasSchema(_ schema: Identifier) throws(DatabaseError) -> Bool { true }
  func tryLock(_ key: LockKey) throws(DatabaseError) -> LockAttempt { .acquired }
  func unlock(_ key: LockKey) throws(DatabaseError) {}
  func close() {}
}

private struct FakeInterrupter: Interrupter {
  let interrupted: DispatchSemaphore

  func interrupt() { interrupted.signal() }
}
