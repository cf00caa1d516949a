import DialectConformance
import DialectKit
import Foundation
import SQLText
import SQLiteDialect
import Testing

@Suite struct SQLiteConformanceTests {
  @Test(arguments: ConformanceCase.all + corpus("sqlite", rules: .sqlite))
  func conforms(_ conformanceCase: ConformanceCase) async throws {
    try await conformanceCase.run(on: Self.target)
  }

  /// A file in a folder of its own for every case.
  private static let target = ConformanceTarget(
    dialect: SQLiteDialect(),
    facts: ConformanceFacts(
      products: ["SQLite"], realType: "DOUBLE", bytesType: "BLOB",
      slowStatement: """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
        """,
      textHoldsNUL: true,
      traced: [
        "CREATE TABLE Named (a, b AS (a * 2))",
        "CREATE UNIQUE INDEX main.named_a ON named (a)",
        "CREATE TRIGGER named_insert AFTER INSERT ON named BEGIN SELECT 1; END",
        "DROP TRIGGER named_insert", "DROP INDEX named_a", "ALTER TABLE NAMED DROP b",
      ],
      repeatable: [
        "CREATE TABLE IF NOT EXISTS again (a)", "ANALYZE again", "VACUUM", "REINDEX again",
        "DROP TABLE IF EXISTS again",
      ]),
    makeDatabase: {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("aludel-conformance-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      return try SQLiteDialect().endpoint(
        for: ConnectionURL(parsing: "sqlite:///test.db"), relativeTo: folder)
    },
    removeDatabase: { endpoint in
      let folder = (endpoint.database as NSString).deletingLastPathComponent
      try FileManager.default.removeItem(atPath: folder)
    },
    // A file whose header asks for a newer library to write it (https://sqlite.org/fileformat.html,
    // 1.3.3): that keeps even root from writing.
    makeReader: { endpoint in
      let file = try FileHandle(forUpdating: URL(fileURLWithPath: endpoint.database))
      try file.seek(toOffset: 18)
      try file.write(contentsOf: [3])
      try file.close()
      return endpoint
    })
}
