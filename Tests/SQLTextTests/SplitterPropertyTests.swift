import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct SplitterPropertyTests {
  /// A generator of numbers that are the same everywhere (SplitMix64).
  struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  static let lexemes = [
    "'", "''", "\"", "`", "[", "]", "$$", "$a$", "$1", "a$b", "E'", "e'\\'", "\\", "\\.", "\\.\n",
    "\\restrict x\n", "--", "-- ", "#", "/*", "*/", "/*!", "/*!50003 ", "/*M!", "/*!999999", ";",
    ";", ";", "(", ")", "\n", "\n", "\r\n", "\r", " ", "\t", "BEGIN", "BEGIN ATOMIC ", "END",
    "; END ;", "CASE ", "IF ", "LOOP ", "WHILE ", "DO ", "REPEAT ", "UNTIL ", "FOR ", "THEN ",
    "ELSE ", "END IF", "HANDLER ", "CREATE TRIGGER ", "CREATE FUNCTION f() ",
    "CREATE PROCEDURE p() ",
    "CREATE RULE r ", "CREATE EVENT ", "EACH ROW ", "RETURNS ", "COPY t FROM stdin;\n",
    "\nDELIMITER //\n", "\nDELIMITER ;\n", "\nDELIMITER", "//", "\n-- migrate: end\n",
    "-- migrate: upgrade", "NOT ATOMIC ", "x", "1", "ü", "🦉", "\u{FEFF}", ":", ".", ",", "=", "@",
    "U&'", "N'", "U&\"", "SELECT ",
  ].map { Array($0.utf8) }

  static func script(_ numbers: inout Numbers) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0..<24, using: &numbers) {
      if let lexeme = lexemes.randomElement(using: &numbers) { bytes += lexeme }
      if Int.random(in: 0..<200, using: &numbers) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &numbers))
      }
    }
    return bytes
  }

  @Test(arguments: CommonSplitTests.dialects, [1, 2, 3, 4] as [UInt64])
  func anyTextGivesPiecesOrAProblem(rules: LexicalRules, seed: UInt64) {
    let splitter = StatementSplitter(rules: rules)
    var numbers = Numbers(state: seed)
    var faults: [String] = []
    for _ in 0..<2_500 {
      let bytes = Self.script(&numbers)
      do {
        var end = 0
        for piece in try splitter.split(bytes) {
          switch piece {
          case .statement(let statement):
            let text = Array(statement.text.utf8)
            let range = statement.start.offset..<(statement.start.offset + text.count)
            let isRight =
              range.lowerBound >= end && range.upperBound <= bytes.count
              && bytes[range].elementsEqual(text) && range.contains(statement.head.offset)
              && statement.keywords.count <= 12
              && statement.position(ofByte: statement.head.offset - range.lowerBound)
                == statement.head
            if !isRight { faults.append(String(decoding: bytes, as: UTF8.self)) }
            end = max(end, range.upperBound)
          case .directive(let directive):
            let isRight = directive.position.offset >= end && directive.end <= bytes.count
            if !isRight { faults.append(String(decoding: bytes, as: UTF8.self)) }
            end = max(end, directive.end)
          }
        }
      } catch {
        let place = error.position
        // A mark at the beginning takes no column.
        let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let isRight =
          place.offset <= bytes.count
          && (marked || SourcePosition.start.advanced(over: bytes, bytes: place.offset) == place)
        if !isRight { faults.append(String(decoding: bytes, as: UTF8.self)) }
      }
    }
    #expect(faults.isEmpty, "\(faults.count), such as \(faults.first ?? "")")
  }

  /// A statement that was cut out is one statement.
  @Test(arguments: [LexicalRules.sqlite, .postgresql], [5, 6] as [UInt64])
  func splittingAPieceAgainChangesNothing(rules: LexicalRules, seed: UInt64) {
    let splitter = StatementSplitter(rules: rules)
    var numbers = Numbers(state: seed)
    var faults: [String] = []
    for _ in 0..<2_500 {
      guard
        let statements = try? splitter.statements(
          in: String(decoding: Self.script(&numbers), as: UTF8.self))
      else { continue }
      for text in statements.map(\.text)
      where !text.contains("migrate:") && !text.contains("\u{FEFF}") {
        if (try? splitter.outline(text)) != [text] { faults.append(text) }
      }
    }
    #expect(faults.isEmpty, "\(faults.count), such as \(faults.first ?? "")")
  }

  /// What is left out between the statements is white space, terminators and comments.
  @Test(arguments: [
    (LexicalRules.sqlite, SQLiteSplitTests.cases), (.postgresql, PostgresSplitTests.valid),
    (.mysql, MySQLSplitTests.lexemes),
  ])
  func nothingGetsLost(rules: LexicalRules, cases: [SplitCase]) throws {
    let comment = rules.hasHashComments ? "#" : "--"
    for example in cases {
      var rest = example.script[...]
      for text in try StatementSplitter(rules: rules).outline(example.script) {
        let range = try #require(rest.firstRange(of: text))
        let gap = rest[..<range.lowerBound]
        #expect(gap.allSatisfy { $0.isWhitespace || $0 == ";" }, "\(example.script)")
        rest = rest[range.upperBound...]
      }
      let end = rest.drop { $0.isWhitespace || $0 == ";" }
      #expect(end.isEmpty || end.hasPrefix(comment) || end.hasPrefix("/*"), "\(example.script)")
    }
  }

  /// Long texts of what could make a reader go back again and again.
  @Test(arguments: CommonSplitTests.dialects)
  func longTextsAreNoTrouble(rules: LexicalRules) {
    for part in [
      "E'a' ", "$a", "$a$", "/*", "CASE ", "IF ", "(", "[", "--\n", "/*!", ";", "'' \n", "BEGIN ",
    ] {
      let script = "CREATE PROCEDURE p() BEGIN " + String(repeating: part, count: 20_000)
      let pieces = try? StatementSplitter(rules: rules).split(script)
      #expect((pieces?.count ?? 0) <= 20_001)
    }
  }
}
