import Revisions
import Testing

@Suite struct RevisionGraphTests {
  static let graph = "a-b-c1[left]-d1, b-c2[right]-d2, d1+d2-e, x1, x2(b)"

  @Test func shape() throws {
    let graph = try history(Self.graph)
    #expect(graph.ids == ids("a b c1 d1 c2 d2 e x1 x2"))
    #expect(graph.heads == ids("e x1 x2"))
    #expect(graph.realHeads == ids("e x1 x2"))
    #expect(graph.bases == ids("a x1 x2"))
    #expect(graph.branchPoints == ids("b"))
    #expect(graph.mergePoints == ids("e"))
    #expect(graph.children(of: id("b")) == ids("c1 c2"))
    #expect(graph.children(of: id("b"), .full) == ids("c1 c2 x2"))
    #expect(graph.parents(of: id("e")) == ids("d1 d2"))
    #expect(graph.parents(of: id("x2")) == [])
    #expect(graph.parents(of: id("x2"), .full) == ids("b"))
    #expect(graph.ancestors(of: id("x2"), .full) == ids("a b x2"))
    #expect(graph.ancestors(of: id("x2"), .versioned) == ids("x2"))
    #expect(graph.descendants(of: id("b"), .versioned) == ids("b c1 d1 c2 d2 e"))
    #expect(graph.lineage(of: id("c1")) == ids("a b c1 d1 e"))
    #expect(graph.isAncestor(id("a"), of: id("x2")))
    #expect(!graph.isAncestor(id("a"), of: id("x2"), .versioned))
    #expect(graph.topologicalOrder == ids("a b c1 c2 d1 d2 e x1 x2"))
    #expect(graph.unknownRows(rows("a gone")) == ids("gone"))
    #expect(graph.revision(id("left")) == nil)
    #expect(graph.contains(id("e")))
  }

  @Test func aHeadThatIsNeededIsNotReal() throws {
    let graph = try history("q1, t1, q1-q2(t1)")
    #expect(graph.heads == ids("t1 q2"))
    #expect(graph.realHeads == ids("q2"))
    #expect(graph.applied(rows("q2")).tips == ids("t1 q2"))
    #expect(graph.applied(rows("q2")).heads == rows("q2"))
    #expect(graph.pending(rows("q1")) == ids("t1 q2"))
  }

  @Test func dependencies() throws {
    let graph = try history("a[x], b(x,main/a,other/z)", database: "main")
    #expect(graph.dependencies(of: id("b")) == ids("a"))
    #expect(graph.remoteDependencies(of: id("b")) == [Dependency(database: "other", name: "z")])
    #expect(graph.remoteDependencies.map(\.revision) == ids("b"))
  }

  @Test(arguments: [
    ("a-b[x]-c", "a:x b:x c:x"),
    ("a-b-c[x]-d, b-e", "c:x d:x"),
    ("a-b[x]-c, b-d", "b:x c:x d:x"),
    ("a-b[x]-c, e(b)", "b:x c:x"),
    ("a-b[x]-c, d, c+d-e-f", "b:x c:x e:x f:x"),
    ("a[x]-b[y]-c[z]", "a:x,y,z b:x,y,z c:x,y,z"),
  ])
  func labelsSpread(_ notation: String, _ expected: String) throws {
    let graph = try history(notation)
    let shown = graph.ids.compactMap { id in
      let labels = graph.labels(of: id)
      return labels.isEmpty ? nil : "\(id):" + labels.map(\.text).joined(separator: ",")
    }
    #expect(shown.joined(separator: " ") == expected)
  }

  @Test(arguments: [
    ("3f2a9e8c4a1c", ["3f2a9e8c4a1b"]),
    ("3f2", ["3f2a9e8c4a1b", "3f2b00000000"]),
    ("biling", ["billing"]),
    ("billing2", ["billing"]),
    ("shpo", ["shop"]),
    ("nothing.like.it", []),
    ("", []),
  ])
  func nearestNames(_ word: String, _ expected: [String]) throws {
    let graph = try history("3f2a9e8c4a1b[billing]-3f2b00000000", databaseLabel: "shop")
    #expect(graph.nearest(to: word) == expected)
  }

  @Test func prefixesAndExactNames() throws {
    let graph = try history("abcd1[abcdef]-abcd2-ab", databaseLabel: "abcde")
    #expect(graph.names(withPrefix: "abcd") == ["abcd1", "abcd2", "abcdef"])
    #expect(graph.names(withPrefix: "a") == ["abcd1", "abcd2", "abcdef"])
    #expect(graph.names(withPrefix: "") == [])
    #expect(graph.knows("ab") && graph.knows("abcdef") && graph.knows("abcde"))
    #expect(!graph.knows("abcd"))
    #expect(graph.declaringRevision(of: "abcdef") == id("abcd1"))
    #expect(graph.declaringRevision(of: "abcd") == nil)
  }

  /// Would not end in the life of a test run if anything were quadratic, nor at all with recursion.
  @Test func largeHistories() throws {
    let line = (0..<20_000).map { number in
      Revision(id: id("r\(number)"), parents: number == 0 ? [] : [id("r\(number - 1)")])
    }
    var diamonds = [Revision(id: id("m0"))]
    for number in 0..<5_000 {
      diamonds += ["l", "r"].map {
        Revision(id: id("\($0)\(number)"), parents: [id("m\(number)")])
      }
      diamonds.append(
        Revision(id: id("m\(number + 1)"), parents: [id("l\(number)"), id("r\(number)")]))
    }
    for revisions in [line, diamonds] {
      let graph = try RevisionGraph(revisions, databaseLabel: nil)
      let up = try graph.planUpgrade(to: [.head], rows: HeadSet([]))
      #expect(up.steps.count == revisions.count)
      let down = try graph.planDowngrade(to: [.base], rows: up.end)
      #expect(down.end.isEmpty)
    }
  }
}
