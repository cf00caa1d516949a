import DialectKit
import Foundation
import SQLText
import SQLiteDialect

/// A folder of its own for one test, removed with it.
final class SQLiteFixture {
  let dialect = SQLiteDialect()
  let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("aludel-sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.resolvingSymlinksInPath().path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func endpoint(_ url: String = "sqlite:///shop.db") throws -> Endpoint {
    try dialect.endpoint(for: ConnectionURL(parsing: url), relativeTo: folder)
  }

  func connect(
    _ url: String = "sqlite:///shop.db", creating: Bool = true, lockTimeout: Duration? = nil,
    statementTimeout: Duration? = nil
  ) throws -> any Connection {
    try dialect.connect(
      to: endpoint(url),
      settings: SessionSettings(
        lockTimeout: lockTimeout, statementTimeout: statementTimeout,
        createsMissingDatabase: creating))
  }

  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}

extension Connection {
  func run(_ text: String) throws(DatabaseError) {
    try run(SQLStatement(text: text))
  }

  func value(_ sql: String) throws(DatabaseError) -> SQLValue {
    try query(SQLFragment(verbatim: sql)).first?[0] ?? .null
  }
}
