import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  static let errors = [
    ConformanceCase("errors: an unknown table") { context in
      try await context.connected { (connection) throws in
        let error = databaseError { _ = try connection.query("SELECT * FROM no_such_table") }
        #expect(error?.kind == .statement)
        #expect(error?.code?.isEmpty == false)
        #expect(error?.message.contains("no_such_table") == true)
        #expect(try connection.value("SELECT 1").integer == 1)
      }
    },
    ConformanceCase("errors: a syntax error is located") { context in
      // The place counts in bytes, in texts where bytes, characters and UTF-16 units differ.
      let texts = [
        ") nonsense", "SELECT 1 ) FROM x", "-- größe\nSELECT 1 ) FROM x",
        "SELECT 'größe' ) FROM x", "SELECT '🐟', '日本語',\r\n  1 ) FROM x",
        "/* 🐟 */ SELECT 1\n\n\n) FROM x",
      ]
      try await context.connected { (connection) throws in
        for text in texts {
          let error = databaseError { try connection.run(SQLStatement(text: text)) }
          #expect(error?.kind == .statement)
          #expect(error?.code?.isEmpty == false)
          #expect(error?.message.isEmpty == false)
          let place = text.utf8.firstIndex(of: UInt8(ascii: ")"))
            .map { text.utf8.distance(from: text.startIndex, to: $0) }
          if context.facts.locatesSyntaxErrors {
            #expect(error?.offset == place, "\(text)")
          } else {
            #expect(error?.offset == nil || error?.offset == place, "\(text)")
          }
        }
      }
    },
    ConformanceCase("errors: a broken constraint") { context in
      try await context.connected { (connection) throws in
        try connection.execute(context.dialect.createTable(versionTable()))
        let insert: SQLFragment = "INSERT INTO version (version_num) VALUES (\(bind: "a"))"
        try connection.execute(insert)
        let unique = databaseError { try connection.execute(insert) }
        #expect(unique?.kind == .statement)
        #expect(unique?.code?.isEmpty == false)
        let null = databaseError {
          try connection.execute("INSERT INTO version (version_num) VALUES (\(bind: .null))")
        }
        #expect(null?.kind == .statement)
        #expect(null?.code?.isEmpty == false)
        #expect(null?.code != unique?.code)
        #expect(try connection.count("version") == 1)
      }
    },
    ConformanceCase("errors: a lock that is not free in time") { context in
      var settings = ConformanceContext.settings
      settings.lockTimeout = .milliseconds(context.traits.hasSchemas ? 50 : 1000)
      let impatient = settings
      try await context.withSession { (holder) async throws in
        try await holder.run { (connection) throws in
          try connection.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)")
          try connection.execute("INSERT INTO t VALUES (1, 1)")
          try connection.begin(TransactionOptions())
          try connection.execute("UPDATE t SET n = 2")
        }
        try await context.connected(impatient) { (connection) throws in
          let error = databaseError {
            try connection.transaction { () throws(DatabaseError) in
              _ = try connection.execute("UPDATE t SET n = 3")
            }
          }
          #expect(error?.kind == .lockTimeout)
          #expect(error?.code?.isEmpty == false)
          #expect(!connection.isInTransaction)
        }
        try await holder.run { try $0.commit() }
      }
      #expect(try await context.connected { try $0.value("SELECT n FROM t").integer } == 2)
    },
  ]
}
