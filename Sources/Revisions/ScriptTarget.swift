/// A target of a script, which cannot ask the database where it stands: how far, and from where.
///
///     script target := target | [ database "/" ] [ start { "," start } ] ":" [ target ]
///
/// `3f2a` and `:3f2a` start at base, `1c0b:3f2a` at 1c0b, `current:heads` where the database stands now,
/// `1c0b,77b2:heads` at two rows.
public struct ScriptTarget: Hashable, Sendable {
  public var database: String?
  /// Nil where the target is no range.
  public var starts: [TargetExpression]?
  /// Names no database; nil for all heads.
  public var end: TargetExpression?

  public init(
    _ end: TargetExpression?, from starts: [TargetExpression]? = nil, database: String? = nil
  ) {
    self.database = database ?? end?.database
    self.starts = starts
    self.end = end
    self.end?.database = nil
  }

  /// - Throws: what is wrong with the text, as for a target and for a range.
  public init(parsing text: String) throws(TargetSyntaxProblem) {
    guard let colon = text.firstIndex(of: ":") else {
      self.init(try TargetExpression(parsing: text))
      return
    }
    var starts: [TargetExpression] = []
    var range = TargetRange()
    let words = text[..<colon].split(separator: ",", omittingEmptySubsequences: false)
    for (index, word) in words.enumerated() {
      if word.isEmpty, words.count > 1 { throw TargetSyntaxProblem(text: text, reason: .emptyWord) }
      let one = try TargetRange(parsing: String(word) + String(text[colon...]))
      if let first = range.database, let second = one.database, first != second {
        throw TargetSyntaxProblem(text: text, reason: .twoDatabases(first, second))
      }
      if index == 0 { range = one }
      range.database = range.database ?? one.database
      if let start = one.start { starts.append(start) }
    }
    self.init(range.end, from: starts, database: range.database)
  }

  /// What tells which databases are meant: every side, each with the target's database.
  public var targets: [TargetExpression] {
    let sides = (starts ?? []) + (end.map { [$0] } ?? [])
    return (sides.isEmpty ? [.heads] : sides).map { side in
      var side = side
      side.database = database
      return side
    }
  }
}

extension ScriptTarget: CustomStringConvertible {
  public var description: String {
    let database = database.map { "\($0)/" } ?? ""
    let end = end?.description ?? ""
    guard let starts else { return database + end }
    return database + starts.map(\.description).joined(separator: ",") + ":" + end
  }
}
