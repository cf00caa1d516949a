import DialectKit
import Foundation
import MySQLDialect
import PostgresDialect

/// A database of its own on a server that the environment names.
final class ScratchDatabase {
  enum Engine: String, CaseIterable {
    case postgresql, mysql
    /// Servers that may be killed, and come back.
    case mortalPostgresql = "mortal_postgresql"
    case mortalMysql = "mortal_mysql"

    /// Those that are there and may not be killed.
    static let ordinary = [Engine.postgresql, .mysql].filter { $0.administration != nil }

    var isPostgres: Bool { self == .postgresql || self == .mortalPostgresql }
    var isMortal: Bool { self == .mortalPostgresql || self == .mortalMysql }

    var mortal: Engine { isPostgres ? .mortalPostgresql : .mortalMysql }

    /// A command that ends the server whose process a file names. PostgreSQL's first process takes the
    /// others with it when it is told to quit at once.
    func killing(_ file: String) -> String {
      "kill -\(isPostgres ? "QUIT" : "KILL") $(head -n 1 '\(file)')"
    }

    /// The file with the number of the server's process.
    func processFile() throws -> String {
      try awaitServer()
      let question = isPostgres ? "SHOW data_directory" : "SELECT @@pid_file"
      let answer = try SQLHelper.run(
        question, at: administration ?? "", from: URL(fileURLWithPath: "/"))
      return answer.trimmingCharacters(in: .newlines) + (isPostgres ? "/postmaster.pid" : "")
    }

    /// Waits until it is there again.
    func awaitServer() throws {
      guard isMortal, let administration else { return }
      var failure: any Error = ShellFailure(description: "no server")
      for _ in 0..<3000 {
        do {
          _ = try SQLHelper.run("SELECT 1", at: administration, from: URL(fileURLWithPath: "/"))
          return
        } catch { failure = error }
        usleep(10_000)
      }
      throw failure
    }

    /// The URL of an administrative database, as its administrator.
    var administration: String? {
      ProcessInfo.processInfo.environment["ALUDEL_TEST_" + rawValue.uppercased()]
    }

    /// Whether it is there, and its schemas can be read.
    var hasSchemas: Bool {
      let dialect: any Dialect = self == .postgresql ? PostgresDialect() : MySQLDialect()
      return administration != nil && dialect is any SchemaDialect
    }
  }

  let name = "aludel_" + UUID().uuidString.prefix(8).lowercased()
  let url: String
  let engine: Engine
  private let administration: String

  init(on engine: Engine) throws {
    guard let administration = engine.administration,
      var components = URLComponents(string: administration)
    else { throw ShellFailure(description: "no server for \(engine)") }
    self.administration = administration
    self.engine = engine
    components.path = "/" + name
    url = components.string ?? ""
    try engine.awaitServer()
    try run("CREATE DATABASE \(name)")
  }

  func drop() {
    _ = try? run("DROP DATABASE IF EXISTS \(name)" + (url.hasPrefix("post") ? " WITH (FORCE)" : ""))
  }

  private func run(_ sql: String) throws {
    _ = try SQLHelper.run(sql, at: administration, from: URL(fileURLWithPath: "/"))
  }
}
