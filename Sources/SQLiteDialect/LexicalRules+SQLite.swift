public import SQLText

extension LexicalRules {
  /// SQLite, as its tokenizer and `sqlite3_complete` read it.
  public static let sqlite: LexicalRules = {
    var rules = LexicalRules()
    rules.hasBacktickIdentifiers = true
    rules.hasBracketIdentifiers = true
    rules.bodies = .triggers
    return rules
  }()
}
