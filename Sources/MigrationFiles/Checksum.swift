import Crypto
public import SQLText

/// The SHA-256 of a section or a statement, as 64 hex digits in lower case.
///
/// What git may change on its own does not count: CRLF counts as LF, and white space at the end is
/// left out.
public struct Checksum: Hashable, Sendable, CustomStringConvertible {
  public let hexadecimal: String

  /// A checksum that was stored. It is compared, not examined.
  public init(hexadecimal: String) {
    self.hexadecimal = hexadecimal
  }

  /// The checksum of a section's text.
  public init(of section: ArraySlice<UInt8>) {
    var end = section.endIndex
    while end > section.startIndex, Self.isWhitespace(section[end - 1]) { end -= 1 }
    var hash = SHA256()
    var rest = section[..<end]
    // Unbroken stretches are hashed at once; the CR of a CRLF falls between two of them.
    while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if newline > rest.startIndex, rest[newline - 1] == UInt8(ascii: "\r") {
        hash.feed(rest[..<(newline - 1)])
        hash.feed(rest[newline...newline])
      } else {
        hash.feed(rest[...newline])
      }
      rest = rest[(newline + 1)...]
    }
    hash.feed(rest)
    self.hexadecimal = Self.hex(hash.finalize())
  }

  /// The checksum of a statement with the data that belongs to it.
  public init(of statement: SQLStatement) {
    var bytes = Array(statement.text.utf8)
    if let data = statement.copyData {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: data.utf8)
    }
    self.init(of: bytes[...])
  }

  public var description: String { hexadecimal }

  private static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13)
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension SHA256 {
  fileprivate mutating func feed(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { self.update(bufferPointer: $0) }
  }
}
