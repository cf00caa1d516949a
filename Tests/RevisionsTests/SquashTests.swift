import Revisions
import Testing

@Suite struct SquashTests {
  /// `a-b-c`, of which `s` replaces `a` and `b`.
  static func folded(
    _ notation: String = "a-b-c", squash: String = "s", replaces: String = "a b",
    parents: String = "", without missing: String = ""
  ) throws -> RevisionGraph {
    let gone = Set(ids(missing))
    let kept = revisions(notation).filter { !gone.contains($0.id) }
    let squash = Revision(id: id(squash), parents: ids(parents), replaces: ids(replaces))
    return try RevisionGraph(kept + [squash], databaseLabel: nil)
  }

  static func steps(_ graph: RevisionGraph, _ standing: String) throws -> String {
    let seen = try graph.unfolded(around: rows(standing).revisions)
    let plan = try seen.planUpgrade(to: [.heads], rows: rows(standing))
    return plan.steps.map { step in
      (seen.isTakeover(step.revision) ? "=" : "+") + step.revision.text + " "
        + step.delta.description
    }.joined(separator: ", ")
  }

  @Test(arguments: [
    ("", "+s +s, +c -s +c"),
    ("a", "+b -a +b, =s -b +s, +c -s +c"),
    ("b", "=s -b +s, +c -s +c"),
    ("s", "+c -s +c"),
    ("c", ""),
  ])
  func positions(standing: String, steps: String) throws {
    #expect(try Self.steps(Self.folded(), standing) == steps)
  }

  /// Without the originals only their end can still be told from the middle.
  @Test(arguments: [
    ("", "+s +s, +c -s +c"), ("b", "=s -b +s, +c -s +c"), ("s", "+c -s +c"), ("c", ""),
  ])
  func positionsAfterPruning(standing: String, steps: String) throws {
    #expect(try Self.steps(Self.folded(without: "a b"), standing) == steps)
  }

