/// One run of the splitter over one text.
struct ScriptScan {
  private let rules: LexicalRules
  private let text: ArraySlice<UInt8>
  /// The place of the first byte behind the byte order mark.
  private let origin: SourcePosition
  private var lexer: Lexer
  private(set) var pieces: [ScriptPiece] = []

  // The statement that is being read.
  private var tracker: any BodyTracker
  private var copy = CopyRule()
  private var pieceStart: Int?
  private var head: Int?
  private var lastEnd: Int
  private var keywords: [String] = []
  private var parentheses = 0

  /// Only white space stands between the line's beginning and the next lexeme.
  private var isAtLineStart = true
  /// A place already counted to, so that places cost time once.
  private var known: (index: Int, position: SourcePosition)

  init(_ text: ArraySlice<UInt8>, rules: LexicalRules, from start: SourcePosition) {
    var origin = start
    var text = text
    if text.starts(with: TextCheck.byteOrderMark) {
      text = text.dropFirst(TextCheck.byteOrderMark.count)
      origin.offset += TextCheck.byteOrderMark.count
    }
    self.rules = rules
    self.text = text
    self.origin = origin
    lexer = Lexer(text, rules: rules)
    tracker = rules.bodies.tracker()
    lastEnd = text.startIndex
    known = (text.startIndex, origin)
  }

  mutating func run() throws(SplitProblem) {
    while let token = try nextToken() {
      switch token.kind {
      case .space:
        if text[token.start..<token.end].contains(0x0A) { isAtLineStart = true }
        continue
      case .lineComment:
        if isAtLineStart, take(directive: token) { continue }
        extend(over: token)
      case .blockComment: extend(over: token)
      case .executableOpening, .executableClosing:
        extend(over: token)
        if head == nil { head = token.start }
      case .terminator: try terminator(token)
      case .word: try word(token)
      case .sign(UInt8(ascii: "\\")) where rules.hasMetaCommands: try metaCommand(token)
      case .number, .string, .quotedName, .sign: content(token)
      }
      // Data is read past its last line, so that the next lexeme begins one.
      isAtLineStart = lexer.index > token.end && text[lexer.index - 1] == 0x0A
    }
    if let opening = lexer.executableOpenings.first {
      throw problem(.unterminated(.executableComment), at: opening)
    }
    if let opening = tracker.opening {
      throw problem(.unterminated(.body(opening.word)), at: opening.index)
    }
    finish()
  }

  private mutating func nextToken() throws(SplitProblem) -> Lexer.Token? {
    do {
      return try lexer.next()
    } catch {
      throw problem(.unterminated(error.construct), at: error.index)
    }
  }

  // MARK: Lexemes

  private mutating func extend(over token: Lexer.Token) {
    if pieceStart == nil { pieceStart = token.start }
    lastEnd = token.end
  }

  private mutating func content(_ token: Lexer.Token) {
    extend(over: token)
    if head == nil { head = token.start }
    switch token.kind {
    case .sign(UInt8(ascii: ";")):
      // After DELIMITER a semicolon is a sign to the client, and what it always is to the server.
      tracker.semicolon()
      return
    case .sign(UInt8(ascii: "(")): parentheses += 1
    case .sign(UInt8(ascii: ")")): parentheses = max(0, parentheses - 1)
    default: break
    }
    copy.other()
    if !tracker.isIdle { tracker.other(token.kind, at: token.start) }
  }

