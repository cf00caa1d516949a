/// A value that goes to or comes from a server.
///
/// Text and bytes are kept apart because SQLite and the wire protocols keep them apart.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])

  /// The value as text, numbers spelt out; nil for null and for bytes.
  public var text: String? {
    switch self {
    case .null, .bytes: nil
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .text(let value): value
    }
  }

  /// The value as an integer; text that spells one counts, since a text protocol gives nothing else.
  public var integer: Int64? {
    switch self {
    case .integer(let value): value
    case .text(let value): Int64(value)
    case .null, .real, .bytes: nil
    }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) {
    self = .text(value)
  }

  public init(integerLiteral value: Int64) {
    self = .integer(value)
  }
}
