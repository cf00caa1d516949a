public import DialectKit

/// The dialects of a program, by name. A dialect is added here and nowhere else.
public struct DialectRegistry: Sendable {
  public let dialects: [any Dialect]

  public init(_ dialects: [any Dialect]) {
    self.dialects = dialects
  }

  /// The dialect of this name or alias.
  public subscript(name: String) -> (any Dialect)? {
    dialects.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// Every name and alias, for suggestions.
  public var names: [String] {
    dialects.flatMap { [$0.name] + $0.aliases }
  }
}
