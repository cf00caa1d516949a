import MigrationFiles
import Revisions
import SQLiteDialect
import Testing

struct PrintingTests {
  @Test func writesTheContractsFormat() throws {
    let revision = Revision(
      id: try RevisionID(validating: "3f2a9e8c4a1b"),
      parents: [try RevisionID(validating: "1c0b22aa9d3e")],
      dependencies: [Dependency(database: "main", name: "9a41c2d07be6")],
      labels: [try BranchLabel(validating: "billing")], message: "Add users.email")
    let text = try RevisionFile.text(
      for: revision, created: "2026-11-21T10:15:00Z",
      upgrade: "ALTER TABLE users ADD COLUMN email TEXT;",
      downgrade: "\nALTER TABLE users DROP COLUMN email;\n\n")
    #expect(text == RevisionFileTests.contract)
  }

  @Test(arguments: [
    "", "One", "One\n\nTwo\n  - three", "ä🦉", "Note: this", "-- dashes", " x", "a\n\n\nb",
  ])
  func readsBackWhatItWrote(message: String) throws {
    let ids = try ["a", "b.c", "d_1"].map { try RevisionID(validating: $0) }
    for count in 0...3 {
      let revision = Revision(
        id: try RevisionID(validating: "x"), parents: Array(ids.prefix(count)),
        dependencies: ids.prefix(count).map { Dependency(database: "db", name: $0.text) },
        labels: try ["l-x", "m"].prefix(count).map { try BranchLabel(validating: $0) },
        replaces: Array(ids.prefix(count)), message: message)
      let text = try RevisionFile.text(
        for: revision, created: count == 0 ? nil : "now", irreversible: count == 1 ? "gone" : nil,
        upgrade: "", downgrade: count == 2 ? nil : "SELECT 1;")
      let file = try RevisionFile(parsing: Array(text.utf8), path: "a.sql")
      #expect(file.revision == revision)
      #expect(file.created == (count == 0 ? nil : "now"))
      #expect(file.irreversible == (count == 1 ? "gone" : nil))
      let body = try file.body(rules: .sqlite)
      #expect(body.upgrade?.statements == [])
      #expect((body.downgrade == nil) == (count == 2))
    }
  }

  @Test(arguments: [("\n\n One \r\nTwo\t\n\n", " One\nTwo"), ("a\rb", "a\nb"), (" \n ", "")])
  func messagesHaveOneForm(message: String, canonical: String) {
    #expect(RevisionFile.canonicalMessage(message) == canonical)
  }

  @Test(arguments: [
    "revision: b", "One\ndown_revision: c", "downrevision: c", "migrate: upgrade", "\0",
  ])
  func refusesWhatWouldReadDifferently(message: String) throws {
    let revision = Revision(id: try RevisionID(validating: "a"), message: message)
    #expect(throws: RevisionFileProblems.self) {
      try RevisionFile.text(for: revision, created: nil, upgrade: "", downgrade: "")
    }
  }
}
