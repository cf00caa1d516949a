import Revisions
import Testing

/// What Alembic 1.20.1 does, and what is right where it has a defect.
@Suite struct AlembicResultsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var graph: String
    var rows: String
    var command: Command
    var targets: String
    var expected: String
    var testDescription: String { name }

    init(
      _ name: String, _ graph: String, _ rows: String, _ command: Command, _ targets: String,
      _ expected: String
    ) {
      self.name = name
      self.graph = graph
      self.rows = rows
      self.command = command
      self.targets = targets
      self.expected = expected
    }
  }

  static let linear = "aaaa1-bbbb2-cccc3"
  static let fork = "a-b-c1[left]-d1, b-c2[right]-d2"
  static let merged = fork + ", d1+d2-e-f"
  static let bases = "u1[users]-u2, o1[orders]-o2(u2)-o3, u2-u3"
  static let crisscross = "a1-a2, b1-b2(a2)-b3, a2-a3(b1)"
  static let twin = "a-b1, a-b2, a-b3, b1+b2+b3-c1, b1+b2+b3-c2, c1-d1, c2-d2"
  static let effective = "y1[y], x1[x], y1-y2(x1), x1-x2"
  static let dependencyMerge = "a1, b1(a1), a1+b1-bmerge"
  static let redundantDependency = "a1-a2-a3, b1-b2(a3)-b3-b4(a3)"
  static let openMerge = "a1-b1-c1, a2-b2-c2, c1+c2-d1, c2-d2"
  static let dependencyHead = "q1[q], t1[t], q1-q2(t1)"
  static let redundantMerge = "a-b-c(a), z, c+z-m(b,a)"

  static let asAlembic = [
    Case("linear to head", linear, "", .upgrade, "head", "+aaaa1 +bbbb2 +cccc3 => {cccc3}"),
    Case("linear +1", linear, "aaaa1", .upgrade, "+1", "+bbbb2 => {bbbb2}"),
    Case("linear +5 too far", linear, "aaaa1", .upgrade, "+5", "error: walked_too_far"),
    Case("linear rev-1", linear, "", .upgrade, "cccc3-1", "+aaaa1 +bbbb2 => {bbbb2}"),
    Case("linear partial id", linear, "", .upgrade, "bbbb", "+aaaa1 +bbbb2 => {bbbb2}"),
    Case("linear one-letter partial id", linear, "", .upgrade, "b", "+aaaa1 +bbbb2 => {bbbb2}"),
    Case("linear down -2", linear, "cccc3", .downgrade, "-2", "-cccc3 -bbbb2 => {aaaa1}"),
    Case("linear down base", linear, "cccc3", .downgrade, "base", "-cccc3 -bbbb2 -aaaa1 => {}"),
    Case("linear up to where it is", linear, "bbbb2", .upgrade, "bbbb2", "=> {bbbb2}"),
    Case("linear up to lower", linear, "cccc3", .upgrade, "aaaa1", "=> {cccc3}"),
    Case(
      "linear down to higher", linear, "aaaa1", .downgrade, "cccc3",
      "error: invalid_downgrade_target"),
    Case(
      "row unknown to the graph", linear, "zzzz9", .upgrade, "head",
      "error: unlocatable_current_revision"),
    Case("fork head", fork, "", .upgrade, "head", "error: multiple_heads"),
    Case("fork heads", fork, "", .upgrade, "heads", "+a +b +c2 +d2 +c1 +d1 => {d1, d2}"),
    Case("fork label@head", fork, "", .upgrade, "left@head", "+a +b +c1 +d1 => {d1}"),
    Case("fork label bare", fork, "", .upgrade, "left", "+a +b +c1 => {c1}"),
    Case("fork label@+1 off branch", fork, "c1", .upgrade, "right@+1", "+c2 => {c1, c2}"),
    Case("fork label@+1 on branch", fork, "c1 c2", .upgrade, "right@+1", "+d2 => {c1, d2}"),
    Case("fork +1 ambiguous", fork, "c1 c2", .upgrade, "+1", "error: ambiguous_start"),
    Case("fork +1 at branch point", fork, "b", .upgrade, "+1", "error: ambiguous_walk"),
    Case("fork down label@-1", fork, "d1 d2", .downgrade, "left@-1", "-d1 => {c1, d2}"),
    Case("fork down -1 first row", fork, "d1 d2", .downgrade, "-1", "-d1 => {c1, d2}"),
    Case("fork down label@b", fork, "d1 d2", .downgrade, "left@b", "-d1 -c1 => {d2}"),
    Case(
      "fork down label@base", fork, "d1 d2", .downgrade, "left@base",
      "-d1 -c1 -d2 -c2 -b -a => {}"),
    Case("fork down b", fork, "d1 d2", .downgrade, "b", "-d1 -c1 -d2 -c2 => {b}"),
    Case("fork down base+2", fork, "d2 d1", .downgrade, "base+2", "-d1 -c1 -d2 -c2 => {b}"),
    Case("fork down label@base+2", fork, "d2 d1", .downgrade, "right@base+2", "-d2 -c2 => {d1}"),
    Case("overlapping rows", fork, "c1 d1", .upgrade, "heads", "error: overlapping_rows"),
    Case("merge up from fork", merged, "b", .upgrade, "head", "+c2 +d2 +c1 +d1 +e +f => {f}"),
    Case("merge down over merge point", merged, "f", .downgrade, "d1", "-f -e => {d1, d2}"),
    Case(
      "merge down to branch point", merged, "f", .downgrade, "b",
      "-f -e -d1 -c1 -d2 -c2 => {b}"),
    Case("merge stamp across", merged, "d1 c2", .stamp, "right@head", "=> {f}"),
    Case("fork stamp down to branch point", fork, "d1 c2", .stamp, "b", "=> {b}"),
    Case("fork stamp heads", fork, "b", .stamp, "heads", "=> {d1, d2}"),
    Case("fork stamp label@base", fork, "d1 c2", .stamp, "left@base", "=> {c2}"),
    Case("fork stamp base", fork, "d1 c2", .stamp, "base", "=> {}"),
    Case("bases heads", bases, "", .upgrade, "heads", "+u1 +u2 +u3 +o1 +o2 +o3 => {o3, u3}"),
    Case(
      "bases label pulls dependency", bases, "", .upgrade, "orders@head",
      "+u1 +u2 +o1 +o2 +o3 => {o3}"),
    Case(
      "bases down dependency root", bases, "o3 u3", .downgrade, "users@base",
      "-o3 -o2 -u3 -u2 -u1 => {o1}"),
    Case(
      "bases down dependent only", bases, "o3 u3", .downgrade, "orders@base",
      "-o3 -o2 -o1 => {u3}"),
    Case(
      "bases down base of implied branch", bases, "o3", .downgrade, "orders@base",
      "-o3 -o2 -o1 => {u2}"),
    Case("crisscross down", crisscross, "a3 b2", .downgrade, "b1", "-b2 => {a3}"),
    Case(
      "crisscross heads", crisscross, "", .upgrade, "heads",
      "+a1 +a2 +b1 +a3 +b2 +b3 => {a3, b3}"),
    Case("twin merges", twin, "a", .upgrade, "heads", "+b3 +b2 +b1 +c2 +d2 +c1 +d1 => {d1, d2}"),
    Case("effective head down", effective, "y2", .downgrade, "x@-1", "-y2 -x1 => {y1}"),
    Case("effective head second row", effective, "x2 y2", .downgrade, "x@-1", "-x2 => {y2}"),
    Case(
      "dependency merge up", dependencyMerge, "a1", .upgrade, "head",
      "+b1 +bmerge => {bmerge}"),
    Case("dependency merge down", dependencyMerge, "bmerge", .downgrade, "a1", "-bmerge => {b1}"),
    Case(
      "redundant dependency down", redundantDependency, "b4", .downgrade, "b3",
      "-b4 => {b3}"),
    Case("merge with one side ahead", openMerge, "d2 b1", .upgrade, "d1", "+c1 +d1 => {d1, d2}"),
    Case(
      "unmerge with one side ahead", openMerge, "d2 d1", .downgrade, "b1",
      "-d1 -c1 => {b1, d2}"),
    Case("implied head: heads", dependencyHead, "", .upgrade, "heads", "+t1 +q1 +q2 => {q2}"),
    Case("implied head: head", dependencyHead, "", .upgrade, "head", "error: multiple_heads"),
    Case("implied head: up to it", dependencyHead, "q2", .upgrade, "t@head", "=> {q2}"),
    Case(
      "implied head: down to it", dependencyHead, "q2", .downgrade, "t1",
      "error: invalid_downgrade_target"),
    Case(
      "implied head: down its base", dependencyHead, "q2", .downgrade, "t@base",
      "-q2 -t1 => {q1}"),
  ]

  /// What is right where Alembic has a defect.
  static let mended = [
    // A merge of which one side implies another ends in a KeyError.
    Case(
      "redundant dependency", redundantMerge, "", .upgrade, "heads",
      "+a +z +b +c +m => {m}"),
    Case(
      "a dependency below another one", "a1-a2, m(a1,a2)", "", .upgrade, "heads",
      "+a1 +a2 +m => {m}"),
    Case("a merge with an implied parent", "a-b, a+b-c", "", .upgrade, "head", "+a +b +c => {c}"),
    // Below it a redundant row is left, which stops every upgrade from then on.
    Case("no redundant row is kept", redundantMerge, "c z", .downgrade, "c-1", "-c => {b, z}"),
    Case("and so the way up is free", redundantMerge, "b z", .upgrade, "heads", "+c +m => {m}"),
    Case(
      "a redundant row of Alembic's still stops an upgrade", redundantMerge, "a b z", .upgrade,
      "heads", "error: overlapping_rows"),
    Case(
      "and is cleared away by a downgrade", redundantMerge, "a b z", .downgrade, "a",
      "-b => {a, z}"),
    Case("and by a stamp", redundantMerge, "a b z", .stamp, "b", "=> {b, z}"),
    // Stamps lose rows.
    Case("stamp heads keeps a branch at its head", fork, "c1 d2", .stamp, "heads", "=> {d1, d2}"),
    Case("stamp two below two rows", fork, "d1 c2", .stamp, "c1 c2", "=> {c1, c2}"),
    Case("stamp two below a merge", merged, "f", .stamp, "d1 d2", "=> {d1, d2}"),
    Case(
      "stamp keeps what a branch depended on", "b1-b2, c1-c2(b2), e1", "e1 c2", .stamp, "b1",
      "=> {b1, c1, e1}"),
    Case(
      "stamp to a base keeps what the branch depended on", bases, "o3", .stamp, "orders@base",
      "=> {u2}"),
    // Assertions fail.
    Case("walk past the head", linear, "", .upgrade, "bbbb2+9", "error: walked_too_far"),
    Case("walk down to base", linear, "", .upgrade, "bbbb2-2", "error: walked_too_far"),
    Case("label@-1 off branch", fork, "d1", .downgrade, "right@-1", "error: not_applied"),
    Case("label@-1 from two rows", fork, "d1 d2", .downgrade, "b@-1", "error: ambiguous_start"),
    Case("label@-1 of an empty database", fork, "", .downgrade, "left@-1", "error: not_applied"),
    Case("a range from the base of an id", fork, "", .history, "c2@base:", "d2 c2 b a"),
    Case("a range from the base of a trunk", fork, "", .history, "b@base:", "d1 c1 d2 c2 b a"),
    Case("a range from a head that is needed", dependencyHead, "", .history, "t1:", "t1"),
    Case("show down to base", fork, "", .resolve, "left@head-4", ""),
    Case("show below base", fork, "", .resolve, "left@head-5", "error: walked_too_far"),
  ]

  /// Alembic's `current --check-heads` fails for ever where a head is needed by another revision: it
  /// compares rows with heads.
  @Test func aHeadThatIsNeededHasNoRow() throws {
    let graph = try history(Self.dependencyHead)
    let plan = try graph.planUpgrade(to: [.heads], rows: HeadSet([]))
    #expect(plan.end != HeadSet(graph.heads))
    #expect(plan.end == HeadSet(graph.realHeads))
    #expect(graph.pending(plan.end).isEmpty)
    #expect(Set(graph.applied(plan.end).tips) == Set(graph.heads))
  }

  /// To Alembic these are a KeyError, or a warning and then two heads of one name.
  @Test(arguments: [
    ([Revision(id: id("a"), parents: [id("gone")])], "missing_parent"),
    (revisions("a(gone)"), "missing_dependency"),
    (revisions("a-b") + revisions("b"), "duplicate_revision"),
  ])
  func unsoundHistoriesAreRefused(_ revisions: [Revision], _ code: String) {
    do {
      _ = try RevisionGraph(revisions, databaseLabel: nil)
      Issue.record("accepted")
    } catch {
      #expect(error.problems.map(\.code) == [code])
    }
  }

  @Test(arguments: asAlembic + mended) func result(_ test: Case) throws {
    let graph = try history(test.graph)
    #expect(outcome(graph, test.command, test.targets, from: rows(test.rows)) == test.expected)
  }
}
