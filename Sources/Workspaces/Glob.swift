/// A pattern over names: `*` any text, `?` one character, `[a-z]` and `[!a-z]` one of some, `{a,b}`
/// one of several patterns, `\` takes the next character as it is.
///
/// Matches the whole name, by Unicode scalars, and knows no special character: `*` also crosses the
/// dot of `schema.table`.
public struct Glob: Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Error, Hashable, Sendable {
    case empty
    /// A `[`, `{` or `\` that nothing closes or follows.
    case unfinished(Character)
    /// A range such as `[z-a]`.
    case reversedRange
    /// Braces that stand for more than 256 patterns.
    case tooManyAlternatives

    /// One sentence, lower case, no full stop.
    public var message: String {
      switch self {
      case .empty: "a pattern must not be empty"
      case .unfinished("\\"): "the pattern ends in a backslash"
      case .unfinished(let character): "the pattern has a \(character) that is not closed"
      case .reversedRange: "the pattern has a range that runs backwards"
      case .tooManyAlternatives: "the pattern's braces stand for more than 256 patterns"
      }
    }
  }

  private enum Part: Hashable, Sendable {
    case any
    case one
    case scalar(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .one: true
      case .scalar(let own): own == scalar
      case .set(let ranges, let isNegated):
        ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  /// The pattern as it was written.
  public let text: String
  private let alternatives: [[Part]]

  public init(validating text: String) throws(Problem) {
    if text.isEmpty { throw .empty }
    self.text = text
    var reader = Reader(scalars: Array(text.unicodeScalars))
    alternatives = try reader.alternatives(depth: 0)
  }

  public var description: String { text }

  /// Whether the text has anything but plain characters in it.
  public var isPattern: Bool {
    alternatives.count != 1
      || alternatives.contains {
        $0.contains { if case .scalar = $0 { false } else { true } }
      }
  }

  /// Whether the whole name fits the pattern.
  public func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    return alternatives.contains { Self.matches(scalars, $0) }
  }

  /// On a mismatch only the latest `*` is tried again, one character further: enough, since what an
  /// earlier one could take, the latest can take as well.
  private static func matches(_ name: [Unicode.Scalar], _ parts: [Part]) -> Bool {
    var position = 0
    var part = 0
    var star: (part: Int, position: Int)?
    while position < name.count {
      if part < parts.count, parts[part] == .any {
        star = (part, position)
        part += 1
      } else if part < parts.count, parts[part].matches(name[position]) {
        part += 1
        position += 1
      } else if let latest = star {
        star = (latest.part, latest.position + 1)
        part = latest.part + 1
        position = latest.position + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .any }
  }

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var offset = 0

    /// What stands up to the end, or up to the `}` that closes it, with its braces multiplied out.
    mutating func alternatives(depth: Int) throws(Problem) -> [[Part]] {
      guard depth <= 16 else { throw .tooManyAlternatives }
      let isNested = depth > 0
      var finished: [[Part]] = []
      var current: [[Part]] = [[]]
      while offset < scalars.count {
        let scalar = scalars[offset]
        offset += 1
        switch scalar {
        case "*": append(.any, to: &current)
        case "?": append(.one, to: &current)
        case "[": append(try set(), to: &current)
        case "\\":
          guard offset < scalars.count else { throw .unfinished("\\") }
          append(.scalar(scalars[offset]), to: &current)
          offset += 1
        case "{":
          let inner = try alternatives(depth: depth + 1)
          guard inner.count * current.count <= 256 else { throw .tooManyAlternatives }
          current = current.flatMap { prefix in inner.map { prefix + $0 } }
        case "," where isNested:
          finished += current
          current = [[]]
        case "}" where isNested:
          finished += current
          guard finished.count <= 256 else { throw .tooManyAlternatives }
          return finished
        default: append(.scalar(scalar), to: &current)
        }
      }
      if isNested { throw .unfinished("{") }
      return current
    }

    private func append(_ part: Part, to alternatives: inout [[Part]]) {
      for index in alternatives.indices {
        if part == .any, alternatives[index].last == .any { continue }
        alternatives[index].append(part)
      }
    }

    private mutating func set() throws(Problem) -> Part {
      var ranges: [ClosedRange<Unicode.Scalar>] = []
      let isNegated = offset < scalars.count && (scalars[offset] == "!" || scalars[offset] == "^")
      if isNegated { offset += 1 }
      let start = offset
      while offset < scalars.count {
        // A bracket right at the start is a member, not the end.
        if scalars[offset] == "]", offset > start {
          offset += 1
          return .set(ranges, isNegated: isNegated)
        }
        let low = try member()
        if offset + 1 < scalars.count, scalars[offset] == "-", scalars[offset + 1] != "]" {
          offset += 1
          let high = try member()
          guard low <= high else { throw .reversedRange }
          ranges.append(low...high)
        } else {
          ranges.append(low...low)
        }
      }
      throw .unfinished("[")
    }

    private mutating func member() throws(Problem) -> Unicode.Scalar {
      if scalars[offset] == "\\" {
        offset += 1
        guard offset < scalars.count else { throw .unfinished("[") }
      }
      defer { offset += 1 }
      return scalars[offset]
    }
  }
}
