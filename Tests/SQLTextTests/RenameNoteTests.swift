import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct RenameNoteTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var script: String
    /// `old > place`, one a note.
    var notes: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a column, on the line before it",
      script: "CREATE TABLE users (id integer,\n  -- renamed from: mail\n  email text)",
      notes: ["mail > column users.email"]),
    Case(
      name: "the first column", script: "CREATE TABLE t (\n-- renamed from: a\nb int, c int)",
      notes: ["a > column t.b"]),
    Case(
      name: "at the end of a column's line",
      script: "CREATE TABLE t (\n  a int,\n  b int, -- renamed from: c\n  d int\n)",
      notes: ["c > column t.b"]),
    Case(
      name: "a table", script: "-- people\n-- renamed from: users\nCREATE TABLE people (id int)",
      notes: ["users > people"]),
    Case(
      name: "a table, behind its parenthesis",
      script: "CREATE TABLE IF NOT EXISTS app.people ( -- renamed from: users\n  id int)",
      notes: ["users > app.people"]),
    Case(
      name: "several at once",
      script:
        "-- Renamed From : u\nCREATE TABLE t (\n -- renamed from: a\n b int,\n/* renamed from: c */\n d int)",
      notes: ["u > t", "a > column t.b", "c > column t.d"]),
    Case(
      name: "a value of an enum",
      script: "CREATE TYPE mood AS ENUM (\n  'sad',\n  -- renamed from: ok\n  'it''s fine')",
      notes: ["ok > value mood.it's fine"]),
    Case(
      name: "a quoted name is taken as it is",
      script: "CREATE TABLE t (\n-- renamed from: \"Old \"\"Name\"\"\"\n\"New\" int)",
      notes: ["Old \"Name\" > column t.New"]),
    Case(
      name: "commas and parentheses inside a column are its own",
      script: "CREATE TABLE t (a numeric(4, 2) DEFAULT f('x, (y', 1),\n-- renamed from: c\nb int)",
      notes: ["c > column t.b"]),
    Case(
      name: "before a constraint",
      script: "CREATE TABLE t (a int,\n-- renamed from: c\nPRIMARY KEY (a))",
      notes: ["c > nowhere"]),
    Case(
      name: "behind the last column", script: "CREATE TABLE t (a int\n-- renamed from: c\n)",
      notes: ["c > nowhere"]),
    Case(name: "before no CREATE", script: "-- renamed from: c\nSELECT 1", notes: ["c > nowhere"]),
    Case(
      name: "other comments",
      script: "-- renamed users\nCREATE TABLE t (a int -- was renamed from b\n)",
      notes: []),
    Case(
      name: "in a string", script: "CREATE TABLE t (a text DEFAULT '\n-- renamed from: b\n')",
      notes: []),
  ]

  @Test(arguments: cases) func place(_ example: Case) throws {
    for rules in [LexicalRules.postgresql, .sqlite] {
      let statement = try #require(
        StatementSplitter(rules: rules).statements(in: example.script).first)
      let notes = RenameNote.notes(in: statement, rules: rules)
      #expect(notes.map(\.words) == example.notes)
    }
  }

  @Test func namesAreFoldedAsTheEngineDoes() throws {
    let script = "-- renamed from: Users\nCREATE TABLE People (-- renamed from: `Mail`\n`E` int)"
    let statement = try #require(
      StatementSplitter(rules: .mysql).statements(in: script).first)
    #expect(
      RenameNote.notes(in: statement, rules: .mysql).map(\.words) == [
        "Users > People", "Mail > People",
      ])
    let other = try #require(
      StatementSplitter(rules: .postgresql).statements(
        in: "-- renamed from: Users\nCREATE TABLE People (id int)"
      ).first)
    #expect(RenameNote.notes(in: other, rules: .postgresql).map(\.words) == ["users > people"])
  }

  @Test func behindAnotherStatementItIsNobodys() throws {
    let statements = try StatementSplitter(rules: .sqlite).statements(
      in: "CREATE TABLE a (i int); -- renamed from: x\nCREATE TABLE b (i int)")
    let notes = statements.flatMap { RenameNote.notes(in: $0, rules: .sqlite) }
    #expect(notes.map(\.words) == ["x > nowhere"])
    #expect(notes.first?.position == SourcePosition(offset: 24, line: 1, column: 25))
  }
}

extension RenameNote {
  fileprivate var words: String {
    switch place {
    case .object(let name): "\(oldName) > \(name)"
    case .column(let column, let table): "\(oldName) > column \(table).\(column)"
    case .value(let value, let type): "\(oldName) > value \(type).\(value)"
    case .nowhere: "\(oldName) > nowhere"
    }
  }
}
