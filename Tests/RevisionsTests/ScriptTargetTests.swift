import Revisions
import Testing

@Suite struct ScriptTargetTests {
  @Test(arguments: [
    ("3f2a", "3f2a"), ("heads", "heads"), (":heads", ":heads"), ("a:", "a:"), (":", ":"),
    ("a:b", "a:b"), ("a,b:c", "a,b:c"), ("main/a:b", "main/a:b"), ("a:main/b", "main/a:b"),
    ("main/a:main/b", "main/a:b"), ("main/a,b:c", "main/a,b:c"), ("main/:", "main/:"),
    ("current:+2", "current:+2"), ("x@a:x@b", "x@a:x@b"), ("base:-1", "base:-1"),
  ])
  func `targets and ranges`(text: String, same: String) throws {
    #expect(try ScriptTarget(parsing: text).description == same)
  }

  @Test(arguments: [
    "", "a:b:c", "a,:b", ",a:b", "main/a:other/b", "main/a,other/b:c", "a;b:c", "a,b",
  ])
  func `what is none`(text: String) {
    #expect(throws: TargetSyntaxProblem.self) { try ScriptTarget(parsing: text) }
  }

  @Test func `every side tells which databases are meant`() throws {
    let range = try ScriptTarget(parsing: "main/a,b:c")
    #expect(range.targets.map(\.description) == ["main/a", "main/b", "main/c"])
    #expect(try ScriptTarget(parsing: "main/:").targets.map(\.description) == ["main/heads"])
    #expect(try ScriptTarget(parsing: ":").targets.map(\.description) == ["heads"])
    #expect(try ScriptTarget(parsing: "a").starts == nil)
    #expect(try ScriptTarget(parsing: ":a").starts == [])
  }

  @Test(arguments: [
    ("a:b", "+b"), ("base:b", "+a +b"), (":", "+a +b +c2 +c1"), ("b:b", ""), ("heads:heads", ""),
    ("c1:c2", "+c2"), ("c1,c2:c2", ""), ("c1,b:heads", "+c2"), ("base:base", ""),
    // The wrong way round
    ("b:a", "error: invalid_range"), ("heads:base", "error: invalid_range"),
    ("c1,c2:b", "error: invalid_range"), ("c1:left@base", "error: invalid_range"),
    // What the database says stands for itself.
    ("current:a", ""), ("current:b", "+b"), ("a:-1", "error: walked_too_far"),
  ])
  func `an upgrade goes up a range`(text: String, steps: String) throws {
    let graph = try history("a-b-c1[left], b-c2[right]")
    let range = try ScriptTarget(parsing: text)
    let starts = range.starts ?? []
    var result: String
    do throws(TargetError) {
      var named: [RevisionID] = []
      for start in starts { named += try graph.resolve(start, rows: rows("a")) }
      result = try graph.planUpgrade(
        to: [range.end ?? .heads], from: starts, rows: graph.heads(reaching: named)
      ).steps.map { "+\($0.revision)" }.joined(separator: " ")
    } catch {
      result = "error: \(error.code)"
    }
    #expect(result == steps)
  }
}
