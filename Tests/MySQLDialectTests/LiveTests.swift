import DialectKit
import Foundation
import MySQLDialect
import SQLText
import Testing

@Suite(.enabled(if: Live.url != nil, "ALUDEL_TEST_MYSQL names no server"))
struct LiveTests {
  static let nasty: [SQLValue] = [
    .null, .integer(.min), .integer(.max), .real(0.1), .real(-1e300), .text(""), .text("it's"),
    .text("'\u{301}"), .text("a\\"), .text("\\'; DROP TABLE x; -- "), .text("a\0b"),
    .text("\"quoted\" `ticks`"), .text("line\r\nline\u{1a}"), .text("héllo 😀"), .text("%_\\%"),
    .bytes([]), .bytes([0, 39, 92, 255]),
  ]

  @Test(arguments: ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"])
  func `values come back as they were`(_ mode: String) throws {
    let connection = try Live.connect()
    defer { connection.close() }
    try connection.run("SET sql_mode = '\(mode)'")
    for value in Self.nasty {
      #expect(try connection.query("SELECT \(bind: value)") == [Row([value])])
    }
  }

  @Test(arguments: [
    ("SET foreign_key_checks = 0", "@@foreign_key_checks"),
    ("SET unique_checks = 0, time_zone = '+03:00'", "@@time_zone"),
    ("SET SESSION sql_mode = 'ANSI_QUOTES'", "@@sql_mode"),
    ("/*!40014 SET foreign_key_checks = 0 */", "@@foreign_key_checks"),
    ("SET lock_wait_timeout = 7", "@@lock_wait_timeout"),
  ])
  func `what a revision sets ends with it`(_ statement: String, _ variable: String) throws {
    let connection = try Live.connect(SessionSettings(lockTimeout: .seconds(3)))
    defer { connection.close() }
    let question = SQLFragment(verbatim: "SELECT \(variable)")
    let before = try connection.text(question)
    try connection.run(statement)
    #expect(try connection.text(question) != before)
    try connection.resetSession()
    #expect(try connection.text(question) == before)
  }

  /// Or every statement of a journal would read a history of years.
  @Test func `a newest row is found without reading the others`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run(
        "CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, n BIGINT) SELECT seq AS n FROM seq_1_to_1000"
      )
      func rowsRead() throws -> Int64 {
        try connection.query(
          """
          SELECT CAST(SUM(variable_value) AS SIGNED) FROM information_schema.session_status
          WHERE variable_name LIKE 'Handler_read%'
          """)[0][0].integer ?? 0
      }
      let noise = try -rowsRead() + rowsRead()
      let before = try rowsRead()
      let newest = MySQLDialect().fromNewest(by: "id")
      #expect(try connection.execute("UPDATE t SET n = 0 WHERE n = 1000\(newest)") == 1)
      #expect(try rowsRead() - before - noise < 10)
    }
  }

  @Test func `values of every kind of column`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run(
        """
        CREATE TABLE t (a TINYINT, b BIGINT UNSIGNED, c FLOAT, d DECIMAL(5,2), e VARCHAR(9), f BLOB,
          g JSON, h DATETIME, i YEAR, j VARCHAR(9) CHARACTER SET latin1, k BIT(8), l ENUM('x'))
        """)
      try connection.run(
        """
        INSERT INTO t VALUES (1, 18446744073709551615, 0.5, 1.50, 'é', 'b', '{}',
          '2026-01-02 03:04:05', 2026, 'é', 5, 'x')
        """)
      let expected: [SQLValue] = [
        .integer(1), .text("18446744073709551615"), .real(0.5), .text("1.50"), .text("é"),
        .bytes([98]), .text("{}"), .text("2026-01-02 03:04:05"), .integer(2026), .text("é"),
        .bytes([5]), .text("x"),
      ]
      #expect(try connection.query("SELECT * FROM t") == [Row(expected)])
    }
  }

  @Test(arguments: [
    ("SELECT 1;\n SELECT 2", "SELECT 2"),
    ("\n\n-- é\nSELECT 1,\n 'é 😀' x\n y FROM t", "y FROM t"),
    ("CREATE TABLE t (\n  a INT\n", ""),
    (
      "SELECT 1 x y \(String(repeating: "é123456789 ", count: 12))z",
      "y \(String(repeating: "é123456789 ", count: 12))z"
    ),
    (
      "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELEC 2;\nEND", "2;\nEND"
    ),
    ("SELECT 'a\nb' 1 FORM", "1 FORM"),
  ])
  func `a syntax error has its place`(_ text: String, _ rest: String) throws {
    let connection = try Live.connect()
    defer { connection.close() }
    let error = try #require(throws: DatabaseError.self) { try connection.run(text) }
    #expect(error.code == "1064")
    #expect(error.kind == .statement)
    let offset = try #require(error.offset)
    #expect(
      String(decoding: Array(text.utf8)[offset...], as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines) == rest)
  }

  @Test func `a statement that was cut by another rule is not sent`() throws {
    let connection = try Live.connect()
    defer { connection.close() }
    try connection.run("SET sql_mode = ''")
    try connection.run(#"SELECT 'it\'s'"#)
    try connection.run("SET sql_mode = 'NO_BACKSLASH_ESCAPES'")
    let error = #expect(throws: DatabaseError.self) { try connection.run(#"SELECT 'it\'s'"#) }
    #expect(error?.code == nil)
    try connection.run(#"SELECT 'C:\dir'"#)
  }

  @Test func `DDL commits and the connection knows`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a INT)")
      try connection.begin(TransactionOptions())
      #expect(connection.isInTransaction)
      try connection.run("INSERT INTO t VALUES (1)")
      #expect(connection.isInTransaction)
      try connection.run("CREATE TABLE u (a INT)")
      #expect(!connection.isInTransaction)
      try connection.commit()
      try connection.rollback()
      #expect(try connection.text("SELECT COUNT(*) FROM t") == "1")
    }
  }

  @Test(arguments: [
    ("CREATE TABLE t (a INT)", false), ("ALTER TABLE t DROP COLUMN z", false),
    ("SELEC 1", true), ("INSERT INTO missing VALUES (1)", true),
    ("INSERT INTO t VALUES ('x')", true),
  ])
  func `after an error the server is asked`(_ text: String, _ isInTransaction: Bool) throws {
    try Live.withDatabase { connection, _ in
      try connection.run("SET sql_mode = 'STRICT_ALL_TABLES'")
      try connection.run("CREATE TABLE t (a INT)")
      try connection.begin(TransactionOptions())
      try connection.run("INSERT INTO t VALUES (1)")
      #expect(throws: DatabaseError.self) { try connection.run(text) }
      #expect(connection.isInTransaction == isInTransaction)
      try connection.rollback()
      #expect(try connection.text("SELECT COUNT(*) FROM t") == (isInTransaction ? "0" : "1"))
    }
  }

  @Test func `a transaction that a deadlock ended does not commit`() async throws {
    let table = QualifiedName(
      name: Identifier("t" + UUID().uuidString.prefix(8).lowercased()))
    let sessions = [try await open(), try await open()]
    try await sessions[0].run { connection in
      try connection.execute("CREATE TABLE \(table) (a INT PRIMARY KEY, b INT)")
      try connection.execute("INSERT INTO \(table) VALUES (0, 0), (1, 0)")
    }
    for (row, session) in sessions.enumerated() {
      try await session.run { connection in
        try connection.begin(TransactionOptions())
        try connection.execute("UPDATE \(table) SET b = 1 WHERE a = \(bind: .integer(Int64(row)))")
      }
    }
    let codes = await withTaskGroup(of: String.self) { group in
      for (row, session) in sessions.reversed().enumerated() {
        group.addTask {
          await session.run { connection in
            do throws(DatabaseError) {
              try connection.execute(
                "UPDATE \(table) SET b = 2 WHERE a = \(bind: .integer(Int64(row)))")
              try connection.commit()
              return "committed"
            } catch {
              #expect(error.kind == .lockTimeout)
              #expect(!connection.isInTransaction)
              #expect(throws: DatabaseError.self) { try connection.commit() }
              return error.code ?? ""
            }
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes.sorted() == ["1213", "committed"])
    try await sessions[0].run { _ = try $0.execute("DROP TABLE \(table)") }
    for session in sessions { await session.close() }
  }

  private func open() async throws -> Session {
    try await Session.open(MySQLDialect(), at: Live.endpoint(), settings: SessionSettings())
  }

  @Test(arguments: [
    ("COMMIT", false), ("rollback", false), ("CREATE TABLE u (a INT)", true),
    ("DROP TABLE t", true),
  ])
  func `a commit after the end`(_ text: String, _ isFine: Bool) throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a INT)")
      #expect(throws: DatabaseError.self) { try connection.commit() }
      try connection.begin(TransactionOptions())
      try connection.run(text)
      if isFine {
        try connection.commit()
      } else {
        #expect(throws: DatabaseError.self) { try connection.commit() }
      }
      try connection.begin(TransactionOptions())
      try connection.commit()
    }
  }

  @Test func `a second begin is refused`() throws {
    let connection = try Live.connect()
    defer { connection.close() }
    try connection.begin(TransactionOptions())
    #expect(throws: DatabaseError.self) { try connection.begin(TransactionOptions()) }
    #expect(connection.isInTransaction)
  }

  @Test func `changed rows are those that were found`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a INT)")
      #expect(try connection.execute("INSERT INTO t VALUES (1), (1), (2)") == 3)
      #expect(try connection.execute("UPDATE t SET a = 1 WHERE a = 1") == 2)
      #expect(try connection.execute("DELETE FROM t WHERE a = 3") == 0)
    }
  }

  @Test func `every result of a call is read, and an error in a later one is found`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; DO 3; END")
      try connection.run("CALL p()")
      #expect(try connection.text("SELECT 4") == "4")
      try connection.run(
        "CREATE PROCEDURE q() BEGIN SELECT 1; SELECT * FROM missing; SELECT 3; END")
      let error = try #require(throws: DatabaseError.self) { try connection.run("CALL q()") }
      #expect(error.code == "1146")
      #expect(try connection.text("SELECT 5") == "5")
      try connection.run(
        "CREATE PROCEDURE r() BEGIN SELECT 1; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END")
      let signal = try #require(throws: DatabaseError.self) { try connection.run("CALL r()") }
      #expect(signal.message == "no")
    }
  }

  @Test func `an error among the rows is found`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a INT)")
      try connection.run("INSERT INTO t VALUES (1), (2)")
      #expect(throws: DatabaseError.self) {
        try connection.run("SELECT a, IF(a = 1, 1, (SELECT a FROM t AS u)) FROM t")
      }
      #expect(try connection.text("SELECT 5") == "5")
    }
  }

  @Test func `widening keeps what a column is`() throws {
    try Live.withDatabase { connection, _ in
      let name = QualifiedName(name: "alembic_version")
      try connection.run(
        """
        CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))
        """)
      try connection.execute("INSERT INTO \(name) VALUES ('abc')")
      let column = BookkeepingColumn("version_num", .text(limit: 255))
      #expect(
        try connection.columns(of: name) == [ColumnDescription(name: "version_num", textLimit: 32)])
      try connection.execute(try #require(MySQLDialect().widen(column, of: name)))
      #expect(
        try connection.columns(of: name) == [ColumnDescription(name: "version_num", textLimit: 255)]
      )
      #expect(try charset(of: "alembic_version", on: connection) == "utf8mb4")
      #expect(try connection.text("SELECT version_num FROM \(name)") == "abc")

      let ours = QualifiedName(name: "ours")
      let narrow = BookkeepingTable(
        name: ours, columns: [BookkeepingColumn("version_num", .text(limit: 10))],
        primaryKey: "version_num")
      try connection.execute(MySQLDialect().createTable(narrow))
      try connection.execute(try #require(MySQLDialect().widen(column, of: ours)))
      #expect(try charset(of: "ours", on: connection) == "ascii")
      // Upper and lower case are two revisions.
      #expect(try connection.execute("INSERT INTO \(ours) VALUES ('a'), ('A')") == 2)
    }
  }

  private func charset(of table: String, on connection: any Connection) throws -> String? {
    try connection.text(
      """
      SELECT character_set_name FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = \(bind: .text(table))
      """)
  }

  @Test func `the history's kinds of columns`() throws {
    try Live.withDatabase { connection, endpoint in
      let table = BookkeepingTable(
        name: QualifiedName(name: "history"),
        columns: [
          BookkeepingColumn("id", .counter), BookkeepingColumn("note", .longText, isNullable: true),
          BookkeepingColumn("n", .integer),
        ], primaryKey: "id")
      try connection.execute(MySQLDialect().createTable(table))
      try connection.execute(
        "INSERT INTO \(table.name) (note, n) VALUES (\(bind: "é 😀 \\ '"), 1), (NULL, 2)")
      #expect(
        try connection.query("SELECT * FROM \(table.name) ORDER BY id")
          == [Row([1, "é 😀 \\ '", 1]), Row([2, .null, 2])])
      #expect(try connection.columns(of: table.name).map(\.textLimit) == [nil, nil, nil])
      let elsewhere = QualifiedName(schema: Identifier(endpoint.database), name: "history")
      #expect(try connection.columns(of: elsewhere).map(\.name) == ["id", "note", "n"])
      #expect(try connection.columns(of: QualifiedName(name: "missing")) == [])
      #expect(try connection.hasSchema(Identifier(endpoint.database)))
      #expect(try !connection.hasSchema("no_such_database"))
    }
  }

  @Test func `LOAD DATA LOCAL stays off`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a TEXT)")
      #expect(throws: DatabaseError.self) {
        try connection.run("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t")
      }
      #expect(try connection.text("SELECT COUNT(*) FROM t") == "0")
    }
  }
}
