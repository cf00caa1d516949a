import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  private static let key = LockKey(table: QualifiedName(name: "aludel_version"))

  /// Takes the lock as soon as it is free: a server may notice the end of a session a little later.
  @Sendable private static func acquire(_ key: LockKey, on session: Session) async throws {
    for _ in 0..<100_000 {
      if try await session.run({ try $0.tryLock(key) }) == .acquired { return }
      await Task.yield()
    }
    Issue.record("the lock never became free")
  }

  /// Asks until somebody is named: a statement that was sent may not wait yet.
  @Sendable private static func blockers(
    of id: String, seenBy session: Session
  ) async throws -> [LockOwner] {
    for _ in 0..<500 {
      let blockers = try await session.run { try $0.blockers(ofSession: id) }
      if !blockers.isEmpty { return blockers }
      // InnoDB looks anew at its transactions when nobody has asked for a tenth of a second
      // (MariaDB's manual, "information_schema.INNODB_TRX").
      try await Task.sleep(for: .milliseconds(150))
    }
    Issue.record("nobody was named")
    return []
  }

  static let locks = [
    ConformanceCase("locks: one session at a time, and its owner is named") { context in
      let key = key
      try await context.withSession { (first) async throws in
        try await context.withSession { (second) async throws in
          #expect(try await first.run { try $0.tryLock(key) } == .acquired)
          guard case .held(let owner) = try await second.run({ try $0.tryLock(key) }) else {
            Issue.record("two sessions hold the lock")
            return
          }
          #expect(owner.session?.isEmpty == false)
          #expect(owner.user?.isEmpty == false)
          try await first.run { try $0.unlock(key) }
          #expect(try await second.run { try $0.tryLock(key) } == .acquired)
          guard case .held = try await first.run({ try $0.tryLock(key) }) else {
            Issue.record("the lock was not given back")
            return
          }
        }
      }
    },
    ConformanceCase("locks: the end of the session gives it back") { context in
      let key = key
      try await context.withSession { (second) async throws in
        let first = try await context.open()
        #expect(try await first.run { try $0.tryLock(key) } == .acquired)
        await first.close()
        try await acquire(key, on: second)
      }
    },
    ConformanceCase("locks: a session that is dropped gives it back") { context in
      let key = key
      try await context.withSession { (second) async throws in
        do {
          let first = try await context.open()
          #expect(try await first.run { try $0.tryLock(key) } == .acquired)
        }
        try await acquire(key, on: second)
      }
    },
    ConformanceCase("locks: transactions leave it alone") { context in
      let key = key
      try await context.withSession { (first) async throws in
        try await context.withSession { (second) async throws in
          try await first.run { (connection) throws in
            try connection.makeTable("t")
            #expect(try connection.tryLock(key) == .acquired)
            try connection.begin(TransactionOptions())
            try connection.execute("INSERT INTO t VALUES (1)")
            try connection.rollback()
            try connection.begin(TransactionOptions())
            try connection.execute("INSERT INTO t VALUES (1)")
            try connection.commit()
            #expect(throws: DatabaseError.self) { try connection.execute("SELECT * FROM missing") }
          }
          guard case .held = try await second.run({ try $0.tryLock(key) }) else {
            Issue.record("the lock was lost")
            return
          }
        }
      }
    },
    ConformanceCase("locks: different tables are independent") { context in
      let other = LockKey(table: QualifiedName(name: "aludel_version_2"))
      let inSchema = LockKey(table: QualifiedName(schema: "ops", name: "aludel_version"))
      let key = key
      try await context.withSession { (first) async throws in
        try await context.withSession { (second) async throws in
          #expect(try await first.run { try $0.tryLock(key) } == .acquired)
          #expect(try await second.run { try $0.tryLock(other) } == .acquired)
          guard case .held = try await first.run({ try $0.tryLock(other) }) else {
            Issue.record("two sessions hold the lock")
            return
          }
          if context.traits.hasSchemas {
            #expect(try await second.run { try $0.tryLock(inSchema) } == .acquired)
          }
          try await second.run { try $0.unlock(other) }
          guard case .held = try await second.run({ try $0.tryLock(key) }) else {
            Issue.record("giving one lock back gave another one back")
            return
          }
        }
      }
    },
    ConformanceCase("locks: different databases are independent") { context in
      let key = key
      try await context.withOtherDatabase { (other) async throws in
        try await context.withSession { (first) async throws in
          try await other.withSession { (second) async throws in
            #expect(try await first.run { try $0.tryLock(key) } == .acquired)
            #expect(try await second.run { try $0.tryLock(key) } == .acquired)
          }
        }
      }
    },
    ConformanceCase("locks: any table name will do") { context in
      try await context.connected { (connection) throws in
        for name in nastyNames + [String(repeating: "n", count: 60)] {
          let key = LockKey(
            table: QualifiedName(
              schema: context.traits.hasSchemas ? "ops \"team\"" : nil, name: Identifier(name)))
          #expect(try connection.tryLock(key) == .acquired, "\(name.debugDescription)")
          try connection.unlock(key)
        }
      }
    },
    ConformanceCase("locks: giving back what is not held does nothing") { context in
      let key = key
      try await context.withSession { (first) async throws in
        try await context.withSession { (second) async throws in
          try await first.run { try $0.unlock(key) }
          #expect(try await second.run { try $0.tryLock(key) } == .acquired)
          try await first.run { try $0.unlock(key) }
          guard case .held = try await first.run({ try $0.tryLock(key) }) else {
            Issue.record("somebody else's lock was given back")
            return
          }
        }
      }
    },
    ConformanceCase("locks: it is free inside a transaction's session for other work") { context in
      let key = key
      try await context.connected { (connection) throws in
        try connection.begin(TransactionOptions())
        #expect(try connection.tryLock(key) == .acquired)
        try connection.rollback()
        try connection.unlock(key)
        #expect(!connection.isInTransaction)
      }
    },
    ConformanceCase("locks: who stands in the way of a statement is named") { context in
      try await context.withSession { (watcher) async throws in
        try await context.withSession { (holder) async throws in
          try await context.withSession { (waiter) async throws in
            guard let waiting = await waiter.run({ $0.sessionID }),
              let holding = await holder.run({ $0.sessionID })
            else { return }
            #expect(try await watcher.run { try $0.blockers(ofSession: waiting) } == [])
            try await holder.run { connection in
              try connection.makeTable("contended")
              try connection.begin(TransactionOptions())
              try connection.execute("INSERT INTO contended VALUES (1)")
            }
            async let altered: Int = waiter.run {
              try $0.execute("ALTER TABLE contended ADD COLUMN more BIGINT")
            }
            let blockers = try await blockers(of: waiting, seenBy: watcher)
            #expect(blockers.map(\.session) == [holding])
            #expect(blockers.first?.user?.isEmpty == false)
            try await holder.run { try $0.rollback() }
            _ = try await altered
            #expect(try await watcher.run { try $0.blockers(ofSession: waiting) } == [])
          }
        }
      }
    },
  ]
}
