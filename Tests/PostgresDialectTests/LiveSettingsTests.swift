import DialectKit
import PostgresDialect
import SQLText
import Testing

/// What a revision sets for the session reaches neither our own tables nor the next revision.
@Suite(.enabled(if: LiveServer.url != nil))
struct LiveSettingsTests {
  private static func statement(_ text: String, _ keywords: [String]) -> SQLStatement {
    SQLStatement(text: text, keywords: keywords)
  }

  @Test func ownNamesKeepTheirMeaning() throws {
    try LiveServer.withSchema("aludel_settings") { connection in
      try connection.execute("CREATE TABLE ours (a int)")
      try connection.begin(TransactionOptions())
      // As pg_dump writes it.
      try connection.run(
        Self.statement("SELECT pg_catalog.set_config('search_path', '', false)", ["SELECT"]))
      try connection.execute("INSERT INTO ours VALUES (1)")
      #expect(try connection.columns(of: QualifiedName(name: "ours")).count == 1)
      // The revision itself still sees what it has set.
      #expect(throws: DatabaseError.self) {
        try connection.run(Self.statement("INSERT INTO ours VALUES (2)", ["INSERT", "INTO"]))
      }
      try connection.rollback()
    }
  }

  /// What the session holds prepared for us may be dropped by whatever a revision runs.
  @Test(arguments: [
    ("DEALLOCATE ALL", ["DEALLOCATE", "ALL"]),
    ("do $$ begin execute 'deallocate all'; end $$", ["DO"]),
  ]) func preparedStatementsMayGo(text: String, keywords: [String]) throws {
    try LiveServer.withSchema("aludel_prepared") { connection in
      try connection.execute("CREATE TABLE ours (a bigint)")
      var expected: Int64 = 0
      for number in Int64(1)...18 {
        let insertion = Batch.Item.execute(
          "INSERT INTO ours VALUES (\(bind: .integer(number)))", changing: 1)
        let spoiler = Batch.Item.run(Self.statement(text, keywords), mayCommit: true)
        // It comes before and behind what is sent once, prepared, and known as prepared.
        let middle: [Batch.Item] =
          switch number {
          case 2, 8: [insertion, spoiler]
          case 4, 12: [insertion, spoiler, insertion]
          case 5, 15: [spoiler, insertion]
          default: [insertion]
          }
        expected += middle.count == 3 ? 2 : 1
        let begin = Batch.Item.begin(TransactionOptions())
        try connection.run(Batch([begin] + middle + [.commit]) { 0 }) { _ in }
      }
      #expect(try connection.query("SELECT count(*) FROM ours").first?[0] == .integer(expected))
      // Ours was prepared once more, and nothing is left of the others.
      let count = try connection.query("SELECT count(*) FROM pg_prepared_statements").first?[0]
      #expect(count == .integer(1))
    }
  }

  @Test func nextRevisionBeginsAfresh() throws {
    let settings = SessionSettings(lockTimeout: .milliseconds(1500))
    try LiveServer.withSchema("aludel_settings_again", settings: settings) { connection in
      let user = try connection.query("SELECT current_user").first?[0].text
      for (text, keywords) in [
        ("SET statement_timeout = 5000", ["SET"]), ("SET lock_timeout = 0", ["SET"]),
        ("SET SESSION AUTHORIZATION pg_monitor", ["SET", "SESSION"]),
        ("select SET_CONFIG('search_path', '', false)", ["SELECT"]),
      ] {
        try connection.run(Self.statement(text, keywords))
      }
      try connection.resetSession()
      let now = try connection.query(
        """
        SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
          current_setting('search_path'), current_user
        """)
      #expect(now.first?[0].text == "0")
      #expect(now.first?[1].text == "1500ms")
      #expect(now.first?[2].text == "aludel_settings_again")
      #expect(now.first?[3].text == user)
    }
  }
}
