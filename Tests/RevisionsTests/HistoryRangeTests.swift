import Revisions
import Testing

@Suite struct HistoryRangeTests {
  static let fork = "a-b-c1[left]-d1, b-c2[right]-d2"
  static let bases = "u1[users]-u2, o1[orders]-o2(u2)-o3, u2-u3"

  static let longNames = "root1-left2[left], root1-righ3"

  struct Case: Sendable {
    var graph: String
    var rows: String?
    var range: String
    var expected: String
  }

  static let cases = [
    // Sides that are left out, ids, labels, words
    Case(graph: fork, range: ":", expected: "d1 c1 d2 c2 b a"),
    Case(graph: fork, range: "base:heads", expected: "d1 c1 d2 c2 b a"),
    Case(graph: fork, range: "b:", expected: "d1 c1 d2 c2 b"),
    Case(graph: fork, range: "left:", expected: "d1 c1"),
    Case(graph: fork, range: "c1:d1", expected: "d1 c1"),
    Case(graph: fork, range: ":c2", expected: "c2 b a"),
    Case(graph: fork, range: ":base", expected: ""),
    Case(graph: "", range: ":", expected: ""),
    Case(graph: longNames, range: "ro:righ", expected: "righ3 root1"),
    // A branch
    Case(graph: fork, range: ":left@head", expected: "d1 c1 b a"),
    Case(graph: fork, range: "left@base:", expected: "d1 c1 b a"),
    Case(graph: fork, range: "left@base:heads", expected: "d1 c1 b a"),
    Case(graph: fork, range: "left@base:right@head", expected: ""),
    Case(graph: fork, range: "left@b:", expected: "d1 c1 b"),
    Case(graph: fork, range: "right@c2:", expected: "d2 c2"),
    Case(graph: fork, range: "c1@base:", expected: "d1 c1 b a"),
    // Where the database stands
    Case(graph: fork, rows: "c2", range: "current:right@head", expected: "d2 c2"),
    Case(graph: fork, rows: "c2", range: "current:", expected: "d2 c2"),
    Case(graph: fork, rows: "c2", range: ":current", expected: "c2 b a"),
    Case(graph: fork, rows: "c1 c2", range: "b:left@current", expected: "c1 b"),
    Case(graph: fork, rows: "", range: ":current", expected: ""),
    Case(graph: fork, rows: "", range: "current:", expected: "d1 c1 d2 c2 b a"),
    // Walks
    Case(graph: fork, rows: "c2", range: "-1:current", expected: "c2 b"),
    Case(graph: fork, rows: "c2", range: "-3:current", expected: "c2 b a"),
    Case(graph: fork, rows: "c2", range: "-9:current", expected: "c2 b a"),
    Case(graph: fork, rows: "a", range: "+1:", expected: "d1 c1 d2 c2 b"),
    Case(graph: fork, range: "-1:", expected: "d1 c1 d2 c2"),
    Case(graph: fork, range: "left@-1:", expected: "d1 c1"),
    Case(graph: fork, range: "-1:left@head", expected: "d1 c1"),
    Case(graph: fork, range: "a:+1", expected: "b a"),
    Case(graph: fork, range: "a:left@+9", expected: "d1 c1 b a"),
    Case(graph: fork, range: ":left@+2", expected: "b a"),
    Case(graph: fork, range: "d1-1:d1", expected: "d1 c1"),
    Case(graph: fork, range: "left@head-1:", expected: "d1 c1"),
    Case(graph: fork, range: "a+1:c1+1", expected: "d1 c1 b"),
    Case(graph: fork, range: ":right@base+3", expected: "c2 b a"),
    // Over a dependency: a branch without what it needs, and with it
    Case(graph: bases, range: "o1:", expected: "o3 o2 o1"),
    Case(graph: bases, range: ":orders@head", expected: "o3 o2 o1 u2 u1"),
    Case(graph: bases, range: "orders@base:", expected: "o3 o2 o1 u2 u1"),
    // Errors, with their candidates
    Case(graph: fork, range: "c1:d2", expected: "invalid_range"),
    Case(graph: fork, range: "d1:a", expected: "invalid_range"),
    Case(graph: fork, range: ":head", expected: "multiple_heads d1 d2"),
    Case(graph: fork, range: "a:b+1", expected: "ambiguous_walk c1 c2"),
    Case(graph: fork, range: ":lefft", expected: "unknown_revision left"),
    Case(graph: fork, range: "lefft@base:", expected: "unknown_revision left"),
    Case(graph: fork, range: ":left@d2", expected: "not_in_branch d1"),
    Case(graph: longNames, range: "le:", expected: "ambiguous_revision left left2"),
    Case(graph: fork, range: ":-1", expected: "walked_too_far"),
    Case(graph: fork, range: "current:", expected: "no_current_revision"),
    Case(graph: fork, rows: "gone", range: ":", expected: "unlocatable_current_revision"),
  ]

  @Test(arguments: cases) func shows(_ test: Case) throws {
    let graph = try history(test.graph)
    var result: String
    do {
      result = try graph.history(
        TargetRange(parsing: test.range), rows: test.rows.map { rows($0) }
      ).map(\.text).joined(separator: " ")
    } catch let error as TargetError {
      result = ([error.code] + error.candidates).joined(separator: " ")
    }
    #expect(result == test.expected)
  }
}
