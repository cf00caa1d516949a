import Revisions
import Testing

/// What single targets mean, and the errors with their candidates.
@Suite struct ResolutionTests {
  static let fork = "root1-base2-left3[left]-left4, base2-right3[right]-right4"

  static let line = "aaaa1-bbbb2-cccc3"
  static let needed = "qqqq1, tttt1, qqqq1-qqqq2(tttt1)"

  struct Case: Sendable {
    var graph = fork
    var rows: String?
    var target: String
    var expected: String
  }

  static let cases = [
    // Words
    Case(target: "head", expected: "multiple_heads left4 right4"),
    Case(target: "@head", expected: "multiple_heads left4 right4"),
    Case(target: "heads", expected: "left4 right4"),
    Case(target: "base", expected: ""),
    Case(graph: line, target: "head", expected: "cccc3"),
    Case(graph: needed, target: "head", expected: "multiple_heads tttt1 qqqq2"),
    Case(graph: needed, target: "heads", expected: "qqqq2"),
    Case(graph: "", target: "head", expected: ""),
    Case(graph: "", target: "heads", expected: ""),
    // Names: ids, labels, and what either begins with
    Case(target: "left4", expected: "left4"),
    Case(target: "left", expected: "left3"),
    Case(target: "ro", expected: "root1"),
    Case(target: "r", expected: "ambiguous_revision right right3 right4 root1"),
    Case(target: "le", expected: "ambiguous_revision left left3 left4"),
    Case(target: "rig", expected: "ambiguous_revision right right3 right4"),
    Case(target: "lefft4", expected: "unknown_revision left4 left left3"),
    Case(target: "rigth", expected: "unknown_revision right"),
    Case(target: "nothing", expected: "unknown_revision"),
    // Short ids are only meant whole.
    Case(graph: "abc-xyz", target: "a", expected: "unknown_revision abc"),
    Case(graph: "abc-xyz", target: "abc", expected: "abc"),
    // In a branch, which a label, an id or what one begins with can name
    Case(target: "left@head", expected: "left4"),
    Case(target: "left@heads", expected: "left4"),
    Case(target: "left@base", expected: ""),
    Case(target: "left@left4", expected: "left4"),
    Case(target: "left@r", expected: "root1"),
    Case(target: "right3@root1", expected: "root1"),
    Case(target: "right4@head", expected: "right4"),
    Case(target: "base2@head", expected: "multiple_heads left4 right4"),
    Case(target: "ro@heads", expected: "left4 right4"),
    Case(target: "left@right4", expected: "not_in_branch left4"),
    Case(target: "left@righ", expected: "not_in_branch left4"),
    Case(target: "left@right", expected: "not_in_branch left4"),
    Case(target: "left@le", expected: "ambiguous_revision left left3 left4"),
    Case(target: "left@nothing", expected: "unknown_revision"),
    Case(target: "nothing@head", expected: "unknown_revision"),
    Case(target: "lefft@head", expected: "unknown_revision left"),
    Case(target: "le@head", expected: "ambiguous_revision left left3 left4"),
    // Walks from a word
    Case(target: "head-1", expected: "multiple_heads left4 right4"),
    Case(target: "heads-1", expected: "multiple_heads left4 right4"),
    Case(graph: line, target: "head-1", expected: "bbbb2"),
    Case(graph: line, target: "heads-2", expected: "aaaa1"),
    Case(graph: line, target: "base+2", expected: "bbbb2"),
    Case(graph: line, target: "base+4", expected: "walked_too_far"),
    Case(graph: line, target: "base-1", expected: "cccc3"),
    Case(graph: line, target: "head+0", expected: "cccc3"),
    Case(graph: line, target: "aa+1", expected: "bbbb2"),
    Case(target: "left-1", expected: "base2"),
    Case(target: "left+1", expected: "left4"),
    Case(target: "left@head-1", expected: "left3"),
    Case(target: "left@base+3", expected: "left3"),
    Case(target: "root1+1", expected: "base2"),
    Case(target: "root1+2", expected: "ambiguous_walk left3 right3"),
    Case(target: "right@root1+2", expected: "right3"),
    Case(target: "left@right3-1", expected: "not_in_branch left4"),
    Case(target: "root1-1", expected: ""),
    Case(target: "root1-2", expected: "walked_too_far"),
    Case(target: "left4+9223372036854775807", expected: "walked_too_far"),
    Case(graph: "a-c, b-c", target: "c-1", expected: "ambiguous_walk a b"),
    // Walks from where the database stands; without one `-N` counts from the heads
    Case(target: "-1", expected: "left3 right3"),
    Case(target: "left@-1", expected: "left3"),
    Case(target: "+1", expected: "no_current_revision"),
    Case(graph: "", target: "+1", expected: "no_current_revision"),
    Case(graph: "", rows: "", target: "+1", expected: "walked_too_far"),
    Case(rows: "left3", target: "+1", expected: "left4"),
    Case(rows: "left3", target: "-1", expected: "base2"),
    Case(rows: "left3", target: "right@+1", expected: "right3"),
    Case(rows: "left3 right4", target: "+1", expected: "ambiguous_start left3 right4"),
    Case(rows: "left3 right4", target: "left@+1", expected: "left4"),
    Case(rows: "left3 right4", target: "right@-1", expected: "right3"),
    // Where it stands
    Case(target: "current", expected: "no_current_revision"),
    Case(target: "current+1", expected: "no_current_revision"),
    Case(rows: "", target: "current", expected: ""),
    Case(rows: "", target: "current-1", expected: "walked_too_far"),
    Case(rows: "left3 right4", target: "current", expected: "left3 right4"),
    Case(rows: "left3 right4", target: "right@current", expected: "right4"),
    Case(rows: "left3 right4", target: "left@current+1", expected: "left4"),
    Case(rows: "left3 right4", target: "current-1", expected: "ambiguous_start left3 right4"),
    Case(rows: "left3", target: "current-1", expected: "base2"),
    Case(rows: "left3", target: "current+1", expected: "left4"),
    Case(rows: "gone", target: "head", expected: "unlocatable_current_revision"),
  ]

