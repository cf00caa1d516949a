/// Steps through tokens. What is asked for and not there is not stepped over.
struct SQLiteTokenReader {
  let tokens: ArraySlice<SQLiteToken>
  private(set) var index: Int

  init(_ tokens: ArraySlice<SQLiteToken>) {
    self.tokens = tokens
    index = tokens.startIndex
  }

  var next: SQLiteToken? { index < tokens.endIndex ? tokens[index] : nil }

  /// The keyword that is `ahead` tokens further on; empty if there is none.
  func keyword(_ ahead: Int = 0) -> String {
    index + ahead < tokens.endIndex ? tokens[index + ahead].keyword : ""
  }

  func rest() -> ArraySlice<SQLiteToken> { tokens[index...] }

  func since(_ start: Int) -> ArraySlice<SQLiteToken> { tokens[start..<index] }

  mutating func skip() { index = min(index + 1, tokens.endIndex) }

  /// Steps over the keywords if they are the next ones, in this order.
  mutating func take(_ keywords: String...) -> Bool {
    for (ahead, keyword) in keywords.enumerated() where self.keyword(ahead) != keyword {
      return false
    }
    index += keywords.count
    return true
  }

  mutating func take(sign: String) -> Bool {
    guard next?.isSign(sign) == true else { return false }
    index += 1
    return true
  }

  mutating func name() -> String? {
    guard let name = next?.nameValue else { return nil }
    index += 1
    return name
  }

  /// What stands between the parenthesis that comes next and the one that closes it.
  mutating func parenthesised() -> ArraySlice<SQLiteToken>? {
    guard next?.isSign("(") == true else { return nil }
    var depth = 0
    for end in index..<tokens.endIndex {
      if tokens[end].isSign("(") { depth += 1 }
      if tokens[end].isSign(")") { depth -= 1 }
      if depth == 0 {
        let content = tokens[(index + 1)..<end]
        index = end + 1
        return content
      }
    }
    return nil
  }

  /// `ON CONFLICT …`: what is done then, if it is not the usual.
  mutating func conflict() -> String? {
    guard take("on", "conflict") else { return nil }
    let action = keyword()
    skip()
    return action == "abort" ? nil : action
  }
}

extension ArraySlice<SQLiteToken> {
  /// The parts between commas outside parentheses.
  func splitAtCommas() -> [ArraySlice<SQLiteToken>] {
    var parts: [ArraySlice<SQLiteToken>] = []
    var depth = 0
    var start = startIndex
    for index in indices {
      switch self[index] {
      case let token where token.isSign("("): depth += 1
      case let token where token.isSign(")"): depth -= 1
      case let token where depth == 0 && token.isSign(","):
        parts.append(self[start..<index])
        start = index + 1
      default: break
      }
    }
    parts.append(self[start...])
    return parts
  }

  /// Without the qualifiers that name the table itself: a table made under another name must not
  /// have them, and they say nothing.
  func withoutQualifier(_ table: String) -> ArraySlice<SQLiteToken> {
    guard contains(where: { $0.isSign(".") }) else { return self }
    let table = SQLiteName.folded(table)
    var result: [SQLiteToken] = []
    var index = startIndex
    while index < endIndex {
      let token = self[index]
      if index + 2 < endIndex, self[index + 1].isSign("."), token.kind != .string,
        token.nameValue.map(SQLiteName.folded) == table,
        result.last.map({ !$0.isSign(".") }) ?? true
      {
        var column = self[index + 2]
        column.hasGap = token.hasGap
        result.append(column)
        index += 3
      } else {
        result.append(token)
        index += 1
      }
    }
    return result[...]
  }
}
