import DialectKit
import Foundation
import SQLText
import Testing

@Suite struct SessionTests {
  @Test func everythingHappensOnOneThreadThatIsNobodyElses() async throws {
    let dialect = FakeDialect()
    let first = try await Session.open(
      dialect, at: FakeDialect.endpoint, settings: SessionSettings())
    let second = try await Session.open(
      dialect, at: FakeDialect.endpoint, settings: SessionSettings())
    var seen: Set<UInt> = []
    for _ in 0..<50 {
      seen.insert(await first.run { _ in currentThread() })
      await Task.yield()
    }
    #expect(seen.count == 1)
    // The connection was made there too.
    let made = await first.run { ($0 as? FakeConnection)?.madeOn }
    #expect(made.map { seen.contains($0) } == true)
    let other = await second.run { _ in currentThread() }
    #expect(!seen.contains(other))
    #expect(other != currentThread())
  }

  @Test func oneRunIsNotInterleavedWithAnother() async throws {
    let session = try await Session.open(
      FakeDialect(), at: FakeDialect.endpoint, settings: SessionSettings())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          await session.run { connection in
            guard let connection = connection as? FakeConnection else { return }
            // Without the session, increments from several threads would be lost here.
            let count = connection.count
            sched_yield()
            connection.count = count + 1
          }
        }
      }
    }
    #expect(await session.run { ($0 as? FakeConnection)?.count } == 100)
  }

  /// Many sessions that block at the same time do not hold up one another, nor the caller.
  @Test func blockedSessionsLeaveTheOthersAlone() async throws {
    let gates = (0..<32).map { _ in DispatchSemaphore(value: 0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for gate in gates {
        group.addTask {
          let session = try await Session.open(
            FakeDialect(), at: FakeDialect.endpoint, settings: SessionSettings())
          await session.run { _ in gate.wait() }
        }
      }
      // Were a thread of the pool blocked in each, this one would never run.
      group.addTask {
        let session = try await Session.open(
          FakeDialect(), at: FakeDialect.endpoint, settings: SessionSettings())
        await session.run { _ in }
        for gate in gates { gate.signal() }
      }
      try await group.waitForAll()
    }
  }

  @Test func errorsComeThroughAsTheyAre() async throws {
    let session = try await Session.open(
      FakeDialect(), at: FakeDialect.endpoint, settings: SessionSettings())
    let error = await #expect(throws: DatabaseError.self) {
      try await session.run { (connection) throws(DatabaseError) in
        try connection.run(SQLStatement(text: "x"))
      }
    }
    #expect(error?.message == "run failed")
    await #expect(throws: DatabaseError.self) {
      _ = try await Session.open(
        FakeDialect(isReachable: false), at: FakeDialect.endpoint, settings: SessionSettings())
    }
  }

  @Test func aSessionThatIsDroppedEndsItsConnection() async throws {
    let ended = Ended()
    do {
      let session = try await Session.open(
        FakeDialect(ended: ended), at: FakeDialect.endpoint, settings: SessionSettings())
      await session.run { _ in }
      #expect(!ended.value)
    }
    #expect(ended.value)
  }

  @Test func interruptsReachTheConnectionWhileItIsBusy() async throws {
    let session = try await Session.open(
      FakeDialect(), at: FakeDialect.endpoint, settings: SessionSettings())
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    async let running: Void = session.run { connection in
      guard let connection = connection as? FakeConnection else { return }
      start.yield()
      connection.interrupted.wait()
    }
    for await _ in started { break }
    session.interrupt()
    await running
  }
}

private func currentThread() -> UInt {
  UInt(bitPattern: Int(pthread_self()))
}
