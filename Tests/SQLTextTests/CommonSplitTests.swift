import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

/// What all three dialects have in common.
struct CommonSplitTests {
  static let dialects: [LexicalRules] = [.sqlite, .postgresql, .mysql]

  static let cases: [SplitCase] = [
    SplitCase("", []),
    SplitCase(" \n\t", []),
    SplitCase(";", []),
    SplitCase(";;; ;", []),
    SplitCase("-- only\n/* comments */", []),
    SplitCase("-- c\n;/* d */;", []),
    SplitCase("SELECT 1", ["SELECT 1"]),
    SplitCase("SELECT 1;", ["SELECT 1"]),
    SplitCase("  SELECT 1  ;  ", ["SELECT 1"]),
    SplitCase("SELECT 1;SELECT 2", ["SELECT 1", "SELECT 2"]),
    SplitCase("SELECT 1;;SELECT 2;", ["SELECT 1", "SELECT 2"]),
    SplitCase("SELECT 1;\r\nSELECT 2;\r\n", ["SELECT 1", "SELECT 2"]),
    SplitCase("\u{FEFF}SELECT 1;", ["SELECT 1"]),
    SplitCase("SELECT 'a;b'; SELECT 2", ["SELECT 'a;b'", "SELECT 2"]),
    SplitCase("SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;'", "SELECT 2"]),
    SplitCase("SELECT '''';SELECT ''", ["SELECT ''''", "SELECT ''"]),
    SplitCase("SELECT \"a;b\"; SELECT 2", ["SELECT \"a;b\"", "SELECT 2"]),
    SplitCase("SELECT \"a\"\"b;\"; SELECT 2", ["SELECT \"a\"\"b;\"", "SELECT 2"]),
    SplitCase("SELECT '-- no comment;'; SELECT 2", ["SELECT '-- no comment;'", "SELECT 2"]),
    SplitCase("SELECT '/*'; SELECT '*/'", ["SELECT '/*'", "SELECT '*/'"]),
    SplitCase("-- it's; fine\nSELECT 1;", ["-- it's; fine\nSELECT 1"]),
    SplitCase("/* it's; \"fine */ SELECT 1;", ["/* it's; \"fine */ SELECT 1"]),
    SplitCase("SELECT 1 -- a; b\n, 2; SELECT 3", ["SELECT 1 -- a; b\n, 2", "SELECT 3"]),
    SplitCase("SELECT 1 /* a; b */; SELECT 3", ["SELECT 1 /* a; b */", "SELECT 3"]),
    SplitCase("SELECT 1 -- a\n;", ["SELECT 1 -- a"]),
    SplitCase("SELECT 1; -- after", ["SELECT 1"]),
    SplitCase("SELECT 1; -- before 2\nSELECT 2;", ["SELECT 1", "-- before 2\nSELECT 2"]),
    SplitCase("SELECT 1 /**/;/***/SELECT 2", ["SELECT 1 /**/", "/***/SELECT 2"]),
    SplitCase("SELECT 1 /;SELECT 2 *;SELECT 3 -", ["SELECT 1 /", "SELECT 2 *", "SELECT 3 -"]),
    SplitCase("SELECT (1; SELECT 2)", ["SELECT (1", "SELECT 2)"]),
    SplitCase("SELECT 'ü;ß', '🦉;'; SELECT 2", ["SELECT 'ü;ß', '🦉;'", "SELECT 2"]),
    SplitCase("SELECT grün; SELECT 2", ["SELECT grün", "SELECT 2"]),
    SplitCase("SELECT X'00;', N';'; SELECT 2", ["SELECT X'00;', N';'", "SELECT 2"]),
    SplitCase("BEGIN; SELECT 1; COMMIT; END;", ["BEGIN", "SELECT 1", "COMMIT", "END"]),
    SplitCase(
      "SELECT CASE WHEN a THEN 1 ELSE 2 END; SELECT 2",
      ["SELECT CASE WHEN a THEN 1 ELSE 2 END", "SELECT 2"]),
    SplitCase("SELECT a.end, b.begin; SELECT 2", ["SELECT a.end, b.begin", "SELECT 2"]),
    SplitCase("SELECT 1 AS \"BEGIN\"; SELECT 2", ["SELECT 1 AS \"BEGIN\"", "SELECT 2"]),

