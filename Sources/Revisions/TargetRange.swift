/// A range of a history, `start:end`; a side that is left out is base, or all heads.
public struct TargetRange: Hashable, Sendable {
  public var start: TargetExpression?
  public var end: TargetExpression?

  public init(start: TargetExpression? = nil, end: TargetExpression? = nil) {
    self.start = start
    self.end = end
  }

  /// The database that either side names.
  public var database: String? { start?.database ?? end?.database }

  /// - Throws: what is wrong with the text: a side, the number of colons, or two databases in one range.
  public init(parsing text: String) throws(TargetSyntaxProblem) {
    let sides = text.split(separator: ":", omittingEmptySubsequences: false)
    guard sides.count == 2 else {
      throw TargetSyntaxProblem(text: text, reason: .colons(sides.count - 1))
    }
    start = sides[0].isEmpty ? nil : try TargetExpression(parsing: String(sides[0]))
    end = sides[1].isEmpty ? nil : try TargetExpression(parsing: String(sides[1]))
    if let first = start?.database, let second = end?.database, first != second {
      throw TargetSyntaxProblem(text: text, reason: .twoDatabases(first, second))
    }
  }
}

extension TargetRange: CustomStringConvertible {
  public var description: String { "\(start?.description ?? ""):\(end?.description ?? "")" }
}
