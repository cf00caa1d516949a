import Revisions
import Testing

@testable import Orchestration
@testable import Reporting

/// Histories and the pictures of them, newest first.
@Suite struct GraphDrawingTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    /// Newest first: `m: a b` is a merge of a and b.
    var history: String
    var unicode: String
    var ascii: String
    var testDescription: String { name }
  }

  @Test(arguments: graphCases) func picture(_ example: Case) {
    #expect(draw(example.history, hasUnicode: true) == example.unicode)
    #expect(draw(example.history, hasUnicode: false) == example.ascii)
  }

  private func draw(_ history: String, hasUnicode: Bool) -> String {
    GraphDrawing(entries(history), terminal: Terminal(hasUnicode: hasUnicode)).lines
      .joined(separator: "\n")
  }
}

/// Long texts beside a graph.
@Suite struct RevisionTextTests {
  private func lines(width: Int, isInteractive: Bool = true, color: Bool = false) -> String {
    var entries = entries("m: b c, c: a, b: a, a:")
    entries[0].revision.message = "a title that goes on and on, well beyond the edge"
    entries[0].isHead = true
    entries[0].neededBy = [
      WorkspaceRevision(database: "analytics", revision: entries[1].revision.id)
    ]
    entries[2].revision.message = "one-word-that-is-longer-than-all-the-room-that-there-is"
    entries[3].revision.message = "the first of them, and also not short at all"
    return GraphDrawing(
      entries,
      terminal: Terminal(
        isInteractive: isInteractive, hasColor: color, hasUnicode: true, width: width)
    ).lines.joined(separator: "\n")
  }

  @Test func narrow() {
    #expect(
      lines(width: 36) == """
          ○  m  a title that goes on and on,
          │     well beyond the edge  (head)
          │     (needed by analytics/c)
          ├─╮
          │ ○  c
          ○ │  b
          │ │     one-word-that-is-longer-than-all-the-room-that-there-is
          ├─╯
          ○  a  the first of them, and also
                not short at all
        """)
  }

  @Test func wide() {
    let whole = """
        ○  m  a title that goes on and on, well beyond the edge  (head)  (needed by analytics/c)
        ├─╮
        │ ○  c
        ○ │  b  one-word-that-is-longer-than-all-the-room-that-there-is
        ├─╯
        ○  a  the first of them, and also not short at all
      """
    #expect(lines(width: 120) == whole)
    // A file or a pipe has no edge, and with next to no room breaking lines helps nobody.
    #expect(lines(width: 36, isInteractive: false) == whole)
    #expect(lines(width: 12) == whole)
  }

  /// What is painted is what stands there.
  @Test func painted() {
    let colored = lines(width: 36, color: true)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == lines(width: 36))
    #expect(colored.contains("\u{1B}[2m(needed by analytics/c)\u{1B}[0m"))
  }

  /// Many branches beside each other: every revision has its line, and none is cut.
  @Test func manyBranches() {
    let tips = (10..<40).map { "t\($0): r" }.joined(separator: ", ")
    let lines = GraphDrawing(
      entries("\(tips), r:"),
      terminal: Terminal(isInteractive: true, hasUnicode: true, width: 60)
    ).lines
    #expect(lines.count == 32)
    #expect(lines[29] == "  " + String(repeating: "│ ", count: 29) + "○  t39")
    #expect(lines[30] == "  ├─" + String(repeating: "┴─", count: 28) + "╯")
    #expect(lines[31] == "  ○  r")
  }
}

/// `c: b, b: a, a:` as entries without titles.
func entries(_ history: String) -> [RevisionListing.Entry] {
  history.split(separator: ",").compactMap { item in
    let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts.map { $0.split(separator: " ").map(String.init) }
    guard let name = words.first?.first, let id = try? RevisionID(validating: name) else {
      return nil
    }
    let parents = words.dropFirst().first ?? []
    return RevisionListing.Entry(
      revision: Revision(
        id: id, parents: parents.compactMap { try? RevisionID(validating: $0) }, message: ""),
      file: "\(name).sql", created: nil, isHead: false, isEffectiveHead: false,
      isBranchPoint: false, isMergePoint: false, isCurrent: false, effectiveLabels: [],
      children: [])
  }
}

