import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  static let sessions = [
    ConformanceCase("sessions: the server is described") { context in
      let server = try await context.withSession { $0.server }
      #expect(context.facts.products.contains(server.product), "\(server.product)")
      let parts = server.version.split(separator: ".", omittingEmptySubsequences: false)
      #expect(parts.count >= 2 && parts.allSatisfy { Int($0) != nil }, "\(server.version)")
    },
    ConformanceCase("sessions: a missing database is told apart") { context in
      var endpoint = context.endpoint
      endpoint.database += "_missing"
      let error = await #expect(throws: DatabaseError.self) {
        let session = try await Session.open(
          context.dialect, at: endpoint, settings: SessionSettings())
        await session.close()
      }
      #expect(error?.kind == .missingDatabase)
      #expect(error?.message.isEmpty == false)
    },
    ConformanceCase("sessions: closing twice does nothing") { context in
      let session = try await context.open()
      await session.close()
      await session.close()
      session.interrupt()
    },
    ConformanceCase("sessions: a closed one refuses every call") { context in
      let session = try await context.open()
      await session.close()
      await session.run { connection in
        let table = QualifiedName(name: "t")
        let key = LockKey(table: table)
        let calls: [(String, () throws -> Void)] = [
          ("execute", { try connection.execute("SELECT 1") }),
          ("query", { _ = try connection.query("SELECT 1") }),
          ("run", { try connection.run(SQLStatement(text: "SELECT 1")) }),
          ("begin", { try connection.begin(TransactionOptions()) }),
          ("commit", { try connection.commit() }),
          ("columns", { _ = try connection.columns(of: table) }),
          ("hasSchema", { _ = try connection.hasSchema("s") }),
          ("tryLock", { _ = try connection.tryLock(key) }),
        ]
        for (name, call) in calls {
          #expect(throws: DatabaseError.self, "\(name)") { try call() }
        }
        // Whether these fail or have nothing to do is all one, as long as they come back.
        try? connection.rollback()
        try? connection.unlock(key)
        #expect(!connection.isInTransaction)
      }
    },
    ConformanceCase("sessions: an interrupt stops a statement and nothing else") { context in
      try await context.withSession { (session) async throws in
        let slow = SQLStatement(text: context.facts.slowStatement)
        let error = await withTaskGroup(of: DatabaseError?.self) { group in
          group.addTask {
            do throws(DatabaseError) {
              try await session.run { (connection) throws(DatabaseError) in
                try connection.run(slow)
              }
              return nil
            } catch {
              return error
            }
          }
          group.addTask {
            // Whether it has begun cannot be seen from here, so once is not enough.
            while !Task.isCancelled {
              session.interrupt()
              await Task.yield()
            }
            return nil
          }
          var error: DatabaseError?
          for await stopped in group {
            error = error ?? stopped
            group.cancelAll()
          }
          return error
        }
        #expect(error?.kind == .cancelled)
        #expect(error?.code?.isEmpty == false)
        let answer = try await session.run { try $0.value("SELECT 41 + 1") }
        #expect(answer.integer == 42)
      }
    },
    ConformanceCase("sessions: an interrupt with nothing to stop does nothing") { context in
      try await context.withSession { (session) async throws in
        session.interrupt()
        #expect(try await session.run { try $0.value("SELECT 41 + 1") }.integer == 42)
      }
    },
    ConformanceCase("sessions: a statement stops at its timeout") { context in
      var settings = ConformanceContext.settings
      settings.statementTimeout = .milliseconds(500)
      try await context.connected(settings) { (connection) throws in
        let error = databaseError {
          try connection.run(SQLStatement(text: context.facts.slowStatement))
        }
        #expect(error?.kind == .cancelled)
        #expect(try connection.value("SELECT 41 + 1").integer == 42)
      }
    },
  ]
}