  @Test(arguments: cases) func resolves(_ test: Case) throws {
    let graph = try history(test.graph)
    var result: String
    do {
      result = try graph.resolve(
        TargetExpression(parsing: test.target), rows: test.rows.map { rows($0) }
      ).map(\.text).joined(separator: " ")
    } catch let error as TargetError {
      result = ([error.code] + error.candidates).joined(separator: " ")
    }
    #expect(result == test.expected)
  }

  /// The label of the whole database narrows nothing.
  @Test(arguments: [
    ("shop", "left4 right4"), ("shop@heads", "left4 right4"), ("shop@left3", "left3"),
    ("shop@base", ""),
  ])
  func databaseLabel(_ target: String, _ expected: String) throws {
    let graph = try history(Self.fork, databaseLabel: "shop")
    #expect(try graph.resolve(TargetExpression(parsing: target)) == ids(expected))
    #expect(throws: TargetError.multipleHeads(ids("left4 right4"), label: "shop")) {
      try graph.resolve(TargetExpression(parsing: "shop@head"))
    }
  }

  @Test(arguments: [
    ("", Command.upgrade, "shop@head", "+a +b => {b}"),
    ("", .upgrade, "shop", "+a +b => {b}"),
    ("a", .upgrade, "shop@+1", "+b => {b}"),
    ("b", .downgrade, "shop@-1", "-b => {a}"),
    ("b", .downgrade, "shop@base", "-b -a => {}"),
    ("b", .downgrade, "shop@a", "-b => {a}"),
    ("b", .stamp, "shop@base", "=> {}"),
    ("", .stamp, "shop@head", "=> {b}"),
  ])
  func databaseLabelInCommands(
    _ start: String, _ command: Command, _ target: String, _ expected: String
  ) throws {
    let graph = try history("a-b", databaseLabel: "shop")
    #expect(outcome(graph, command, target, from: rows(start)) == expected)
  }

  /// An id or a declared label of the same spelling is more exact.
  @Test func declaredLabelGoesBeforeTheDatabases() throws {
    let graph = try history("a-b[shop]-c, x", databaseLabel: "shop")
    #expect(try graph.resolve(TargetExpression(parsing: "shop")) == ids("b"))
    #expect(try graph.resolve(TargetExpression(parsing: "shop@head")) == ids("c"))
  }
}
