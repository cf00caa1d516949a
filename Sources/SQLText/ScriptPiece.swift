/// What a script consists of, in order.
public enum ScriptPiece: Hashable, Sendable {
  case statement(SQLStatement)
  case directive(Directive)
}

/// A line `-- migrate: words…` that is a comment to the engine and a word to us.
public struct Directive: Hashable, Sendable {
  /// What follows the colon, by white space.
  public var words: [Word]
  /// The place of its `--`.
  public var position: SourcePosition
  /// The offset behind its last byte, before the line's end.
  public var end: Int

  public struct Word: Hashable, Sendable {
    public var text: String
    public var position: SourcePosition

    public init(text: String, position: SourcePosition) {
      self.text = text
      self.position = position
    }
  }

  public init(words: [Word], position: SourcePosition, end: Int) {
    self.words = words
    self.position = position
    self.end = end
  }

  /// Where the words of a line comment begin if it is a directive: behind `--`, `migrate` in any case
  /// and the colon, with blanks between them or not. In any case, because a directive that is taken
  /// for a comment would run a downgrade as part of the upgrade.
  ///
  /// - Parameter comment: from its `--` to the end of its line or of the text.
  public static func beginningOfWords(in comment: ArraySlice<UInt8>) -> Int? {
    var index = comment.startIndex
    func skipBlanks() {
      while index < comment.endIndex, comment[index] == 0x20 || comment[index] == 0x09 {
        index += 1
      }
    }
    guard comment.beginsComment else { return nil }
    index += 2
    skipBlanks()
    for letter in "migrate".utf8 {
      guard index < comment.endIndex, comment[index] | 0x20 == letter else { return nil }
      index += 1
    }
    skipBlanks()
    guard index < comment.endIndex, comment[index] == UInt8(ascii: ":") else { return nil }
    return index + 1
  }

  /// A directive from its comment, or nil if the comment is only that.
  ///
  /// - Parameter comment: from its `--` to the end of its line or of the text, without the line's end.
  init?(comment: ArraySlice<UInt8>, at position: SourcePosition) {
    guard var index = Self.beginningOfWords(in: comment) else { return nil }
    var words: [Word] = []
    var place = position.advanced(over: comment[..<index])
    while index < comment.endIndex {
      let next = comment[index...].firstIndex(where: { !$0.isBlank }) ?? comment.endIndex
      place = place.advanced(over: comment[index..<next])
      index = comment[next...].firstIndex(where: { $0.isBlank }) ?? comment.endIndex
      if next < index {
        words.append(
          Word(text: String(decoding: comment[next..<index], as: UTF8.self), position: place))
        place = place.advanced(over: comment[next..<index])
      }
    }
    self.init(words: words, position: position, end: position.offset + comment.count)
  }
}

extension UInt8 {
  /// White space as all three engines have it: blank, tab, LF, VT, FF, CR.
  var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// What an unquoted word may begin with. Everything beyond ASCII is a letter to all three engines.
  var isWordStart: Bool {
    let lower = self | 0x20
    return (lower >= 0x61 && lower <= 0x7A) || self == 0x5F || self >= 0x80
  }

  var isWordPart: Bool { isWordStart || isDigit || self == 0x24 }
}

extension ArraySlice<UInt8> {
  /// Whether it begins with `--`. Asked of every line of every file's head.
  public var beginsComment: Bool {
    let dash = UInt8(ascii: "-")
    return count >= 2 && self[startIndex] == dash && self[startIndex + 1] == dash
  }
}
