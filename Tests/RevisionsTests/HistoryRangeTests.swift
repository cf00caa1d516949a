import Revisions
import Testing

@Suite struct HistoryRangeTests {
  static let fork = "a-b-c1[left]-d1, b-c2[right]-d2"
  static let bases = "u1[users]-u2, o1[orders]-o2(u2)-o3, u2-u3"

  struct Case: Sendable {
    var graph: String
    var rows: String?
    var range: String
    var expected: String
  }

  static let cases = [
    Case(graph: fork, range: ":", expected: "d1 c1 d2 c2 b a"),
    Case(graph: fork, range: "b:", expected: "d1 c1 d2 c2 b"),
    Case(graph: fork, range: "c1:d1", expected: "d1 c1"),
    Case(graph: fork, range: ":left@head", expected: "d1 c1 b a"),
    Case(graph: fork, range: "left@base:", expected: "d1 c1 b a"),
    Case(graph: fork, range: "c1:d2", expected: "invalid_range"),
    Case(graph: fork, range: "d1:a", expected: "invalid_range"),
    Case(graph: fork, rows: "c2", range: "current:right@head", expected: "d2 c2"),
    Case(graph: fork, rows: "c2", range: ":current", expected: "c2 b a"),
    Case(graph: fork, rows: "c2", range: "-1:current", expected: "c2 b"),
    Case(graph: fork, rows: "c2", range: "-9:current", expected: "c2 b a"),
    Case(graph: fork, range: "a:+1", expected: "b a"),
    Case(graph: fork, range: "a:left@+9", expected: "d1 c1 b a"),
    Case(graph: fork, range: "d1-1:d1", expected: "d1 c1"),
    Case(graph: fork, range: "-1:", expected: "ambiguous_start"),
    Case(graph: fork, range: "current:", expected: "no_current_revision"),
    Case(graph: bases, range: "o1:", expected: "o3 o2 o1"),
    Case(graph: bases, range: ":orders@head", expected: "o3 o2 o1 u2 u1"),
    Case(graph: "", range: ":", expected: ""),
  ]

  @Test(arguments: cases) func shows(_ test: Case) throws {
    let graph = try history(test.graph)
    var result: String
    do {
      result = try graph.history(
        TargetRange(parsing: test.range), rows: test.rows.map { rows($0) }
      ).map(\.text).joined(separator: " ")
    } catch let error as TargetError {
      result = error.code
    }
    #expect(result == test.expected)
  }
}
