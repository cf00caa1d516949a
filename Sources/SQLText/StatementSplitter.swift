extension LexicalRules {
  /// The leading words of a foreign statement, or nil if there are none: it may hold anything,
  /// passwords too, so that values and quoted names are not told.
  public func leadingWords(of statement: String) -> String? {
    let words = try? StatementSplitter(rules: self).statements(in: statement).first?.keywords
    return words.flatMap { $0.isEmpty ? nil : $0.joined(separator: " ") }
  }
}

/// Cuts a script into the statements that go to the server one by one.
///
/// It works on bytes, reads each once or twice whatever they are, and never traps. It does not know the
/// grammar: a statement that is wrong inside is the server's to refuse.
public struct StatementSplitter: Sendable {
  public let rules: LexicalRules

  public init(rules: LexicalRules) {
    self.rules = rules
  }

  /// The pieces of a text, in order. Comments go with the statement after them; those after the last
  /// statement, and statements that are empty, are left out. The last statement needs no terminator.
  ///
  /// A directive ends the statement before it, unless it stands inside a body, where it is a comment.
  ///
  /// - Parameters:
  ///   - text: UTF-8 without NUL; a byte order mark may stand at its beginning.
  ///   - start: the place of its first byte, when it is part of a file.
  public func split(
    _ text: ArraySlice<UInt8>, from start: SourcePosition = .start
  ) throws(SplitProblem) -> [ScriptPiece] {
    if let problem = TextCheck.firstProblem(in: text, from: start) { throw problem }
    var scan = ScriptScan(text, rules: rules, from: start)
    try scan.run()
    return scan.pieces
  }

  /// The same for a whole file.
  public func split(
    _ text: [UInt8], from start: SourcePosition = .start
  ) throws(SplitProblem) -> [ScriptPiece] {
    try split(text[...], from: start)
  }

  /// The same for a text.
  public func split(
    _ text: String, from start: SourcePosition = .start
  ) throws(SplitProblem) -> [ScriptPiece] {
    try split(Array(text.utf8)[...], from: start)
  }

  /// The statements alone, for a text in which directives mean nothing.
  public func statements(in text: String) throws(SplitProblem) -> [SQLStatement] {
    try split(text).compactMap { if case .statement(let statement) = $0 { statement } else { nil } }
  }
}
