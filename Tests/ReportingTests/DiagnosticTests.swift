import Testing

@testable import Reporting

@Suite struct DiagnosticTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var excerpt: Diagnostic.Excerpt
    var width = 60
    var expected: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "a place",
      excerpt: .init(line: 7, text: "DROP TABL x", column: 6, note: "syntax error"),
      expected: ["  7 | DROP TABL x", "    |      ^ syntax error"]),
    Case(
      name: "a line", excerpt: .init(line: 12, text: "VACUUM", column: nil),
      expected: ["  12 | VACUUM"]),
    Case(
      name: "a line and words", excerpt: .init(line: 12, text: "VACUUM", column: nil, note: "no"),
      expected: ["  12 | VACUUM", "     | no"]),
    Case(
      name: "behind the end", excerpt: .init(line: 1, text: "abc", column: 9),
      expected: ["  1 | abc", "    |    ^"]),
    Case(
      name: "before the beginning", excerpt: .init(line: 1, text: "abc", column: -3),
      expected: ["  1 | abc", "    | ^"]),
    Case(
      name: "tabs", excerpt: .init(line: 1, text: "\tON\tx", column: 5),
      expected: ["  1 |  ON x", "    |     ^"]),
    Case(
      name: "controls are shown and counted",
      excerpt: .init(line: 1, text: "a\u{1B}[31mb", column: 7),
      expected: ["  1 | a\\u{1b}[31mb", "    |            ^"]),
    Case(
      name: "wide letters", excerpt: .init(line: 1, text: "表名 x", column: 4),
      expected: ["  1 | 表名 x", "    |      ^"]),
    Case(
      name: "letters that combine", excerpt: .init(line: 1, text: "e\u{301}e\u{301} x", column: 6),
      expected: ["  1 | e\u{301}e\u{301} x", "    |    ^"]),
    Case(
      name: "a long line, from its beginning",
      excerpt: .init(line: 1, text: String(repeating: "a", count: 80), column: 3),
      expected: ["  1 | " + String(repeating: "a", count: 53) + "…", "    |   ^"]),
    Case(
      name: "a long line, around the place",
      excerpt: .init(
        line: 1, text: String(repeating: "a", count: 90) + "X" + String(repeating: "b", count: 90),
        column: 91, note: "here"),
      expected: [
        "  1 | …" + String(repeating: "a", count: 25) + "X" + String(repeating: "b", count: 26)
          + "…",
        "    | " + String(repeating: " ", count: 26) + "^ here",
      ]),
    Case(
      name: "words of several lines",
      excerpt: .init(line: 1, text: "SELECT 1", column: 8, note: "one\ntwo"),
      expected: ["  1 | SELECT 1", "    |        ^ one", "    | two"]),
    Case(
      name: "nothing", excerpt: .init(line: 1, text: "", column: 1),
      expected: ["  1 | ", "    | ^"]),
  ]

  @Test(arguments: cases) func excerpt(_ example: Case) {
    #expect(example.excerpt.lines(for: Terminal(width: example.width)) == example.expected)
  }

  @Test func wholeDiagnostic() {
    let diagnostic = Diagnostic(
      code: "statement_failed", "revision a2 failed in main\u{7}", database: "main",
      file: "versions/a2.sql", line: 8, column: 4,
      facts: ["detail: one\ntwo"], hints: [.init("run it again", command: "aludel upgrade")])
    #expect(
      diagnostic.lines(for: Terminal()) == [
        "error: revision a2 failed in main\\u{7}", "  versions/a2.sql:8:4", "  detail: one",
        "  two",
      ])
    #expect(diagnostic.hintLines(for: Terminal()) == ["hint: run it again: aludel upgrade"])
  }
}
