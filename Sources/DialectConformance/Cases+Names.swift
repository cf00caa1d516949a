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

  static let names = [
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
      let limit = context.traits.maximumIdentifierBytes ?? 1000
      try await context.connected { (connection) throws in
        for name in [
          String(repeating: "x", count: limit),
          String(repeating: "ü", count: limit / 2) + (limit.isMultiple(of: 2) ? "" : "x"),
        ] {
          let identifier = Identifier(name)
          try connection.execute("CREATE TABLE \(identifier) (\(identifier) BIGINT)")
          #expect(
            try connection.columns(of: QualifiedName(name: identifier)).map(\.name) == [name])
        }
      }
      guard context.traits.maximumIdentifierBytes != nil else { return }
      #expect(throws: DatabaseError.self) {
        _ = try context.dialect.quote(Identifier(String(repeating: "x", count: limit + 1)))
      }
      // Where characters are counted this is no longer than allowed; it is never cut.
      let wide = Identifier(String(repeating: "ü", count: limit / 2 + 1))
      guard (try? context.dialect.quote(wide)) != nil else { return }
      try await context.connected { (connection) throws in
        try connection.makeTable(wide)
        #expect(try !connection.columns(of: QualifiedName(name: wide)).isEmpty)
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
