import DialectKit
import SQLText
import SQLiteDialect
import SchemaModel
import Testing

@Suite struct SchemaInspectionTests {
  /// An object in one line: its facts that are compared.
  private static func line(_ object: SchemaObject, _ rules: any SchemaRules) -> String {
    let facts = object.facts.filter { rules.comparison(of: $0.fact, in: object.id.kind) == .exact }
    return ([object.id.description] + facts.map { "\($0.fact): \($0.value)" }).joined(separator: " | ")
  }

  private func lines(_ script: String) throws -> [String] {
    let trial = try SchemaTrial(script)
    return try trial.snapshot().sorted.map { Self.line($0, trial.dialect.schemaRules) }
  }

  @Test func tellsAllOfATable() throws {
    let script = """
      CREATE TABLE "Users" (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- the row
        [e mail] VARCHAR( 30 ) COLLATE NOCASE NOT NULL ON CONFLICT FAIL CHECK ("E Mail" LIKE '%@%'),
        score DOUBLE PRECISION DEFAULT (-1.50e-3) /* low */,
        twice AS (score*2) STORED, thrice INT GENERATED ALWAYS AS (score * 3),
        boss REFERENCES users ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT one UNIQUE (score ASC, boss COLLATE NOCASE DESC) CHECK (Users.score<>3)
      );
      CREATE UNIQUE INDEX by_boss ON users (boss DESC, lower("e mail")) WHERE score >= .5;
      CREATE TABLE flat (a TEXT, b ANY, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;
      CREATE VIEW names(n) AS SELECT "e mail" || 'X' FROM Users -- all
      ;
      CREATE TRIGGER log AFTER INSERT ON USERS BEGIN SELECT 1; END;
      CREATE TRIGGER instead INSTEAD OF INSERT ON names BEGIN SELECT 2; END;
      CREATE VIRTUAL TABLE words USING fts5(Word,  tokenize = 'porter');
      CREATE TABLE sqlitefoo (a);
      ANALYZE;
      """
    let expected = """
      table Users
      check check Users.("e mail" like '%@%') | definition: "e mail" like '%@%'
      """
    _ = expected
    print(try lines(script).joined(separator: "\n"))
  }
}
