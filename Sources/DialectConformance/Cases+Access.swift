import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  /// Our two tables as a run that keeps a journal uses them.
  private static func uses(
    _ operations: [TableUse.Operation], in schema: Identifier? = nil
  ) -> [TableUse] {
    ["aludel_version", "aludel_version_history"].map { (name: Identifier) in
      TableUse(
        table: QualifiedName(schema: schema, name: name), column: "version_num",
        operations: operations)
    }
  }

  private static let writing: [TableUse.Operation] = [.select, .insert, .update, .delete, .alter]

  private static func definition(_ use: TableUse) -> BookkeepingTable {
    BookkeepingTable(
      name: use.table, columns: [BookkeepingColumn("version_num", .text(limit: 255))],
      primaryKey: "version_num")
  }

  /// Carries out what an administrator was told to paste.
  @Sendable private static func cure(
    _ obstacle: AccessObstacle, in context: ConformanceContext
  ) async throws {
    for case .statement(let text) in obstacle.remedies {
      try await context.connected { (connection) throws in
        _ = try connection.execute(SQLFragment(verbatim: text))
      }
    }
  }

  static let access = [
    ConformanceCase("access: whoever may do everything is told nothing") { context in
      try await context.connected { (connection) throws in
        #expect(try connection.obstacle(to: uses([.create, .select, .insert])) == nil)
        for use in uses(writing) {
          try connection.execute(context.dialect.createTable(definition(use)))
          try connection.execute("INSERT INTO \(use.table) (version_num) VALUES ('a1')")
        }
        #expect(try connection.obstacle(to: uses(writing)) == nil)
        #expect(!connection.isInTransaction)
        // Asking has changed nothing.
        for use in uses(writing) {
          #expect(try connection.value("SELECT version_num FROM \(use.table)") == "a1")
          #expect(try connection.columns(of: use.table).map(\.name) == ["version_num"])
        }
        guard context.traits.hasSchemas else { return }
        let elsewhere = "\(context.endpoint.database)_ops"
        #expect(
          try connection.obstacle(to: uses([.create, .select], in: Identifier(elsewhere))) == nil)
        #expect(try !connection.hasSchema(Identifier(elsewhere)))
      }
    },
    ConformanceCase("access: what a reader may not write is told, and how to allow it") { context in
      try await context.connected { (connection) throws in
        for use in uses(writing) {
          try connection.execute(context.dialect.createTable(definition(use)))
        }
      }
      let reader = ConformanceContext(
        target: context.target, endpoint: try await context.target.makeReader(context.endpoint))
      let found = try await reader.connected { (connection) throws in
        #expect(try connection.obstacle(to: uses([.select])) == nil)
        let found = try connection.obstacle(to: uses(writing))
        #expect(!connection.isInTransaction)
        return found
      }
      let obstacle = try #require(found)
      #expect(!obstacle.user.isEmpty && !obstacle.reasons.isEmpty)
      guard !obstacle.remedies.isEmpty else { return }
      try await cure(obstacle, in: context)
      try await reader.connected { (connection) throws in
        #expect(try connection.obstacle(to: uses(writing)) == nil)
        for use in uses(writing) {
          try connection.execute("INSERT INTO \(use.table) (version_num) VALUES ('a1')")
          try connection.execute("UPDATE \(use.table) SET version_num = 'b2'")
          try connection.execute("DELETE FROM \(use.table) WHERE version_num = 'b2'")
          if let sql = context.dialect.widen(
            BookkeepingColumn("version_num", .text(limit: 300)), of: use.table)
          {
            try connection.execute(sql)
          }
        }
      }
    },
    ConformanceCase("access: what a reader may not make is told, and how to allow it") { context in
      try await context.connected { (connection) throws in try connection.makeTable("t") }
      let reader = ConformanceContext(
        target: context.target, endpoint: try await context.target.makeReader(context.endpoint))
      let making = [TableUse.Operation.create, .select, .insert, .update, .delete]
      let schemas: [Identifier?] =
        context.traits.hasSchemas ? [nil, Identifier("\(context.endpoint.database)_ops")] : [nil]
      for schema in schemas {
        let found = try await reader.connected { (connection) throws in
          try connection.obstacle(to: uses(making, in: schema))
        }
        let obstacle = try #require(found, "\(schema?.name ?? "no schema")")
        guard !obstacle.remedies.isEmpty else { continue }
        try await cure(obstacle, in: context)
        try await reader.connected { (connection) throws in
          #expect(try connection.obstacle(to: uses(making, in: schema)) == nil)
          if let sql = schema.flatMap(context.dialect.createSchema) {
            try connection.execute(sql)
          }
          for use in uses(making, in: schema) {
            try connection.execute(context.dialect.createTable(definition(use)))
            try connection.execute("INSERT INTO \(use.table) (version_num) VALUES ('a1')")
          }
          #expect(try connection.obstacle(to: uses([.select, .insert], in: schema)) == nil)
        }
      }
    },
    ConformanceCase("access: how to end a session is made of numbers only") { context in
      #expect(context.dialect.ending(session: "4711") != nil)
      for word in [
        "", "4711; DROP TABLE t", "-1\n", "4711 ", "$(reboot)", "99999999999999999999999",
      ] {
        #expect(context.dialect.ending(session: word) == nil, "\(word)")
      }
    },
    ConformanceCase("access: who holds the lock can be ended as it is told") { context in
      let key = LockKey(table: QualifiedName(name: "aludel_version"))
      try await context.withSession { (holder) async throws in
        try await context.withSession { (other) async throws in
          #expect(try await holder.run { try $0.tryLock(key) } == .acquired)
          guard case .held(let owner) = try await other.run({ try $0.tryLock(key) }),
            let session = owner.session,
            case .statement(let text) = context.dialect.ending(session: session)
          else { return }
          _ = try await other.run { try $0.query(SQLFragment(verbatim: text)) }
          for _ in 0..<100_000 {
            if try await other.run({ try $0.tryLock(key) }) == .acquired { return }
            await Task.yield()
          }
          Issue.record("the lock never became free")
        }
      }
    },
  ]
}
