public import SQLText

extension LexicalRules {
  /// MariaDB and MySQL without `NO_BACKSLASH_ESCAPES`, the default of both, and what their client
  /// program adds.
  public static let mysql: LexicalRules = {
    var rules = LexicalRules()
    rules.hasBackslashEscapes = true
    rules.hasBacktickIdentifiers = true
    rules.hasHashComments = true
    rules.dashCommentsNeedSpace = true
    rules.hasExecutableComments = true
    rules.bodies = .compound
    rules.hasDelimiterCommand = true
    return rules
  }()
}
