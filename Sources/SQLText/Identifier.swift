/// The name of a database object, unquoted, as the catalog would show it.
///
/// Any content is allowed except NUL, which no engine can store; a dialect quotes it or refuses it.
public struct Identifier: Hashable, Sendable, CustomStringConvertible {
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public var description: String { name }
}

extension Identifier: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

/// A table, with the schema it lives in where the engine has schemas.
public struct QualifiedName: Hashable, Sendable, CustomStringConvertible {
  public var schema: Identifier?
  public var name: Identifier

  public init(schema: Identifier? = nil, name: Identifier) {
    self.schema = schema
    self.name = name
  }

  /// `schema.table`, unquoted: for people, never for SQL.
  public var description: String {
    if let schema { "\(schema).\(name)" } else { name.name }
  }
}
