public import SQLText

extension LexicalRules {
  /// PostgreSQL with `standard_conforming_strings = on`, the default since 9.1, and what psql adds.
  public static let postgresql: LexicalRules = {
    var rules = LexicalRules()
    rules.hasEscapeStrings = true
    rules.hasDollarQuotes = true
    rules.lowercasesNames = true
    rules.hasNestedComments = true
    rules.commentsEndAtCarriageReturn = true
    rules.bodies = .atomic
    rules.hasCopyData = true
    rules.hasMetaCommands = true
    return rules
  }()
}
