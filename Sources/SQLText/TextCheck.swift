/// What no SQL text may hold.
public enum TextCheck {
  /// The bytes of U+FEFF, with which some editors begin a file.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The first NUL byte or byte that is not UTF-8.
  ///
  /// - Parameter start: the place of the first byte of `text`.
  public static func firstProblem(
    in text: ArraySlice<UInt8>, from start: SourcePosition = .start
  ) -> SplitProblem? {
    var index = text.startIndex + plainPrefix(of: text)
    let end = text.endIndex
    while index < end {
      let byte = text[index]
      if byte < 0x80 {
        if byte == 0 {
          return SplitProblem(.nulByte, at: start.advanced(over: text[..<index]))
        }
        index += 1
        continue
      }
      guard let length = sequenceLength(at: index, in: text) else {
        return SplitProblem(.invalidUTF8(byte), at: start.advanced(over: text[..<index]))
      }
      index += length
    }
    return nil
  }

  /// How many bytes at the beginning are ASCII and not NUL; all of them in most files. Eight at a time, and
  /// so perhaps seven too few.
  private static func plainPrefix(of text: ArraySlice<UInt8>) -> Int {
    text.withUnsafeBytes { bytes in
      var count = 0
      while count + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: count, as: UInt64.self)
        // A byte that is 0 borrows from its highest bit; the first one that is not plain is found for sure.
        let marks = (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080
        if marks != 0 { break }
        count += 8
      }
      return count
    }
  }

  /// The length of the well-formed sequence that begins with a byte beyond ASCII (Unicode, table 3-7).
  private static func sequenceLength(at index: Int, in text: ArraySlice<UInt8>) -> Int? {
    let second: ClosedRange<UInt8>
    let length: Int
    switch text[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard text.endIndex - index >= length, second.contains(text[index + 1]) else { return nil }
    for offset in 2..<max(length, 2) where text[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }
}
