/// Reads SQL one lexeme at a time, by the rules of a dialect. It never goes back, so a text takes time
/// in proportion to its length.
struct Lexer {
  enum Kind: Equatable {
    case space, lineComment, blockComment
    case word, number, string, quotedName
    /// `;`, or what `DELIMITER` has put in its place.
    case terminator
    /// Any other byte.
    case sign(UInt8)
    /// `/*!40101` and the `*/` that belongs to it.
    case executableOpening, executableClosing
  }

  struct Token {
    var kind: Kind
    var start: Int
    var end: Int
  }

  /// What is not closed, and the index of its opening.
  struct Problem: Error {
    var construct: SplitProblem.Construct
    var index: Int
  }

  let rules: LexicalRules
  let text: ArraySlice<UInt8>
  /// The next byte to read. Whoever reads on by other rules (data, a client command) sets it.
  var index: Int
  /// What ends a statement.
  var delimiter: [UInt8] = [UInt8(ascii: ";")]
  /// The openings of executable comments that are not closed yet.
  private(set) var executableOpenings: [Int] = []

  init(_ text: ArraySlice<UInt8>, rules: LexicalRules) {
    self.text = text
    self.rules = rules
    self.index = text.startIndex
  }

  /// The byte at an index, or 0 beyond the end: the text itself holds no 0.
  func byte(_ index: Int) -> UInt8 {
    index < text.endIndex ? text[index] : 0
  }

  mutating func next() throws(Problem) -> Token? {
    guard index < text.endIndex else { return nil }
    let start = index
    let kind = try readLexeme()
    return Token(kind: kind, start: start, end: index)
  }

