import DialectKit
import Foundation
import SQLText
import Testing

/// A server is killed in the middle of a run and comes back: before the first statement, between two, while
/// one runs, at the commit. The next run ends where an undisturbed one ends.
@Suite(.serialized) struct CrashTests {
  typealias Engine = KillTrial.Engine

  struct Trial: Sendable, CustomTestStringConvertible {
    var engine: Engine
    /// Whose end it is.
    var victim: ScratchDatabase.Engine
    /// Checkpoints, and on which side of the call that leads there it ends.
    var moments: [(checkpoint: String, side: String)]
    var testDescription: String { engine.name }
  }

  static let trials = [
    Trial(
      engine: Engine(name: "PostgreSQL", servers: [.mortalPostgresql]), victim: .mortalPostgresql,
      moments: [
        ("locked", "after"), ("statement run", "before"), ("statement run", "after"),
        ("committed", "before"), ("committed", "after"),
      ]),
    Trial(
      engine: Engine(
        name: "PostgreSQL without transactions", servers: [.mortalPostgresql],
        options: " transaction=none"),
      victim: .mortalPostgresql,
      moments: [
        ("our tables made", "after"), ("statement announced", "after"),
        ("statement run alone", "after"), ("statement settled", "after"), ("committed", "before"),
      ]),
    Trial(
      engine: Engine(name: "MariaDB", servers: [.mortalMysql]), victim: .mortalMysql,
      moments: [
        ("our tables made", "after"), ("statement announced", "after"), ("statement run", "after"),
        ("statement settled", "after"), ("committed", "before"), ("committed", "after"),
      ]),
    Trial(
      engine: Engine(
        name: "a row, PostgreSQL dies", servers: [.mortalPostgresql, nil, .mortalMysql]),
      victim: .mortalPostgresql, moments: [("statement run", "after"), ("committed", "before")]),
    Trial(
      engine: Engine(
        name: "a row, MariaDB dies", servers: [nil, .mortalMysql, .mortalPostgresql]),
      victim: .mortalMysql, moments: [("statement run", "after"), ("committed", "before")]),
  ].filter(\.engine.isThere)

  @Test(arguments: trials) func crash(_ trial: Trial) throws {
    let command = "upgrade --jobs 1"
    let undisturbed = try KillTrial(trial.engine)
    defer { undisturbed.close() }
    let calls = try undisturbed.calls(command)
    let expected = try undisturbed.content()
    for (checkpoint, side) in trial.moments {
      let places = calls.filter { $0.checkpoint == checkpoint }
      try #require(!places.isEmpty, "\(checkpoint): \(calls)")
      let name = "\(trial.engine.name): \(side) \(checkpoint)"
      let disturbed = try KillTrial(trial.engine)
      defer { disturbed.close() }
      try disturbed.loseServerAndGoOn(
        command, at: "\(places[places.count / 2].number):\(side)", victim: trial.victim, name)
      #expect(try disturbed.content() == expected, "\(name)")
    }
  }

  /// A statement that waits, and how the server tells of it.
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

  @Test(
    arguments: [
      (ScratchDatabase.Engine.mortalPostgresql, ""), (.mortalPostgresql, " transaction=none"),
      (.mortalMysql, ""),
    ].filter { $0.0.administration != nil })
  func whileAStatementRuns(_ engine: ScratchDatabase.Engine, _ options: String) throws {
    let database = try ScratchDatabase(on: engine)
    defer { database.drop() }
    let shell = try Shell()
    defer { shell.close() }
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(database.url)' >/dev/null 2>&1
      rev versions a1 '' first 'CREATE TABLE one (n INT); ALTER TABLE busy ADD COLUMN m INT; DROP TABLE one;'
      sed -i 's/^-- migrate: upgrade/&\(options)/' versions/*.sql
      """)
    try #require(made.status == 0)
    func sql(_ text: String) throws -> String {
      try SQLHelper.run(text, at: database.url, from: shell.folder)
    }
    _ = try sql("CREATE TABLE busy (n INT)")
    let holder = try SQLHelper.connect(to: database.url, from: shell.folder)
    try holder.begin(TransactionOptions())
    try holder.execute("INSERT INTO busy VALUES (1)")
    let child = try shell.start(
      "exec aludel upgrade --lock-timeout 600s >log 2>&1", output: STDOUT_FILENO,
      error: STDERR_FILENO)
    while try sql(Self.waiting(engine)).isEmpty, child.poll() == nil { usleep(10_000) }
    #expect(try shell.run(engine.killing(engine.processFile())).status == 0)
    let isHalfway = !engine.isPostgres || !options.isEmpty
    let status = child.wait()
    let said = try shell.run("cat log").text(of: .output)
    #expect(status == (isHalfway ? 3 : 1), "\(said)")
    holder.close()
    try engine.awaitServer()
    #expect(try sql("SELECT count(*) FROM busy") == "0\n")
    let next = try shell.run("aludel upgrade -q")
    #expect(next.status == 0, "\(next.text(of: .error))")
    #expect(try sql("SELECT n, m FROM busy") == "")
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }
}
