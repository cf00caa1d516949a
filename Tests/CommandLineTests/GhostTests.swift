import DialectKit
import Foundation
import SQLText
import Testing

/// The process of a run is killed while its statement runs, and the server goes on with it.
@Suite struct GhostTests {
  private func workspace(
    _ database: ScratchDatabase, _ statement: String, _ options: String
  ) throws -> Shell {
    let shell = try Shell()
    shell.environment["STATEMENT"] = statement
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(database.url)' >/dev/null 2>&1
      rev versions a1 '' first "CREATE TABLE one (n INT); $STATEMENT; DROP TABLE one;"
      sed -i 's/^-- migrate: upgrade/&\(options)/' versions/*.sql
      """)
    #expect(made.status == 0, "\(made.text(of: .error))")
    return shell
  }

  /// Starts an upgrade and kills it as soon as the server tells of its statement.
  private func kill(
    in shell: Shell, on database: ScratchDatabase, when question: String
  ) throws {
    let child = try shell.start(
      "exec aludel upgrade --lock-timeout 600s >log 2>&1", output: STDOUT_FILENO,
      error: STDERR_FILENO)
    while try SQLHelper.run(question, at: database.url, from: shell.folder).isEmpty {
      guard child.poll() == nil else { break }
      usleep(2000)
    }
    child.signal(SIGKILL)
    #expect(child.wait() == 128 + SIGKILL)
  }

  private static func waiting(_ engine: ScratchDatabase.Engine) -> String {
    engine.isPostgres
      ? """
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      """
      : """
      SELECT 1 FROM information_schema.processlist
      WHERE db = DATABASE() AND state LIKE 'Waiting for table metadata lock'
      """
  }

  /// PostgreSQL looks after its clients and gives such a statement up; MariaDB ends it first. In both the
  /// lock stays with it, so that the next run waits and does nothing twice.
  @Test(arguments: ScratchDatabase.Engine.ordinary)
  func aStatementThatWaits(_ engine: ScratchDatabase.Engine) throws {
    let database = try ScratchDatabase(on: engine)
    defer { database.drop() }
    let shell = try workspace(
      database, "ALTER TABLE busy ADD COLUMN m INT", engine.isPostgres ? " transaction=none" : "")
    defer { shell.close() }
    func sql(_ text: String) throws -> String {
      try SQLHelper.run(text, at: database.url, from: shell.folder)
    }
    _ = try sql("CREATE TABLE busy (n INT)")
    let holder = try SQLHelper.connect(to: database.url, from: shell.folder)
    defer { holder.close() }
    try holder.begin(TransactionOptions())
    try holder.execute("INSERT INTO busy VALUES (1)")
    try kill(in: shell, on: database, when: Self.waiting(engine))
    if !engine.isPostgres {
      let status = try shell.run("aludel status")
      #expect(status.text(of: .output).contains("a run is at work on revision a1"))
      let refused = try shell.run("aludel upgrade --lock-timeout 0s")
      #expect(refused.status == 1)
      #expect(refused.text(of: .error).contains("ALTER TABLE BUSY"), "\(refused.pieces)")
    }
    let next = try shell.start(
      "exec aludel upgrade -v --lock-timeout 600s >next 2>&1", output: STDOUT_FILENO,
      error: STDERR_FILENO)
    // It waits for the ghost, or, that being gone, for the holder.
    #expect(
      try shell.run("wait_for '\(engine.isPostgres ? "2/3" : "waiting")' next").status == 0)
    try holder.rollback()
    let status = next.wait()
    #expect(status == 0)
    #expect(try sql("SELECT n, m FROM busy") == "")
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }

  /// A statement that works and does not wait.
  @Test(.enabled(if: ScratchDatabase.Engine.mysql.administration != nil))
  func aTableThatIsCopied() throws {
    let database = try ScratchDatabase(on: .mysql)
    defer { database.drop() }
    let shell = try workspace(database, "ALTER TABLE big ADD COLUMN m INT, ALGORITHM=COPY", "")
    defer { shell.close() }
    func sql(_ text: String) throws -> String {
      try SQLHelper.run(text, at: database.url, from: shell.folder)
    }
    _ = try sql("CREATE TABLE big AS SELECT seq AS n FROM seq_1_to_300000")
    try kill(
      in: shell, on: database,
      when: """
        SELECT 1 FROM information_schema.processlist
        WHERE db = DATABASE() AND state = 'copy to tmp table'
        """)
    let next = try shell.run("aludel upgrade --lock-timeout 600s")
    #expect(next.status == 0, "\(next.pieces)")
    #expect(try sql("SELECT count(n), count(m) FROM big") == "300000|0\n")
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }

  /// A session whose process is gone does not hold the lock for ever, though its statement would.
  @Test(
    .enabled(if: ScratchDatabase.Engine.postgresql.administration != nil),
    arguments: ["", " transaction=none"])
  func aStatementWithoutEnd(_ options: String) throws {
    let database = try ScratchDatabase(on: .postgresql)
    defer { database.drop() }
    let shell = try workspace(database, "SELECT pg_sleep(nap) FROM nap", options)
    defer { shell.close() }
    func sql(_ text: String) throws -> String {
      try SQLHelper.run(text, at: database.url, from: shell.folder)
    }
    _ = try sql("CREATE TABLE nap AS SELECT 600 AS nap")
    try kill(
      in: shell, on: database,
      when:
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    )
    _ = try sql("UPDATE nap SET nap = 0")
    var next = try shell.run("aludel upgrade --lock-timeout 600s")
    if !options.isEmpty {
      #expect(next.status == 1)
      #expect(next.text(of: .error).contains("statement 2 of 3 was sent"), "\(next.pieces)")
      next = try shell.run("aludel resume --statement again && aludel upgrade")
    }
    #expect(next.status == 0, "\(next.pieces)")
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }

  /// A file that cannot grow any more, at every size: as on a disk that is full.
  @Test(arguments: ["", " transaction=none"]) func aFileThatCannotGrow(_ options: String) throws {
    let shell = try Shell()
    defer { shell.close() }
    let made = try shell.run(
      """
      aludel init -t single -q --database main=sqlite:///main.db >/dev/null 2>&1
      rev versions a1 '' first "CREATE TABLE t (n INT, x BLOB); INSERT INTO t VALUES (1, zeroblob(9000)); CREATE INDEX i ON t (n); INSERT INTO t VALUES (2, zeroblob(9000));"
      sed -i 's/^-- migrate: upgrade/&\(options)/' versions/*.sql
      """)
    #expect(made.status == 0)
    var statuses: Set<Int32> = []
    // In units of half a kilobyte; a page has eight.
    for limit in stride(from: 8, through: 120, by: 16) {
      let full = try shell.run("rm -f main.db*; trap '' XFSZ; ulimit -f \(limit); aludel upgrade")
      statuses.insert(full.status)
      let left = try shell.run("aludel current -q").text(of: .output)
      #expect(left.contains("a1") == (full.status == 0), "\(limit): \(full.pieces)")
      var next = try shell.run("aludel upgrade")
      if next.status == 1, next.text(of: .error).contains("was sent") {
        let number = next.text(of: .error).contains("statement 2 of") ? 1 : 2
        let rows = try SQLHelper.run(
          "SELECT count(*) FROM t WHERE n = \(number)", at: "sqlite:///main.db", from: shell.folder)
        next = try shell.run(
          "aludel resume --statement \(rows == "1\n" ? "done" : "again") && aludel upgrade")
      }
      #expect(next.status == 0, "\(limit): \(next.pieces)")
      let rows = try SQLHelper.run(
        "SELECT n, length(x) FROM t ORDER BY rowid; PRAGMA integrity_check",
        at: "sqlite:///main.db",
        from: shell.folder)
      #expect(rows == "1|9000\n2|9000\nok\n", "\(limit)")
    }
    #expect(statuses.isSuperset(of: [0, 1]), "\(statuses)")
    #expect(statuses.contains(3) == !options.isEmpty, "\(statuses)")
  }
}
