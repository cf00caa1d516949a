import Aludel
import DialectKit
import Foundation
import Orchestration
import SQLText
import Testing

/// Where a client ends a statement: statements drawn from awkward pieces arrive one by one, or were
/// refused. None of them is SQL, so the server answers each with exactly one error.
@Suite struct ClientReadingTests {
  private static let pieces: [String: [String]] = [
    "postgresql": [
      "'a;b'", "'it''s'", "'\\'", "E'\\''", "E'a;\\\\'", "$$;'$$", "$x$ $$ ; $x$", "\"a;b\"",
      "\"\"\"\"", "(", ")", "( ; )", "-- c ; '\n", "/* ; ' */", "/* /* ; */ */", "::", ":a",
      ":'a'", ":\"USER\"", "a$$b", "\n", "\r\n", "begin", "BEGIN ATOMIC", "end", "case", "CREATE",
      "FUNCTION", "OR REPLACE", "PROCEDURE", "U&'\\0041;'", "U&\"x;\"", "N'a;'", "x[1:n]", "e",
      "'x'\n'y;'", "E'a'\n'b;'", "B'1'", "- -", "--\n", "*/", "/", "*", "$é$;$é$", "#", "`",
    ],
    "mysql": [
      "'a;b'", "'it''s'", "'\\''", "\"a;\\\"\"", "`a;b`", "`it's`", "-- c ; '\n", "--\n", "--x",
      "# ; '\n", "/* ; ' */", "/*! x */", "/*!50003 ';' */", "/*M! x */", "/*+ it's */", "\n",
      "\r\n", "(", ")", "BEGIN x; END", "\\N", "5--1", "a-- \n", "delimiter ", "\nuse x\n",
      "\nstatus\n", "\nsource x", "é", "//", "$$", "N'a;'", "x'41'", "_utf8'a;'", "''", "\"\"",
      "``", "*/", "/", "*", "-", "\"it's\"", "'\"'", "@'a;b'", "@`a;`",
    ],
    "sqlite": [
      "'a;b'", "'it''s'", "'\\'", "\"a;b\"", "`a;b`", "[a;b]", "[it's]", "-- c ; '\n",
      "/* ; ' */", "/* \n;\n */", "\n", "\r\n", "\n/\n", "\ngo\n", "\nGO \n", "\n.quit\n",
      "\n#x\n", "/", "go", "é", "x'41'", "CREATE TRIGGER", "TEMP", "begin", "end", "case", "(",
      ")", "$a", "@b", "?1", ":c", "''", "\"\"", "--\n", "*/", "- -",
    ],
  ]

  private static let count = 300

  private func statements(of engine: ScriptEngine, for dialect: any ScriptDialect) throws
    -> [SQLStatement]
  {
    let pieces = try #require(Self.pieces[engine.dialect])
    var random = SplitMix(state: 4711)
    var statements: [SQLStatement] = []
    while statements.count < Self.count {
      var text =
        ["SELEC ", "CREATE BAD ", "CREATE BAD FUNCTION "].randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: 1..<10, using: &random) {
        text += pieces.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) { text += " " }
      }
      let split = try? StatementSplitter(rules: dialect.lexicalRules).statements(in: text)
      guard let split, split.count == 1, dialect.scriptObjection(to: split[0]) == nil else {
        continue
      }
      statements.append(split[0])
    }
    return statements
  }

  @Test(arguments: ScriptEngine.all)
  func `every statement ends where we end it`(engine: ScriptEngine) async throws {
    let dialect = try #require(DialectRegistry.standard[engine.dialect] as? any ScriptDialect)
    let statements = try statements(of: engine, for: dialect)
    try await engine.withTwo { _, one, _ in
      func errors(_ statements: ArraySlice<SQLStatement>) async throws -> Int {
        let script = try dialect.script(statements.map { .run($0) })
        return try await one.run(script, goingOn: true).error.split(separator: "\n")
          .filter { $0.contains("rror near line") || $0.contains("ERROR") }.count
      }
      guard try await errors(statements[...]) != Self.count else { return }
      for index in statements.indices where try await errors(statements[index...index]) != 1 {
        Issue.record("\(statements[index].text.debugDescription)")
      }
      Issue.record("some statement is read together with the one after it")
    }
  }

  /// Random numbers that are the same each time.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
