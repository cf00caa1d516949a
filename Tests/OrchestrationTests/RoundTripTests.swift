import Aludel
import DialectKit
import Foundation
import Orchestration
import Testing

/// How often a run waits for its server: what a deploy across a network is made of.
@Suite(.enabled(if: !LiveEngine.all.isEmpty)) struct RoundTripTests {
  /// Runs `body` with a workspace whose database is reached through a relay.
  private func withRelay(
    _ engine: LiveEngine, settings: String = "",
    _ body: (Sandbox, CountingRelay) async throws -> Void
  ) async throws {
    try await engine.withDatabase { database in
      let sandbox = try Sandbox()
      let url = try #require(URLComponents(string: try engine.url(of: database)))
      let name = engine.dialect == "postgresql" ? "host" : "socket"
      let place = try #require(url.queryItems?.first { $0.name == name }?.value)
      let relay: CountingRelay
      var through = url
      if engine.dialect == "postgresql" {
        relay = try CountingRelay(
          at: sandbox.path(".s.PGSQL.5432"), to: place + "/.s.PGSQL.5432")
        through.queryItems = [URLQueryItem(name: name, value: sandbox.folder)]
      } else {
        relay = try CountingRelay(at: sandbox.path("socket"), to: place)
        through.queryItems = [URLQueryItem(name: name, value: sandbox.path("socket"))]
      }
      defer { relay.close() }
      try sandbox.write(
        "aludel.toml",
        """
        [databases.main]
        url = "\(try #require(through.string))"
        versions = "main"
        \(settings)
        """)
      try await body(sandbox, relay)
    }
  }

  /// The round trips of an upgrade, which must succeed.
  private func upgrade(_ sandbox: Sandbox, _ relay: CountingRelay) async throws -> Int {
    let before = relay.roundTrips
    let report = try await sandbox.open().run(RunRequest(.upgrade))
    #expect(report.exitCode == 0, "\(report)")
    return relay.roundTrips - before
  }

  struct Cost: Sendable, CustomTestStringConvertible {
    var dialect: String
    var upgrade: String
    var settings = ""
    var roundTrips: Int
    var testDescription: String { "\(dialect) \(settings) \(upgrade)" }

    var engine: LiveEngine? { LiveEngine.all.first { $0.dialect == dialect } }
  }

  /// `#` is the revision's number.
  static let costs = [
    Cost(dialect: "postgresql", upgrade: "CREATE TABLE t# (n INTEGER);", roundTrips: 1),
    Cost(
      dialect: "postgresql",
      upgrade: "CREATE TABLE t# (n INTEGER);\nINSERT INTO t# VALUES (1);\nSELECT * FROM t#;",
      roundTrips: 1),
    Cost(dialect: "postgresql", upgrade: "", roundTrips: 1),
    // The history row comes after the statements, since it tells how long they took.
    Cost(
      dialect: "postgresql", upgrade: "CREATE TABLE t# (n INTEGER);",
      settings: "transaction = \"per_run\"", roundTrips: 2),
    // All statements go together, each with what asks the catalog about it, announces and settles it, and
    // with the step's end.
    Cost(dialect: "mysql", upgrade: "DO #;", roundTrips: 1),
    Cost(dialect: "mysql", upgrade: "", roundTrips: 1),
    Cost(dialect: "mysql", upgrade: "CREATE TABLE t# (n INTEGER);", roundTrips: 1),
    Cost(
      dialect: "mysql", upgrade: "CREATE TABLE t# (n INTEGER);\nINSERT INTO t# VALUES (1);",
      roundTrips: 1),
    Cost(
      dialect: "mysql",
      upgrade:
        "CREATE TABLE t# (n INTEGER);\nALTER TABLE t# ADD COLUMN m INTEGER, ADD INDEX i (m);\n"
        + "INSERT INTO t# VALUES (1, 2);", roundTrips: 1),
    // A body goes alone, and the server is told before and after it that there is one statement in a text.
    Cost(
      dialect: "mysql",
      upgrade:
        "CREATE TABLE t# (n INTEGER);\nCREATE TRIGGER g# BEFORE INSERT ON t# FOR EACH ROW BEGIN "
        + "SET NEW.n = 2; END;\nINSERT INTO t# VALUES (1);", roundTrips: 5),
    // A setting goes alone, and the next step puts back what it may have set.
    Cost(
      dialect: "mysql", upgrade: "SET @n = 1;\nCREATE TABLE t# (n INTEGER);", roundTrips: 5),
  ].filter { $0.engine != nil }

  @Test(arguments: costs) func revision(_ cost: Cost) async throws {
    try await withRelay(try #require(cost.engine), settings: cost.settings) { sandbox, relay in
      func add(_ range: ClosedRange<Int>) throws {
        for number in range {
          try sandbox.revision(
            "r\(number)", in: "main", after: number == 1 ? "" : "r\(number - 1)",
            upgrade: cost.upgrade.replacingOccurrences(of: "#", with: String(number)))
        }
      }
      try add(1...2)
      _ = try await upgrade(sandbox, relay)
      try add(3...4)
      let two = try await upgrade(sandbox, relay)
      try add(5...16)
      let twelve = try await upgrade(sandbox, relay)
      #expect(twelve - two == 10 * cost.roundTrips)
    }
  }

  @Test(arguments: LiveEngine.all) func nothingToDo(_ engine: LiveEngine) async throws {
    try await withRelay(engine) { sandbox, relay in
      try sandbox.revision("r1", in: "main", upgrade: "CREATE TABLE t (n INTEGER);")
      _ = try await upgrade(sandbox, relay)
      let idle = try await upgrade(sandbox, relay)
      let dialect = try #require(DialectRegistry.standard[engine.dialect])
      let text = try sandbox.read("aludel.toml").split(separator: "\"")[1]
      let endpoint = try dialect.endpoint(
        for: ConnectionURL(parsing: String(text)), relativeTo: "/")
      let before = relay.roundTrips
      let session = try await Session.open(dialect, at: endpoint, settings: SessionSettings())
      await session.close()
      let connecting = relay.roundTrips - before
      #expect(idle - connecting <= 3, "\(idle), of which \(connecting) to connect")
    }
  }

  /// A schema is loaded in groups and read as a whole, so that tables cost no round trips of their own.
  @Test(arguments: LiveEngine.all) func comparison(_ engine: LiveEngine) async throws {
    try await withRelay(engine, settings: "schema = \"schema.sql\"") { sandbox, relay in
      try sandbox.revision("r1", in: "main", upgrade: "")
      _ = try await upgrade(sandbox, relay)
      func check(tables count: Int) async throws -> Int {
        try sandbox.write(
          "schema.sql", (1...count).map { "CREATE TABLE t\($0) (n INTEGER);\n" }.joined())
        let before = relay.roundTrips
        let report = try await sandbox.open().check(CheckRequest(parts: [.schema]))
        #expect(report.databases.first?.findings.count == count)
        return relay.roundTrips - before
      }
      let few = try await check(tables: 2)
      let many = try await check(tables: 80)
      // How often a server is asked whether a session has ended is a matter of luck.
      #expect(many - few < 40, "\(few) and \(many)")
    }
  }
}
