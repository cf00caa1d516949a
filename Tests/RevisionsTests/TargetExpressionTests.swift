import Revisions
import Testing

@Suite struct TargetExpressionTests {
  struct Case: Sendable {
    var text: String
    var expected: TargetExpression
  }

  static let cases = [
    Case(text: "head", expected: .head),
    Case(text: "heads", expected: .heads),
    Case(text: "base", expected: .base),
    Case(text: "current", expected: .current),
    Case(text: "3f2a", expected: .init(.name("3f2a"))),
    Case(text: "main/3f2a", expected: .init(.name("3f2a"), database: "main")),
    Case(text: "analytics@head", expected: .init(.head, label: "analytics")),
    Case(
      text: "analytics/billing@head",
      expected: .init(.head, label: "billing", database: "analytics")),
    Case(
      text: "a/b@c+12",
      expected: .init(.name("c"), label: "b", database: "a", offset: .init(.up, 12))),
    Case(text: "+1", expected: .init(relative: .init(.up, 1))),
    Case(text: "-1", expected: .init(relative: .init(.down, 1))),
    Case(text: "main/-1", expected: .init(relative: .init(.down, 1), database: "main")),
    Case(text: "left@-2", expected: .init(relative: .init(.down, 2), label: "left")),
    Case(text: "head-2", expected: .init(.head, offset: .init(.down, 2))),
    Case(text: "base+2", expected: .init(.base, offset: .init(.up, 2))),
    Case(text: "feature-x@head", expected: .init(.head, label: "feature-x")),
    Case(text: "feature-x-2", expected: .init(.name("feature-x"), offset: .init(.down, 2))),
    Case(text: "feature-x", expected: .init(.name("feature-x"))),
    Case(text: "2-3", expected: .init(.name("2"), offset: .init(.down, 3))),
    Case(text: "x.1_y-1", expected: .init(.name("x.1_y"), offset: .init(.down, 1))),
    Case(text: "x+0", expected: .init(.name("x"), offset: .init(.up, 0))),
    Case(
      text: "my db/eu west/x", expected: .init(.name("x"), database: "my db/eu west")),
  ]

  @Test(arguments: cases) func parses(_ test: Case) throws {
    let parsed = try TargetExpression(parsing: test.text)
    #expect(parsed == test.expected)
    #expect(parsed.description == test.text)
  }

  @Test func anEmptyLabelIsNone() throws {
    #expect(try TargetExpression(parsing: "@head") == .head)
  }

  @Test(arguments: ["+99999999999999999999999999", "x-99999999999999999999999999"])
  func hugeNumbers(_ text: String) throws {
    #expect(try TargetExpression(parsing: text).offset?.count == Int.max)
  }

  @Test(
    arguments: [
      ("", .empty),
      ("/head", .emptyDatabase),
      ("main/", .emptyWord),
      ("left@", .emptyWord),
      ("@", .emptyWord),
      ("a@b@c", .badCharacter(UInt8(ascii: "@"), at: 3)),
      ("a b", .badCharacter(UInt8(ascii: " "), at: 1)),
      ("a:b", .badCharacter(UInt8(ascii: ":"), at: 1)),
      ("+", .badCharacter(UInt8(ascii: "+"), at: 0)),
      ("a+b", .badCharacter(UInt8(ascii: "+"), at: 1)),
      ("+1abc", .trailingText(at: 2)),
      ("a+1-1", .trailingText(at: 3)),
      ("rel-2@head", .badCharacter(UInt8(ascii: "-"), at: 3)),
      ("é", .badCharacter(0xC3, at: 0)),
      (String(repeating: "a", count: 256), .tooLong),
    ] as [(String, TargetSyntaxProblem.Reason)])
  func refuses(_ text: String, _ reason: TargetSyntaxProblem.Reason) {
    #expect(throws: TargetSyntaxProblem(text: text, reason: reason)) {
      try TargetExpression(parsing: text)
    }
  }

  @Test func anyBytesAreAnswered() {
    var random = SplitMix(seed: 7)
    let alphabet = Array("ab1-+@/:. é")
    for _ in 0..<5_000 {
      let length = Int.random(in: 0...9, using: &random)
      let text = String(
        (0..<length).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        })
      // What it prints means the same.
      if let parsed = try? TargetExpression(parsing: text) {
        #expect((try? TargetExpression(parsing: parsed.description)) == parsed)
      }
      if let parsed = try? TargetRange(parsing: text) {
        #expect((try? TargetRange(parsing: parsed.description)) == parsed)
      }
    }
  }
}
