/// The words and signs of a statement one by one, in upper case, comments and white space skipped.
///
/// A quoted name or a string is told as its opening quote alone, so that what stands in it is never
/// taken for a key word.
struct PostgresWords: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  init(of text: String) {
    rest = Substring(text).utf8
  }

  mutating func next() -> String? {
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: " "), 0x09...0x0d: rest.removeFirst()
      case UInt8(ascii: "-") where rest.starts(with: "--".utf8):
        rest = rest[(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)...]
      case UInt8(ascii: "/") where rest.starts(with: "/*".utf8): skipComment()
      case UInt8(ascii: "'"):
        skipQuoted(by: byte)
        return "'"
      case UInt8(ascii: "\""):
        skipQuoted(by: byte)
        return "\""
      case UInt8(ascii: "$"):
        skipDollarQuoted()
        return "$"
      default:
        let word = rest.prefix(while: Self.isWordByte)
        guard !word.isEmpty else {
          rest.removeFirst()
          return String(Unicode.Scalar(byte))
        }
        rest = rest[word.endIndex...]
        let isEscapeString =
          rest.first == UInt8(ascii: "'") && word.count == 1 && (word.first ?? 0) | 0x20 == 0x65
        if isEscapeString {
          skipQuoted(by: UInt8(ascii: "'"), hasEscapes: true)
          return "'"
        }
        return Substring(word).uppercased()
      }
    }
    return nil
  }

  /// Comments nest (manual, 4.1.5).
  private mutating func skipComment() {
    var depth = 0
    while !rest.isEmpty {
      if rest.starts(with: "/*".utf8) {
        depth += 1
        rest.removeFirst(2)
      } else if rest.starts(with: "*/".utf8) {
        depth -= 1
        rest.removeFirst(2)
        if depth == 0 { return }
      } else {
        rest.removeFirst()
      }
    }
  }

  /// A doubled quote is seen as the end of one text and the start of the next, which comes to the same.
  private mutating func skipQuoted(by quote: UInt8, hasEscapes: Bool = false) {
    rest.removeFirst()
    while let byte = rest.popFirst() {
      if byte == quote { return }
      if hasEscapes, byte == UInt8(ascii: "\\") { rest = rest.dropFirst() }
    }
  }

  /// `$$…$$` or `$tag$…$tag$`; a parameter such as `$1` is a sign and then a word.
  private mutating func skipDollarQuoted() {
    let afterSign = rest.dropFirst()
    let tag = afterSign.prefix { $0 != UInt8(ascii: "$") && Self.isWordByte($0) }
    guard tag.endIndex != rest.endIndex, rest[tag.endIndex] == UInt8(ascii: "$"),
      !(tag.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false)
    else {
      rest.removeFirst()
      return
    }
    let mark = rest[rest.startIndex...tag.endIndex]
    rest = rest.dropFirst(mark.count)
    while !rest.isEmpty {
      guard let sign = rest.firstIndex(of: UInt8(ascii: "$")) else { break }
      rest = rest[sign...]
      if rest.starts(with: mark) {
        rest = rest.dropFirst(mark.count)
        return
      }
      rest.removeFirst()
    }
    rest = rest[rest.endIndex...]
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
