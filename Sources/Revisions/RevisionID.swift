/// The id of a revision: 1 to 255 bytes of ASCII letters, digits, `_` and `.`.
///
/// Ordered by its bytes, so that lists of revisions are the same everywhere.
public struct RevisionID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let text: String

  /// - Throws: what is wrong with the text as an id.
  public init(validating text: String) throws(NameProblem) {
    try NameProblem.check(text.utf8, allowsDash: false)
    self.text = text
  }

  /// The same for a part of a file.
  public init(validating bytes: ArraySlice<UInt8>) throws(NameProblem) {
    try NameProblem.check(bytes, allowsDash: false)
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// For a text that is an id by how it was made.
  init(trusted text: String) {
    self.text = text
  }

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A name for a branch, declared by one of its revisions: an id's characters, and `-` except before a
/// digit, where it would read as a step back (`billing-2`).
public struct BranchLabel: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let text: String

  /// - Throws: what is wrong with the text as a label.
  public init(validating text: String) throws(NameProblem) {
    try NameProblem.check(text.utf8, allowsDash: true)
    self.text = text
  }

  /// The same for a part of a file.
  public init(validating bytes: ArraySlice<UInt8>) throws(NameProblem) {
    try NameProblem.check(bytes, allowsDash: true)
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Why a text cannot be an id or a label.
public enum NameProblem: Error, Hashable, Sendable {
  case empty
  /// Longer than 255 bytes.
  case tooLong
  /// The first byte that may not stand where it stands, and where, in bytes from 0.
  case badCharacter(UInt8, at: Int)
  /// One of the target language's own words: `head`, `heads`, `base`, `current`.
  case reserved

  static let reservedWords = ["head", "heads", "base", "current"]

  /// Generic only within this module, where each use is compiled for its own type: thousands of headers
  /// are read at once, and half of their time would be spent here otherwise.
  static func check(
    _ bytes: some Collection<UInt8>, allowsDash: Bool
  ) throws(NameProblem) {
    let count = bytes.count
    if count == 0 { throw .empty }
    if count > 255 { throw .tooLong }
    var afterDash = false
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if afterDash { throw .badCharacter(UInt8(ascii: "-"), at: offset - 1) }
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        break
      case UInt8(ascii: "-") where allowsDash:
        break
      default:
        throw .badCharacter(byte, at: offset)
      }
      afterDash = byte == UInt8(ascii: "-")
    }
    if count <= 7, reservedWords.contains(where: { bytes.elementsEqual($0.utf8) }) {
      throw .reserved
    }
  }
}
