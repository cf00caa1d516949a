import Foundation

/// A database that can be made anew, as each of the programs reaches it.
struct Place {
  enum Engine: String {
    case postgresql = "PostgreSQL"
    case mariadb = "MariaDB"
    case sqlite = "SQLite"
  }

  var engine: Engine
  /// Of the database, or the path of its file.
  var name: String
  /// The folder of PostgreSQL's socket or MariaDB's socket itself; empty for SQLite.
  var socket = ""
  /// Somewhere to run clients.
  var folder: URL

  /// As aludel takes it.
  var url: String {
    switch engine {
    case .postgresql: "postgresql://postgres@/\(name)?host=\(socket)"
    case .mariadb: "mariadb://root@localhost/\(name)?socket=\(socket)"
    case .sqlite: "sqlite:///\(name)"
    }
  }

  /// As SQLAlchemy takes it.
  var alembicURL: String {
    switch engine {
    case .postgresql: "postgresql+psycopg://postgres@/\(name)?host=\(socket)"
    case .mariadb: "mysql+pymysql://root@localhost/\(name)?unix_socket=\(socket)"
    case .sqlite: "sqlite:///\(name)"
    }
  }

  var shellName: String {
    switch engine {
    case .postgresql: "psql"
    case .mariadb: "mariadb"
    case .sqlite: "sqlite3"
    }
  }

  /// The engine's own shell, which reads a script and stops at the first error.
  func shell(reading script: URL) -> Program {
    Program(words: shellWords(in: name), folder: folder, input: script)
  }

  /// The name without folder and ending.
  var label: String {
    engine == .sqlite ? URL(filePath: name).deletingPathExtension().lastPathComponent : name
  }

  /// Another database on the same server or in the same folder.
  func named(_ label: String) -> Place {
    var place = self
    place.name =
      engine == .sqlite
      ? URL(filePath: name).deletingLastPathComponent().appending(path: "\(label).db").path : label
    return place
  }

  /// The same database by way of another socket.
  func through(_ socket: String) -> Place {
    var place = self
    place.socket = socket
    return place
  }

  /// Makes the database anew, with nothing in it.
  func reset() throws {
    switch engine {
    case .postgresql:
      try administer("DROP DATABASE IF EXISTS \(name)", "CREATE DATABASE \(name)")
    case .mariadb:
      try administer("DROP DATABASE IF EXISTS \(name)", "CREATE DATABASE \(name)")
    case .sqlite:
      for ending in ["", "-journal", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: name + ending)
      }
    }
  }

  private func administer(_ statements: String...) throws {
    let script = folder.appending(path: "administration.sql")
    try Data(statements.map { $0 + ";\n" }.joined().utf8).write(to: script)
    let database = engine == .postgresql ? "postgres" : "mysql"
    try Program(words: shellWords(in: database), folder: folder, input: script).run()
  }

  private func shellWords(in database: String) -> [String] {
    switch engine {
    case .postgresql:
      [
        "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socket, "-U", "postgres", "-d", database,
      ]
    case .mariadb: ["mariadb", "--no-defaults", "-S", socket, "-u", "root", database]
    case .sqlite: ["sqlite3", "-bail", database]
    }
  }
}
