import Foundation
import Testing

/// What happens to a run when the world around it does not wait for its end.
@Suite struct SignalTests {
  /// A statement of SQLite that takes a while, and one that takes forever; neither can be hurried.
  private static func counting(to limit: Int) -> String {
    "CREATE TABLE slow AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
      + "LIMIT \(limit)) SELECT count(*) AS n FROM n;"
  }

  /// A workspace with a slow revision and a quick one behind it.
  private func workspace(slow: String, url: String = "sqlite:///main.db") throws -> Shell {
    let shell = try Shell()
    shell.environment["SLOW"] = slow
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(url)' >/dev/null 2>&1 &&
      rev versions a1 '' slow "$SLOW" '' && rev versions a2 a1 quick 'CREATE TABLE quick (id INTEGER);' ''
      """)
    #expect(made.status == 0)
    return shell
  }

  /// Runs the program and signals it once per text that its log shows.
  private func upgrade(
    in shell: Shell, interrupting texts: [String], by signal: Int32 = SIGINT,
    _ option: String = "-v"
  ) throws -> (Int32, String) {
    let log = shell.folder.appendingPathComponent("log")
    let file = open(log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    let child = try shell.start("exec aludel upgrade \(option)", output: file, error: file)
    for text in texts {
      #expect(try shell.run("wait_for '\(text)' log").status == 0)
      child.signal(signal)
    }
    return (child.wait(), try String(contentsOf: log, encoding: .utf8))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func firstInterruptLetsTheStepFinish(_ signal: Int32) throws {
    let shell = try workspace(slow: Self.counting(to: 3_000_000))
    defer { shell.close() }
    let (status, log) = try upgrade(in: shell, interrupting: ["1/1"], by: signal)
    #expect(status == 130)
    #expect(log.contains("applied") && !log.contains("a2  quick"), "\(log)")
    #expect(log.contains("main  a1  stopped after 1 of 2\n"), "\(log)")
    #expect(try shell.run("aludel current -q").text(of: .output) == "main\n  a1  slow  (current)\n")
    #expect(try shell.run("aludel upgrade -q").status == 0)
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }

  @Test func programsAreToldOfAnInterrupt() throws {
    let shell = try workspace(slow: Self.counting(to: 3_000_000))
    defer { shell.close() }
    let (status, log) = try upgrade(in: shell, interrupting: ["step_started"], "--json")
    #expect(status == 130)
    #expect(
      log.contains(
        #"{"current":["a1"],"database":"main","outcome":"interrupted","type":"database_finished"}"#),
      "\(log)")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func secondInterruptStopsTheStatement(_ signal: Int32) throws {
    let shell = try workspace(slow: Self.counting(to: 1_000_000_000_000))
    defer { shell.close() }
    let (status, log) = try upgrade(in: shell, interrupting: ["1/1", "stopping"], by: signal)
    #expect(status == 130)
    #expect(log.contains("failed") && log.contains("main  base  stopped, unchanged\n"), "\(log)")
    #expect(try shell.run("aludel current -q").text(of: .output) == "main\n  nothing applied\n")
  }

  /// A statement that makes a server sleep, and the code of its error when it is woken.
  static let sleeps: [(ScratchDatabase.Engine, String, String)] = [
    (.postgresql, "SELECT pg_sleep(600);", "57014"), (.mysql, "SELECT SLEEP(600);", "1317"),
  ].filter { $0.0.administration != nil }

  @Test(arguments: sleeps) func secondInterruptStopsAStatementOfAServer(
    _ engine: ScratchDatabase.Engine, _ sleep: String, _ code: String
  ) throws {
    let database = try ScratchDatabase(on: engine)
    defer { database.drop() }
    let shell = try workspace(slow: sleep, url: database.url)
    defer { shell.close() }
    let (status, log) = try upgrade(in: shell, interrupting: ["1/1", "stopping"])
    #expect(status == 130)
    #expect(log.contains(code), "\(log)")
    #expect(try shell.run("aludel current -q").text(of: .output) == "main\n  nothing applied\n")
  }

  @Test func readersThatGoAwayDoNotStopARun() throws {
    let shell = try workspace(slow: Self.counting(to: 100_000))
    defer { shell.close() }
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let child = try shell.start("exec aludel upgrade -v", output: ends[1], error: ends[1])
    close(ends[0])
    close(ends[1])
    #expect(child.wait() == 0)
    #expect(try shell.run("aludel status --exit-code").status == 0)
  }

  /// Killed at the beginning, in the first step, between steps and in a later one; each time the next run
  /// ends what it finds.
  @Test(arguments: ["base", "1/1", "applied", "a2  quick"])
  func killedAndRunAgain(_ text: String) throws {
    let shell = try workspace(slow: Self.counting(to: 300_000))
    defer { shell.close() }
    let log = shell.folder.appendingPathComponent("log")
    let file = open(log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    let child = try shell.start("exec aludel upgrade -v", output: file, error: file)
    #expect(try shell.run("wait_for '\(text)' log").status == 0)
    child.signal(SIGKILL)
    _ = child.wait()
    #expect(try shell.run("aludel upgrade -q").status == 0)
    #expect(try shell.run("aludel status --exit-code").status == 0)
    #expect(
      try SQLHelper.run(
        "SELECT count(*) FROM slow; SELECT count(*) FROM quick", at: "sqlite:///main.db",
        from: shell.folder) == "1\n0\n")
  }
}
