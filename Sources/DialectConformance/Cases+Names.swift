import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  static let nastyNames = [
    "plain", "MixedCase", "select", "TABLE", "user", "with space", "it's", "dou\"ble", "\"", "\"\"",
    "tick`ed", "``", "brack[et]", "]", "semi;colon", "--comment", "/*comment*/", "back\\slash",
    "\\",
    "dollar$1", "$$", "question?", "%s%d", "per%cent", "a.b", "a,b", "(a)", ":colon", "@at",
    "#hash",
    "new\nline", "tab\t", "größe", "e\u{301}", "日本語", "🐟", "\u{FEFF}", "0digit", "\u{1}",
    "trailing ", "'; DROP TABLE t; --",
  ]

  static let names: [ConformanceCase] = [
    ConformanceCase("names: nasty ones go through the catalog and back") { context in
      try await context.connected { (connection) throws in
        for name in nastyNames where !context.facts.impossibleNames.contains(name) {
          let identifier = Identifier(name)
          do {
            try connection.execute(
              "CREATE TABLE \(identifier) (\(identifier) BIGINT, \(Identifier("b")) BIGINT)")
            let columns = try connection.columns(of: QualifiedName(name: identifier))
            #expect(columns.map { Array($0.name.utf8) } == [Array(name.utf8), Array("b".utf8)])
            try connection.execute("DROP TABLE \(identifier)")
          } catch {
            Issue.record("\(name.debugDescription): \(error)")
          }
        }
      }
    },
    ConformanceCase("names: impossible ones are refused, not changed") { context in
      try await context.connected { (connection) throws in
        for name in context.facts.impossibleNames.sorted() {
          #expect(throws: DatabaseError.self, "\(name)") {
            try connection.execute("CREATE TABLE \(Identifier(name)) (n BIGINT)")
          }
        }
      }
    },
    ConformanceCase("names: empty ones and NUL are refused before they are sent") { context in
      for name in ["", "\u{0}", "a\u{0}", "a\u{0}b"] {
        #expect(throws: DatabaseError.self, "\(name.debugDescription)") {
          _ = try context.dialect.quote(Identifier(name))
        }
      }
    },
    ConformanceCase("names: the longest is kept whole and a longer one refused") { context in
      let limit = context.traits.maximumIdentifierLength
      let longest = limit ?? .bytes(1000)
      try await context.connected { (connection) throws in
        for letter in ["x", "ü"] {
          let name = longest.name(of: letter)
          try connection.execute("CREATE TABLE \(Identifier(name)) (\(Identifier(name)) BIGINT)")
          let columns = try connection.columns(of: QualifiedName(name: Identifier(name)))
          #expect(columns.map(\.name) == [name])
        }
      }
      guard limit != nil else { return }
      for letter in ["x", "ü"] {
        #expect(throws: DatabaseError.self) {
          _ = try context.dialect.quote(Identifier(longest.name(of: letter) + "x"))
        }
      }
    },
    ConformanceCase("names: the catalog looks for the very name") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("a_c")
        // Neither a pattern nor a part.
        for name: Identifier in ["a%", "a_", "%", "abc", "a_c ", "'a_c'", "\"a_c\"", "main.a_c"] {
          let columns = try connection.columns(of: QualifiedName(name: name))
          #expect(columns == [], "\(name)")
        }
        #expect(try connection.columns(of: QualifiedName(name: "a_c")).map(\.name) == ["n"])
      }
    },
  ]
}

extension IdentifierLength {
  /// The longest name of this letter, with an `x` at the end where no whole letter fits.
  func name(of letter: String) -> String {
    switch self {
    case .bytes(let count):
      let size = letter.utf8.count
      return String(repeating: letter, count: count / size)
        + String(repeating: "x", count: count % size)
    case .characters(let count): return String(repeating: letter, count: count)
    }
  }
}
