import Revisions
import Testing

/// Cases beside Alembic's own results.
@Suite struct PlanTests {
  static let fork = "a-b-c1[left]-d1, b-c2[right]-d2"
  static let dependent = "b1[b]-b2, c1[c]-c2(b2), e1"

  struct Case: Sendable {
    var graph: String
    var rows: String
    var command: Command
    var targets: String
    var expected: String

    init(_ rows: String, _ command: Command, _ targets: String, _ expected: String) {
      self.init(fork, rows, command, targets, expected)
    }

    init(
      _ graph: String, _ rows: String, _ command: Command, _ targets: String, _ expected: String
    ) {
      self.graph = graph
      self.rows = rows
      self.command = command
      self.targets = targets
      self.expected = expected
    }
  }

  static let cases = [
    // Several targets
    Case("", .upgrade, "c1 right@head", "+a +b +c2 +d2 +c1 => {c1, d2}"),
    Case("", .upgrade, "a b", "+a +b => {b}"),
    Case("", .upgrade, "b b", "+a +b => {b}"),
    Case("d1 d2", .downgrade, "left@-1 right@-1", "-d1 -d2 => {c1, c2}"),
    Case("", .upgrade, "base", "=> {}"),
    // Where it stands
    Case("d1", .downgrade, "current", "=> {d1}"),
    Case("d1 c2", .downgrade, "right@current", "=> {c2, d1}"),
    Case("d1 c2", .upgrade, "current", "=> {c2, d1}"),
    Case("d1 c2", .upgrade, "right@current+1", "+d2 => {d1, d2}"),
    Case("d1", .downgrade, "current-1", "-d1 => {c1}"),
    // Relative targets that mean nothing
    Case("d1", .downgrade, "+1", "error: walked_too_far"),
    Case("d1", .downgrade, "-0", "error: walked_too_far"),
    Case("b", .upgrade, "-1", "error: walked_too_far"),
    Case("b", .upgrade, "+0", "error: walked_too_far"),
    Case("", .downgrade, "-1", "error: walked_too_far"),
    Case("d1", .downgrade, "-5", "error: walked_too_far"),
    Case("d1", .downgrade, "-4", "-d1 -c1 -b -a => {}"),
    Case("", .upgrade, "-9999999999999999999999", "error: walked_too_far"),
    Case("", .upgrade, "+9999999999999999999999", "error: ambiguous_walk"),
    Case("", .downgrade, "nothing@base", "error: unknown_revision"),
    Case("d1", .downgrade, "left@-1", "-d1 => {c1}"),
    Case("d1 d2", .downgrade, "a@-1", "error: ambiguous_start"),
    // One target whose revisions imply each other, as in Alembic
    Case(
      "q1[q], t1[t], q1-q2(t1), t1-t2, q2+t2-m", "", .upgrade, "q@heads",
      "+t1 +t2 +q1 +q2 +m => {m}"),
    Case("l1[l], l1-t1, l1-q1(t1)", "", .upgrade, "l@heads", "error: overlapping_targets"),
    // Rows that imply each other are cleared away on the way down
    Case("c1 d1", .downgrade, "left@-1", "error: ambiguous_start"),
    Case("b d1", .downgrade, "c1", "-d1 => {c1}"),
    Case("c1 d1", .downgrade, "c1", "-d1 => {c1}"),
    // Dependants go too, dependencies stay
    Case(dependent, "c2 e1", .downgrade, "b1", "-c2 -b2 => {b1, c1, e1}"),
    Case(dependent, "c2 e1", .downgrade, "c@base", "-c2 -c1 => {b2, e1}"),
    Case(dependent, "", .upgrade, "c@head", "+b1 +b2 +c1 +c2 => {c2}"),
    // Stamps
    Case("d1 d2", .stamp, "b d2", "=> {d2}"),
    Case("d1", .stamp, "base d2", "=> {d1, d2}"),
    Case("d1", .stamp, "left@-1", "=> {c1}"),
    Case("b", .stamp, "left@+1", "=> {c1}"),
    Case("d1", .stamp, "nothing", "error: unknown_revision"),
    Case("gone", .stamp, "a", "error: unlocatable_current_revision"),
    Case("", "", .upgrade, "head", "=> {}"),
    Case("", "", .upgrade, "heads", "=> {}"),
    Case("", "", .downgrade, "base", "=> {}"),
    Case("", "", .stamp, "head", "=> {}"),
    Case("", "", .upgrade, "+1", "error: walked_too_far"),
  ]

