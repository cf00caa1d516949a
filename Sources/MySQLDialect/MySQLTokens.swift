import SQLText

/// What the server prints for `SHOW CREATE`, as tokens: names are always quoted in it, except in what is
/// kept as somebody wrote it (bodies of routines, triggers and events).
struct MySQLTokens {
  enum Kind: Equatable {
    /// In upper case.
    case word(String)
    /// Unquoted.
    case name(String)
    case string
    case number
    case sign(Character)
  }

  struct Token {
    var kind: Kind
    var range: Range<Int>
  }

  /// Something that we know nothing of.
  struct Unknown: Error {
    /// The text at which reading stopped.
    var near: String
  }

  let bytes: [UInt8]
  let tokens: [Token]
  /// The next token.
  var index = 0
  /// The database in which the text stands. Its name is printed before functions and sequences, and
  /// would tie what we write to this database.
  let database: String

  init(_ text: String, in database: String) {
    self.database = database
    bytes = Array(text.utf8)
    var tokens: [Token] = []
    for lexeme in SQLStatement(text: text).lexemes(rules: .mysql) {
      let kind: Kind
      switch lexeme.kind {
      // What stands in executable comments is code, and meant for this server.
      case .space, .comment, .executableMark: continue
      case .word:
        kind = .word(String(decoding: bytes[lexeme.range], as: UTF8.self).uppercased())
      case .number: kind = .number
      case .string: kind = .string
      case .quotedName: kind = .name(Self.unquoted(bytes[lexeme.range]))
      case .sign(let byte): kind = .sign(Character(Unicode.Scalar(byte)))
      }
      tokens.append(Token(kind: kind, range: lexeme.range))
    }
    self.tokens = tokens
  }

  private static func unquoted(_ text: ArraySlice<UInt8>) -> String {
    String(decoding: text.dropFirst().dropLast(), as: UTF8.self).replacingDoubled("`")
  }

  // MARK: - Reading

  var isAtEnd: Bool { index >= tokens.count }

  var next: Kind? { kind(at: index) }

  func kind(at index: Int) -> Kind? {
    tokens.indices.contains(index) ? tokens[index].kind : nil
  }

  /// Steps over the words if they come next, in this order.
  mutating func take(_ words: String...) -> Bool {
    guard words.indices.allSatisfy({ kind(at: index + $0) == .word(words[$0]) }) else {
      return false
    }
    index += words.count
    return true
  }

  mutating func take(sign: Character) -> Bool {
    guard next == .sign(sign) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ words: String...) throws(Unknown) {
    for word in words {
      guard take(word) else { throw unknown }
    }
  }

  mutating func expect(sign: Character) throws(Unknown) {
    guard take(sign: sign) else { throw unknown }
  }

  mutating func name() throws(Unknown) -> String {
    guard case .name(let name) = next else { throw unknown }
    index += 1
    return name
  }

  mutating func word() throws(Unknown) -> String {
    guard case .word(let word) = next else { throw unknown }
    index += 1
    return word
  }

  /// One token, whatever it is, as it is written.
  mutating func any() throws(Unknown) -> String {
    guard !isAtEnd else { throw unknown }
    index += 1
    return raw(index - 1..<index)
  }

  /// What stands in the next parentheses, without them.
  mutating func parenthesized() throws(Unknown) -> Range<Int> {
    guard next == .sign("(") else { throw unknown }
    let start = index + 1
    var depth = 0
    while let kind = next {
      index += 1
      if kind == .sign("(") { depth += 1 }
      if kind == .sign(")") {
        depth -= 1
        if depth == 0 { return start..<index - 1 }
      }
    }
    throw unknown
  }

  /// What stands between the commas outside of parentheses.
  func split(_ range: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = range.lowerBound
    var depth = 0
    for index in range {
      switch tokens[index].kind {
      case .sign("("): depth += 1
      case .sign(")"): depth -= 1
      case .sign(",") where depth == 0:
        ranges.append(start..<index)
        start = index + 1
      default: break
      }
    }
    return ranges + [start..<range.upperBound]
  }