    SplitCase(
      "-- migrate: upgrade\nSELECT 1;\n-- migrate: downgrade\nSELECT 2;",
      ["<upgrade>", "SELECT 1", "<downgrade>", "SELECT 2"]),
    SplitCase(
      "SELECT 1\n-- migrate: downgrade\nSELECT 2", ["SELECT 1", "<downgrade>", "SELECT 2"]),
    SplitCase("-- migrate: upgrade transaction=none", ["<upgrade transaction=none>"]),
    SplitCase("  \t-- MIGRATE :  end  x \r\n", ["<end x>"]),
    SplitCase("-- migrate:", ["<>"]),
    SplitCase("-- migrate:upgrade", ["<upgrade>"]),
    SplitCase("-- migrated: upgrade\nSELECT 1", ["-- migrated: upgrade\nSELECT 1"]),
    SplitCase("-- migrate upgrade\nSELECT 1", ["-- migrate upgrade\nSELECT 1"]),
    SplitCase("-- emigrate: upgrade\nSELECT 1", ["-- emigrate: upgrade\nSELECT 1"]),
    SplitCase(
      "SELECT 1; -- migrate: end\nSELECT 2", ["SELECT 1", "-- migrate: end\nSELECT 2"]),
    SplitCase("SELECT '\n-- migrate: end\n'", ["SELECT '\n-- migrate: end\n'"]),
    SplitCase("SELECT \"\n-- migrate: end\n\"", ["SELECT \"\n-- migrate: end\n\""]),
    SplitCase("/*\n-- migrate: end\n*/SELECT 1", ["/*\n-- migrate: end\n*/SELECT 1"]),
    SplitCase("-- c\n-- migrate: end\nSELECT 1", ["<end>", "SELECT 1"]),
    SplitCase("SELECT (\n-- migrate: end\nSELECT 1", ["SELECT (", "<end>", "SELECT 1"]),
  ]

  @Test(arguments: dialects, cases)
  func splits(rules: LexicalRules, example: SplitCase) throws {
    #expect(try StatementSplitter(rules: rules).outline(example.script) == example.statements)
  }

  static let problems: [ProblemCase] = [
    ProblemCase("SELECT 'a;", .unterminated(.string), at: 7),
    ProblemCase("SELECT 1; SELECT 'a''", .unterminated(.string), at: 17),
    ProblemCase("SELECT /* a;", .unterminated(.comment), at: 7),
    ProblemCase("SELECT /*/", .unterminated(.comment), at: 7),
    ProblemCase("/*", .unterminated(.comment), at: 0),
    ProblemCase("SELECT 1;\0SELECT 2", .nulByte, at: 9),
    ProblemCase("-- \0", .nulByte, at: 3),
    ProblemCase("'\n-- migrate: downgrade\nSELECT 1", .unterminated(.string), at: 0),
  ]

  @Test(arguments: dialects, problems)
  func refuses(rules: LexicalRules, example: ProblemCase) {
    let problem = #expect(throws: SplitProblem.self) {
      try StatementSplitter(rules: rules).split(example.script)
    }
    #expect(problem?.kind == example.kind)
    #expect(problem?.position.offset == example.offset)
  }

  @Test(
    arguments: [
      ([0x53, 0xFF], 1), ([0xC0, 0x80], 0), ([0xC3], 0), ([0x27, 0xE2, 0x82, 0x27], 1),
      ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0x0A, 0x80], 1),
      ([0xC3, 0xA4, 0xF5, 0x80], 2), ([0xE0, 0x80, 0x80], 0), ([0xF0, 0x80, 0x80, 0x80], 0),
    ] as [([UInt8], Int)])
  func refusesWhatIsNotUTF8(bytes: [UInt8], offset: Int) {
    let problem = #expect(throws: SplitProblem.self) {
      try StatementSplitter(rules: .sqlite).split(bytes)
    }
    #expect(problem?.kind == .invalidUTF8(bytes[offset]))
    #expect(problem?.position.offset == offset)
  }

  @Test func acceptsAllOfUnicode() throws {
    var text = ""
    for value in stride(from: UInt32(1), through: 0x10FFFF, by: 61) {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    text = "'" + text.replacing("'", with: "").replacing("\\", with: "") + "'"
    #expect(try StatementSplitter(rules: .mysql).statements(in: text).map(\.text) == [text])
  }

  @Test func tellsPlaces() throws {
    let script = "-- ä\n  /* b */ SELECT 'ü', 1;\r\n\n ;x 'y\n';\n  -- migrate: end it\nz"
    let start = SourcePosition(offset: 100, line: 7, column: 1)
    let pieces = try StatementSplitter(rules: .postgresql).split(script, from: start)
    var places: [[Int]] = []
    for piece in pieces {
      switch piece {
      case .statement(let statement):
        places.append([statement.start.offset, statement.start.line, statement.start.column])
        places.append([statement.head.offset, statement.head.line, statement.head.column])
      case .directive(let directive):
        places.append([
          directive.position.offset, directive.position.line, directive.position.column,
        ])
        for word in directive.words {
          places.append([word.position.offset, word.position.line, word.position.column])
        }
        places.append([directive.end])
      }
    }
    #expect(
      places == [
        [100, 7, 1], [116, 8, 11], [136, 10, 3], [136, 10, 3],
        [146, 12, 3], [158, 12, 15], [162, 12, 19], [164], [165, 13, 1], [165, 13, 1],
      ])
  }

  @Test func keywords() throws {
    let script =
      "/* a */ create Index concurrently \"x y\" ON t (a, 'b', 12) -- c\n where a1 is null"
    let statement = try #require(StatementSplitter(rules: .postgresql).statements(in: script).first)
    #expect(
      statement.keywords
        == ["CREATE", "INDEX", "CONCURRENTLY", "ON", "T", "A", "WHERE", "A1", "IS", "NULL"])
    let long = try StatementSplitter(rules: .sqlite).statements(in: "a b c d e f g h i j k l m n")
    #expect(long.first?.keywords.count == 12)
  }
}
