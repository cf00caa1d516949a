import CMariaDB
import DialectKit

extension DatabaseError {
  /// The latest error of a handle, from a statement.
  ///
  /// - Parameter text: the statement as it was sent, to find the place that the server means.
  static func mysql(on handle: OpaquePointer, sent text: String? = nil) -> DatabaseError {
    let number = cmariadb_errno(handle)
    let message = String(cString: cmariadb_error(handle))
    return DatabaseError(
      kind(ofMySQL: number), code: String(number), message: message,
      offset: number == 1064 ? text.flatMap { syntaxErrorOffset(in: $0, message: message) } : nil)
  }

  /// The latest error of a handle that could not be connected.
  static func mysqlConnecting(on handle: OpaquePointer) -> DatabaseError {
    let number = cmariadb_errno(handle)
    return DatabaseError(
      number == 1049 ? .missingDatabase : .connection, code: String(number),
      message: String(cString: cmariadb_error(handle)))
  }

  /// (https://dev.mysql.com/doc/mysql-errors/8.4/en/, https://mariadb.com/kb/en/mariadb-error-codes/)
  static func kind(ofMySQL number: UInt32) -> Kind {
    switch number {
    // Waited too long; deadlock; NOWAIT.
    case 1205, 1213, 3572: .lockTimeout
    // KILL QUERY; the time limits of MariaDB and of MySQL.
    case 1317, 1969, 3024: .cancelled
    // The server is stopping, cannot read or write any more, has killed the session or has closed
    // it for idleness; the client library's own, with which a session over TLS ends too.
    case 1053, 1158...1161, 1927, 4031, 2006, 2013, 2026, 2027, 2055: .connectionLost
    default: .statement
    }
  }
}

/// Where the server means, for a message that ends in `near '…' at line N`: in UTF-8 bytes.
///
/// What it quotes begins at the word that it did not expect and goes to the end of the statement or to
/// 80 bytes, which MariaDB then ends in `...`. It counts lines from the first character that is not
/// white space, and has cut off white space and semicolons at the end.
func syntaxErrorOffset(in text: String, message: String) -> Int? {
  guard let (near, line) = place(in: Array(message.utf8)) else { return nil }
  let bytes = Array(text.utf8)
  let start = bytes.firstIndex { !isSpace($0) } ?? 0
  let end =
    (bytes.lastIndex { !isSpace($0) && $0 != UInt8(ascii: ";") } ?? -1) + 1
  guard start < end else { return nil }
  if near.isEmpty { return end }

  var quoted = near[...]
  let isCut = near.count >= 77  // a multi-byte character can fall short of 80 with its dots
  if isCut, near.suffix(3).elementsEqual("...".utf8) { quoted = near.dropLast(3) }
  if !isCut, end - near.count >= start, bytes[..<end].suffix(near.count).elementsEqual(near) {
    return end - near.count
  }
  // A word that began on an earlier line is told with the line on which it ended.
  let lineStart = offset(ofLine: line, in: bytes, from: start)
  let found =
    firstOccurrence(of: quoted, in: bytes[lineStart...])
    ?? firstOccurrence(of: quoted, in: bytes[start...])
  return found
}

/// The message of a syntax error without what stands behind the statement in the text that was sent, for a
/// statement without a semicolon of its own.
func messageQuotingOneStatement(_ message: String) -> String {
  let bytes = Array(message.utf8)
  guard let (near, line) = place(in: bytes), let end = near.firstIndex(of: UInt8(ascii: ";")),
    let opening = firstOccurrence(of: Array(" near '".utf8)[...], in: bytes[...])
  else { return message }
  var quoted = near[..<end]
  while let last = quoted.last, isSpace(last) { quoted.removeLast() }
  return String(decoding: bytes[..<opening] + " near '".utf8 + quoted, as: UTF8.self)
    + "' at line \(line)"
}

/// The quoted text and the line number at the end of an English message.
private func place(in message: [UInt8]) -> (near: [UInt8], line: Int)? {
  var index = message.count
  while index > 0, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(message[index - 1]) {
    index -= 1
  }
  guard let line = Int(String(decoding: message[index...], as: UTF8.self)), line > 0 else {
    return nil
  }
  let closing = Array("' at line ".utf8)
  guard message[..<index].suffix(closing.count).elementsEqual(closing),
    let opening = firstOccurrence(of: Array(" near '".utf8)[...], in: message[...])
  else { return nil }
  let from = opening + " near '".utf8.count
  let to = index - closing.count
  return from <= to ? (Array(message[from..<to]), line) : nil
}

private func offset(ofLine line: Int, in bytes: [UInt8], from start: Int) -> Int {
  var left = line - 1
  var index = start
  while left > 0, index < bytes.count {
    if bytes[index] == UInt8(ascii: "\n") { left -= 1 }
    index += 1
  }
  return index
}

/// `needle` is at most 80 bytes long and statements that fail are few: nothing cleverer is needed.
private func firstOccurrence(of needle: ArraySlice<UInt8>, in bytes: ArraySlice<UInt8>) -> Int? {
  guard let first = needle.first, needle.count <= bytes.count else { return nil }
  for index in bytes.startIndex...(bytes.endIndex - needle.count)
  where bytes[index] == first && bytes[index...].starts(with: needle) {
    return index
  }
  return nil
}

/// As the server's `isspace` for UTF-8.
private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0d).contains(byte)
}
