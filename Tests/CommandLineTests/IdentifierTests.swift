import Foundation
import Testing

/// A version table may be called what the engine can call a table; anything else is refused with its place,
/// and nothing is run by mistake.
@Suite struct IdentifierTests {
  static let names = [
    "a\"b", "a'b", "a`b", "a\\b", "a b", "a;b", "a--b", "a/*b", "a\tb", "a\nb", "a\r\nb", "select",
    "A", "%s",
    "$1", "a?b", ":a", "ä", "🐟", "e\u{301}", "\u{202e}x", " ", "trailing ", "1", "-",
    "a\"; DROP TABLE kept; --",
    "a`; DROP TABLE kept; --", "a'; DROP TABLE kept; --", "", "a\u{0}b", "sqlite_x",
    String(repeating: "n", count: 56), String(repeating: "ü", count: 40),
    String(repeating: "n", count: 300),
  ]

  @Test(arguments: [ScratchDatabase.Engine?.none] + ScratchDatabase.Engine.ordinary)
  func versionTable(engine: ScratchDatabase.Engine?) async throws {
    let files = try Files()
    let database = try engine.map { try ScratchDatabase(on: $0) }
    defer { database?.drop() }
    let url = database?.url ?? "sqlite:///main.db"
    let folder = URL(fileURLWithPath: files.folder)
    func sql(_ text: String) throws -> String { try SQLHelper.run(text, at: url, from: folder) }
    _ = try sql("CREATE TABLE kept (n integer); INSERT INTO kept VALUES (1)")
    try files.write("versions/a1.sql", BadInput.revision("a1", creating: "users").utf8)
    let bench = InProcess(folder: files.folder)
    var worked = 0
    for (name, key) in Self.names.map({ ($0, "version_table") })
      + (engine?.isPostgres == true ? Self.names.map { ($0, "version_table_schema") } : [])
    {
      let text = name.unicodeScalars.map { "\\U" + String(format: "%08X", $0.value) }.joined()
      try files.write(
        "aludel.toml",
        "[databases.main]\nurl = \"\(url)\"\nversions = \"versions\"\n\(key) = \"\(text)\"\n".utf8)
      let upgrade = await bench.run(["upgrade", "--json"])
      if upgrade.status == 0 {
        worked += 1
        let status = await bench.run(["status", "--exit-code"])
        #expect(status.status == 0, "\(name.debugDescription): \(status.error)\(status.output)")
        let downgrade = await bench.run(["downgrade", "base"])
        #expect(downgrade.status == 0, "\(name.debugDescription): \(downgrade.error)")
      } else {
        let codes = upgrade.errors.map { $0["code"] as? String }
        #expect(upgrade.status == 1)
        #expect(codes == ["invalid_config"], "\(name.debugDescription): \(upgrade.output)")
        #expect(upgrade.errors.allSatisfy { $0["line"] as? Int == 4 })
      }
      #expect(try sql("SELECT n FROM kept") == "1\n", "\(name.debugDescription)")
    }
    #expect(worked > 15)
  }
}
