import Revisions
import Testing

@Suite struct GraphProblemTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var revisions: [Revision]
    var problems: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "empty", revisions: [], problems: []),
    Case(
      name: "duplicate id", revisions: revisions("a-b-c") + revisions("b"),
      problems: ["revision b is declared 2 times"]),
    Case(
      name: "label of two", revisions: revisions("a[x]-b[x]"),
      problems: ["the label x is declared by a, b"]),
    Case(
      name: "label twice in one", revisions: revisions("a[x,x]"),
      problems: ["revision a declares the label x 2 times"]),
    Case(
      name: "label is an id", revisions: revisions("a[b]-b"),
      problems: ["the label b of revision a is the id of a revision"]),
    Case(
      name: "label is its own id", revisions: revisions("a[a]"),
      problems: ["the label a of revision a is the id of a revision"]),
    Case(
      name: "missing parent", revisions: [Revision(id: id("a"), parents: [id("gone")])],
      problems: ["revision a comes after gone, which does not exist"]),
    Case(
      name: "a label is no parent",
      revisions: revisions("b[x]") + [Revision(id: id("a"), parents: [id("x")])],
      problems: ["revision a comes after x, which does not exist"]),
    Case(
      name: "missing dependency", revisions: revisions("a(gone)"),
      problems: ["revision a depends on gone, which does not exist"]),
    Case(
      name: "a beginning is no dependency", revisions: revisions("abcdef, b(abcd)"),
      problems: ["revision b depends on abcd, which does not exist"]),
    Case(
      name: "other databases are not looked at", revisions: revisions("a(other/gone)"),
      problems: []),
    Case(
      name: "own parent", revisions: revisions("a-a"), problems: ["revision a comes after itself"]),
    Case(
      name: "own dependency by label", revisions: revisions("a[x](x)"),
      problems: ["revision a depends on itself"]),
    Case(
      name: "cycle with innocents above and below", revisions: revisions("a-b-c-d-e, d-b"),
      problems: ["revisions come after each other: b -> d -> c -> b"]),
    Case(
      name: "two cycles", revisions: revisions("a-b-a, c-d-c, x"),
      problems: [
        "revisions come after each other: a -> b -> a",
        "revisions come after each other: c -> d -> c",
      ]),
    Case(
      name: "dependency cycle", revisions: revisions("a-b(d), c-d-e, f, e-g, a-c(b)"),
      problems: ["revisions depend on each other: b -> d -> c -> b"]),
    Case(
      name: "all at once",
      revisions: revisions("a[x]-b[x](gone), c-c") + [
        Revision(id: id("d"), parents: [id("missing")])
      ],
      problems: [
        "the label x is declared by a, b",
        "revision b depends on gone, which does not exist",
        "revision c comes after itself",
        "revision d comes after missing, which does not exist",
      ]),
  ]

  @Test(arguments: cases) func problems(_ test: Case) {
    var found: [String] = []
    do { _ = try RevisionGraph(test.revisions, databaseLabel: nil) } catch {
      found = error.problems.map(\.description)
    }
    #expect(found == test.problems)
  }

  @Test func duplicatesAreFoundByPosition() {
    #expect(throws: GraphProblems([.duplicateRevision(id("a"), positions: [0, 2])])) {
      try RevisionGraph(
        revisions("a") + revisions("b") + revisions("a"), databaseLabel: nil)
    }
  }

  /// Deep enough to end a process that recurses.
  @Test func aLongCycleIsFound() {
    let count = 20_000
    let ring = (0..<count).map { number in
      Revision(id: id("r\(number)"), parents: [id("r\((number + 1) % count)")])
    }
    do {
      _ = try RevisionGraph(ring, databaseLabel: nil)
      Issue.record("no problem was found")
    } catch {
      guard case .cycle(let path, .parent) = error.problems.first else {
        Issue.record("another problem: \(error.problems.prefix(1))")
        return
      }
      #expect(path.count == count)
    }
  }
}
