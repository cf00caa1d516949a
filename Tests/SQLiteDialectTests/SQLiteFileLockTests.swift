import DialectKit
import Foundation
import SQLText
import SQLiteDialect
import Testing

@Suite struct SQLiteFileLockTests {
  private let fixture: SQLiteFixture

  init() throws { fixture = try SQLiteFixture() }

  private let key = LockKey(table: QualifiedName(name: "aludel_version"))

  @Test func theFileStandsOnlyWhileItIsLocked() throws {
    let connection = try fixture.connect()
    #expect(try connection.tryLock(key) == .acquired)
    #expect(fixture.files == ["shop.db", "shop.db.aludel_version.aludel-lock"])
    try connection.unlock(key)
    try connection.unlock(key)
    #expect(fixture.files == ["shop.db"])
  }

  @Test func theOwnerIsToldFromTheFile() throws {
    let first = try fixture.connect()
    let second = try fixture.connect()
    #expect(try first.tryLock(key) == .acquired)
    guard case .held(let owner) = try second.tryLock(key) else {
      Issue.record("both hold it")
      return
    }
    #expect(owner.session == String(getpid()))
    #expect(owner.user?.isEmpty == false)
    #expect(owner.host == ProcessInfo.processInfo.hostName || owner.host?.isEmpty == false)
    #expect(owner.since?.count == 20)
  }

  /// What a process that was killed leaves behind locks nothing.
  @Test func aLeftFileIsTakenOver() throws {
    let connection = try fixture.connect()
    let path = fixture.folder + "/shop.db.aludel_version.aludel-lock"
    try "4711\nsomebody\n".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try connection.tryLock(key) == .acquired)
    connection.close()
    #expect(fixture.files == ["shop.db"])
  }

  @Test func aLinkIsNotFollowed() throws {
    let connection = try fixture.connect()
    let victim = fixture.folder + "/victim"
    try "kept".write(toFile: victim, atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.folder + "/shop.db.aludel_version.aludel-lock", withDestinationPath: victim)
    let error = try #require(throws: DatabaseError.self) { try connection.tryLock(key) }
    #expect(error.message.contains("shop.db.aludel_version.aludel-lock"))
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "kept")
  }

  @Test(arguments: [
    ("Aludel_Version", "aludel_version"), ("a/../b", "a%2F%2E%2E%2Fb"), ("ü", "%C3%BC"),
    (
      String(repeating: "x", count: 300),
      String(repeating: "x", count: 40) + "-e78ddf9f1ba85555"
    ),
  ])
  func everyTableHasAFileName(table: String, name: String) throws {
    let connection = try fixture.connect()
    let key = LockKey(table: QualifiedName(name: Identifier(table)))
    #expect(try connection.tryLock(key) == .acquired)
    #expect(fixture.files == ["shop.db", "shop.db.\(name).aludel-lock"])
  }

  /// Taken and given back by several threads at once, it never has two owners.
  @Test func itIsNeverHeldTwice() async throws {
    try fixture.connect().run("CREATE TABLE counter (value INTEGER)")
    try fixture.connect().run("INSERT INTO counter VALUES (0)")
    let endpoint = try fixture.endpoint()
    let key = key
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let session = try await Session.open(
            SQLiteDialect(), at: endpoint, settings: SessionSettings(lockTimeout: .seconds(60)))
          try await session.run { (connection) throws(DatabaseError) in
            for _ in 0..<25 {
              while case .held = try connection.tryLock(key) { sched_yield() }
              // Without the lock, counts would be lost here.
              let value = try connection.value("SELECT value FROM counter").integer ?? 0
              try connection.execute("UPDATE counter SET value = \(bind: .integer(value + 1))")
              try connection.unlock(key)
            }
          }
          await session.close()
        }
      }
      try await group.waitForAll()
    }
    #expect(try fixture.connect().value("SELECT value FROM counter") == 100)
    #expect(fixture.files == ["shop.db"])
  }
}
