import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  @Sendable static func versionTable(
    _ name: QualifiedName = QualifiedName(name: "version"), limit: Int = 255
  ) -> BookkeepingTable {
    BookkeepingTable(
      name: name, columns: [BookkeepingColumn("version_num", .text(limit: limit))],
      primaryKey: "version_num")
  }

  static let bookkeeping = [
    ConformanceCase("bookkeeping: the life of a version table") { context in
      try await context.connected {
        try liveVersionTable(QualifiedName(name: "version"), on: $0, context)
      }
    },
    ConformanceCase("bookkeeping: a version table with a nasty name") { context in
      try await context.connected {
        try liveVersionTable(QualifiedName(name: "it's \"a\" ver`sion; --"), on: $0, context)
      }
    },
    ConformanceCase("bookkeeping: a version table with the longest name") { context in
      let name = (context.traits.maximumIdentifierLength ?? .bytes(200)).name(of: "v")
      try await context.connected {
        try liveVersionTable(QualifiedName(name: Identifier(name)), on: $0, context)
      }
    },
    ConformanceCase("bookkeeping: a version table in a schema") { context in
      try await context.connected { (connection) throws in
        guard context.traits.hasSchemas else {
          #expect(context.dialect.createSchema("ops") == nil)
          #expect(try connection.hasSchema("ops"))
          return
        }
        // A schema may be seen by the whole server, as a database of MySQL is.
        let schema = Identifier("ops \"team\" \(ConformanceTarget.uniqueWord())")
        // After a success it is gone already.
        defer { _ = try? connection.execute("DROP SCHEMA \(schema)") }
        #expect(try !connection.hasSchema(schema))
        let create = try #require(context.dialect.createSchema(schema))
        try connection.execute(create)
        try connection.execute(create)
        #expect(try connection.hasSchema(schema))
        try connection.execute(context.dialect.createTable(versionTable()))
        try liveVersionTable(QualifiedName(schema: schema, name: "other"), on: connection, context)
        // The same name twice: neither sees the other.
        let inSchema = QualifiedName(schema: schema, name: "version")
        #expect(try connection.columns(of: inSchema) == [])
        try liveVersionTable(inSchema, on: connection, context)
        #expect(try connection.count("version") == 0)
        for table: Identifier in ["other", "version"] {
          try connection.execute("DROP TABLE \(QualifiedName(schema: schema, name: table))")
        }
        try connection.execute("DROP SCHEMA \(schema)")
        #expect(try !connection.hasSchema(schema))
      }
    },
    ConformanceCase("bookkeeping: ids that differ in case or form are different") { context in
      try await context.connected { (connection) throws in
        try connection.execute(context.dialect.createTable(versionTable()))
        for id in ["abc", "ABC", "a_c", "a.c", "ab"] {
          try connection.execute("INSERT INTO version (version_num) VALUES (\(bind: .text(id)))")
        }
        let found = try connection.query(
          "SELECT version_num FROM version WHERE version_num = \(bind: "ABC")")
        #expect(found.map(\.values[0].text) == ["ABC"])
        let changed = try connection.execute(
          "UPDATE version SET version_num = \(bind: "next") WHERE version_num = \(bind: "abc")")
        #expect(changed == 1)
        #expect(try connection.count("version") == 5)
      }
    },
    ConformanceCase("bookkeeping: a history table counts and keeps") { context in
      let table = BookkeepingTable(
        name: QualifiedName(name: "version_history"),
        columns: [
          BookkeepingColumn("id", .counter), BookkeepingColumn("run", .text(limit: 36)),
          BookkeepingColumn("note", .longText, isNullable: true),
          BookkeepingColumn("nanoseconds", .integer, isNullable: true),
        ], primaryKey: "id")
      let long = String(repeating: "größe 🐟 ", count: 10_000)
      try await context.connected { (connection) throws in
        try connection.execute(context.dialect.createTable(table))
        #expect(
          try connection.columns(of: table.name).map(\.name) == [
            "id", "run", "note", "nanoseconds",
          ])
        for (run, note, number) in [
          ("a", SQLValue.null, SQLValue.null), ("b", .text(long), .integer(.max)),
          ("c", "", .integer(.min)),
        ] {
          try connection.execute(
            """
            INSERT INTO version_history (run, note, nanoseconds)
            VALUES (\(bind: .text(run)), \(bind: note), \(bind: number))
            """)
        }
        let rows = try connection.query(
          "SELECT run, note, nanoseconds, id FROM version_history ORDER BY id")
        #expect(rows.map(\.values[0].text) == ["a", "b", "c"])
        #expect(rows.map(\.values[1].text) == [nil, long, ""])
        #expect(rows.map(\.values[2].integer) == [nil, .max, .min])
        let ids = rows.compactMap(\.values[3].integer)
        #expect(ids.count == 3 && ids == ids.sorted() && Set(ids).count == 3)
        #expect(throws: DatabaseError.self) {
          try connection.execute("INSERT INTO version_history (note) VALUES ('no run')")
        }
      }
    },
    ConformanceCase("bookkeeping: eight sessions make one table under the lock") { context in
      let key = LockKey(table: QualifiedName(name: "version"))
      let makers = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<8 {
          group.addTask {
            try await context.withSession { (session) async throws in
              while case .held = try await session.run({ try $0.tryLock(key) }) {
                await Task.yield()
              }
              return try await session.run { (connection) throws in
                let isMissing = try connection.columns(of: key.table).isEmpty
                if isMissing { try connection.execute(context.dialect.createTable(versionTable())) }
                try connection.execute(
                  "INSERT INTO version (version_num) VALUES (\(bind: .text("r\(number)")))")
                try connection.unlock(key)
                return isMissing ? 1 : 0
              }
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(makers == 1)
      #expect(try await context.connected { try $0.count("version") } == 8)
    },
  ]

  /// Absent, made as Alembic makes it, read, written, widened, written with the longest id.
  @Sendable private static func liveVersionTable(
    _ name: QualifiedName, on connection: any Connection, _ context: ConformanceContext
  ) throws(DatabaseError) {
    let dialect = context.dialect
    func ids() throws(DatabaseError) -> [String?] {
      try connection.query("SELECT version_num FROM \(name) ORDER BY version_num")
        .map(\.values[0].text)
    }
    #expect(try connection.columns(of: name) == [])
    try connection.execute(dialect.createTable(versionTable(name, limit: 32)))
    let wide = BookkeepingColumn("version_num", .text(limit: 255))
    let widen = dialect.widen(wide, of: name)
    #expect(
      try connection.columns(of: name)
        == [ColumnDescription(name: "version_num", textLimit: widen == nil ? nil : 32)])
    #expect(try ids() == [])
    try connection.execute("INSERT INTO \(name) (version_num) VALUES (\(bind: "3f2a9e8c4a1b"))")
    #expect(try ids() == ["3f2a9e8c4a1b"])

    let long = String(repeating: "r", count: 255)
    if let widen {
      // A longer id is an error there and not a shorter id.
      #expect(throws: DatabaseError.self) {
        try connection.execute("INSERT INTO \(name) (version_num) VALUES (\(bind: .text(long)))")
      }
      try connection.execute(widen)
      #expect(
        try connection.columns(of: name)
          == [ColumnDescription(name: "version_num", textLimit: 255)])
    }
    let changed = try connection.execute(
      """
      UPDATE \(name) SET version_num = \(bind: .text(long))
      WHERE version_num = \(bind: "3f2a9e8c4a1b")
      """)
    #expect(changed == 1)
    #expect(try ids() == [long])
    // Still the primary key and still not null.
    #expect(throws: DatabaseError.self) {
      try connection.execute("INSERT INTO \(name) (version_num) VALUES (\(bind: .text(long)))")
    }
    #expect(throws: DatabaseError.self) {
      try connection.execute("INSERT INTO \(name) (version_num) VALUES (\(bind: .null))")
    }
    let deleted = try connection.execute(
      "DELETE FROM \(name) WHERE version_num = \(bind: .text(long))")
    #expect(deleted == 1)
    #expect(try ids() == [])
  }
}
