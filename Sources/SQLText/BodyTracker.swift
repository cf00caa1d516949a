/// Follows one statement and tells which of its semicolons are its own.
protocol BodyTracker {
  /// Whether a semicolon here belongs to the statement.
  var ownsSemicolon: Bool { get }
  /// The opening of what is not closed yet. A directive in there is a comment, and an end is an error.
  var opening: BodyOpening? { get }
  /// No word of this statement matters any more.
  var isIdle: Bool { get }

  mutating func word(_ keyword: Keyword?, at index: Int)
  /// A semicolon that belongs to the statement.
  mutating func semicolon()
  /// A string, a quoted name, a number or a sign.
  mutating func other(_ kind: Lexer.Kind, at index: Int)
}

struct BodyOpening: Equatable {
  var word: String
  var index: Int
}

/// For engines whose statements hold no statements.
struct NoBody: BodyTracker {
  var ownsSemicolon: Bool { false }
  var opening: BodyOpening? { nil }
  var isIdle: Bool { true }
  mutating func word(_ keyword: Keyword?, at index: Int) {}
  mutating func semicolon() {}
  mutating func other(_ kind: Lexer.Kind, at index: Int) {}
}

extension LexicalRules.Bodies {
  func tracker() -> any BodyTracker {
    switch self {
    case .none: NoBody()
    case .triggers: TriggerBody()
    case .atomic: AtomicBody()
    case .compound: CompoundBody()
    }
  }
}