let graphCases: [GraphDrawingTests.Case] = [
  .init(
    name: "nothing", history: "",
    unicode: "", ascii: ""),
  .init(
    name: "a line", history: "c: b, b: a, a:",
    unicode: """
        ○  c
        ○  b
        ○  a
      """,
    ascii: """
        o  c
        o  b
        o  a
      """),
  .init(
    name: "a fork", history: "c: a, b: a, a:",
    unicode: """
        ○  c
        │ ○  b
        ├─╯
        ○  a
      """,
    ascii: """
        o  c
        | o  b
        +-'
        o  a
      """),
  .init(
    name: "three children", history: "d: a, c: a, b: a, a:",
    unicode: """
        ○  d
        │ ○  c
        │ │ ○  b
        ├─┴─╯
        ○  a
      """,
    ascii: """
        o  d
        | o  c
        | | o  b
        +-'-'
        o  a
      """),
  .init(
    name: "a merge", history: "m: a b, b:, a:",
    unicode: """
        ○  m
        ├─╮
        │ ○  b
        ○  a
      """,
    ascii: """
        o  m
        +-.
        | o  b
        o  a
      """),
  .init(
    name: "fork and merge", history: "e: d, d: b c, c: a, b: a, a:",
    unicode: """
        ○  e
        ○  d
        ├─╮
        │ ○  c
        ○ │  b
        ├─╯
        ○  a
      """,
    ascii: """
        o  e
        o  d
        +-.
        | o  c
        o |  b
        +-'
        o  a
      """),
  .init(
    name: "a merge of three", history: "m: b c d, d: a, c: a, b: a, a:",
    unicode: """
        ○  m
        ├─┬─╮
        │ │ ○  d
        │ ○ │  c
        ○ │ │  b
        ├─┴─╯
        ○  a
      """,
    ascii: """
        o  m
        +-.-.
        | | o  d
        | o |  c
        o | |  b
        +-'-'
        o  a
      """),
  .init(
    name: "a merge with its own ancestor's child", history: "m: b a, b: a, a:",
    unicode: """
        ○  m
        ├─╮
        ○ │  b
        ├─╯
        ○  a
      """,
    ascii: """
        o  m
        +-.
        o |  b
        +-'
        o  a
      """),
  .init(
    name: "criss-cross", history: "f: d e, e: b c, d: c b, c: a, b: a, a:",
    unicode: """
        ○  f
        ├─╮
        │ ○  e
        │ ├─╮
        ○ │ │  d
        ├─┤ │
        ├─│─╯
        ○ │  c
        │ ○  b
        ├─╯
        ○  a
      """,
    ascii: """
        o  f
        +-.
        | o  e
        | +-.
        o | |  d
        +-+ |
        +-|-'
        o |  c
        | o  b
        +-'
        o  a
      """),
  .init(
    name: "two bases", history: "d: c, c:, b: a, a:",
    unicode: """
        ○  d
        ○  c

        ○  b
        ○  a
      """,
    ascii: """
        o  d
        o  c

        o  b
        o  a
      """),
  .init(
    name: "two bases side by side", history: "d: b, c: a, b:, a:",
    unicode: """
        ○  d
        │ ○  c
        ○ │  b
          ○  a
      """,
    ascii: """
        o  d
        | o  c
        o |  b
          o  a
      """),
  .init(
    name: "two merges of the same parents", history: "y: a b, x: a b, b: r, a: r, r:",
    unicode: """
        ○  y
        ├─╮
        │ │ ○  x
        │ ├─┤
        │ ○ │  b
        ├─│─╯
        ○ │  a
        ├─╯
        ○  r
      """,
    ascii: """
        o  y
        +-.
        | | o  x
        | +-+
        | o |  b
        +-|-'
        o |  a
        +-'
        o  r
      """),
  .init(
    name: "a line passes by", history: "m: b d, c: a, d: a, b: a, a:",
    unicode: """
        ○  m
        ├─╮
        │ │ ○  c
        │ ○ │  d
        ○ │ │  b
        ├─┴─╯
        ○  a
      """,
    ascii: """
        o  m
        +-.
        | | o  c
        | o |  d
        o | |  b
        +-'-'
        o  a
      """),
  .init(
    name: "a branch from far below", history: "e: d, z: a, d: c, c: b, b: a, a:",
    unicode: """
        ○  e
        │ ○  z
        ○ │  d
        ○ │  c
        ○ │  b
        ├─╯
        ○  a
      """,
    ascii: """
        o  e
        | o  z
        o |  d
        o |  c
        o |  b
        +-'
        o  a
      """),
  .init(
    name: "a branch that ended leaves its place", history: "n: j, l: j k, k: a, j: a, z: a, a:",
    unicode: """
        ○  n
        │ ○  l
        │ ├─╮
        │ │ ○  k
        ├─╯ │
        ○   │  j
        │ ○ │  z
        ├─┴─╯
        ○  a
      """,
    ascii: """
        o  n
        | o  l
        | +-.
        | | o  k
        +-' |
        o   |  j
        | o |  z
        +-'-'
        o  a
      """),
  .init(
    name: "below what is shown", history: "c: b, b: a",
    unicode: """
        ○  c
        ○  b
        ~
      """,
    ascii: """
        o  c
        o  b
        ~
      """),
  .init(
    name: "a fork below what is shown", history: "d: b, c: b x, b: a",
    unicode: """
        ○  d
        │ ○  c
        ├─╯
        ○  b
        ~
      """,
    ascii: """
        o  d
        | o  c
        +-'
        o  b
        ~
      """),
]
