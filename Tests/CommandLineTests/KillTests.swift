import Foundation
import Testing

/// The program is killed at every call that it makes of a database, before the call and after it, and
/// whatever is left, the next run ends where one ends that nobody disturbed.
@Suite struct KillTests {
  /// What tells the engines apart here.
  struct Engine: Sendable, CustomTestStringConvertible {
    var name: String
    var server: ScratchDatabase.Engine?
    /// Stands behind `-- migrate: upgrade`.
    var options = ""
    var testDescription: String { name }
  }

  static let engines = [
    Engine(name: "SQLite"),
    Engine(name: "SQLite without transactions", options: " transaction=none"),
    Engine(name: "PostgreSQL", server: .postgresql),
    Engine(
      name: "PostgreSQL without transactions", server: .postgresql, options: " transaction=none"),
    Engine(name: "MariaDB", server: .mysql),
  ].filter { $0.server.map { $0.administration != nil } ?? true }

  /// One call of so many is tried; all of them with `ALUDEL_TEST_KILLS=all`, which takes minutes.
  private static let step =
    ProcessInfo.processInfo.environment["ALUDEL_TEST_KILLS"] == "all" ? 1 : 5

  @Test(arguments: engines) func everyCall(_ engine: Engine) throws {
    let undisturbed = try Trial(engine)
    defer { undisturbed.close() }
    let calls = try undisturbed.calls()
    try #require(calls.count > 20, "\(calls)")
    let expected = try undisturbed.content()
    for number in stride(from: 1, through: calls.count, by: Self.step) {
      for side in ["before", "after"] {
        let trial = try Trial(engine)
        defer { trial.close() }
        try trial.dieAndGoOn(at: "\(number):\(side)", call: calls[number - 1])
        #expect(
          try trial.content() == expected, "killed \(side) call \(number), \(calls[number - 1])")
      }
    }
  }
}

/// A workspace with one database that each statement leaves a mark in.
final class Trial {
  let shell: Shell
  private let database: ScratchDatabase?
  let url: String

  init(_ engine: KillTests.Engine) throws {
    shell = try Shell()
    database = try engine.server.map { try ScratchDatabase(on: $0) }
    url = database?.url ?? "sqlite:///main.db"
    shell.environment["OPTIONS"] = engine.options
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(url)' >/dev/null 2>&1
      rev versions a1 '' first '\(Self.upgrade("a1"))' '\(Self.downgrade("a1"))'
      rev versions a2 a1 second '\(Self.upgrade("a2"))' '\(Self.downgrade("a2"))'
      sed -i "s/^-- migrate: upgrade/&$OPTIONS/; s/^-- migrate: downgrade/&$OPTIONS/" versions/*.sql
      """)
    try #require(made.status == 0, "\(made.text(of: .error))")
    _ = try sql("CREATE TABLE marks (id INTEGER, mark VARCHAR(20))")
  }

  func close() {
    shell.close()
    database?.drop()
  }

  private static func upgrade(_ id: String) -> String {
    """
    INSERT INTO marks SELECT count(*), "\(id).1" FROM marks; CREATE TABLE t_\(id) (n INTEGER);
    ALTER TABLE t_\(id) ADD COLUMN m INTEGER; INSERT INTO t_\(id) VALUES (1, 2);
    CREATE INDEX i_\(id) ON t_\(id) (n);
    """.replacing("\"", with: "'\\''")
  }

  private static func downgrade(_ id: String) -> String {
    """
    INSERT INTO marks SELECT count(*), "-\(id)" FROM marks; DROP TABLE t_\(id);
    """.replacing("\"", with: "'\\''")
  }

  func sql(_ text: String) throws -> String {
    try SQLHelper.run(text, at: url, from: shell.folder)
  }

  /// What an upgrade calls, one call a line.
  func calls() throws -> [String] {
    let outcome = try shell.run("touch calls; ALUDEL_TEST_CALLS=calls MortalAludel upgrade -q")
    try #require(outcome.status == 0, "\(outcome.text(of: .error))")
    return try String(
      contentsOf: shell.folder.appendingPathComponent("calls"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
  }

  /// Runs until it is killed at a call, and goes on.
  func dieAndGoOn(at place: String, call: String) throws {
    let dead = try shell.run("ALUDEL_TEST_DIE=\(place) MortalAludel upgrade -q >/dev/null 2>&1")
    #expect(dead.status == 128 + SIGKILL, "nothing was killed at \(place), \(call)")
    try goOn("\(place), \(call)")
  }

  /// Runs as somebody would who finds a database in any state: upgrades, and where the program asks
  /// what became of a statement, looks and answers.
  func goOn(_ place: String) throws {
    // A server notices the end of a session a little later.
    let next = try shell.run("aludel upgrade -q --json")
    guard next.status != 0 else { return }
    let said = next.text(of: .output)
    try #require(said.contains(#""code":"interrupted""#), "\(place): \(said)")
    let answer = try tookEffect(said) ? "done" : "again"
    let resumed = try shell.run("aludel resume --statement \(answer) && aludel upgrade -q")
    #expect(resumed.status == 0, "\(place): \(resumed.text(of: .error))")
  }

  /// Whether the row is there that the statement in question, an INSERT, would have left.
  private func tookEffect(_ said: String) throws -> Bool {
    let revision = try #require(said.contains("revision a2") ? "a2" : "a1")
    let first = "SELECT count(*) FROM marks WHERE mark = '\(revision).1'"
    let second = "SELECT count(*) FROM t_\(revision)"
    let query = said.contains("statement 1 was sent") ? first : second
    #expect(
      said.contains("statement 1 was sent") || said.contains("statement 4 was sent"), "\(said)")
    return try sql(query) == "1\n"
  }

  /// Everything that the two revisions have left, and what is written about it.
  func content() throws -> String {
    let queries = [
      "SELECT id, mark FROM marks ORDER BY id", "SELECT n, m FROM t_a1", "SELECT n, m FROM t_a2",
      "SELECT version_num FROM aludel_version",
      """
      SELECT revision, direction, checksum, outcome FROM aludel_version_history \
      WHERE statement IS NULL ORDER BY id
      """,
      """
      SELECT revision, statement, checksum FROM aludel_version_history \
      WHERE statement IS NOT NULL AND outcome = 'applied' ORDER BY revision, statement
      """,
      "SELECT count(*) FROM aludel_version_history WHERE outcome LIKE 'started%'",
    ]
    return try queries.map(sql).joined(separator: "--\n")
  }
}
