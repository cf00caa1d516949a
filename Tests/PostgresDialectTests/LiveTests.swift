import DialectKit
import Foundation
import PostgresDialect
import SQLText
import Testing

/// What needs a server: run when `ALUDEL_TEST_POSTGRESQL` is the URL of one whose user may make schemas
/// and roles and has the database to itself.
enum LiveServer {
  static let url = ProcessInfo.processInfo.environment["ALUDEL_TEST_POSTGRESQL"]

  static func endpoint(_ change: (inout Endpoint) -> Void = { _ in }) throws -> Endpoint {
    let url = try ConnectionURL(parsing: #require(url))
    var endpoint = try PostgresDialect().endpoint(for: url, relativeTo: "/")
    change(&endpoint)
    return endpoint
  }

  static func connect(
    settings: SessionSettings = SessionSettings(),
    _ change: (inout Endpoint) -> Void = { _ in }
  ) throws -> any Connection {
    try PostgresDialect().connect(to: endpoint(change), settings: settings)
  }

  /// A session in a schema of its own, which goes with it.
  static func withSchema(
    _ schema: String, settings: SessionSettings = SessionSettings(),
    _ body: (any Connection) throws -> Void
  ) throws {
    let connection = try connect(settings: settings)
    defer { connection.close() }
    try connection.execute("DROP SCHEMA IF EXISTS \(Identifier(schema)) CASCADE")
    try connection.execute("CREATE SCHEMA \(Identifier(schema))")
    try connection.execute("SET search_path TO \(Identifier(schema))")
    try body(connection)
    try connection.rollback()
    try connection.execute("DROP SCHEMA \(Identifier(schema)) CASCADE")
  }
}

@Suite(.enabled(if: LiveServer.url != nil))
struct LiveTests {
  @Test func server() throws {
    let connection = try LiveServer.connect(
      settings: SessionSettings(
        lockTimeout: .milliseconds(1500), statementTimeout: .seconds(90),
        applicationName: "aludel test"))
    #expect(connection.server.product == "PostgreSQL")
    #expect(connection.server.version.first?.isNumber == true)
    #expect(!connection.server.version.contains(" "))
    let settings = [
      "client_encoding", "standard_conforming_strings", "lock_timeout", "statement_timeout",
      "application_name",
    ]
    let values = try settings.map { name in
      try connection.query("SELECT current_setting(\(bind: .text(name)))").first?[0].text
    }
    #expect(values == ["UTF8", "on", "1500ms", "90s", "aludel test"])
    #expect(!connection.isInTransaction)
  }

  @Test func anErrorIsKeptWhole() throws {
    try LiveServer.withSchema("t_errors") { connection in
      try connection.execute(
        """
        CREATE FUNCTION fail() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'message' USING DETAIL = 'detail', HINT = 'hint', ERRCODE = '22012';
        END $$
        """)
      let error = #expect(throws: DatabaseError.self) {
        try connection.run(SQLStatement(text: "SELECT fail()"))
      }
      #expect(error?.kind == .statement)
      #expect(error?.code == "22012")
      #expect(error?.message == "message")
      #expect(error?.detail == "detail")
      #expect(error?.hint == "hint")
      #expect(error?.context == "PL/pgSQL function fail() line 2 at RAISE")
      #expect(error?.offset == nil)
    }
  }

