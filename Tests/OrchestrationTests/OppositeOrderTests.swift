import Aludel
import DialectKit
import Foundation
import Orchestration
import Revisions
import SQLText
import Testing

/// Two workspaces that name the same databases in opposite orders.
struct OppositeOrderTests {
  /// A workspace over databases by name and URL, in this order, with the history of all in folders beside.
  private func sandbox(_ databases: [(name: String, url: String)]) throws -> Sandbox {
    let sandbox = try Sandbox()
    var file = "[defaults]\nlock_timeout = \"600s\"\n"
    for database in databases {
      file += "[databases.\(database.name)]\nurl = \"\(database.url)\"\n"
      file += "versions = \"\(database.name)\"\n"
      for (id, parent) in [("r1", ""), ("r2", "r1"), ("r3", "r2")] {
        try sandbox.revision(
          id, in: database.name, after: parent, upgrade: "INSERT INTO marks VALUES ('\(id)');",
          downgrade: "INSERT INTO marks VALUES ('-\(id)');")
      }
    }
    try sandbox.write("aludel.toml", file)
    return sandbox
  }

  /// Both take the locks in one order, so neither can hold what the other waits for and wait for what it
  /// holds.
  @Test func locksHaveOneOrder() async throws {
    let folder = try Sandbox()
    var databases = ["a", "b", "c"].map {
      (name: $0, url: "sqlite:///\(folder.path("\($0).db"))")
    }
    for database in databases {
      try folder.write("\(database.name).db", "")
      _ = try folder.column("CREATE TABLE marks (mark TEXT)", of: database.name)
    }
    var orders: [[String]] = []
    for action in [RunRequest(.upgrade), RunRequest(.downgrade, targets: [.base])] {
      let locks = Shared<[String]>([])
      let sandbox = try sandbox(databases)
      let report = try await sandbox.open(
        DialectRegistry([LockOrderDialect(locks: locks)])
      ).run(action)
      #expect(report.exitCode == 0, "\(report)")
      #expect(report.databases.map(\.name) == databases.map(\.name))
      orders.append(locks.current)
      databases.reverse()
    }
    #expect(orders[0].count == 3 && orders[0] == orders[1])
  }

  @Test(.enabled(if: LiveEngine.isComplete), arguments: 0..<3)
  func bothComeToTheirEnd(round: Int) async throws {
    let mysql = try #require(LiveEngine.all.last)
    let postgres = try #require(LiveEngine.postgres)
    try await postgres.withDatabase { first in
      try await mysql.withDatabase { second in
        try postgres.execute("CREATE TABLE marks (mark VARCHAR(20))", in: first)
        try mysql.execute("CREATE TABLE marks (mark VARCHAR(20))", in: second)
        let databases = [
          (name: "a", url: try postgres.url(of: first)),
          (name: "b", url: try mysql.url(of: second)),
        ]
        let sandboxes = [try sandbox(databases), try sandbox(databases.reversed())]
        let reports = try await withThrowingTaskGroup(of: RunReport.self) { group in
          for sandbox in sandboxes + sandboxes {
            group.addTask { try await sandbox.open().run(RunRequest(.upgrade)) }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.map(\.exitCode) == [0, 0, 0, 0], "\(reports)")
        let marks: SQLFragment = "SELECT mark FROM marks ORDER BY mark"
        #expect(try postgres.column(marks, of: first) == ["r1", "r2", "r3"])
        #expect(try mysql.column(marks, of: second) == ["r1", "r2", "r3"])
      }
    }
  }
}
