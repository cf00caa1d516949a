import DialectKit
public import SQLText
import Testing

/// So that many questions are too much for one message.
private let filling = String(repeating: "x", count: 300)

extension ConformanceCase {
  static let statements = [
    ConformanceCase("statements: changed rows are counted") { context in
      try await context.connected { (connection) throws in
        #expect(try connection.execute("CREATE TABLE t (n BIGINT, m BIGINT)") == 0)
        #expect(
          try connection.execute("INSERT INTO t (n, m) VALUES (1, 0), (2, 0), (3, 0), (4, 0)") == 4)
        #expect(try connection.execute("UPDATE t SET m = 1 WHERE n > \(bind: 1)") == 3)
        #expect(try connection.execute("UPDATE t SET m = 1 WHERE n > \(bind: 9)") == 0)
        #expect(try connection.execute("DELETE FROM t WHERE n = 1") == 1)
        // The number of the latest change must not show again.
        #expect(try connection.execute("CREATE TABLE u (n BIGINT)") == 0)
        #expect(try connection.execute("DELETE FROM t") == 3)
      }
    },
    ConformanceCase("statements: rows come in order, with all their columns") { context in
      try await context.connected { (connection) throws in
        #expect(try connection.query("SELECT 1 AS a WHERE 1 = 0") == [])
        let rows = try connection.query(
          "SELECT 1 AS a, 'x' AS b, NULL AS c UNION ALL SELECT 2, 'y', NULL ORDER BY 1 DESC")
        #expect(rows.map(\.values[0].integer) == [2, 1])
        #expect(rows.map(\.values[1].text) == ["y", "x"])
        #expect(rows.map(\.values.count) == [3, 3])
        #expect(rows.first?[9] == .null)
      }
    },
    ConformanceCase("statements: several questions have an answer each") { context in
      try await context.connected { (connection) throws in
        let answers = try connection.queryAll([
          "SELECT 1", "SELECT 2 AS a WHERE 1 = 0", "SELECT 3 AS a UNION ALL SELECT 4 ORDER BY a",
          "SELECT \(bind: "a; b")",
        ])
        #expect(answers.map { $0.map { $0[0].text } } == [["1"], [], ["3", "4"], ["a; b"]])
        #expect(try connection.queryAll([]) == [])
        let many = (0..<5_000).map { SQLFragment(verbatim: "SELECT \($0) /* \(filling) */") }
        #expect(
          try connection.queryAll(many).map { $0.first?[0].integer } == (0..<5_000).map { $0 })
      }
    },
    ConformanceCase("statements: one of several questions is wrong") { context in
      try await context.connected { (connection) throws in
        #expect(throws: DatabaseError.self) {
          try connection.queryAll(["SELECT 1", "SELECT a FROM missing", "SELECT 3"])
        }
        // Nothing is left over, and two in one are refused as ever.
        #expect(try connection.value("SELECT 42").integer == 42)
        #expect(throws: DatabaseError.self) {
          try connection.run(SQLStatement(text: "SELECT 1; SELECT 2"))
        }
        #expect(try connection.value("SELECT 43").integer == 43)
      }
    },
    ConformanceCase("statements: execute and run throw rows away") { context in
      try await context.connected { (connection) throws in
        try connection.execute("SELECT 1")
        try connection.run(SQLStatement(text: "SELECT 1 UNION ALL SELECT 2"))
        #expect(try connection.value("SELECT 42").integer == 42)
      }
    },
    ConformanceCase("statements: run sends the text as it is") { context in
      try await context.connected { (connection) throws in
        try connection.run(
          SQLStatement(
            text: """
              -- A comment with 'quotes" and a ? and $1
              /* größe 🐟 */
              CREATE TABLE t (a VARCHAR(100)) /* after */ -- the end
              """))
        try connection.run(SQLStatement(text: "INSERT INTO t (a) VALUES ('? $1 :x %s größe 🐟')"))
        #expect(try connection.value("SELECT a FROM t").text == "? $1 :x %s größe 🐟")
      }
    },
    ConformanceCase("statements: a long one is run whole") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let values = (1...20_000).map { "(\($0))" }.joined(separator: ", ")
        try connection.run(SQLStatement(text: "INSERT INTO t (n) VALUES \(values)"))
        #expect(try connection.count("t") == 20_000)
      }
    },
    ConformanceCase("statements: two in one are refused") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        #expect(throws: DatabaseError.self) {
          try connection.run(
            SQLStatement(text: "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"))
        }
        #expect(try connection.count("t") == 0)
      }
    },
  ]

  /// That the engine takes every statement of a script when it is sent alone.
  ///
  /// - Parameters:
  ///   - name: the script's name, for the case's name.
  ///   - split: gives the script's statements.
  public static func script(
    _ name: String, split: @escaping @Sendable () throws -> [SQLStatement]
  ) -> ConformanceCase {
    ConformanceCase("script: \(name)") { context in
      let statements = try split()
      #expect(!statements.isEmpty)
      try await context.connected { (connection) throws in
        for statement in statements {
          do {
            try connection.run(statement)
          } catch {
            Issue.record(
              "line \(statement.head.line): \(error)\n\(statement.text.prefix(400))")
          }
        }
      }
    }
  }
}
