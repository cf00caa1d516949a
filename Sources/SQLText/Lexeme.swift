/// A piece of a statement, for whoever must know what is code in it and what is not.
public struct Lexeme: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case space
    /// `/*! … */` and its like are code to the server, and no comment.
    case comment
    case word, number, string, quotedName
    /// Any other byte: `;`, `(`, `:`.
    case sign(UInt8)
    /// `/*!40101`, and the `*/` that closes it.
    case executableMark
  }

  public var kind: Kind
  /// In UTF-8 bytes of the statement's text.
  public var range: Range<Int>

  public init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

extension SQLStatement {
  /// The whole text in pieces, in order and without gaps; the data of a `COPY` is no part of it.
  ///
  /// What is never closed ends the list early: no splitter makes such a statement.
  public func lexemes(rules: LexicalRules) -> [Lexeme] {
    let bytes = Array(text.utf8)
    var lexer = Lexer(bytes[...], rules: rules)
    var lexemes: [Lexeme] = []
    while let token = try? lexer.next() {
      let kind: Lexeme.Kind =
        switch token.kind {
        case .space: .space
        case .lineComment, .blockComment: .comment
        case .word: .word
        case .number: .number
        case .string: .string
        case .quotedName: .quotedName
        case .terminator: .sign(UInt8(ascii: ";"))
        case .sign(let byte): .sign(byte)
        case .executableOpening, .executableClosing: .executableMark
        }
      lexemes.append(Lexeme(kind, token.start..<token.end))
    }
    return lexemes
  }

  /// The text from the first word on, without the comments before it.
  public var textWithoutLeadingComments: String {
    let skipped = max(0, head.offset - start.offset)
    return String(decoding: text.utf8.dropFirst(skipped), as: UTF8.self)
  }
}
