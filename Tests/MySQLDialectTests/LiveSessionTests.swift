import DialectKit
import Foundation
@testable import MySQLDialect
import SQLText
import Testing

@Suite(.enabled(if: Live.url != nil, "ALUDEL_TEST_MYSQL names no server"))
struct LiveSessionTests {
  @Test func `the session is set up`() throws {
    let connection = try Live.connect(
      SessionSettings(lockTimeout: .milliseconds(1200), statementTimeout: .seconds(7)))
    defer { connection.close() }
    let row = try connection.query(
      """
      SELECT @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@character_set_client, @@autocommit,
        @@local_infile
      """)[0]
    #expect(row.values.prefix(4) == [.integer(2), .integer(2), .text("utf8mb4"), .integer(1)])
    #expect(["MariaDB", "MySQL"].contains(connection.server.product))
    #expect(connection.server.version.first?.isNumber == true)
    if connection.server.product == "MariaDB" {
      #expect(try connection.query("SELECT @@max_statement_time") == [Row([.real(7)])])
    }
  }

  @Test func `a lock is one session's`() throws {
    try Live.withDatabase { first, endpoint in
      let key = LockKey(table: QualifiedName(name: "aludel_version"))
      let second = try Live.connect(to: endpoint)
      #expect(try first.tryLock(key) == .acquired)
      #expect(try first.tryLock(key) == .acquired)
      guard case .held(let owner) = try second.tryLock(key) else {
        Issue.record("two sessions hold the lock")
        return
      }
      #expect(owner.session == (try first.text("SELECT CONNECTION_ID()")))
      #expect(owner.user != nil)
      #expect(owner.host != nil)
      #expect(owner.since?.count == "2026-01-02 03:04:05".count)
      try second.unlock(key)
      #expect(try second.tryLock(key) != .acquired)
      try first.begin(TransactionOptions())
      try first.rollback()
      #expect(try second.tryLock(key) != .acquired)
      try first.unlock(key)
      #expect(try second.tryLock(key) == .acquired)
      second.close()
    }
  }

  @Test func `an interrupt ends the running statement`() throws {
    try Live.withDatabase { connection, endpoint in
      let session = try Live.connect(to: endpoint)
      let interrupter = session.interrupter
      // SLEEP and BENCHMARK would end without an error.
      try session.run("CREATE PROCEDURE p() BEGIN WHILE 1 DO SET @a = 1; END WHILE; END")
      let hasEnded = Flag()
      let thread = Thread {
        while !hasEnded.isSet { interrupter.interrupt() }
      }
      thread.start()
      let error = #expect(throws: DatabaseError.self) { try session.run("CALL p()") }
      hasEnded.set()
      #expect(error?.kind == .cancelled)
      session.close()
      interrupter.interrupt()
      #expect(try connection.text("SELECT 1") == "1")
    }
  }

  @Test func `a closed session says so`() throws {
    let connection = try Live.connect()
    connection.close()
    connection.close()
    let error = #expect(throws: DatabaseError.self) { try connection.run("SELECT 1") }
    #expect(error?.kind == .connectionLost)
  }

  @Test func `a killed session is lost`() throws {
    let connection = try Live.connect()
    let other = try Live.connect()
    defer { other.close() }
    let key = LockKey(table: QualifiedName(name: Identifier(UUID().uuidString)))
    #expect(try connection.tryLock(key) == .acquired)
    try connection.begin(TransactionOptions())
    let session = try #require(try connection.text("SELECT CONNECTION_ID()"))
    try other.run("KILL \(session)")
    let error = #expect(throws: DatabaseError.self) { try connection.run("SELECT 1") }
    #expect(error?.kind == .connectionLost)
    #expect(!connection.isInTransaction)
    #expect(throws: DatabaseError.self) { try connection.tryLock(key) }
    connection.close()
  }

  @Test func `the names of locks are short and tell databases and tables apart`() throws {
    try Live.withDatabase { first, _ in
      try Live.withDatabase { second, _ in
        func name(_ table: QualifiedName, on connection: any Connection) throws -> String {
          let sql: SQLFragment = "SELECT \(MySQLLockName.expression(for: LockKey(table: table)))"
          return try #require(try connection.text(sql))
        }
        let names = [
          try name(QualifiedName(name: "v"), on: first),
          try name(QualifiedName(name: "v"), on: second),
          try name(QualifiedName(name: "w"), on: first),
        ]
        #expect(Set(names).count == 3)
        #expect(names.allSatisfy { $0.utf8.count <= 64 && $0.hasPrefix("aludel:") })
        let database = try #require(try first.text("SELECT UPPER(DATABASE())"))
        let other = QualifiedName(schema: Identifier(database), name: "V")
        #expect(try name(other, on: second) == names[0])
      }
    }
  }

  @Test func `a lock that is not free in time`() throws {
    try Live.withDatabase { first, endpoint in
      try first.run("CREATE TABLE t (a INT)")
      try first.begin(TransactionOptions())
      try first.run("SELECT * FROM t")
      let second = try Live.connect(SessionSettings(lockTimeout: .seconds(1)), to: endpoint)
      let error = #expect(throws: DatabaseError.self) { try second.run("DROP TABLE t") }
      #expect(error?.kind == .lockTimeout)
      second.close()
      try first.rollback()
    }
  }
}

/// `@unchecked`: every access holds `lock`.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  var isSet: Bool { lock.withLock { value } }
  func set() { lock.withLock { value = true } }
}
