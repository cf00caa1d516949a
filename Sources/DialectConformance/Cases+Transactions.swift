import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  private struct Refusal: Error {}

  static let transactions = [
    ConformanceCase("transactions: a commit keeps") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        #expect(!connection.isInTransaction)
        try connection.begin(TransactionOptions())
        #expect(connection.isInTransaction)
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(connection.isInTransaction)
        try connection.commit()
        #expect(!connection.isInTransaction)
      }
      #expect(try await context.connected { try $0.count("t") } == 1)
    },
    ConformanceCase("transactions: a rollback undoes") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.begin(TransactionOptions())
        try connection.execute("INSERT INTO t VALUES (1)")
        try connection.rollback()
        #expect(!connection.isInTransaction)
        #expect(try connection.count("t") == 0)
        try connection.rollback()
      }
    },
    ConformanceCase("transactions: the end of the session undoes") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.begin(TransactionOptions())
        try connection.execute("INSERT INTO t VALUES (1)")
      }
      #expect(try await context.connected { try $0.count("t") } == 0)
    },
    ConformanceCase("transactions: the scope commits or rolls back") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let answer = try connection.transaction { () throws(DatabaseError) in
          try connection.execute("INSERT INTO t VALUES (1)")
          return 42
        }
        #expect(answer == 42)
        #expect(throws: Refusal.self) {
          try connection.transaction(mapping: { $0 as any Error }, noting: { $1 }) {
            try connection.execute("INSERT INTO t VALUES (2)")
            throw Refusal()
          }
        }
        #expect(throws: DatabaseError.self) {
          try connection.transaction { () throws(DatabaseError) in
            try connection.execute("INSERT INTO t VALUES (3)")
            try connection.execute("INSERT INTO missing VALUES (3)")
          }
        }
        #expect(!connection.isInTransaction)
        #expect(try connection.query("SELECT n FROM t").map(\.values[0].integer) == [1])
      }
    },
    ConformanceCase("transactions: an error inside leaves the truth") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.begin(TransactionOptions())
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(throws: DatabaseError.self) {
          try connection.execute("INSERT INTO missing VALUES (1)")
        }
        // Some engines go on, some answer the commit with a rollback: then it must not succeed.
        let isCommitted: Bool
        do {
          try connection.commit()
          isCommitted = true
        } catch {
          isCommitted = false
          try connection.rollback()
        }
        #expect(!connection.isInTransaction)
        #expect(try connection.count("t") == (isCommitted ? 1 : 0))
      }
    },
    ConformanceCase("transactions: one that the text ended is seen") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        for end in ["COMMIT", "ROLLBACK"] {
          try connection.begin(TransactionOptions())
          try connection.execute("INSERT INTO t VALUES (1)")
          try connection.run(SQLStatement(text: end))
          #expect(!connection.isInTransaction, "\(end)")
          #expect(throws: DatabaseError.self, "\(end)") { try connection.commit() }
        }
        #expect(try connection.count("t") == 1)
      }
    },
    ConformanceCase("transactions: a second one is refused and the first stays") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.begin(TransactionOptions())
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(throws: DatabaseError.self) { try connection.begin(TransactionOptions()) }
        #expect(connection.isInTransaction)
        try connection.rollback()
        #expect(try connection.count("t") == 0)
      }
    },
    ConformanceCase("transactions: tables come and go as the traits say") { context in
      let columns = try await context.connected { (connection) throws in
        try connection.begin(TransactionOptions())
        try connection.makeTable("t")
        #expect(connection.isInTransaction == context.traits.hasTransactionalDDL)
        try connection.rollback()
        return try connection.columns(of: QualifiedName(name: "t"))
      }
      #expect(columns.isEmpty == context.traits.hasTransactionalDDL)
    },
    ConformanceCase("transactions: foreign keys are checked where they can be suspended") {
      context in
      guard context.traits.canSuspendForeignKeys else { return }
      try await context.connected { (connection) throws in
        try connection.execute("CREATE TABLE parent (id BIGINT PRIMARY KEY)")
        try connection.execute("CREATE TABLE child (parent BIGINT REFERENCES parent (id))")
        let suspended = TransactionOptions(foreignKeys: .suspended)
        try connection.begin(suspended)
        try connection.execute("INSERT INTO child VALUES (1)")
        let error = databaseError { try connection.commit() }
        #expect(error?.kind == .foreignKeys)
        #expect(error?.detail?.contains("child") == true)
        #expect(connection.isInTransaction)
        try connection.execute("INSERT INTO parent VALUES (1)")
        try connection.commit()
        #expect(throws: DatabaseError.self) {
          try connection.execute("INSERT INTO child VALUES (2)")
        }
      }
    },
  ]
}