  /// The tokens up to the first outside of parentheses at which `isEnd` holds.
  mutating func skip(until isEnd: (Kind) -> Bool) throws(Unknown) -> Range<Int> {
    let start = index
    while let kind = next, !isEnd(kind) {
      if kind == .sign("(") { _ = try parenthesized() } else { index += 1 }
    }
    guard index > start else { throw unknown }
    return start..<index
  }

  var unknown: Unknown {
    let rest = index..<min(index + 4, tokens.count)
    return Unknown(near: rest.isEmpty ? "its end" : raw(rest))
  }

  // MARK: - Text

  /// The tokens as they are written, with what stands between them.
  func raw(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    let bytes = bytes[tokens[first].range.lowerBound..<tokens[last].range.upperBound]
    return String(decoding: bytes, as: UTF8.self)
  }

  /// From a token to the end, as it is written.
  func rawRest(from index: Int) -> String {
    guard tokens.indices.contains(index) else { return "" }
    return String(decoding: bytes[tokens[index].range.lowerBound...], as: UTF8.self)
  }

  /// The tokens with one blank where there is space between them, names quoted only where they must be,
  /// and without this database's name.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    var end: Int?
    var isApart = false
    for index in range {
      let token = tokens[index]
      isApart = isApart || end.map { $0 < token.range.lowerBound } ?? false
      end = token.range.upperBound
      if isOwnDatabase(at: index) { continue }
      if isApart, !text.isEmpty { text += " " }
      isApart = false
      switch token.kind {
      // Without quotes it could be read as one of the server's own functions.
      case .name(let name) where kind(at: index + 1) != .sign("("):
        text += MySQLNames.spelled(name)
      case .word, .name, .string, .number, .sign:
        text += String(decoding: bytes[token.range], as: UTF8.self)
      }
    }
    return text
  }

  /// Whether a token is this database's name, or the dot behind it, before a function or a sequence, or before
  /// a table and its column, where the server leaves it out unless the view's definer is gone or the view is
  /// no good any more. Elsewhere the same name is a table's.
  private func isOwnDatabase(at index: Int) -> Bool {
    let start = tokens[index].kind == .sign(".") ? index - 1 : index
    guard kind(at: start) == .name(database), kind(at: start + 1) == .sign("."),
      case .name = kind(at: start + 2), kind(at: start - 1) != .sign(".")
    else { return false }
    return [.sign("("), .sign(".")].contains(kind(at: start + 3)) || isSequence(at: start)
  }

  /// Whether the token is the first argument of a function of sequences.
  func isSequence(at index: Int) -> Bool {
    guard kind(at: index - 1) == .sign("("), case .word(let word) = kind(at: index - 2) else {
      return false
    }
    return ["NEXTVAL", "LASTVAL", "SETVAL"].contains(word)
  }

  /// The names of the sequences that an expression uses.
  func sequences(in range: Range<Int>) -> [String] {
    range.compactMap { index in
      guard case .name(let name) = kind(at: index) else { return nil }
      if isSequence(at: index), kind(at: index + 1) != .sign(".") { return name }
      return kind(at: index - 1) == .sign(".") && isSequence(at: index - 2) ? name : nil
    }
  }
}

extension String {
  /// With every doubled quote made single.
  func replacingDoubled(_ quote: Unicode.Scalar) -> String {
    guard unicodeScalars.contains(quote) else { return self }
    var result = String.UnicodeScalarView()
    var isSecond = false
    for scalar in unicodeScalars {
      if scalar == quote {
        isSecond.toggle()
        if isSecond {
          result.append(scalar)
          continue
        }
      } else {
        isSecond = false
        result.append(scalar)
      }
    }
    return String(result)
  }
}
