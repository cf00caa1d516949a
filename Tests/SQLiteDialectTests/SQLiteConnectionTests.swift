import DialectKit
import Foundation
import SQLText
import SQLiteDialect
import Testing

@Suite struct SQLiteConnectionTests {
  private let fixture: SQLiteFixture

  init() throws { fixture = try SQLiteFixture() }

  @Test func readsCreateNothing() throws {
    let error = try #require(throws: DatabaseError.self) {
      _ = try fixture.connect(creating: false)
    }
    #expect(error.kind == .missingDatabase)
    #expect(error.message == "the database file \(fixture.folder)/shop.db does not exist")
    #expect(fixture.files == [])
  }

  @Test func theFirstWriteMakesTheFile() throws {
    try fixture.connect().close()
    #expect(fixture.files == ["shop.db"])
    try fixture.connect(creating: false).close()
  }

  @Test(arguments: [true, false])
  func aMissingFolderIsNamed(creating: Bool) throws {
    let error = try #require(throws: DatabaseError.self) {
      _ = try fixture.connect("sqlite:///data/shop.db", creating: creating)
    }
    #expect(error.kind == .missingFolder(fixture.folder + "/data"))
    #expect(error.message == "the folder \(fixture.folder)/data does not exist")
  }

  @Test func aFolderAndAnotherFileAreNoDatabase() throws {
    try FileManager.default.createDirectory(
      atPath: fixture.folder + "/data", withIntermediateDirectories: false)
    try String(repeating: "not a database ", count: 100)
      .write(toFile: fixture.folder + "/text.db", atomically: false, encoding: .utf8)
    let folder = try #require(throws: DatabaseError.self) {
      _ = try fixture.connect("sqlite:///data")
    }
    #expect(folder.message == "\(fixture.folder)/data is a folder")
    let text = try #require(throws: DatabaseError.self) {
      _ = try fixture.connect("sqlite:///text.db")
    }
    #expect(text.kind == .connection)
    #expect(text.code == "SQLITE_NOTADB")
  }

  @Test func foreignKeysAreEnforced() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    try connection.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    try connection.run("CREATE TABLE b (a INTEGER REFERENCES a)")
    let error = try #require(throws: DatabaseError.self) {
      try connection.run("INSERT INTO b VALUES (7)")
    }
    #expect(error.code == "SQLITE_CONSTRAINT_FOREIGNKEY")
    #expect(error.kind == .foreignKeys)
  }

  /// Half-way through the rebuilding of a table, its replacement lacks the key that others refer to.
  @Test func keysThatCannotBeEnforcedAreToldFromOtherErrors() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    try connection.run("CREATE TABLE a (id INTEGER)")
    try connection.run("CREATE TABLE b (a INTEGER REFERENCES a (id))")
    let error = try #require(throws: DatabaseError.self) {
      try connection.run("INSERT INTO b VALUES (7)")
    }
    #expect(error.code == "SQLITE_ERROR")
    #expect(error.kind == .foreignKeys)
    let other = try #require(throws: DatabaseError.self) {
      try connection.run("INSERT INTO c VALUES (7)")
    }
    #expect(other.kind == .statement)
  }

  @Test func suspendedKeysAreCheckedBeforeTheCommit() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    try connection.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    try connection.run("CREATE TABLE b (a INTEGER REFERENCES a)")
    try connection.begin(TransactionOptions(foreignKeys: .suspended))
    try connection.run("INSERT INTO b VALUES (7)")
    let error = try #require(throws: DatabaseError.self) { try connection.commit() }
    #expect(error.kind == .foreignKeys)
    #expect(error.message == "1 foreign key is violated")
    #expect(error.detail == "row 1 of b refers to a missing row of a")
    #expect(connection.isInTransaction)
    try connection.run("INSERT INTO a VALUES (7)")
    try connection.commit()
    #expect(try connection.value("SELECT count(*) FROM b") == 1)
    #expect(try connection.value("PRAGMA foreign_keys") == 1)
  }

  @Test func violationsBeyondTheFirstFewAreCounted() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    try connection.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    try connection.run("CREATE TABLE b (a INTEGER REFERENCES a) STRICT")
    try connection.begin(TransactionOptions(foreignKeys: .suspended))
    try connection.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25) "
        + "INSERT INTO b SELECT i FROM n")
    let error = try #require(throws: DatabaseError.self) { try connection.commit() }
    #expect(error.message == "25 foreign keys are violated")
    #expect(error.detail?.split(separator: "\n").count == 11)
    #expect(error.detail?.hasSuffix("\nand 15 more") == true)
  }

  @Test func keysAreEnforcedAgainHoweverTheTransactionEnds() throws {
    let connection = try fixture.connect(lockTimeout: .milliseconds(1))
    try connection.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    let suspended = TransactionOptions(foreignKeys: .suspended)
    func isEnforced() throws -> Bool { try connection.value("PRAGMA foreign_keys") == 1 }

    try connection.begin(suspended)
    #expect(try !isEnforced())
    try connection.rollback()
    #expect(try isEnforced())

    // The engine ends it by itself.
    try connection.begin(suspended)
    try connection.run("INSERT INTO a VALUES (1)")
    #expect(throws: DatabaseError.self) {
      try connection.run("INSERT OR ROLLBACK INTO a VALUES (1)")
    }
    #expect(!connection.isInTransaction)
    #expect(throws: DatabaseError.self) { try connection.commit() }
    #expect(try isEnforced())

    // It never begins.
    let other = try fixture.connect()
    try other.begin(TransactionOptions())
    let busy = try #require(throws: DatabaseError.self) { try connection.begin(suspended) }
    #expect(busy.kind == .lockTimeout)
    #expect(busy.code == "SQLITE_BUSY")
    #expect(try isEnforced())
  }

  @Test func aStatementRunsNoLongerThanItsTimeout() throws {
    let connection = try fixture.connect(
      "sqlite://:memory:", statementTimeout: .milliseconds(20))
    let error = try #require(throws: DatabaseError.self) {
      try connection.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    }
    #expect(error.kind == .cancelled)
    #expect(error.message == "the statement ran longer than the statement timeout")
    #expect(try connection.value("SELECT 1") == 1)
  }

  @Test(arguments: [
    ("SELECT 1; SELECT 2", 10), ("SELECT 1;\n-- no\n/* none */ SELECT 2", 27),
    ("SELECT 1; PRAGMA user_version = 7", 10), ("SELECT 1;\u{0}", 9), ("SELECT 1; -", 10),
  ])
  func oneTextIsOneStatement(text: String, offset: Int) throws {
    let connection = try fixture.connect("sqlite://:memory:")
    let error = try #require(throws: DatabaseError.self) { try connection.run(text) }
    #expect(error.offset == offset)
    #expect(try connection.value("PRAGMA user_version") == 0)
  }

  @Test(arguments: [
    "", "-- nothing", "/* open", "SELECT 1;", "SELECT 1;; -- done", "SELECT 1 /* a */ ; /* ** */ ",
  ])
  func commentsAndSemicolonsMayFollow(text: String) throws {
    try fixture.connect("sqlite://:memory:").run(text)
  }

  @Test func extensionsCannotBeLoaded() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    let error = try #require(throws: DatabaseError.self) {
      try connection.run("SELECT load_extension('libnone')")
    }
    #expect(error.message == "not authorized")
  }

  @Test(arguments: [
    (1, "SQLITE_ERROR"), (5, "SQLITE_BUSY"), (517, "SQLITE_BUSY_SNAPSHOT"),
    (787, "SQLITE_CONSTRAINT_FOREIGNKEY"), (1811, "SQLITE_CONSTRAINT_TRIGGER"),
    (2067, "SQLITE_CONSTRAINT_UNIQUE"), (3082, "SQLITE_IOERR_NOMEM"),
    (1544, "SQLITE_READONLY_DIRECTORY"), (8458, "SQLITE_IOERR_CORRUPTFS"),
    (1555, "SQLITE_CONSTRAINT_PRIMARYKEY"), (6922, "SQLITE_IOERR_VNODE"),
    (516, "SQLITE_ABORT_ROLLBACK"), (99, "SQLITE_99"), (256 * 99 + 19, "SQLITE_CONSTRAINT_99"),
  ])
  func codesHaveNames(code: Int32, name: String) {
    #expect(SQLiteDialect.codeName(code) == name)
  }
}
