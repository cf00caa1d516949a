import Foundation
import Testing

/// A workspace whose every statement leaves a mark, with one database or with several that wait for each
/// other: the first revision of each for that of the one before, the second of the first for the last.
final class KillTrial {
  /// What tells the workspaces apart here.
  struct Engine: Sendable, CustomTestStringConvertible {
    var name: String
    /// The server of each database; nil is a file of SQLite.
    var servers: [ScratchDatabase.Engine?]
    /// Stands behind `-- migrate: upgrade`.
    var options = ""
    var testDescription: String { name }

    /// The same on servers that may be killed.
    var mortal: Engine {
      var engine = self
      engine.servers = servers.map { $0?.mortal }
      return engine
    }

    var isThere: Bool { servers.allSatisfy { $0.map { $0.administration != nil } ?? true } }
  }

  struct Database {
    var name: String
    var url: String
    fileprivate var scratch: ScratchDatabase?
  }

  let shell: Shell
  private(set) var databases: [Database] = []

  init(_ engine: Engine) throws {
    shell = try Shell()
    var file = ""
    for (index, server) in engine.servers.enumerated() {
      let scratch = try server.map { try ScratchDatabase(on: $0) }
      let name = "d\(index + 1)"
      let database = Database(
        name: name, url: scratch?.url ?? "sqlite:///\(name).db", scratch: scratch)
      databases.append(database)
      file += "[databases.\(name)]\nurl = \"\(database.url)\"\nversions = \"\(name)\"\n"
      for (id, parent) in [("a1", ""), ("a2", "a1")] {
        var needs = ""
        if id == "a1", index > 0 { needs = "d\(index)/a1" }
        if id == "a2", index == 0, engine.servers.count > 1 {
          needs = "d\(engine.servers.count)/a1"
        }
        try write(
          "\(name)/\(id).sql", Self.revision(id, after: parent, needs: needs, engine.options))
      }
      _ = try sql("CREATE TABLE marks (id INTEGER, mark VARCHAR(20))", in: database)
    }
    try write("aludel.toml", file)
  }