  @Test func insideOfWhatIsPruned() throws {
    let graph = try Self.folded(without: "a b")
    #expect(throws: TargetError.pruned(id("a"), squash: id("s"))) {
      try graph.unfolded(around: ids("a"))
    }
    #expect(graph.squash(standingFor: id("a")) == id("s"))
    #expect(graph.originals(of: id("s")).isEmpty)
  }

  /// `d` needs `b`, which lies inside of what `s` stands for: beside `d` the table tells of `s` itself.
  @Test(arguments: [
    ("", "+s +s, +d +d"),
    ("a", "+b -a +b, +c -b +c, +d +d, =s -c +s"),
    ("b", "+c -b +c, +d +d, =s -c +s"),
    ("d", "+c +c, =s -c +s"),
    ("c", "+d +d, =s -c +s"),
    ("c d", "=s -c +s"),
    ("s", "+d +d"),
    ("d s", ""),
  ])
  func dependantsOfAnInnerRevision(standing: String, steps: String) throws {
    let graph = try Self.folded("a-b-c, d(b)", replaces: "a b c")
    #expect(graph.realHeads == ids("d s"))
    #expect(
      Set(try Self.steps(graph, standing).split(separator: ", "))
        == Set(steps.split(separator: ", ")))
  }

  @Test(arguments: [("", "+s +s, +d +d"), ("s", "+d +d"), ("d s", ""), ("c d", "=s -c +s")])
  func dependantsOfAnInnerRevisionAfterPruning(standing: String, steps: String) throws {
    let graph = try Self.folded("a-b-c, d(b)", replaces: "a b c", without: "a b c")
    #expect(try Self.steps(graph, standing) == steps)
    #expect(throws: TargetError.self) { try graph.unfolded(around: ids("d")) }
  }

  /// What a script demands that starts where `d` is applied with all that it needs.
  @Test func rowsThatReachADependant() throws {
    let graph = try Self.folded("a-b-c, d(b)", replaces: "a b c")
    #expect(graph.heads(reaching: ids("d")) == rows("d s"))
    #expect(try graph.unfolded(around: [], naming: ids("b")).heads(reaching: ids("d")) == rows("d"))
  }

  /// A dependency may spell its own database out.
  @Test func dependantsThatNameTheirDatabase() throws {
    let inside = Revision(
      id: id("b"), dependencies: [Dependency(database: "main", name: "a")])
    let outside = Revision(
      id: id("d"), dependencies: [Dependency(database: "main", name: "a")])
    let squash = Revision(id: id("s"), replaces: ids("a b"))
    let graph = try RevisionGraph(
      revisions("a") + [inside, outside, squash], databaseLabel: nil, database: "main")
    #expect(graph.topologicalOrder == ids("s d"))
    #expect(try graph.unfolded(around: ids("d")).pending(rows("d")) == ids("b s"))
  }

  /// A label that was declared inside is the squash's; who depends on it still needs its revision only.
  @Test func dependantsOfALabelInside() throws {
    let squash = Revision(id: id("s"), labels: [branchLabel("x")], replaces: ids("a b c"))
    let dependant = Revision(id: id("d"), dependencies: [Dependency(name: "x")])
    for order in [[squash], []] {
      let rest = order.isEmpty ? [squash] : []
      let graph = try RevisionGraph(
        order + revisions("a[x]-b-c") + [dependant] + rest, databaseLabel: nil)
      let seen = try graph.unfolded(around: ids("d"))
      #expect(seen.isTakeover(id("s")))
      #expect(seen.pending(rows("d")) == ids("b c s"))
      #expect(try graph.unfolded(around: ids("d s")).pending(rows("d s")).isEmpty)
    }
  }

  @Test func dependantsOfASquashInASquash() throws {
    let inner = Revision(id: id("s1"), replaces: ids("a b"))
    let outer = Revision(id: id("s2"), replaces: ids("s1 c"))
    let graph = try RevisionGraph(
      revisions("a-b-c, d(a), e(b)") + [inner, outer], databaseLabel: nil)
    func pending(_ standing: String) throws -> [RevisionID] {
      try graph.unfolded(around: rows(standing).revisions).pending(rows(standing))
    }
    #expect(try pending("") == ids("s2 d e"))
    #expect(try pending("d") == ids("b s1 c e s2"))
    #expect(try pending("e") == ids("c d s2"))
    #expect(try pending("d s1") == ids("c e s2"))
    #expect(try pending("d e s1") == ids("c s2"))
    #expect(try pending("d e s2").isEmpty)
  }

  @Test func aSquashOfASquash() throws {
    let inner = Revision(id: id("s1"), replaces: ids("a b"))
    let outer = Revision(id: id("s2"), replaces: ids("s1 c"))
    let graph = try RevisionGraph(revisions("a-b-c-d") + [inner, outer], databaseLabel: nil)
    #expect(graph.ids == ids("d s2"))
    #expect(try Self.steps(graph, "") == "+s2 +s2, +d -s2 +d")
    #expect(try Self.steps(graph, "s1") == "+c -s1 +c, =s2 -c +s2, +d -s2 +d")
    #expect(try Self.steps(graph, "a") == "+b -a +b, =s1 -b +s1, +c -s1 +c, =s2 -c +s2, +d -s2 +d")
    #expect(try Self.steps(graph, "c") == "=s2 -c +s2, +d -s2 +d")
  }

  /// An original of the inner squash comes after one of the outer squash's own.
  @Test func aSquashOfASquashAndWhatWasBefore() throws {
    let inner = Revision(id: id("s1"), parents: ids("a"), replaces: ids("b c"))
    let outer = Revision(id: id("s2"), replaces: ids("a s1"))
    let graph = try RevisionGraph(revisions("a-b-c-d") + [inner, outer], databaseLabel: nil)
    #expect(try Self.steps(graph, "") == "+s2 +s2, +d -s2 +d")
    #expect(try Self.steps(graph, "b") == "+c -b +c, =s1 -c +s1, =s2 -s1 +s2, +d -s2 +d")
    #expect(try Self.steps(graph, "a") == "+s1 -a +s1, =s2 -s1 +s2, +d -s2 +d")
  }

  /// The end of what was pruned implies what the squash depends on.
  @Test func theEndOfWhatIsPruned() throws {
    let squash = Revision(
      id: id("s"), dependencies: [Dependency(name: "x")], replaces: ids("a b"))
    let graph = try RevisionGraph(revisions("x") + [squash], databaseLabel: nil)
    #expect(try graph.unfolded(around: ids("b")).pending(rows("b")) == ids("s"))
  }

  @Test func labelsAreTakenOver() throws {
    let squash = Revision(
      id: id("s"), labels: [branchLabel("billing")], replaces: ids("a b"))
    let graph = try RevisionGraph(revisions("a[billing]-b-c") + [squash], databaseLabel: nil)
    #expect(try graph.resolve(TargetExpression(.name("billing"))) == ids("s"))
    #expect(
      try graph.unfolded(around: ids("a")).resolve(TargetExpression(.name("billing"))) == ids("s"))
  }

  @Test(arguments: [
    ("a-b-c", "a b s", "", "cycle"),
    ("a-b-c, a-d", "a b", "", "invalid_squash"),
    ("a-b-c, d-e", "b e", "a d", "invalid_squash"),
    ("a-b-c", "a b x", "", "invalid_squash"),
  ])
  func whatCannotBe(notation: String, replaces: String, parents: String, code: String) {
    #expect {
      try Self.folded(notation, replaces: replaces, parents: parents)
    } throws: { error in
      (error as? GraphProblems)?.problems.map(\.code) == [code]
    }
  }

  @Test func severalSquashesOfOneRevision() {
    let squashes = ["s", "t"].map { Revision(id: id($0), replaces: ids("a b")) }
    #expect {
      try RevisionGraph(revisions("a-b-c") + squashes, databaseLabel: nil)
    } throws: { error in
      (error as? GraphProblems)?.problems == [
        .replacedTwice(id("a"), by: ids("s t")), .replacedTwice(id("b"), by: ids("s t")),
      ]
    }
  }

  /// One problem is told once: what a sound squash stands for is not said to be gone because another squash
  /// has lost a file.
  @Test func theProblemOfOneSquashIsNotAnothers() throws {
    func revision(_ name: String, _ parent: String?, _ replaces: String = "", on: String? = nil)
      throws -> Revision
    {
      Revision(
        id: id(name), parents: parent.map { [id($0)] } ?? [],
        dependencies: on.map { [Dependency(name: $0)] } ?? [], replaces: ids(replaces))
    }
    let revisions = [
      try revision("s", "m1", "m2 m3"), try revision("m1", nil), try revision("m4", "m3"),
      try revision("m5", "m4", on: "m2"), try revision("t", "m5", "m6 m7 m8"),
      try revision("m7", "m6"), try revision("m8", "m7"), try revision("m9", "m8"),
    ]
    do {
      _ = try RevisionGraph(revisions, databaseLabel: nil)
      Issue.record("it should have been refused")
    } catch {
      #expect(error.problems == [.incompleteSquash(id("t"), missing: [id("m6")])])
    }
  }

  @Test(arguments: [
    ("a-b-c", nil, nil, "a b c <- "),
    ("a-b-c", "a", nil, "b c <- a"),
    ("a-b-c", "a", "b", "b <- a"),
    ("a-b1-c, a-b2-c, c-d", nil, "c", "a b1 b2 c <- "),
    ("a-c, b-c, c-d(x), x", nil, "d", "a b c x d <- "),
    ("a-b-c", "c", nil, "empty"),
    ("a-b-c, b-d", nil, "c", "d comes after b, shorter b"),
    ("a-b-c-d1-e, c-d2-e", "a", "d1", "d2 comes after c, shorter c, longer e"),
    ("a-b-c-d1-e, c-d2-e", "b", "d1", "d2 comes after c, longer e"),
    ("a-b-c1-e, b-c2-e-f, b-x-f", nil, "c1", "c2 comes after b, shorter b, longer f"),
    ("a-c1-e, a-c2-e-f, b-c2", nil, "c1", "c2 comes after a, longer e"),
    ("a-b-c, d(b)", nil, "c", "a b c <- "),
    ("a-b-c, d(c)", nil, "c", "a b c <- "),
    ("a-b, a-c", nil, nil, "multiple_heads"),
  ])
  func ranges(notation: String, start: String?, end: String?, expected: String) throws {
    let graph = try history(notation)
    func name(_ text: String?) -> TargetExpression? { text.map { TargetExpression(.name($0)) } }
    let found: String
    do throws(SquashRangeProblem) {
      let range = try graph.squashRange(from: name(start), to: name(end))
      found =
        range.originals.map(\.text).joined(separator: " ") + " <- "
        + range.parents.map(\.text).joined(separator: " ")
    } catch {
      found =
        switch error {
        case .target(let error): error.code
        case .empty: "empty"
        case .severalEnds(let ends): "ends \(ends)"
        case .comesAfter(let outside, let inside, let shorter, let longer):
          "\(outside) comes after \(inside)" + (shorter.map { ", shorter \($0)" } ?? "")
            + (longer.map { ", longer \($0)" } ?? "")
        case .goesThrough(let others): "goes through \(others)"
        }
    }
    #expect(found == expected)
  }
}