  private mutating func readLexeme() throws(Problem) -> Kind {
    let first = byte(index)
    if first.isBlank {
      while byte(index).isBlank { index += 1 }
      return .space
    }
    if isDelimiter(at: index) {
      index += delimiter.count
      return .terminator
    }
    if first.isWordStart { return try readWord() }
    if first.isDigit { return readNumber() }
    switch first {
    case UInt8(ascii: "'"):
      return try readQuoted(.string, backslashes: rules.hasBackslashEscapes, from: index)
    case UInt8(ascii: "\""):
      // A string to MySQL, unless ANSI_QUOTES makes it a name.
      return try readQuoted(
        rules.hasBackslashEscapes ? .string : .quotedName,
        backslashes: rules.hasBackslashEscapes, from: index)
    case UInt8(ascii: "`") where rules.hasBacktickIdentifiers:
      return try readQuoted(.quotedName, backslashes: false, from: index)
    case UInt8(ascii: "[") where rules.hasBracketIdentifiers:
      return try readBracketed()
    case UInt8(ascii: "-") where isDashComment(at: index),
      UInt8(ascii: "#") where rules.hasHashComments:
      skipLineComment()
      return .lineComment
    case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "*"):
      return try readBlockComment()
    case UInt8(ascii: "*")
    where byte(index + 1) == UInt8(ascii: "/") && !executableOpenings.isEmpty:
      executableOpenings.removeLast()
      index += 2
      return .executableClosing
    case UInt8(ascii: "$"):
      return try readDollar()
    default:
      index += 1
      return .sign(first)
    }
  }

  /// Whether the delimiter stands here. One that is a word must be a word here too.
  private func isDelimiter(at index: Int) -> Bool {
    guard let first = delimiter.first, byte(index) == first else { return false }
    guard text[index...].starts(with: delimiter) else { return false }
    guard let last = delimiter.last, first.isWordPart, last.isWordPart, last != 0x24 else {
      return true
    }
    return !byte(index + delimiter.count).isWordPart
  }

  // MARK: Words and numbers

  private mutating func readWord() throws(Problem) -> Kind {
    let start = index
    // `END$$` is a word to the server, and the end of a body to the client after `DELIMITER $$`.
    let stop = delimiter.first.flatMap { $0 == 0x24 || $0 >= 0x80 ? $0 : nil }
    while byte(index).isWordPart {
      if byte(index) == stop, index > start, isDelimiter(at: index) { break }
      index += 1
    }
    let next = byte(index)
    if index - start == 1 {
      switch byte(start) | 0x20 {
      case UInt8(ascii: "e") where rules.hasEscapeStrings && next == UInt8(ascii: "'"):
        return try readEscapeString(from: start)
      case UInt8(ascii: "n"), UInt8(ascii: "x"), UInt8(ascii: "b"):
        if next == UInt8(ascii: "'") {
          return try readQuoted(.string, backslashes: rules.hasBackslashEscapes, from: start)
        }
      case UInt8(ascii: "u") where next == UInt8(ascii: "&"):
        let quote = byte(index + 1)
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
          index += 1
          let kind: Kind = quote == UInt8(ascii: "'") ? .string : .quotedName
          return try readQuoted(kind, backslashes: rules.hasBackslashEscapes, from: start)
        }
      default: break
      }
    }
    return .word
  }

  private mutating func readNumber() -> Kind {
    if rules.hasDollarQuotes {
      // `1$$a$$` is a number and a string, so a number must not take the dollar.
      while byte(index).isDigit || byte(index) == UInt8(ascii: ".") { index += 1 }
      if byte(index) | 0x20 == UInt8(ascii: "e"), byte(index + 1).isDigit {
        index += 1
        while byte(index).isDigit { index += 1 }
      }
    } else {
      let stop = delimiter.first
      let start = index
      while byte(index).isWordPart {
        if byte(index) == stop, index > start, isDelimiter(at: index) { break }
        index += 1
      }
    }
    return .number
  }

  // MARK: Quotes

  /// Reads from a quote to its end, where a doubled quote is one of its content.
  ///
  /// - Parameter start: where the lexeme begins, prefix included.
  private mutating func readQuoted(
    _ kind: Kind, backslashes: Bool, from start: Int
  ) throws(Problem) -> Kind {
    let quote = byte(index)
    index += 1
    while index < text.endIndex {
      let current = text[index]
      index += 1
      if current == UInt8(ascii: "\\"), backslashes {
        index = min(index + 1, text.endIndex)
      } else if current == quote {
        if byte(index) != quote { return kind }
        index += 1
      }
    }
    throw Problem(construct: kind == .string ? .string : .quotedName, index: start)
  }

  private mutating func readBracketed() throws(Problem) -> Kind {
    let start = index
    guard let close = text[index...].firstIndex(of: UInt8(ascii: "]")) else {
      index = text.endIndex
      throw Problem(construct: .quotedName, index: start)
    }
    index = close + 1
    return .quotedName
  }

  /// A string after a line break continues the one before, with its escapes (PostgreSQL 4.1.2.1).
  private mutating func readEscapeString(from start: Int) throws(Problem) -> Kind {
    repeat {
      _ = try readQuoted(.string, backslashes: true, from: start)
    } while skipToContinuation()
    return .string
  }

  private mutating func skipToContinuation() -> Bool {
    var end = index
    var sawLineBreak = false
    while true {
      let current = byte(end)
      if current.isBlank {
        if current == 0x0A || current == 0x0D { sawLineBreak = true }
        end += 1
      } else if current == UInt8(ascii: "-"), byte(end + 1) == UInt8(ascii: "-") {
        let close = endOfLineComment(from: end)
        if Directive.beginningOfWords(in: text[end..<close]) != nil { return false }
        end = close
      } else {
        guard sawLineBreak, current == UInt8(ascii: "'") else { return false }
        index = end
        return true
      }
    }
  }

  /// `$1`, `$$…$$`, `$tag$…$tag$`, or a sign. Inside a word `$` is a letter and never comes here.
  private mutating func readDollar() throws(Problem) -> Kind {
    let start = index
    index += 1
    guard rules.hasDollarQuotes else {
      // A variable of SQLite, a name of MySQL.
      while byte(index).isWordPart, !isDelimiter(at: index) { index += 1 }
      return .sign(UInt8(ascii: "$"))
    }
    if byte(index).isDigit {
      while byte(index).isDigit { index += 1 }
      return .number
    }
    var end = index
    while byte(end).isWordStart || (end > index && byte(end).isDigit) { end += 1 }
    guard byte(end) == UInt8(ascii: "$") else { return .sign(UInt8(ascii: "$")) }
    let tag = text[start...end]
    index = end + 1
    // Linear, since a tag has no dollar inside: a comparison stops before the next candidate.
    while let candidate = text[index...].firstIndex(of: UInt8(ascii: "$")) {
      if text[candidate...].starts(with: tag) {
        index = candidate + tag.count
        return .string
      }
      index = candidate + 1
    }
    index = text.endIndex
    throw Problem(
      construct: .dollarQuote(String(decoding: tag, as: UTF8.self)), index: start)
  }

  // MARK: Comments

  private func isDashComment(at index: Int) -> Bool {
    guard byte(index) == UInt8(ascii: "-"), byte(index + 1) == UInt8(ascii: "-") else {
      return false
    }
    return !rules.dashCommentsNeedSpace || byte(index + 2) <= 0x20
  }

  private func endOfLineComment(from index: Int) -> Int {
    let carriageReturns = rules.commentsEndAtCarriageReturn
    return text[index...].firstIndex { $0 == 0x0A || ($0 == 0x0D && carriageReturns) }
      ?? text.endIndex
  }

  private mutating func skipLineComment() {
    index = endOfLineComment(from: index)
  }

  private mutating func readBlockComment() throws(Problem) -> Kind {
    let start = index
    index += 2
    if rules.hasExecutableComments, skipExecutableMark() {
      executableOpenings.append(start)
      return .executableOpening
    }
    var depth = 1
    while index < text.endIndex {
      let current = text[index]
      if current == UInt8(ascii: "*"), byte(index + 1) == UInt8(ascii: "/") {
        index += 2
        depth -= 1
        if depth == 0 { return .blockComment }
      } else if rules.hasNestedComments, current == UInt8(ascii: "/"),
        byte(index + 1) == UInt8(ascii: "*")
      {
        index += 2
        depth += 1
      } else {
        index += 1
      }
    }
    throw Problem(construct: .comment, index: start)
  }

  /// Whether `!` or `M!` stands behind `/*`. Both dump programs begin with a comment for version
  /// 999999, which no server has: that one is a comment.
  private mutating func skipExecutableMark() -> Bool {
    var end = index
    if byte(end) == UInt8(ascii: "M") { end += 1 }
    guard byte(end) == UInt8(ascii: "!") else { return false }
    end += 1
    let digits = end
    while byte(end).isDigit, end - digits < 6 { end += 1 }
    if text[digits..<end].elementsEqual("999999".utf8) { return false }
    index = end
    return true
  }
}
