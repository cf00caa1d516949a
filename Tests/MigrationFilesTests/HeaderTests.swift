import MigrationFiles
import Revisions
import SQLText
import Testing

struct HeaderTests {
  static func parse(_ text: String) throws(RevisionFileProblems) -> RevisionFile {
    try RevisionFile(parsing: Array(text.utf8), path: "a.sql")
  }

  @Test(arguments: [
    ("-- revision: a", ""), ("--revision:a", ""), ("-- One\n-- revision: a", "One"),
    ("-- One\n--\n-- Two\n-- three\n--\n--\n-- revision: a\n", "One\n\nTwo\nthree"),
    ("-- One\n\n-- Two\n-- revision: a", "One\n\nTwo"),
    ("--\n--\n-- One\n-- revision: a", "One"),
    ("-- One\n--   indented\n-- revision: a", "One\n  indented"),
    ("-- Note: one\n-- see http://x\n-- a b: c\n-- revision: a", "Note: one\nsee http://x\na b: c"),
    ("-- One\r\n-- revision: a\r\n", "One"), ("  -- One  \n  -- revision : a  \n", "One"),
    ("-- ä🦉\n-- revision: a", "ä🦉"),
    ("-- One\n-- revision: a\n-- a remark\n-- migrate: upgrade\n-- revision: b", "One"),
    ("-- revision: a\nSELECT 1;\n-- revision: b", ""),
    ("-- revision: a\n/* -- revision: b */", ""),
  ])
  func reads(text: String, message: String) throws {
    let file = try Self.parse(text)
    #expect(file.revision == Revision(id: try RevisionID(validating: "a"), message: message))
    #expect(file.bytes == Array(text.utf8))
  }

  @Test func readsLists() throws {
    let file = try Self.parse(
      """
      -- revision: x.1
      -- down_revision: a_b , C.d
      -- branch_labels: one, two-x
      -- depends_on: main/head-x, 9a, other/4.5
      -- replaces: q,r
      -- irreversible: the data is gone: no way back
      -- created:
      """.replacing("-- created:", with: "-- created: now, or so"))
    #expect(file.revision.parents.map(\.text) == ["a_b", "C.d"])
    #expect(file.revision.labels.map(\.text) == ["one", "two-x"])
    #expect(
      file.revision.dependencies.map(\.description) == ["main/head-x", "9a", "other/4.5"])
    #expect(file.revision.replaces.map(\.text) == ["q", "r"])
    #expect(file.irreversible == "the data is gone: no way back")
    #expect(file.created == "now, or so")
  }

  @Test func anEmptyParentListIsABase() throws {
    #expect(
      try Self.parse("-- revision: a\n-- down_revision:\n-- replaces: ").revision.parents == [])
  }

  @Test(arguments: [
    ("", ["1:1 missing_revision"]),
    ("SELECT 1;", ["1:1 missing_revision"]),
    ("-- One\n-- down_revision: b\n", ["1:1 missing_revision"]),
    ("-- revision:\n", ["1:13 missing_value"]),
    ("-- revision: a b", ["1:15 invalid_name"]),
    ("-- revision: ä", ["1:14 invalid_name"]),
    ("-- revision: head", ["1:14 invalid_name"]),
    ("-- revision: a-b", ["1:15 invalid_name"]),
    ("-- ü\n--  revision: a/b", ["2:16 invalid_name"]),
    ("-- revision: a\n-- revision: b", ["2:4 duplicate_key"]),
    ("-- revision: a\n-- down_revision: b, c ,b", ["2:25 duplicate_entry"]),
    ("-- revision: a\n-- down_revision: b,,c", ["2:21 missing_value"]),
    ("-- revision: a\n-- down_revision: b,", ["2:21 missing_value"]),
    ("-- revision: a\n-- down_revision: b, a", ["2:22 self_reference"]),
    ("-- revision: a\n-- replaces: a", ["2:14 self_reference"]),
    ("-- revision: a\n-- depends_on: a", ["2:16 self_reference"]),
    (
      "-- revision: a\n-- depends_on: /a, x/, x/b/c",
      ["2:16 invalid_name", "2:22 missing_value", "2:27 invalid_name"]
    ),
    ("-- revision: a\n-- branch_labels: a-1", ["2:20 invalid_name"]),
    ("-- revision: a\n-- irreversible:", ["2:17 missing_value"]),
    ("-- revision: a\n-- note: b", ["2:4 unknown_key"]),
    ("-- down_revison: b\n-- revision: a", ["1:4 unknown_key"]),
    ("-- Revision: b\n-- revision: a", ["1:4 unknown_key"]),
    (
      "-- revision: a\n-- depend_on: b\n-- x: y\n-- created: now\n-- created: then",
      ["2:4 unknown_key", "3:4 unknown_key", "5:4 duplicate_key"]
    ),
    ("-- revision: a\n\0", ["2:1 not_text"]),
  ])
  func refuses(text: String, problems: [String]) {
    let error = #expect(throws: RevisionFileProblems.self) { try Self.parse(text) }
    #expect(error?.problems.map { "\($0.line):\($0.column) \($0.code.rawValue)" } == problems)
  }

  @Test(arguments: [
    ("down_revison", "down_revision"), ("downrevision", "down_revision"),
    ("branch_label", "branch_labels"), ("depend_on", "depends_on"), ("craeted", "created"),
    ("Irreversible", "irreversible"), ("replace", "replaces"), ("revisoin", "revision"),
    ("down-revision", "down_revision"),
  ])
  func suggests(word: String, key: String) {
    let error = #expect(throws: RevisionFileProblems.self) {
      try Self.parse("-- \(word): b\n-- revision: a")
    }
    #expect(error?.problems.first?.message == "unknown key \"\(word)\"")
    #expect(error?.problems.first?.advice?.hasPrefix("did you mean \"\(key)\"?") == true)
  }
}
