import Revisions
import Testing

@Suite struct TargetRangeTests {
  struct Case: Sendable {
    var text: String
    var expected: TargetRange
    /// How it is printed, where that differs from how it was written.
    var printed: String?
    /// What selects the databases.
    var targets: String
  }

  static let cases = [
    Case(text: ":", expected: TargetRange(), targets: ""),
    Case(
      text: "a:b", expected: TargetRange(start: .init(.name("a")), end: .init(.name("b"))),
      targets: "a b"),
    Case(text: "a:", expected: TargetRange(start: .init(.name("a"))), targets: "a"),
    Case(text: ":b", expected: TargetRange(end: .init(.name("b"))), targets: "b"),
    Case(text: "base:head", expected: TargetRange(start: .base, end: .head), targets: "base head"),
    Case(text: "current:", expected: TargetRange(start: .current), targets: "current"),
    Case(
      text: "-3:current",
      expected: TargetRange(start: .init(relative: .init(.down, 3)), end: .current),
      targets: "-3 current"),
    Case(
      text: "a:+2",
      expected: TargetRange(start: .init(.name("a")), end: .init(relative: .init(.up, 2))),
      targets: "a +2"),
    Case(
      text: "head-2:left@heads",
      expected: TargetRange(
        start: .init(.head, offset: .init(.down, 2)), end: .init(.heads, label: "left")),
      targets: "head-2 left@heads"),
    Case(
      text: "left@base:head",
      expected: TargetRange(start: .init(.base, label: "left"), end: .head),
      targets: "left@base head"),
    Case(
      text: "main/a:b",
      expected: TargetRange(
        start: .init(.name("a")), end: .init(.name("b")), database: "main"),
      targets: "main/a main/b"),
    Case(
      text: "a:main/b",
      expected: TargetRange(
        start: .init(.name("a")), end: .init(.name("b")), database: "main"),
      printed: "main/a:b", targets: "main/a main/b"),
    Case(
      text: "main/a:main/b",
      expected: TargetRange(
        start: .init(.name("a")), end: .init(.name("b")), database: "main"),
      printed: "main/a:b", targets: "main/a main/b"),
    Case(
      text: "main/:b", expected: TargetRange(end: .init(.name("b")), database: "main"),
      targets: "main/b"),
    Case(
      text: "main/current:", expected: TargetRange(start: .current, database: "main"),
      targets: "main/current"),
    Case(text: "main/:", expected: TargetRange(database: "main"), targets: "main/heads"),
    Case(
      text: ":main/", expected: TargetRange(database: "main"), printed: "main/:",
      targets: "main/heads"),
    Case(
      text: "eu/shop/left@base:head",
      expected: TargetRange(
        start: .init(.base, label: "left"), end: .head, database: "eu/shop"),
      targets: "eu/shop/left@base eu/shop/head"),
  ]

  @Test(arguments: cases) func parses(_ test: Case) throws {
    let parsed = try TargetRange(parsing: test.text)
    #expect(parsed == test.expected)
    #expect(parsed.description == test.printed ?? test.text)
    #expect(parsed.targets.map(\.description).joined(separator: " ") == test.targets)
    #expect(TargetRange.isRange(test.text))
  }

  @Test(
    arguments: [
      ("", "", .colons(0)),
      ("a", "a", .colons(0)),
      ("a:b:c", "a:b:c", .colons(2)),
      ("x/a:y/b", "x/a:y/b", .twoDatabases("x", "y")),
      ("x/:y/", "x/:y/", .twoDatabases("x", "y")),
      ("/a:b", "/a", .emptyDatabase),
      ("a:/", "/", .emptyDatabase),
      ("left@:b", "left@", .emptyWord),
      ("a:b c", "b c", .badCharacter(UInt8(ascii: " "), at: 1)),
      ("a:+", "+", .badCharacter(UInt8(ascii: "+"), at: 0)),
      ("a+1x:b", "a+1x", .trailingText(at: 3)),
    ] as [(String, String, TargetSyntaxProblem.Reason)])
  func refuses(_ text: String, _ part: String, _ reason: TargetSyntaxProblem.Reason) {
    #expect(throws: TargetSyntaxProblem(text: part, reason: reason)) {
      try TargetRange(parsing: text)
    }
  }

  @Test(arguments: ["head", "main/left@head-2", "+1", ""]) func aTargetIsNoRange(_ text: String) {
    #expect(!TargetRange.isRange(text))
  }
}
