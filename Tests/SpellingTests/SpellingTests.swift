import Testing

@testable import Spelling

struct SpellingTests {
  @Test(arguments: [
    ("lock_timout", "lock_timeout"), ("LOCK_TIMEOUT", "lock_timeout"), ("ulr", "url"),
    ("pasword", "password"), ("prod", "production"), ("Prod", "production"), ("zzz", nil),
    ("", nil), ("u", nil), (String(repeating: "x", count: 1000), nil),
  ])
  func nearest(_ word: String, _ expected: String?) {
    let words = ["url", "password", "lock_timeout", "production"]
    #expect(Spelling.nearest(to: word, among: words) == expected)
  }

  @Test func theFirstOfEqualsIsTheNearest() {
    #expect(Spelling.nearest(to: "mian", among: ["man", "main", "mean"]) == "man")
    #expect(Spelling.nearest(to: "ma", among: ["main_old", "main_new"]) == nil)
    #expect(Spelling.nearest(to: "ma", among: []) == nil)
  }

  /// What would be a far-fetched guess, a beginning among them, is not a slip.
  @Test(arguments: [
    ("revison", "revision"), ("Revision", "revision"), ("revsion", "revision"),
    ("edn", "end"), ("version", nil), ("rev", nil), ("and", "end"), ("nd", "end"), ("e", nil),
    ("", nil),
  ])
  func slips(_ word: String, _ expected: String?) {
    #expect(Spelling.slip(word, of: ["revision", "end"]) == expected)
  }

  @Test(arguments: [
    ("main", ["main", "main2", "Man", "mani"]), ("man", ["Man", "mani", "main"]),
    ("m", ["Man", "main", "main2", "mani"]), ("other", []), ("", []),
    ("main2_and_more", ["main", "main2"]),
  ])
  func ranked(_ word: String, _ expected: [String]) {
    let names = ["mani", "Man", "main", "main2"]
    #expect(Spelling.ranked(names, by: word, limit: 9) == expected)
    #expect(Spelling.ranked(names, by: word, limit: 1) == Array(expected.prefix(1)))
    #expect(Spelling.ranked(names, by: word, limit: 0) == [])
  }

  /// Ids are typed by their beginnings, and mistyped so.
  @Test(arguments: [
    ("3f2x", ["3f2a9e8c4a1b", "3f2b00000000"]), ("3g2a", ["3f2a9e8c4a1b"]), ("3x", []),
    ("f3", []), ("f32a9e", ["3f2a9e8c4a1b"]), ("biling", ["billing"]), ("bil", ["billing"]),
    ("bol", ["billing"]),
    ("bolk", []),
  ])
  func rankedByBeginning(_ word: String, _ expected: [String]) {
    let names = ["billing", "3f2b00000000", "3f2a9e8c4a1b"]
    #expect(Spelling.ranked(names, by: word, limit: 9) == expected)
  }

  @Test func advises() {
    #expect(
      Spelling.advice(for: "mian", among: ["main", "stats"], called: "databases")
        == "did you mean \"main\"? databases: main, stats")
    #expect(
      Spelling.advice(for: "x", among: ["main", "stats"], called: "databases")
        == "databases: main, stats")
    #expect(Spelling.advice(for: "x", among: [], called: "databases") == "databases: none")
  }

  @Test(arguments: [
    ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("abc", "xabc", 1),
    ("kitten", "sitting", 3), ("ab", "ba", 1), ("abcd", "badc", 2),
  ])
  func edits(_ left: String, _ right: String, _ expected: Int) {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    for limit in 0...5 {
      let shown = expected <= limit ? expected : nil
      #expect(Spelling.edits(left, right, atMost: limit) == shown)
      #expect(Spelling.edits(right, left, atMost: limit) == shown)
    }
    #expect(Spelling.edits(left, right, atMost: -1) == nil)
  }
}
