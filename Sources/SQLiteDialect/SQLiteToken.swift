import SQLText

/// A word, name, literal or sign of a text in `sqlite_schema`.
struct SQLiteToken: Hashable {
  enum Kind: Hashable {
    case word
    /// `[name]` or `` `name` ``: a name in any place.
    case name
    /// `"name"`: a name, or a string where no such name is known
    /// (https://sqlite.org/quirks.html#dblquote).
    case quoted
    case string, number, sign
  }

  var kind: Kind
  /// As it is written.
  var text: String
  /// Whether white space or a comment stands before it.
  var hasGap: Bool

  /// The keyword that it may be, in lower case; empty for everything but words.
  var keyword: String { kind == .word ? SQLiteName.folded(text) : "" }

  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

  /// The name that it is where only a name can stand; there SQLite takes a string for one, too.
  var nameValue: String? {
    switch kind {
    case .word: text
    case .name, .quoted, .string: Self.unquoted(text)
    case .number, .sign: nil
    }
  }

  /// The content of `"…"`, `` `…` ``, `'…'` or `[…]`, with doubled quotes made single.
  private static func unquoted(_ text: String) -> String {
    guard let quote = text.utf8.last else { return "" }
    var content: [UInt8] = []
    var isSecond = false
    for byte in text.utf8.dropFirst().dropLast() {
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
}

extension SQLiteToken {
  /// The tokens of a text, comments left out.
  static func tokens(of text: String) -> [SQLiteToken] {
    let bytes = Array(text.utf8)
    var tokens: [SQLiteToken] = []
    var hasGap = false
    for lexeme in SQLStatement(text: text).lexemes(rules: .sqlite) {
      let kind: Kind
      switch lexeme.kind {
      case .space, .comment:
        hasGap = true
        continue
      case .word: kind = .word
      case .number: kind = .number
      case .string: kind = .string
      case .quotedName: kind = bytes[lexeme.range.lowerBound] == 0x22 ? .quoted : .name
      case .sign, .executableMark: kind = .sign
      }
      let text = String(decoding: bytes[lexeme.range], as: UTF8.self)
      let token = SQLiteToken(kind: kind, text: text, hasGap: hasGap)
      if hasGap || !join(token, onto: &tokens) { tokens.append(token) }
      hasGap = false
    }
    return tokens
  }

  private static let longSigns: Set<String> = [
    "||", "<=", "<>", "<<", "==", "!=", ">=", ">>", "->", "->>",
  ]

  /// Puts together what the lexer, which knows no engine's operators, has taken apart: `<=`, `1.5e-3`.
  private static func join(_ token: SQLiteToken, onto tokens: inout [SQLiteToken]) -> Bool {
    guard let last = tokens.last else { return false }
    switch (last.kind, token.kind) {
    case (.sign, .sign):
      guard longSigns.contains(last.text + token.text) else { return false }
    case (.number, .sign):
      let isExponent =
        (token.text == "+" || token.text == "-") && (last.text.utf8.last ?? 0) | 0x20 == 0x65
        && !last.text.hasPrefix("0x") && !last.text.hasPrefix("0X")
      guard isExponent || token.text == "." && !last.text.utf8.contains(0x2E) else { return false }
    case (.number, .number): break
    case (.sign, .number):
      // `.5`; behind a name the point would be that of a column, which no number names.
      guard last.text == "." else { return false }
    default: return false
    }
    tokens[tokens.count - 1].text += token.text
    if token.kind == .number { tokens[tokens.count - 1].kind = .number }
    return true
  }
}

extension Collection<SQLiteToken> {
  /// The text as it was written, with white space made single blanks and comments left out.
  var written: String {
    var text = ""
    for token in self {
      if token.hasGap, !text.isEmpty { text += " " }
      text += token.text
    }
    return text
  }

  /// The text by which two are compared: case of keywords and names, quotes that a name does not need, white
  /// space and comments make no difference; literals do.
  ///
  /// - Parameter names: all names of the schema, folded. What is double-quoted and none of them is a
  ///   string, or an alias, and stays as it is.
  func canonical(_ names: Set<String>) -> String { spaced { Self.canonical($0, names) } }

  /// The text with blanks where we would put them.
  func spaced(_ word: (SQLiteToken) -> String) -> String {
    var text = ""
    var last: SQLiteToken?
    var isAfterSign = false
    for token in self {
      if let last, Self.isSpaced(last, token, isAfterSign: isAfterSign) { text += " " }
      isAfterSign = (token.text == "-" || token.text == "+") && (last.map(Self.expectsTerm) ?? true)
      text += word(token)
      last = token
    }
    return text
  }

  private static func canonical(_ token: SQLiteToken, _ names: Set<String>) -> String {
    switch token.kind {
    case .word, .number: return SQLiteName.folded(token.text)
    case .name: return SQLiteName.canonical(token.nameValue ?? "")
    case .quoted:
      let name = token.nameValue ?? ""
      return names.contains(SQLiteName.folded(name)) ? SQLiteName.canonical(name) : token.text
    case .string:
      // X'ab' is X'AB'.
      return token.text.utf8.first == UInt8(ascii: "'") ? token.text : SQLiteName.folded(token.text)
    case .sign: return token.text
    }
  }

  /// Whether a sign behind it is that of a number: after another operator, or where a text begins.
  private static func expectsTerm(_ token: SQLiteToken) -> Bool {
    switch token.kind {
    case .sign: token.text != ")"
    case .word: SQLiteName.isReserved(token.keyword)
    default: false
    }
  }

  private static func isSpaced(
    _ last: SQLiteToken, _ token: SQLiteToken, isAfterSign: Bool
  ) -> Bool {
    if isAfterSign || last.isSign("(") || last.isSign(".") { return false }
    if token.isSign(")") || token.isSign(",") || token.isSign(".") || token.isSign(";") {
      return false
    }
    if token.isSign("(") {
      // A call, a type's length or a table's columns; behind a keyword or an operator a blank.
      switch last.kind {
      case .word: return SQLiteName.isReserved(last.keyword)
      case .name, .quoted: return false
      default: return true
      }
    }
    return true
  }
}
