import Testing

@testable import Reporting

@Suite struct TextTableTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var rows: [[String]]
    var expected: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "nothing", rows: [], expected: []),
    Case(name: "one cell", rows: [["a"]], expected: ["  a"]),
    Case(
      name: "columns as wide as their widest cells",
      rows: [["a", "bbb", "c"], ["aaaa", "b", "cc"]],
      expected: ["  a     bbb  c", "  aaaa  b    cc"]),
    Case(
      name: "no space at the end", rows: [["a", "b", ""], ["aaa", "", ""]],
      expected: ["  a    b", "  aaa"]),
    Case(
      name: "a column of nothing takes no room", rows: [["a", "", "b"], ["aa", "", "b"]],
      expected: ["  a   b", "  aa  b"]),
    Case(name: "short rows", rows: [["a"], ["bb", "c"]], expected: ["  a", "  bb  c"]),
    Case(
      name: "wide letters", rows: [["表", "x"], ["abc", "y"]], expected: ["  表   x", "  abc  y"]),
    Case(
      name: "controls are shown", rows: [["\u{1B}c", "x"], ["a", "y"]],
      expected: ["  \\u{1b}c  x", "  a        y"]),
  ]

  @Test(arguments: cases) func lines(_ example: Case) {
    var table = TextTable()
    for row in example.rows { table.add(row.map { TextTable.Cell($0) }) }
    #expect(table.lines(for: Terminal()) == example.expected)
  }

  /// Colour takes no room.
  @Test func color() {
    var table = TextTable(indent: 0)
    table.add([TextTable.Cell("a", .heading), TextTable.Cell("b")])
    table.add([TextTable.Cell("aaa"), TextTable.Cell("b", .dim)])
    #expect(
      table.lines(for: Terminal(hasColor: true)) == [
        "\u{1B}[1ma\u{1B}[0m    b", "aaa  \u{1B}[2mb\u{1B}[0m",
      ])
  }
}
