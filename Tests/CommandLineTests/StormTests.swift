import Foundation
import Testing

/// Many processes come to one database in the same moment, as many machines of a deployment do.
@Suite(.serialized) struct StormTests {
  static let engines = KillTests.engines.filter(\.options.isEmpty)

  @Test(arguments: engines) func fiftyUpgrades(_ engine: KillTests.Engine) throws {
    try crowd(["upgrade"], times: 50, on: engine)
  }

  /// Whoever is first makes the version table, and nobody trips over it.
  @Test(arguments: engines) func thirtyAtTheFirstHour(_ engine: KillTests.Engine) throws {
    try crowd(["ensure-version", "upgrade"], times: 15, on: engine)
  }

  /// Runs every command so many times at once on an empty database, and looks at what that comes to.
  private func crowd(_ commands: [String], times: Int, on engine: KillTests.Engine) throws {
    let database = try engine.servers[0].map { try ScratchDatabase(on: $0) }
    defer { database?.drop() }
    let url = database?.url ?? "sqlite:///main.db"
    let shell = try Shell()
    defer { shell.close() }
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(url)' >/dev/null 2>&1
      sed -i 's/^versions = .*/&\\nlock_timeout = "600s"/' aludel.toml
      rev versions a1 '' first "CREATE TABLE marks (mark VARCHAR(20)); INSERT INTO marks VALUES ('a1');"
      rev versions a2 a1 second "INSERT INTO marks VALUES ('a2');"
      rev versions a3 a2 third "INSERT INTO marks VALUES ('a3');"
      """)
    try #require(made.status == 0, "\(made.text(of: .error))")
    // They wait at a pipe until the last of them is there. Who fails says so.
    let outcome = try shell.run(
      """
      mkfifo gate
      for n in $(seq \(times)); do
        for command in \(commands.joined(separator: " ")); do
          { echo >> there; : < gate
            aludel $command -q >$command-$n 2>&1 || echo "$command: $?, $(cat $command-$n)" >> failures
          } &
        done
      done
      until [ "$(wc -l < there)" = \(times * commands.count) ]; do sleep 0.01; done
      exec 9> gate
      wait
      cat failures 2>/dev/null || true
      """)
    #expect(outcome.status == 0 && outcome.text(of: .error) == "")
    #expect(outcome.text(of: .output) == "")
    let left = try SQLHelper.run(
      """
      SELECT mark, count(*) FROM marks GROUP BY mark ORDER BY mark;
      SELECT version_num FROM aludel_version;
      SELECT revision, direction, outcome, count(*) FROM aludel_version_history
      WHERE statement IS NULL GROUP BY revision, direction, outcome ORDER BY revision
      """, at: url, from: shell.folder)
    let history = ["a1", "a2", "a3"].map { "\($0)|upgrade|applied|1\n" }.joined()
    #expect(left == "a1|1\na2|1\na3|1\na3\n" + history)
  }
}