  @Test(arguments: cases) func result(_ test: Case) throws {
    let graph = try history(test.graph)
    #expect(outcome(graph, test.command, test.targets, from: rows(test.rows)) == test.expected)
  }

  /// One code, and three different things to be told.
  @Test(
    arguments: [
      ("d1", .upgrade, "-1", "'-1' leads down"), ("", .upgrade, "-3", "'-3' leads down"),
      ("d1 d2", .upgrade, "left@-1", "'left@-1' leads down"),
      ("a", .upgrade, "+0", "'+0' leads nowhere"),
      ("a", .upgrade, "-0", "'-0' leads nowhere"), ("a", .downgrade, "+1", "'+1' leads up"),
      ("", .downgrade, "right@+2", "'right@+2' leads up"),
      ("d1", .downgrade, "-0", "'-0' leads nowhere"), ("a", .stamp, "+0", "'+0' leads nowhere"),
      ("a", .downgrade, "-2", "'-2' leads out of the history"),
      ("d1", .upgrade, "+1", "'+1' leads out of the history"),
    ] as [(String, Command, String, String)])
  func relativeTargetsThatLeadNowhere(
    _ start: String, _ command: Command, _ target: String, _ words: String
  ) throws {
    let graph = try history(Self.fork)
    let targets = [try TargetExpression(parsing: target)]
    let error = #expect(throws: TargetError.self) {
      switch command {
      case .upgrade: try graph.planUpgrade(to: targets, rows: rows(start))
      case .downgrade: try graph.planDowngrade(to: targets, rows: rows(start))
      default: try graph.planStamp(to: targets, rows: rows(start))
      }
    }
    #expect(error?.description == words && error?.code == "walked_too_far")
  }

  @Test func deltas() throws {
    let graph = try history("a-b-d, a-c-d, e(c)")
    let up = try graph.planUpgrade(to: [.heads], rows: rows("b"))
    #expect(up.steps.map(\.delta.description) == ["+c", "-c +e", "-b +d"])
    #expect(up.delta == HeadDelta(from: rows("b"), to: rows("d e")))
    let down = try graph.planDowngrade(to: [.init(.name("a"))], rows: rows("d e"))
    #expect(down.steps.map(\.delta.description) == ["-d +b", "-b", "-e +c", "-c +a"])
  }

  @Test func purgeForgetsUnknownRows() throws {
    let graph = try history(Self.fork)
    let plan = try graph.planStamp(to: [.init(.name("c1"))], rows: rows("gone d2"), purge: true)
    #expect(plan.start == rows("gone d2"))
    #expect(plan.end == rows("c1"))
    #expect(plan.delta.removed == ids("d2 gone"))
  }

  @Test func theAssumedRowIsTold() throws {
    let graph = try history(Self.fork)
    let down = TargetExpression(relative: .init(.down, 1))
    #expect(try graph.planDowngrade(to: [down], rows: rows("d2 d1")).assumedStart == id("d1"))
    #expect(try graph.planDowngrade(to: [down], rows: rows("d1")).assumedStart == nil)
  }

  @Test func overlapsNameBothSides() throws {
    let graph = try history(Self.fork)
    #expect(throws: TargetError.overlappingRows(id("b"), impliedBy: ids("d1"))) {
      try graph.planUpgrade(to: [.heads], rows: rows("b d1"))
    }
  }

  @Test func deltasOfSets() {
    let delta = HeadDelta(from: rows("b a c"), to: rows("c d"))
    #expect(delta.removed == ids("a b"))
    #expect(delta.added == ids("d"))
    #expect(rows("a b c").applying(delta) == rows("c d"))
    #expect(HeadDelta(from: rows("a"), to: rows("a")).isEmpty)
    #expect(HeadSet(ids("b a b")).revisions == ids("a b"))
  }
}
