import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  static let texts = [
    "", " ", "plain", "it's", "''", "\"quoted\"", "back\\slash", "\\", "\\'", "\\n",
    "%s ? $1 :name",
    "`tick`", "[bracket]", "-- comment", "/* comment */", "semi;colon", "line\nbreak\r\n\ttab",
    "größe", "e\u{301}", "日本語", "🐟🧪", "\u{10FFFF}", "\u{FEFF}mark", "\u{1}\u{7f}",
    String(repeating: "long 🐟 ", count: 20_000),
  ]

  static let integers: [Int64] = [
    0, 1, -1, 255, 65_536, 4_294_967_296, 9_007_199_254_740_993, .max, .min, .min + 1,
  ]

  static let reals: [Double] = [
    0, 1, -1, 0.1, 1.0 / 3, -2.5e-7, 1e15, 1e16, 123_456_789.123_456_79, 1e300, -1e300, 1e-300,
    9_007_199_254_740_992,
  ]

  static let byteStrings: [[UInt8]] = [
    [], [0], [0, 0, 0], Array(0...255), Array("it's \\ ".utf8), [0xff, 0xfe], [0xc3, 0x28],
    [UInt8](repeating: 0xab, count: 70_000),
  ]

  static let values = [
    ConformanceCase("values: each kind comes back as a parameter sent it") { context in
      try await context.connected { (connection) throws in
        try makeValueTable(connection, context)
        try roundTrip(connection, context) { "\(bind: $0)" }
      }
    },
    ConformanceCase("values: each kind comes back as a literal wrote it") { context in
      try await context.connected { (connection) throws in
        try makeValueTable(connection, context)
        try roundTrip(connection, context) { SQLFragment(verbatim: context.dialect.literal($0)) }
      }
    },
    ConformanceCase("values: null is null") { context in
      try await context.connected { (connection) throws in
        try makeValueTable(connection, context)
        try connection.execute(
          "INSERT INTO v (t, i, r, b) VALUES (\(bind: .null), \(bind: .null), \(bind: .null), NULL)"
        )
        let rows = try connection.query("SELECT t, i, r, b FROM v")
        #expect(rows == [Row([.null, .null, .null, .null])])
      }
    },
    ConformanceCase("values: text with NUL is kept or refused, never cut") { context in
      try await context.connected { (connection) throws in
        try makeValueTable(connection, context)
        let text = "a\u{0}b"
        if context.facts.textHoldsNUL {
          try connection.execute("INSERT INTO v (t) VALUES (\(bind: .text(text)))")
          #expect(try connection.value("SELECT t FROM v") == .text(text))
        } else {
          #expect(throws: DatabaseError.self) {
            try connection.execute("INSERT INTO v (t) VALUES (\(bind: .text(text)))")
          }
          #expect(try connection.count("v") == 0)
        }
      }
    },
    ConformanceCase("values: parameters are matched by their order") { context in
      try await context.connected { (connection) throws in
        let rows = try connection.query(
          "SELECT \(bind: "a") AS one, \(bind: "b?$1") AS two, '?' AS three, \(bind: "c") AS four")
        #expect(rows.first?.values.map(\.text) == ["a", "b?$1", "?", "c"])
      }
    },
    ConformanceCase("values: a condition compares with a parameter") { context in
      try await context.connected { (connection) throws in
        try makeValueTable(connection, context)
        for number in 0..<Int64(10) {
          try connection.execute(
            "INSERT INTO v (i, t) VALUES (\(bind: .integer(number)), \(bind: .text("x\(number)")))")
        }
        let rows = try connection.query(
          """
          SELECT i FROM v WHERE i >= \(bind: 4) AND i < \(bind: 8) AND t <> \(bind: "x5")
          ORDER BY i DESC
          """)
        #expect(rows.map(\.values[0].integer) == [7, 6, 4])
      }
    },
  ]

  @Sendable private static func makeValueTable(
    _ connection: any Connection, _ context: ConformanceContext
  ) throws(DatabaseError) {
    let text = SQLFragment(verbatim: columnType(.longText, of: context.dialect))
    let real = SQLFragment(verbatim: context.facts.realType)
    let bytes = SQLFragment(verbatim: context.facts.bytesType)
    try connection.execute(
      "CREATE TABLE v (t \(text) NULL, i BIGINT NULL, r \(real) NULL, b \(bytes) NULL)")
  }

  /// The type that `createTable` gives such a column, cut out of its statement.
  private static func columnType(_ kind: BookkeepingColumn.Kind, of dialect: any Dialect) -> String
  {
    let table = BookkeepingTable(
      name: QualifiedName(name: "t"),
      columns: [BookkeepingColumn("c", kind, isNullable: true)], primaryKey: "c")
    var isAfterColumn = false
    for segment in dialect.createTable(table).segments {
      if case .text(let text) = segment, isAfterColumn {
        let words = text.split(separator: ",")[0].split(separator: " ")
        return words.prefix { $0 != "NULL" }.joined(separator: " ")
      }
      isAfterColumn = segment == .identifier("c")
    }
    return "TEXT"
  }

  @Sendable private static func roundTrip(
    _ connection: any Connection, _ context: ConformanceContext,
    writing write: (SQLValue) -> SQLFragment
  ) throws(DatabaseError) {
    func read(_ column: Identifier, _ value: SQLValue) throws(DatabaseError) -> SQLValue {
      try connection.execute("DELETE FROM v")
      let inserted = try connection.execute("INSERT INTO v (\(column)) VALUES (\(write(value)))")
      #expect(inserted == 1)
      return try connection.value("SELECT \(column) FROM v")
    }
    for text in texts {
      let value = try read("t", .text(text))
      // By bytes: `==` of strings takes composed and decomposed letters for the same.
      #expect(value.text.map { Array($0.utf8) } == Array(text.utf8), "\(text.prefix(40))")
    }
    for integer in integers {
      #expect(try read("i", .integer(integer)).integer == integer)
    }
    for real in reals {
      let value = try read("r", .real(real))
      #expect(value.text.flatMap(Double.init) == real, "\(real) came back as \(value)")
    }
    for bytes in byteStrings {
      #expect(try read("b", .bytes(bytes)) == .bytes(bytes))
    }
  }
}