  @Test(arguments: [
    "/* ö 🧪 */ SELECT 'größer', |nowhere", "|SELEC 1", "SELECT 1; |SELECT 2", "SELECT (1|",
  ])
  func anErrorPointsAtAByte(marked: String) throws {
    let connection = try LiveServer.connect()
    let sql = marked.replacing("|", with: "")
    let error = #expect(throws: DatabaseError.self) {
      try connection.run(SQLStatement(text: sql))
    }
    // The server does not say where a second statement begins.
    let expected = sql.contains(";") ? nil : marked.utf8.firstIndex(of: UInt8(ascii: "|"))
    #expect(error?.offset == expected.map { marked.utf8.distance(from: marked.startIndex, to: $0) })
    #expect(error?.code == "42601" || error?.code == "42703")
    try connection.run(SQLStatement(text: "SELECT 1"))
  }

  @Test func aNULIsNotCutOff() throws {
    let connection = try LiveServer.connect()
    #expect(
      throws: DatabaseError(
        .statement, message: "the statement holds a NUL character", offset: 8)
    ) { try connection.run(SQLStatement(text: "SELECT 1\0")) }
    #expect(throws: DatabaseError.self) { try connection.query("SELECT \(bind: "a\0b")") }
  }

  @Test func valuesGoAndComeBack() throws {
    let connection = try LiveServer.connect()
    let values: [SQLValue] = [
      .null, .integer(.min), .integer(.max), .real(0.1), .real(-1e300), .real(.infinity),
      .text(""), .text("ö'\\\"\u{1F9EA}\n"), .bytes([]), .bytes(Array(0...255)),
    ]
    for value in values {
      #expect(try connection.query("SELECT \(bind: value)") == [Row([value])])
      let literal = SQLFragment(verbatim: PostgresDialect().literal(value))
      let type: SQLFragment =
        switch value {
        case .null, .text: "text"
        case .integer: "bigint"
        case .real: "float8"
        case .bytes: "bytea"
        }
      #expect(try connection.query("SELECT (\(literal))::\(type)") == [Row([value])])
    }
    try connection.execute("SET bytea_output = escape")
    #expect(
      try connection.query("SELECT \(bind: .bytes(Array(0...255)))")
        == [Row([.bytes(Array(0...255))])])
    #expect(
      try connection.query(
        "SELECT true, false, 1::int2, 2::int4, 1.50, '2026-01-02'::date, 3::oid, 'n'::name")
        == [Row([1, 0, 1, 2, "1.50", "2026-01-02", 3, "n"])])
  }

  @Test func parametersTakeTheTypeOfTheirColumn() throws {
    try LiveServer.withSchema("t_parameters") { connection in
      try connection.execute(
        "CREATE TABLE t (a int, b varchar(5), c timestamptz, d jsonb, e numeric, f text)")
      let changed = try connection.execute(
        """
        INSERT INTO t VALUES (\(bind: 5), \(bind: "x"), \(bind: "2026-01-02T00:00:00Z"),
          \(bind: #"{"a":1}"#), \(bind: .real(1.5)), \(bind: .null)), (NULL, NULL, NULL, NULL, NULL, NULL)
        """)
      #expect(changed == 2)
      #expect(try connection.execute("UPDATE t SET a = 6 WHERE a = \(bind: 5)") == 1)
      #expect(try connection.execute("SELECT * FROM t") == 0)
      #expect(try connection.execute("CREATE TABLE u ()") == 0)
      #expect(
        try connection.query("SELECT a, b, d, e, f FROM t WHERE b = \(bind: "x")")
          == [Row([6, "x", #"{"a": 1}"#, "1.5", .null])])
    }
  }

  @Test func transactions() throws {
    try LiveServer.withSchema("t_transactions") { connection in
      try connection.execute("CREATE TABLE t (a int)")
      try connection.transaction { () throws(DatabaseError) -> Void in
        try connection.execute("INSERT INTO t VALUES (1)")
      }
      try connection.execute("SET default_transaction_read_only = on")
      try connection.begin(TransactionOptions())
      #expect(connection.isInTransaction)
      #expect(throws: DatabaseError(.statement, message: "a transaction is already open")) {
        try connection.begin(TransactionOptions())
      }
      try connection.execute("INSERT INTO t VALUES (2)")
      try connection.rollback()
      #expect(!connection.isInTransaction)
      try connection.rollback()
      #expect(try connection.query("SELECT a FROM t") == [Row([1])])
      #expect(throws: DatabaseError(.statement, message: "PostgreSQL has no foreign_keys=off")) {
        try connection.begin(TransactionOptions(foreignKeys: .suspended))
      }
      #expect(throws: DatabaseError(.statement, message: "no transaction is open to be committed"))
      {
        try connection.commit()
      }
      // What a statement does to the transaction is seen.
      try connection.begin(TransactionOptions())
      try connection.run(SQLStatement(text: "COMMIT"))
      #expect(!connection.isInTransaction)
      try connection.execute("SET default_transaction_read_only = off")
    }
  }

  @Test func aCommitThatRollsBackIsAnError() throws {
    let connection = try LiveServer.connect()
    try connection.begin(TransactionOptions())
    #expect(throws: DatabaseError.self) { try connection.execute("SELECT 1/0") }
    #expect(connection.isInTransaction)
    let error = #expect(throws: DatabaseError.self) { try connection.commit() }
    #expect(error?.message.hasPrefix("the server answered COMMIT with ROLLBACK") == true)
    #expect(!connection.isInTransaction)
  }

  @Test func whatCannotRunInATransactionRunsOutside() throws {
    try LiveServer.withSchema("t_outside") { connection in
      try connection.execute("CREATE TABLE t (a int)")
      for sql in [
        "CREATE INDEX CONCURRENTLY i ON t (a)", "REINDEX INDEX CONCURRENTLY i",
        "DROP INDEX CONCURRENTLY i", "VACUUM t",
      ] {
        try connection.run(SQLStatement(text: sql))
        try connection.begin(TransactionOptions())
        let error = #expect(throws: DatabaseError.self) {
          try connection.run(SQLStatement(text: sql))
        }
        #expect(error?.code == "25001")
        try connection.rollback()
        #expect(PostgresDialect().objection(to: SQLStatement(text: sql), in: .transaction) != nil)
      }
    }
  }

  @Test func copy() throws {
    try LiveServer.withSchema("t_copy") { connection in
      try connection.execute("CREATE TABLE t (a int, b text)")
      try connection.run(
        SQLStatement(text: "COPY t FROM stdin", copyData: "1\tö\n2\t\\N\n"))
      try connection.run(SQLStatement(text: "COPY t FROM stdin", copyData: ""))
      let long = (3...200_000).map { "\($0)\tline\n" }.joined()
      try connection.run(SQLStatement(text: "COPY t FROM stdin", copyData: long))
      #expect(
        try connection.query("SELECT count(*), min(b), count(b) FROM t")
          == [Row([200_000, "line", 199_999])])
      try connection.run(SQLStatement(text: "COPY t TO stdout"))
      try connection.run(SQLStatement(text: "SELECT * FROM t"))

      let wrong = #expect(throws: DatabaseError.self) {
        try connection.run(SQLStatement(text: "COPY t FROM stdin", copyData: "x\ty\n"))
      }
      #expect(wrong?.code == "22P02")
      #expect(wrong?.context == #"COPY t, line 1, column a: "x""#)
      let missing = #expect(throws: DatabaseError.self) {
        try connection.run(SQLStatement(text: "COPY t FROM stdin"))
      }
      #expect(missing?.message == "COPY … FROM stdin has no data lines after it")
      #expect(throws: DatabaseError.self) {
        try connection.run(SQLStatement(text: "SELECT 1", copyData: "1\n"))
      }
      #expect(try connection.query("SELECT count(*) FROM t") == [Row([200_000])])
    }
  }

  @Test func tablesOfOurs() throws {
    try LiveServer.withSchema("t_tables") { connection in
      let dialect = PostgresDialect()
      let long = String(repeating: "v", count: 63)
      for name in [
        QualifiedName(name: "version"), QualifiedName(schema: "t_tables", name: "V \"2\""),
        QualifiedName(name: Identifier(long)),
      ] {
        let table = BookkeepingTable(
          name: name,
          columns: [
            BookkeepingColumn("id", .counter), BookkeepingColumn("num", .text(limit: 32)),
            BookkeepingColumn("note", .longText, isNullable: true),
            BookkeepingColumn("took", .integer, isNullable: true),
          ], primaryKey: "num")
        #expect(try connection.columns(of: name) == [])
        try connection.execute(dialect.createTable(table))
        #expect(
          try connection.columns(of: name) == [
            ColumnDescription(name: "id", textLimit: nil),
            ColumnDescription(name: "num", textLimit: 32),
            ColumnDescription(name: "note", textLimit: nil),
            ColumnDescription(name: "took", textLimit: nil),
          ])
        try connection.execute("INSERT INTO \(name) (num) VALUES (\(bind: "a")), (\(bind: "b"))")
        #expect(try connection.query("SELECT id FROM \(name)") == [Row([1]), Row([2])])
        let widening = try #require(
          dialect.widen(BookkeepingColumn("num", .text(limit: 255)), of: name))
        try connection.execute(widening)
        #expect(try connection.columns(of: name)[1].textLimit == 255)
        #expect(dialect.widen(BookkeepingColumn("took", .integer), of: name) == nil)
      }
      #expect(
        try connection.query(
          "SELECT conname FROM pg_constraint WHERE conrelid = 'version'::regclass")
          == [Row(["version_pkc"])])
      #expect(
        try connection.columns(of: QualifiedName(schema: "no such", name: "version")) == [])
    }
  }

  @Test func schemas() throws {
    let connection = try LiveServer.connect()
    let schema: Identifier = "t_Schema's"
    try connection.execute("DROP SCHEMA IF EXISTS \(schema)")
    #expect(try !connection.hasSchema(schema))
    let making = try #require(PostgresDialect().createSchema(schema))
    try connection.execute(making)
    try connection.execute(making)
    #expect(try connection.hasSchema(schema))
    try connection.execute("DROP SCHEMA \(schema)")
  }

  @Test func noticesAndEmptyStatements() throws {
    let connection = try LiveServer.connect()
    try connection.run(SQLStatement(text: "DO $$ BEGIN RAISE WARNING 'seen by nobody'; END $$"))
    try connection.run(SQLStatement(text: "-- nothing"))
    #expect(try connection.execute("") == 0)
  }
}
