/// One target as a user names it, parsed: `analytics/billing@head-2`, `+1`, `3f2a`.
///
///     target := [ database "/" ] [ label "@" ] word [ ("+"|"-") N ]
///             | [ database "/" ] [ label "@" ] ("+"|"-") N
///     word   := head | heads | base | current | a name
///
/// What a name, or the part before `@`, stands for (an id, a beginning of one, a label) only a graph can
/// tell.
public struct TargetExpression: Hashable, Sendable {
  public enum Word: Hashable, Sendable {
    case head, heads, base, current
    case name(String)
  }

  /// Steps to walk from the word, or from where the database stands without one.
  public struct Offset: Hashable, Sendable {
    public enum Direction: Hashable, Sendable { case up, down }

    public var direction: Direction
    /// Not negative. A number too large for an `Int` is the largest one: no history is that long.
    public var count: Int

    public init(_ direction: Direction, _ count: Int) {
      self.direction = direction
      self.count = max(0, count)
    }
  }

  /// The database that it names before `/`.
  public var database: String?
  /// What stands before `@`: a label, or an id or its beginning taken for its lineage.
  public var label: String?
  /// Nil only with an offset: relative to where the database stands.
  public var word: Word?
  public var offset: Offset?

  public static let head = TargetExpression(.head)
  public static let heads = TargetExpression(.heads)
  public static let base = TargetExpression(.base)
  public static let current = TargetExpression(.current)

  public init(_ word: Word, label: String? = nil, database: String? = nil, offset: Offset? = nil) {
    self.database = database
    self.label = label
    self.word = word
    self.offset = offset
  }

  public init(relative offset: Offset, label: String? = nil, database: String? = nil) {
    self.database = database
    self.label = label
    self.offset = offset
  }

  /// The name, where the word is one: neither `head` nor another of the language's own.
  public var name: String? {
    if case .name(let name) = word { name } else { nil }
  }

  /// Whether it starts from where the database stands.
  public var isRelative: Bool { word == nil }
}

extension TargetExpression: CustomStringConvertible {
  public var description: String {
    var text = database.map { "\($0)/" } ?? ""
    if let label { text += "\(label)@" }
    text += word?.description ?? ""
    if let offset { text += offset.description }
    return text
  }
}

extension TargetExpression.Word: CustomStringConvertible {
  public var description: String {
    switch self {
    case .head: "head"
    case .heads: "heads"
    case .base: "base"
    case .current: "current"
    case .name(let name): name
    }
  }
}

extension TargetExpression.Offset: CustomStringConvertible {
  public var description: String { "\(direction == .up ? "+" : "-")\(count)" }
}
