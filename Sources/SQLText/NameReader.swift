/// A statement as words, names and signs, with space and comments left out.
struct NameReader {
  enum Item: Equatable {
    /// In upper case for comparing, and as the name that it would be.
    case word(String, name: String)
    case quotedName(String)
    case string(String)
    case number
    case sign(UInt8)
  }

  private let items: [Item]
  private(set) var index = 0

  /// - Returns: nil for a statement with executable comments or with lexemes that do not end.
  init?(_ statement: SQLStatement, rules: LexicalRules) {
    let bytes = Array(statement.text.utf8)
    var lexer = Lexer(bytes[...], rules: rules)
    var items: [Item] = []
    do {
      while let token = try lexer.next() {
        let text = bytes[token.start..<token.end]
        switch token.kind {
        case .space, .lineComment, .blockComment, .terminator: continue
        case .executableOpening, .executableClosing: return nil
        case .word:
          let word = String(decoding: text, as: UTF8.self)
          items.append(
            .word(word.uppercased(), name: rules.lowercasesNames ? word.lowercased() : word))
        case .number: items.append(.number)
        case .quotedName: items.append(.quotedName(Self.unquoted(text)))
        case .string:
          // Only the plain form: with escapes the value would have to be worked out.
          let isPlain = text.first == UInt8(ascii: "'") && !text.contains(UInt8(ascii: "\\"))
          items.append(isPlain ? .string(Self.unquoted(text)) : .sign(UInt8(ascii: "'")))
        case .sign(let byte): items.append(.sign(byte))
        }
      }
    } catch { return nil }
    self.items = items
  }

  /// The content of `"…"`, `` `…` ``, `'…'` or `[…]`, with doubled quotes made single.
  static func unquoted(_ text: ArraySlice<UInt8>) -> String {
    guard let quote = text.last else { return "" }
    var content: [UInt8] = []
    var isSecond = false
    for byte in text.dropFirst().dropLast() {
      if byte == quote, byte != UInt8(ascii: "]") {
        isSecond.toggle()
        if isSecond { continue }
      } else {
        isSecond = false
      }
      content.append(byte)
    }
    return String(decoding: content, as: UTF8.self)
  }

  var isAtEnd: Bool { index >= items.count }

  var next: Item? { index < items.count ? items[index] : nil }

  mutating func skip() { index += 1 }

  /// Steps over the words if they are the next ones, in this order.
  mutating func take(_ words: String...) -> Bool {
    var end = index
    for word in words {
      guard end < items.count, case .word(word, _) = items[end] else { return false }
      end += 1
    }
    index = end
    return true
  }

  /// Steps over one of the words.
  mutating func takeOne(of words: Set<String>) -> String? {
    guard case .word(let word, _) = next, words.contains(word) else { return nil }
    index += 1
    return word
  }

  mutating func take(sign: Character) -> Bool {
    guard let byte = sign.asciiValue, next == .sign(byte) else { return false }
    index += 1
    return true
  }

  mutating func name() -> Identifier? {
    switch next {
    case .word(_, let name), .quotedName(let name):
      index += 1
      return Identifier(name)
    default: return nil
    }
  }

  /// `name` or `schema.name`.
  mutating func qualifiedName() -> QualifiedName? {
    guard let first = name() else { return nil }
    guard take(sign: ".") else { return QualifiedName(name: first) }
    guard let second = name(), next != .sign(UInt8(ascii: ".")) else { return nil }
    return QualifiedName(schema: first, name: second)
  }

  mutating func string() -> String? {
    guard case .string(let text) = next else { return nil }
    index += 1
    return text
  }

  /// Steps over `( … )`, if that is next.
  mutating func skipParentheses() {
    guard take(sign: "(") else { return }
    var depth = 1
    while let item = next, depth > 0 {
      index += 1
      if item == .sign(UInt8(ascii: "(")) { depth += 1 }
      if item == .sign(UInt8(ascii: ")")) { depth -= 1 }
    }
  }

  /// Goes on behind the next comma outside parentheses.
  ///
  /// - Returns: false at the end.
  mutating func skipPastComma() -> Bool {
    var depth = 0
    while let item = next {
      index += 1
      switch item {
      case .sign(UInt8(ascii: "(")): depth += 1
      case .sign(UInt8(ascii: ")")): depth -= 1
      case .sign(UInt8(ascii: ",")) where depth <= 0: return true
      default: break
      }
    }
    return false
  }
}
