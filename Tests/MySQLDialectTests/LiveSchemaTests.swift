import DialectKit
import Foundation
import MySQLDialect
import SQLText
import SchemaModel
import Testing

@Suite(.enabled(if: Live.url != nil, "ALUDEL_TEST_MYSQL names no server"))
struct LiveSchemaTests {
  private let dialect = MySQLDialect()

  @Test func `reading leaves the session as it was, and one statement a text`() throws {
    try Live.withDatabase { connection, _ in
      try connection.run("CREATE TABLE t (a int COMMENT 'it''s \\\\ \"x\"')")
      let settings: SQLFragment = "SELECT CONCAT_WS('|', @@sql_mode, @@sql_quote_show_create)"
      let usual = try dialect.inspect(connection, InspectionScope())
      try connection.execute("SET sql_mode = 'ANSI_QUOTES,NO_TABLE_OPTIONS'")
      try connection.execute("SET sql_quote_show_create = 0")
      let before = try connection.text(settings)
      #expect(try dialect.inspect(connection, InspectionScope()) == usual)
      #expect(try connection.text(settings) == before)
      #expect(throws: DatabaseError.self) { try connection.query("SELECT 1; SELECT 2") }
    }
  }

  @Test func `a scratch database is like the connected one, and goes whatever happens in it`()
    throws
  {
    try Live.withDatabase { connection, endpoint in
      try connection.run("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_german1_ci")
      let prefix = "scratch_\(UUID().uuidString.prefix(8).lowercased())"
      let name = "\(prefix)_a%b"
      // A pattern of LIKE would find this one, too.
      #expect(
        try dialect.scratchDatabases(
          prefix: String(prefix.dropLast()) + "_", over: connection) == [])
      try dialect.createScratch(name, over: connection)
      #expect(try dialect.scratchDatabases(prefix: prefix, over: connection) == [name])
      let scratch = dialect.scratchEndpoint(name, beside: endpoint)
      #expect(!scratch.isSameDatabase(as: endpoint))
      #expect(scratch.display.contains(name))
      let session = try Live.connect(to: scratch)
      defer { session.close() }
      #expect(try session.text("SELECT @@collation_database") == "latin1_german1_ci")
      try session.run("CREATE TABLE t (a int)")
      try session.begin(TransactionOptions())
      try session.run("INSERT INTO t VALUES (1)")
      try dialect.dropScratch(name, over: connection)
      #expect(try dialect.scratchDatabases(prefix: prefix, over: connection) == [])
      try dialect.dropScratch(name, over: connection)
    }
  }

  @Test func `the number of round trips does not depend on how much there is`() throws {
    try Live.withDatabase { connection, _ in
      let sent = {
        try #require(
          Int(
            try connection.query("SHOW SESSION STATUS LIKE 'Com_admin_commands'").first?[1].text
              ?? ""))
      }
      for number in 0..<60 {
        try connection.run(
          "CREATE TABLE t\(number) (id int PRIMARY KEY, a varchar(20), KEY k (a))")
      }
      let before = try sent()
      let schema = try dialect.inspect(connection, InspectionScope())
      // Multiple statements are switched on and off twice, and that is all that is sent but texts.
      #expect(try sent() - before <= 4)
      #expect(schema.objects.values.filter { $0.id.kind == .column }.count == 120)
    }
  }

  @Test func `a routine whose text may not be seen is an error`() throws {
    try Live.withDatabase { connection, endpoint in
      try connection.run("CREATE FUNCTION f() RETURNS int NO SQL RETURN 1")
      let user = "u" + UUID().uuidString.prefix(8).lowercased()
      let grantee = SQLFragment(verbatim: "'\(user)'@'localhost'")
      try connection.execute("CREATE USER \(grantee)")
      defer { _ = try? connection.execute("DROP USER \(grantee)") }
      try connection.execute(
        "GRANT SELECT, EXECUTE ON \(Identifier(endpoint.database)).* TO \(grantee)")
      var other = endpoint
      other.user = user
      let session = try Live.connect(to: other)
      defer { session.close() }
      let error = #expect(throws: DatabaseError.self) {
        try dialect.inspect(session, InspectionScope())
      }
      #expect(error?.message == "this user may not see the text of the function f")
      #expect(throws: DatabaseError.self) { try session.query("SELECT 1; SELECT 2") }
    }
  }

  /// As `mariadb-dump --no-data --routines --events` writes it.
  @Test func `a dump is a schema`() throws {
    let url = try #require(Live.url)
    let socket = try #require(url.split(separator: "socket=").last.map(String.init))
    try Live.withDatabase { connection, endpoint in
      try connection.run("CREATE TABLE b (id int PRIMARY KEY, c json) COMMENT='x'")
      try connection.run(
        "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, b_id int, CONSTRAINT f FOREIGN KEY (b_id) REFERENCES b (id))"
      )
      try connection.run("CREATE SEQUENCE s START WITH 3")
      try connection.run("CREATE VIEW v AS SELECT w.id FROM (SELECT id FROM a) w")
      try connection.run("CREATE VIEW u AS SELECT id FROM v")
      try connection.run(
        "CREATE TRIGGER t1 BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b_id = 1; END")
      try connection.run("CREATE TRIGGER t2 BEFORE INSERT ON a FOR EACH ROW SET NEW.b_id = 2")
      try connection.run("CREATE PROCEDURE p() BEGIN SELECT ';'; END")
      try connection.run("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END")
      let dump = Process()
      dump.executableURL = URL(filePath: "/usr/bin/env")
      dump.arguments = [
        "mariadb-dump", "--no-defaults", "-S", socket, "-u", "root", "-d", "--routines", "--events",
        endpoint.database,
      ]
      let pipe = Pipe()
      dump.standardOutput = pipe
      try dump.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let name = "aludel_\(UUID().uuidString.prefix(8).lowercased())"
      try dialect.createScratch(name, over: connection)
      defer { try? dialect.dropScratch(name, over: connection) }
      let scratch = try Live.connect(to: dialect.scratchEndpoint(name, beside: endpoint))
      defer { scratch.close() }
      for statement in dialect.beforeLoading { try scratch.execute(statement) }
      for statement in try StatementSplitter(rules: .mysql).statements(in: text) {
        try scratch.run(statement)
      }
      try scratch.resetSession()
      let difference = SchemaComparison(
        from: try dialect.inspect(connection, InspectionScope()),
        to: try dialect.inspect(scratch, InspectionScope()), rules: dialect.schemaRules)
      #expect(difference.changes.map(\.id.description) == [])
    }
  }
}
