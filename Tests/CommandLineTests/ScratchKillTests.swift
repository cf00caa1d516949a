import Foundation
import Testing

/// What is left on a server of a program that dies, or is stopped, while its scratch database is at work.
@Suite struct ScratchKillTests {
  struct Engine: Sendable, CustomTestStringConvertible {
    var server: ScratchDatabase.Engine
    /// Sleeps for the seconds behind it; nobody else sleeps as long.
    var sleep: String
    /// The scratch databases in which somebody runs a statement with that text.
    var busy: String
    /// How many databases have that name.
    var count: String
    var testDescription: String { server.rawValue }
  }

  static let engines = [
    Engine(
      server: .postgresql, sleep: "SELECT pg_sleep(%)",
      busy: """
        SELECT datname FROM pg_stat_activity
        WHERE datname LIKE 'aludel_scratch%' AND state = 'active' AND query LIKE '%#%'
        """, count: "SELECT count(*)::text FROM pg_database WHERE datname = '#'"),
    Engine(
      server: .mysql, sleep: "DO SLEEP(%)",
      busy: """
        SELECT db FROM information_schema.processlist
        WHERE db LIKE 'aludel!_scratch%' ESCAPE '!' AND info LIKE '%#%'
        """,
      count:
        "SELECT CAST(count(*) AS CHAR) FROM information_schema.schemata WHERE schema_name = '#'"),
  ].filter(\.server.hasSchemas)

  /// A program in the middle of loading a schema that never ends, and its scratch database.
  private struct Stuck {
    var child: Child
    var scratch: String
  }

  private func start(
    _ engine: Engine, _ database: ScratchDatabase, in shell: Shell
  ) throws -> Stuck {
    let seconds = "5\(Int.random(in: 10_000...99_999))"
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(database.url)' >/dev/null 2>&1 &&
      sed -i 's/^versions = .*/&\\nschema = "schema.sql"/' aludel.toml &&
      echo 'CREATE TABLE t (a integer); \(engine.sleep.replacing("%", with: seconds));' > schema.sql
      """)
    #expect(made.status == 0)
    let log = shell.folder.appendingPathComponent("log")
    let file = open(log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    let child = try shell.start("exec aludel check --schema", output: file, error: file)
    let question = engine.busy.replacing("#", with: seconds)
    while true {
      let names = try ask(question, shell)(database)
      if let name = names.split(separator: "\n").first(where: { !$0.contains("NULL") }) {
        return Stuck(child: child, scratch: String(name))
      }
      if let status = child.poll() {
        throw ShellFailure(
          description: "it ended with \(status): \(try String(contentsOf: log, encoding: .utf8))")
      }
    }
  }

  private func ask(_ question: String, _ shell: Shell) -> (ScratchDatabase) throws -> String {
    { try SQLHelper.run(question, at: $0.url, from: shell.folder) }
  }

  @Test(arguments: engines) func theNextRunClearsWhatAKilledOneHasLeft(_ engine: Engine) throws {
    let database = try ScratchDatabase(on: engine.server)
    defer { database.drop() }
    let shell = try Shell()
    defer { shell.close() }
    let stuck = try start(engine, database, in: shell)
    let count = ask(engine.count.replacing("#", with: stuck.scratch), shell)
    #expect(try count(database) == "1\n")
    // One that is at work is nobody else's to drop.
    _ = try shell.run("echo 'CREATE TABLE t (a integer);' > schema.sql")
    #expect(try shell.run("aludel check --schema -q").status == 2)
    #expect(try count(database) == "1\n")
    stuck.child.signal(SIGKILL)
    _ = stuck.child.wait()
    // The server notices an end in its own time.
    for _ in 0..<500 {
      if try count(database) == "0\n" { break }
      #expect(try shell.run("aludel check --schema -q").status == 2)
    }
    #expect(try count(database) == "0\n")
  }

  @Test(arguments: engines, [SIGINT, SIGTERM])
  func aStoppedOneLeavesNothing(_ engine: Engine, _ signal: Int32) throws {
    let database = try ScratchDatabase(on: engine.server)
    defer { database.drop() }
    let shell = try Shell()
    defer { shell.close() }
    let stuck = try start(engine, database, in: shell)
    stuck.child.signal(signal)
    #expect(stuck.child.wait() == 130)
    let count = ask(engine.count.replacing("#", with: stuck.scratch), shell)
    #expect(try count(database) == "0\n")
  }
}
