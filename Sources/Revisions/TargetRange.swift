/// A range of a history as a user names it, parsed: `a:b`, `current:`, `-3:current`, `main/base:head`.
///
///     range := [ database "/" ] [ side ] ":" [ database "/" ] [ side ]
///     side  := a target without its database
///
/// A side that is left out is base, or all heads. One database is meant on both sides, on whichever it
/// is written.
public struct TargetRange: Hashable, Sendable {
  /// The database that either side names before `/`.
  public var database: String?
  /// Names no database.
  public var start: TargetExpression?
  /// Names no database.
  public var end: TargetExpression?

  public init(
    start: TargetExpression? = nil, end: TargetExpression? = nil, database: String? = nil
  ) {
    self.database = database
    self.start = start
    self.end = end
  }

  /// The sides that are given, each with the range's database: what tells which databases are meant.
  /// `main/:` has neither side and means main still.
  public var targets: [TargetExpression] {
    var targets = [start, end].compactMap(\.self)
    if targets.isEmpty, database != nil { targets = [.heads] }
    return targets.map { target in
      var target = target
      target.database = database
      return target
    }
  }

  /// Whether the text is to be read as a range: no id, label or word of a target holds a colon.
  public static func isRange(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: ":")) }

  /// - Throws: what is wrong with the text: a side, the number of colons, or two databases in one range.
  public init(parsing text: String) throws(TargetSyntaxProblem) {
    let sides = text.split(separator: ":", omittingEmptySubsequences: false)
    guard sides.count == 2 else {
      throw TargetSyntaxProblem(text: text, reason: .colons(sides.count - 1))
    }
    let (first, second) = (try Side(parsing: sides[0]), try Side(parsing: sides[1]))
    if let one = first.database, let other = second.database, one != other {
      throw TargetSyntaxProblem(text: text, reason: .twoDatabases(one, other))
    }
    self.init(
      start: first.target, end: second.target, database: first.database ?? second.database)
  }

  private struct Side {
    var database: String?
    var target: TargetExpression?

    init(parsing text: Substring) throws(TargetSyntaxProblem) {
      if text.isEmpty { return }
      if text.count > 1, text.hasSuffix("/") {
        database = String(text.dropLast())
        return
      }
      var target = try TargetExpression(parsing: String(text))
      database = target.database
      target.database = nil
      self.target = target
    }
  }
}

extension TargetRange: CustomStringConvertible {
  public var description: String {
    (database.map { "\($0)/" } ?? "") + "\(start?.description ?? ""):\(end?.description ?? "")"
  }
}
