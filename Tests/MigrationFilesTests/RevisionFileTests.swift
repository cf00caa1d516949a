import MigrationFiles
import MySQLDialect
import PostgresDialect
import Revisions
import SQLText
import SQLiteDialect
import Testing

struct RevisionFileTests {
  static let contract = """
    -- Add users.email
    --
    -- revision: 3f2a9e8c4a1b
    -- down_revision: 1c0b22aa9d3e
    -- branch_labels: billing
    -- depends_on: main/9a41c2d07be6
    -- created: 2026-11-21T10:15:00Z

    -- migrate: upgrade
    ALTER TABLE users ADD COLUMN email TEXT;

    -- migrate: downgrade
    ALTER TABLE users DROP COLUMN email;

    """

  @Test(arguments: ["", "\u{FEFF}"], ["\n", "\r\n"])
  func readsTheContractsExample(mark: String, lineEnd: String) throws {
    let text =
      mark
      + Self.contract.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineEnd)
    let file = try RevisionFile(parsing: Array(text.utf8), path: "a.sql")
    #expect(file.revision.id.text == "3f2a9e8c4a1b")
    #expect(file.revision.parents.map(\.text) == ["1c0b22aa9d3e"])
    #expect(file.revision.labels.map(\.text) == ["billing"])
    #expect(file.revision.dependencies == [Dependency(database: "main", name: "9a41c2d07be6")])
    #expect(file.revision.message == "Add users.email")
    #expect(file.created == "2026-11-21T10:15:00Z")
    #expect(file.irreversible == nil)
    #expect(file.bytes == Array(text.utf8))
    #expect(file.bodyStart.line == 9)
    let body = try file.body(rules: .sqlite)
    #expect(
      body.upgrade?.statements.map(\.statement.text) == ["ALTER TABLE users ADD COLUMN email TEXT"])
    #expect(
      body.downgrade?.statements.map(\.statement.text) == ["ALTER TABLE users DROP COLUMN email"])
    #expect(body.upgrade?.statements.first?.statement.head.line == 10)
    #expect(body.downgrade?.position.line == 12)
    let plain = try RevisionFile(parsing: Array(Self.contract.utf8), path: "a.sql").body(
      rules: .sqlite)
    #expect(body.upgrade?.checksum == plain.upgrade?.checksum)
    #expect(body.downgrade?.checksum == plain.downgrade?.checksum)
  }
}
