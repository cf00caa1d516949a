import MigrationFiles
import Revisions
import SQLText
import SQLiteDialect
import SchemaModel
import Testing

@testable import Orchestration

struct GeneratedSectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var statements: [SchemaStatement]
    var notes: [String] = []
    var rules = LexicalRules.sqlite
    var text: String
    var testDescription: String { name }
  }

  static let compound: LexicalRules = {
    var rules = LexicalRules()
    rules.bodies = .compound
    rules.hasDelimiterCommand = true
    return rules
  }()

  static let cases = [
    Case(name: "nothing", statements: [], text: ""),
    Case(
      name: "short ones stand together",
      statements: [SchemaStatement("DROP VIEW v"), SchemaStatement("DROP TABLE t")],
      text: "DROP VIEW v;\nDROP TABLE t;"),
    Case(
      name: "one of several lines stands apart",
      statements: [
        SchemaStatement("DROP VIEW v"), SchemaStatement("CREATE TABLE t (\n  a int\n)"),
        SchemaStatement("CREATE INDEX i ON t (a)"),
      ],
      text: "DROP VIEW v;\n\nCREATE TABLE t (\n  a int\n);\n\nCREATE INDEX i ON t (a);"),
    Case(
      name: "hazards are comments at their statement",
      statements: [
        SchemaStatement(
          "DROP TABLE t",
          hazards: [Hazard(.dataLoss, "drops t\n-- migrate: end"), Hazard(.lock, "long")])
      ],
      text: "-- data loss: drops t -- migrate: end\n-- locks: long\nDROP TABLE t;"),
    Case(
      name: "what needs a commit gets one, neighbours together",
      statements: [
        SchemaStatement("a"), SchemaStatement("b", needsAutocommit: true),
        SchemaStatement("c", needsAutocommit: true), SchemaStatement("d"),
      ],
      text: "a;\n-- migrate: autocommit\nb;\nc;\n-- migrate: end\nd;"),
    Case(
      name: "a block at the end is closed",
      statements: [SchemaStatement("b", needsAutocommit: true)],
      text: "-- migrate: autocommit\nb;\n-- migrate: end"),
    Case(
      name: "notes come first", statements: [SchemaStatement("a")], notes: ["n", "m"],
      text: "-- n\n-- m\n\na;"),
    Case(
      name: "a body whose end the text shows needs nothing",
      statements: [SchemaStatement("CREATE PROCEDURE p() BEGIN SELECT 1; END")], rules: compound,
      text: "CREATE PROCEDURE p() BEGIN SELECT 1; END;"),
    Case(
      name: "any other is held together",
      statements: [
        SchemaStatement("SET sql_mode = 'ORACLE'"),
        SchemaStatement("CREATE PACKAGE p AS\n  FUNCTION f RETURN INT; -- //\nEND"),
      ], rules: compound,
      text: """
        SET sql_mode = 'ORACLE';

        DELIMITER ///
        CREATE PACKAGE p AS
          FUNCTION f RETURN INT; -- //
        END
        ///
        DELIMITER ;
        """),
  ]

  @Test(arguments: cases) func text(_ example: Case) {
    let section = GeneratedSection(
      example.statements, suspendsForeignKeys: false, notes: example.notes)
    #expect(section.text(rules: example.rules) == example.text)
  }

  /// What is read again is what was written.
  @Test(arguments: cases) func isReadAgain(_ example: Case) throws {
    let read = try StatementSplitter(rules: example.rules).statements(in: example.text)
    let bare = read.map { $0.textWithoutLeadingComments }
    #expect(bare == example.statements.map(\.text))
  }

  @Test func theFirstLineSaysThatForeignKeysAreOff() throws {
    var text = "-- m\n-- revision: a1\n\n-- migrate: upgrade \nSELECT 1;\n\n-- migrate: downgrade\n"
    text.suspendForeignKeys(.upgrade)
    let file = try RevisionFile(parsing: Array(text.utf8), path: "a1.sql")
    let body = try file.body(rules: .sqlite)
    #expect(body.upgrade?.suspendsForeignKeys == true)
    #expect(body.downgrade?.suspendsForeignKeys == false)
    text.suspendForeignKeys(.downgrade)
    #expect(text.hasSuffix("-- migrate: downgrade foreign_keys=off\n"))
  }
}
