/// A piece of SQL that keeps its names and values apart from its text until a dialect renders it.
///
/// Written as an interpolated literal; a plain string can be put in only under a name that says so:
///
///     let table = QualifiedName(name: "aludel_version")
///     let sql: SQLFragment = "INSERT INTO \(table) (version_num) VALUES (\(bind: "3f2a"))"
public struct SQLFragment: Hashable, Sendable {
  public enum Segment: Hashable, Sendable {
    /// SQL of our own, sent as it is.
    case text(String)
    /// A name, quoted by the dialect.
    case identifier(Identifier)
    /// A value, sent as a parameter, or written as a literal where there are no parameters.
    case value(SQLValue)
  }

  public private(set) var segments: [Segment]

  public init(segments: [Segment] = []) {
    self.segments = segments
  }

  /// SQL that somebody else wrote (a statement of a revision file): sent byte for byte.
  public init(verbatim sql: String) {
    self.segments = [.text(sql)]
  }

  public mutating func append(_ other: SQLFragment) {
    segments.append(contentsOf: other.segments)
  }

  public static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
    SQLFragment(segments: left.segments + right.segments)
  }

  /// Writes the SQL with `quote` for names and `value` for values, in order.
  ///
  /// `value` gives what stands in the text: a placeholder (the caller collects the value) or a
  /// literal.
  public func render<Failure: Error>(
    quote: (Identifier) throws(Failure) -> String,
    value: (SQLValue) throws(Failure) -> String
  ) throws(Failure) -> String {
    var sql = ""
    for segment in segments {
      switch segment {
      case .text(let text): sql += text
      case .identifier(let identifier): sql += try quote(identifier)
      case .value(let bound): sql += try value(bound)
      }
    }
    return sql
  }
}

extension Sequence<SQLFragment> {
  /// The fragments in order, with a text of ours between each two.
  public func joined(separator: String) -> SQLFragment {
    var joined = SQLFragment()
    for (index, fragment) in enumerated() {
      if index > 0 { joined.append(SQLFragment(verbatim: separator)) }
      joined.append(fragment)
    }
    return joined
  }
}

extension SQLFragment: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) {
    self.init(segments: [.text(value)])
  }

  public init(stringInterpolation: StringInterpolation) {
    self.init(segments: stringInterpolation.segments)
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var segments: [Segment] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      segments.reserveCapacity(interpolationCount * 2 + 1)
    }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { segments.append(.text(literal)) }
    }

    public mutating func appendInterpolation(_ identifier: Identifier) {
      segments.append(.identifier(identifier))
    }

    /// `"schema"."table"`, or the table alone.
    public mutating func appendInterpolation(_ name: QualifiedName) {
      if let schema = name.schema {
        segments.append(.identifier(schema))
        segments.append(.text("."))
      }
      segments.append(.identifier(name.name))
    }

    public mutating func appendInterpolation(_ fragment: SQLFragment) {
      segments.append(contentsOf: fragment.segments)
    }

    public mutating func appendInterpolation(bind value: SQLValue) {
      segments.append(.value(value))
    }
  }
}