  private mutating func word(_ token: Lexer.Token) throws(SplitProblem) {
    let wantsKeyword =
      !tracker.isIdle || copy.isOpen || (isAtLineStart && rules.hasDelimiterCommand)
    let bytes = text[token.start..<token.end]
    let keyword = wantsKeyword ? Keyword(bytes) : nil
    if keyword == .delimiter, isAtLineStart, try delimiterCommand(token) { return }
    extend(over: token)
    if head == nil { head = token.start }
    if keywords.count < 12 {
      keywords.append(
        String(
          decoding: bytes.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }, as: UTF8.self))
    }
    if rules.hasCopyData { copy.word(keyword) }
    if !tracker.isIdle { tracker.word(keyword, at: token.start) }
  }

  private mutating func terminator(_ token: Lexer.Token) throws(SplitProblem) {
    let isSemicolon = lexer.delimiter == [UInt8(ascii: ";")]
    if !lexer.executableOpenings.isEmpty || (isSemicolon && tracker.ownsSemicolon) {
      extend(over: token)
      tracker.semicolon()
      return
    }
    let hasData = copy.isFromStdin && head != nil
    finish(withData: hasData ? try copyData(after: token) : nil)
  }

  // MARK: Ends

  private mutating func finish(withData data: String? = nil) {
    if let start = pieceStart, let head {
      let statement = SQLStatement(
        text: String(decoding: text[start..<lastEnd], as: UTF8.self),
        start: position(start), head: position(head), keywords: keywords, copyData: data)
      pieces.append(.statement(statement))
    }
    reset()
  }

  private mutating func reset() {
    pieceStart = nil
    head = nil
    keywords = []
    parentheses = 0
    copy = CopyRule()
    tracker = rules.bodies.tracker()
  }

  private mutating func take(directive token: Lexer.Token) -> Bool {
    guard lexer.executableOpenings.isEmpty, tracker.opening == nil else { return false }
    let comment = text[token.start..<token.end]
    // Asked first, because the places of all other comments need not be known.
    guard Directive.beginningOfWords(in: comment) != nil else { return false }
    finish()
    let line = comment.last == 0x0D ? comment.dropLast() : comment
    guard let directive = Directive(comment: line, at: position(token.start)) else { return false }
    if let word = directive.words.first?.text, word == "upgrade" || word == "downgrade" {
      // The sections run at different times: a delimiter is not carried from one into the other.
      lexer.delimiter = [UInt8(ascii: ";")]
    }
    pieces.append(.directive(directive))
    isAtLineStart = false
    return true
  }

  // MARK: What is the client's

  /// `DELIMITER //` at the beginning of a line. Inside a statement only an argument that could not
  /// follow a column of that name counts.
  private mutating func delimiterCommand(_ token: Lexer.Token) throws(SplitProblem) -> Bool {
    guard rules.hasDelimiterCommand, lexer.executableOpenings.isEmpty, parentheses == 0 else {
      return false
    }
    let end = text[token.end...].firstIndex(of: 0x0A) ?? text.endIndex
    let line = text[token.end..<end]
    if let next = line.first, !next.isBlank { return false }
    let argument = line.drop(while: \.isBlank).prefix(while: { !$0.isBlank })
    if head != nil {
      guard let first = argument.first, !first.isWordStart, first != UInt8(ascii: ","),
        first != UInt8(ascii: "="), first != UInt8(ascii: "`"), first != UInt8(ascii: ".")
      else { return false }
    }
    var delimiter = argument
    if let quote = argument.first, quote == 0x22 || quote == 0x27 || quote == 0x60,
      argument.count > 2, argument.last == quote
    {
      delimiter = argument.dropFirst().dropLast()
    }
    if delimiter.isEmpty { throw problem(.missingDelimiter, at: token.start) }
    finish()
    lexer.delimiter = Array(delimiter)
    lexer.index = end
    return true
  }

  /// The lines that pg_dump writes around its scripts since the fix of CVE-2025-8714 mean nothing here;
  /// other commands of psql would.
  private mutating func metaCommand(_ token: Lexer.Token) throws(SplitProblem) {
    let end = text[token.end...].firstIndex(of: 0x0A) ?? text.endIndex
    let name = text[token.end..<end].prefix(while: { !$0.isBlank })
    guard head == nil, name.elementsEqual("restrict".utf8) || name.elementsEqual("unrestrict".utf8)
    else {
      throw problem(
        .metaCommand(String(decoding: name.prefix(32), as: UTF8.self)), at: token.start)
    }
    reset()
    lexer.index = end
  }

  /// The lines from the next one to `\.`, a directive or the end.
  private mutating func copyData(after token: Lexer.Token) throws(SplitProblem) -> String {
    guard let lineEnd = text[token.end...].firstIndex(of: 0x0A) else {
      if text[token.end...].contains(where: { !$0.isBlank }) {
        throw problem(.textAfterCopy, at: token.end)
      }
      lexer.index = text.endIndex
      return ""
    }
    let rest = text[token.end..<lineEnd].drop(while: \.isBlank)
    if !rest.isEmpty, !rest.starts(with: "--".utf8) {
      throw problem(.textAfterCopy, at: rest.startIndex)
    }
    let start = lineEnd + 1
    var index = start
    while index < text.endIndex {
      let end = text[index...].firstIndex(of: 0x0A) ?? text.endIndex
      let line = text[index..<end]
      if line.elementsEqual("\\.".utf8) || line.elementsEqual("\\.\r".utf8) {
        lexer.index = min(end + 1, text.endIndex)
        return String(decoding: text[start..<index], as: UTF8.self)
      }
      if Directive.beginningOfWords(in: line) != nil { break }
      index = min(end + 1, text.endIndex)
    }
    lexer.index = index
    return String(decoding: text[start..<index], as: UTF8.self)
  }

  // MARK: Places

  /// The place of an index not before the last one asked for.
  private mutating func position(_ index: Int) -> SourcePosition {
    if index >= known.index {
      known = (index, known.position.advanced(over: text[known.index..<index]))
      return known.position
    }
    return origin.advanced(over: text[..<index])
  }

  private func problem(_ kind: SplitProblem.Kind, at index: Int) -> SplitProblem {
    SplitProblem(kind, at: origin.advanced(over: text[..<index]))
  }
}

/// Whether a statement is `COPY … FROM stdin`.
private struct CopyRule {
  private(set) var isFromStdin = false
  private var sawWord = false
  private var isCopy = false
  private var sawFrom = false

  var isOpen: Bool { !sawWord || (isCopy && !isFromStdin) }

  mutating func word(_ keyword: Keyword?) {
    if !sawWord {
      sawWord = true
      isCopy = keyword == .copy
    } else if isCopy {
      // The server takes `FROM stdout` for a slip of the pen and means stdin (`copy_file_name` in
      // its gram.y).
      if sawFrom, keyword == .stdin || keyword == .stdout { isFromStdin = true }
      sawFrom = keyword == .from
    }
  }

  mutating func other() {
    sawWord = true
    sawFrom = false
  }
}
