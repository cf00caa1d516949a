import CMariaDB
import DialectKit
import SQLText

extension MySQLConnection {
  func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    var state = BatchState()
    var announced: [CatalogFact]?
    do throws(BatchFailure) {
      try run(batch, &state, announced: &announced, progress: progress)
    } catch {
      var failure = error
      failure.found =
        if let announced { findings(of: announced, after: error) } else { state.found }
      throw failure
    }
  }

  /// - Parameter announced: the facts of the last announcement, where the server has kept to itself what
  ///   it has found of them.
  private func run(
    _ batch: Batch, _ state: inout BatchState, announced: inout [CatalogFact]?,
    progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    var index = 0
    while index < batch.items.count {
      let packet = MySQLPacket(
        of: batch, from: index, state,
        isInTransaction: isInTransaction || hasCommittedImplicitly,
        hasNoBackslashEscapes: hasNoBackslashEscapes, rendering: rendered)
      if packet.range.count > 1 || packet.announces {
        try killer.waits { () throws(BatchFailure) in
          try run(packet, of: batch, &state, announced: &announced, progress: progress)
        }
        index = packet.range.upperBound
      } else {
        if case .announce = batch.items[index] { announced = nil }
        try runOneByOne(batch, index..<index + 1, &state, progress: progress)
        index += 1
      }
    }
  }

  /// What the last announcement of a packet has found; nil when that is not to be learnt any more.
  private func findings(
    of facts: [CatalogFact], after failure: BatchFailure
  ) -> [CatalogPresence]? {
    if facts.isEmpty { return [] }
    if case .database(let error) = failure.cause, error.kind == .connectionLost { return nil }
    for _ in 0..<2 {  // a KILL QUERY that came late can hit the first
      guard let rows = try? query("SELECT CONVERT(\(MySQLPacket.found) USING utf8mb4)") else {
        continue
      }
      return MySQLSighting.presences(in: rows.first?[0].text, of: facts)
    }
    return nil
  }

  private func run(
    _ packet: MySQLPacket, of batch: Batch, _ state: inout BatchState,
    announced: inout [CatalogFact]?, progress: (_ index: Int) -> Void
  ) throws(BatchFailure) {
    var current = packet.range.lowerBound
    var isOpen = isInTransaction
    progress(current)
    func failure(_ cause: BatchFailure.Cause, lastSent: Int? = nil) -> BatchFailure {
      BatchFailure(cause, at: current, wasInTransaction: isOpen, lastSent: lastSent)
    }
    let handle: OpaquePointer
    do throws(DatabaseError) {
      handle = try takingSeveral()
    } catch {
      throw failure(.database(error))
    }
    var changed = 0
    var isFirst = true
    for part in packet.parts {
      if let index = part.index, index != current {
        current = index
        progress(index)
      }
      do throws(DatabaseError) {
        let count =
          isFirst
          ? try Self.firstAnswer(to: packet.text, on: handle) : try Self.nextAnswer(on: handle)
        isFirst = false
        killer.hears()
        if case .announce(let announcement) = part.index.map({ batch.items[$0] }) {
          announced = announcement.facts
          state.announcedAt = batch.elapsed()
        }
        if !part.isCheck { changed = count }
        isOpen = Self.isInTransaction(handle)
      } catch {
        let isLost = error.kind == .connectionLost
        settleTransaction(on: handle, after: error, wasInTransaction: isOpen)
        if part.isCheck, error.code == MySQLPacket.checkError { throw failure(.changed(changed)) }
        throw failure(
          .database(error.alone(in: part.text)),
          lastSent: isLost ? packet.range.upperBound - 1 : nil)
      }
    }
    settleTransaction(on: handle, isMeantToBeOpen: packet.isOpen)
  }

  // MARK: - Answers

  private static func firstAnswer(
    to text: String, on handle: OpaquePointer
  ) throws(DatabaseError) -> Int {
    guard send(text, on: handle) else { throw .mysql(on: handle) }
    return try readAnswer(on: handle, row: nil)
  }

  private static func nextAnswer(on handle: OpaquePointer) throws(DatabaseError) -> Int {
    switch cmariadb_next_result(handle) {
    case 0: return try readAnswer(on: handle, row: nil)
    case ..<0:
      throw DatabaseError(
        .connectionLost, message: "the server has answered fewer statements than it was sent")
    default: throw .mysql(on: handle)
    }
  }
}

extension DatabaseError {
  /// An error of a statement in a packet, as it would be of the statement alone: what a syntax error quotes
  /// goes on beyond the statement's end there.
  func alone(in text: String) -> DatabaseError {
    guard code == "1064" else { return self }
    var error = self
    error.message = messageQuotingOneStatement(message)
    error.offset = syntaxErrorOffset(in: text, message: error.message)
    return error
  }
}
