import DialectKit
import SQLText
import SQLiteDialect
import Testing

@Suite struct SQLiteStatementTests {
  private let fixture: SQLiteFixture

  init() throws { fixture = try SQLiteFixture() }

  /// Each is tried: what is refused in a transaction must fail or do nothing there.
  @Test(arguments: [
    "VACUUM", "vacuum main", "/* now */ VACUUM", "-- now\nVACUUM INTO 'other.db'",
    "PRAGMA foreign_keys = OFF", "PRAGMA main.foreign_keys(0)", "PRAGMA \"foreign_keys\"=0",
    "PRAGMA journal_mode=WAL", "pragma main . [journal_mode] = wal", "PRAGMA synchronous = OFF",
    "PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint(FULL)", "PRAGMA page_size = 8192",
    "PRAGMA auto_vacuum = FULL", "DETACH DATABASE other",
  ])
  func refusedInATransaction(text: String) throws {
    let objection = SQLiteDialect().objection(to: SQLStatement(text: text), in: .transaction)
    #expect(objection?.reason.isEmpty == false)
    #expect(objection?.advice.isEmpty == false)
  }

  @Test(arguments: [
    "CREATE TABLE vacuum (a)", "INSERT INTO t VALUES ('PRAGMA foreign_keys=OFF')",
    "PRAGMA foreign_keys", "PRAGMA foreign_key_check", "PRAGMA defer_foreign_keys = ON",
    "PRAGMA user_version = 4", "PRAGMA journal_mode", "PRAGMA legacy_alter_table = ON",
    "PRAGMA writable_schema = ON", "PRAGMA page_size", "ATTACH 'other.db' AS other",
    "SAVEPOINT a", "RELEASE a", "ROLLBACK TO a", "ROLLBACK TRANSACTION TO SAVEPOINT a", "",
    "REINDEX", "ANALYZE",
  ])
  func allowedInATransaction(text: String) {
    let objection = SQLiteDialect().objection(to: SQLStatement(text: text), in: .transaction)
    #expect(objection == nil)
  }

  @Test(arguments: [
    ("VACUUM", false), ("PRAGMA journal_mode=WAL", false), ("DETACH other", false),
    ("PRAGMA synchronous=OFF", false), ("PRAGMA foreign_keys=OFF", true),
    ("PRAGMA foreign_keys", false),
  ])
  func outsideOfATransaction(text: String, isRefused: Bool) {
    let objection = SQLiteDialect().objection(to: SQLStatement(text: text), in: .autocommit)
    #expect((objection != nil) == isRefused)
  }

  /// The engine's own view of what is refused and of what is not.
  @Test(arguments: [
    ("VACUUM", false), ("PRAGMA synchronous = OFF", false),
    ("PRAGMA wal_checkpoint", false), ("ATTACH ':memory:' AS other", true), ("REINDEX", true),
    ("BEGIN", false), ("PRAGMA legacy_alter_table = ON", true),
  ])
  func theEngineAgrees(text: String, isAccepted: Bool) throws {
    let connection = try fixture.connect()
    try connection.begin(TransactionOptions())
    try connection.run("CREATE TABLE t (a)")
    if isAccepted {
      try connection.run(text)
    } else {
      #expect(throws: DatabaseError.self) { try connection.run(text) }
    }
    #expect(connection.isInTransaction)
  }

  @Test func theJournalModeStaysAsItIsInATransaction() throws {
    let connection = try fixture.connect()
    try connection.begin(TransactionOptions())
    try connection.run("CREATE TABLE t (a)")
    // An error or silence, as the version goes.
    try? connection.run("PRAGMA journal_mode = WAL")
    try connection.commit()
    #expect(try connection.value("PRAGMA journal_mode") == "delete")
  }

  @Test func detachFailsOnceTheAttachedDatabaseIsUsed() throws {
    let connection = try fixture.connect()
    try connection.begin(TransactionOptions())
    try connection.run("ATTACH ':memory:' AS other")
    try connection.run("CREATE TABLE other.t (a)")
    #expect(throws: DatabaseError.self) { try connection.run("DETACH other") }
  }

  @Test func theCounterCountsByItself() throws {
    let connection = try fixture.connect("sqlite://:memory:")
    let table = BookkeepingTable(
      name: QualifiedName(name: "h"),
      columns: [BookkeepingColumn("id", .counter), BookkeepingColumn("note", .longText)],
      primaryKey: "id")
    try connection.execute(SQLiteDialect().createTable(table))
    try connection.execute("INSERT INTO h (note) VALUES (\(bind: "a")), (\(bind: "b"))")
    #expect(try connection.query("SELECT id FROM h ORDER BY id") == [Row([1]), Row([2])])
  }
}
