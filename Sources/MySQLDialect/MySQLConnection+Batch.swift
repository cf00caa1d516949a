import CMariaDB
import DialectKit
import SQLText

extension MySQLConnection {
  func run(_ batch: Batch, progress: (_ index: Int) -> Void) throws(BatchFailure) {
    var index = 0
    while index < batch.items.count {
      let packet = MySQLPacket(
        of: batch, from: index, isInTransaction: isInTransaction,
        hasNoBackslashEscapes: hasNoBackslashEscapes, rendering: rendered)
      if packet.range.count > 1 {
        try killer.waits { () throws(BatchFailure) in try run(packet, progress: progress) }
        index = packet.range.upperBound
      } else {
        try runOneByOne(batch, index..<index + 1, progress: progress)
        index += 1
      }
    }
  }

  private func run(
    _ packet: MySQLPacket, progress: (_ index: Int) -> Void
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