  private func write(_ path: String, _ text: String) throws {
    let url = shell.folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private static func revision(
    _ id: String, after parent: String, needs: String, _ options: String
  ) -> String {
    """
    -- revision \(id)
    --
    -- revision: \(id)
    -- down_revision: \(parent)
    -- depends_on: \(needs)

    -- migrate: upgrade\(options)
    INSERT INTO marks SELECT count(*), '\(id).1' FROM marks;
    CREATE TABLE t_\(id) (n INTEGER);
    ALTER TABLE t_\(id) ADD COLUMN m INTEGER;
    INSERT INTO t_\(id) VALUES (1, 2);
    CREATE INDEX i_\(id) ON t_\(id) (n);

    -- migrate: downgrade\(options)
    INSERT INTO marks SELECT count(*), '-\(id)' FROM marks;
    ALTER TABLE t_\(id) DROP COLUMN m;
    DROP TABLE t_\(id);
    """
  }

  func close() {
    shell.close()
    for database in databases { database.scratch?.drop() }
  }

  func sql(_ text: String, in database: Database) throws -> String {
    try SQLHelper.run(text, at: database.url, from: shell.folder)
  }

  // MARK: - Running

  struct Call {
    /// From 1.
    var number: Int
    /// What is done when it is over.
    var checkpoint: String
    var text: String
  }

  /// What a command calls of its databases, in order; it is carried out.
  func calls(_ command: String) throws -> [Call] {
    let outcome = try shell.run("touch calls; ALUDEL_TEST_CALLS=calls MortalAludel \(command)")
    try #require(outcome.status == 0, "\(outcome.text(of: .error))")
    let text = try String(
      contentsOf: shell.folder.appendingPathComponent("calls"), encoding: .utf8)
    return text.split(separator: "\n").enumerated().map { index, line in
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      return Call(number: index + 1, checkpoint: parts[0], text: parts.last ?? "")
    }
  }

  /// Runs a command until it is killed at a call, and goes on.
  func dieAndGoOn(_ command: String, at place: String, _ name: String) throws {
    let dead = try shell.run("ALUDEL_TEST_DIE=\(place) MortalAludel \(command) >/dev/null 2>&1")
    #expect(dead.status == 128 + SIGKILL, "nothing was killed at \(name)")
    // `status` has an answer for whatever is left.
    let status = try shell.run("aludel status")
    #expect(status.status == 0, "\(name): \(status.text(of: .error))")
    try goOn(command, name)
  }

  /// Runs a command during which a server is killed at a call, and goes on when that is back.
  func loseServerAndGoOn(
    _ command: String, at place: String, victim: ScratchDatabase.Engine, _ name: String
  ) throws {
    let before = try effects()
    let file = try victim.processFile()
    let server = try String(contentsOfFile: file, encoding: .utf8)
    let disturbed = try shell.run(
      """
      ALUDEL_TEST_DIE=\(place) ALUDEL_TEST_VICTIM='\(file)' \
      MortalAludel \(command) >log 2>&1
      """)
    try victim.awaitServer()
    #expect(try String(contentsOfFile: file, encoding: .utf8) != server, "\(name): no crash")
    #expect([0, 1, 3].contains(disturbed.status), "\(name)")
    if disturbed.status == 1 { #expect(try effects() == before, "\(name)") }
    let next = try shell.run("aludel \(command)")
    // Who says that all is done tells the truth.
    if disturbed.status == 0 { #expect(next.text(of: .output).contains("up to date"), "\(name)") }
    try goOn(command, name)
  }

  /// What the statements have left.
  private func effects() throws -> [String] {
    try databases.map { try sql("SELECT id, mark FROM marks ORDER BY id", in: $0) }
  }

  /// Runs as somebody would who finds a database in any state: the same command again, and where the
  /// program asks what became of a statement, looks and answers.
  func goOn(_ command: String, _ name: String) throws {
    var said = ""
    for _ in 0...databases.count {
      let next = try shell.run("aludel \(command) --json")
      said = next.text(of: .output)
      if next.status == 0 { return }
      for line in said.split(separator: "\n") where line.contains(#""code":"interrupted""#) {
        try decide(String(line), name)
      }
    }
    Issue.record("\(name): \(said)")
  }

  private func decide(_ line: String, _ name: String) throws {
    let database = try #require(
      databases.first { line.contains("\"database\":\"\($0.name)\"") }, "\(name): \(line)")
    let answer = try tookEffect(line, in: database) ? "done" : "again"
    let resumed = try shell.run("aludel resume --statement \(answer) -n \(database.name)")
    #expect(resumed.status == 0, "\(name): \(resumed.text(of: .error))")
  }

  /// Whether the row is there that the statement in question, an INSERT, would have left.
  private func tookEffect(_ line: String, in database: Database) throws -> Bool {
    let id = line.contains("revision a2") ? "a2" : "a1"
    let isDown = try sql("SELECT version_num FROM aludel_version", in: database).contains(id)
    #expect(
      line.contains("statement 1 of") || line.contains("statement 4 of"), "\(line)")
    let query =
      line.contains("statement 4 of")
      ? "SELECT count(*) FROM t_\(id)"
      : "SELECT count(*) FROM marks WHERE mark = '\(isDown ? "-\(id)" : "\(id).1")'"
    return try sql(query, in: database) == "1\n"
  }

  // MARK: - Looking

  /// The catalogs of all databases, their rows, and what is written about them.
  func content() throws -> String {
    try databases.map { "\($0.name)\n" + (try content(of: $0)) }.joined(separator: "\n")
  }

  private func content(of database: Database) throws -> String {
    var queries = Self.catalog(database.scratch?.engine)
    let catalog = try queries.map { try sql($0, in: database) }.joined(separator: "--\n")
    queries = ["SELECT id, mark FROM marks ORDER BY id"]
    queries += ["t_a1", "t_a2"].filter { catalog.contains("\($0)|") }.map { "SELECT * FROM \($0)" }
    if catalog.contains("aludel_version|") {
      queries.append("SELECT version_num FROM aludel_version")
    }
    if catalog.contains("aludel_version_history|") {
      queries += [
        """
        SELECT revision, direction, checksum, outcome FROM aludel_version_history
        WHERE statement IS NULL AND outcome <> 'failed' ORDER BY id
        """,
        """
        SELECT revision, direction, statement, checksum FROM aludel_version_history
        WHERE statement IS NOT NULL AND outcome = 'applied'
        ORDER BY revision, direction, statement
        """,
        "SELECT count(*) FROM aludel_version_history WHERE outcome LIKE 'started%'",
      ]
    }
    return catalog + "--\n"
      + (try queries.map { try sql($0, in: database) }.joined(separator: "--\n"))
  }

  /// Queries for tables with their columns, and for indexes.
  private static func catalog(_ engine: ScratchDatabase.Engine?) -> [String] {
    switch engine {
    case .postgresql, .mortalPostgresql:
      [
        """
        SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
        WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
        """, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
        "SELECT count(*) FROM pg_index WHERE NOT indisvalid",
      ]
    case .mysql, .mortalMysql:
      [
        """
        SELECT table_name, column_name, column_type, is_nullable FROM information_schema.columns
        WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position
        """,
        """
        SELECT table_name, index_name, column_name FROM information_schema.statistics
        WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index
        """,
      ]
    case nil:
      ["SELECT name || '|', sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"]
    }
  }
}
