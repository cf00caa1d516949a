/// A JSON value with the place where it begins, so that a problem can be pointed at: the decoder of the
/// system library tells no places.
struct JSONValue {
  enum Content {
    case null
    case bool(Bool)
    /// As it is written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
  }

  var content: Content
  /// A byte of the text, from 0.
  var offset: Int
}

/// What is not JSON, and where.
struct JSONSyntaxProblem: Error {
  var message: String
  var offset: Int
}

/// Reads one JSON text (RFC 8259).
struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// Deeper than anything that we write, and far from the end of the stack.
  private static let deepest = 32

  static func read(_ bytes: [UInt8]) throws(JSONSyntaxProblem) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.next == nil else { throw reader.problem("something stands behind the end") }
    return value
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func problem(_ message: String) -> JSONSyntaxProblem {
    JSONSyntaxProblem(message: place < bytes.count ? message : "it ends too soon", offset: place)
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { place += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONSyntaxProblem) -> JSONValue {
    skipSpace()
    let start = place
    guard depth < Self.deepest else { throw problem("it is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    let content: JSONValue.Content
    switch next {
    case UInt8(ascii: "{"): content = .object(try members())
    case UInt8(ascii: "["): content = .array(try elements())
    case UInt8(ascii: "\""): content = .string(try string())
    default: content = try word()
    }
    return JSONValue(content: content, offset: start)
  }

  private mutating func members() throws(JSONSyntaxProblem) -> [String: JSONValue] {
    place += 1
    var members: [String: JSONValue] = [:]
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a key in quotes is expected") }
      let start = place
      let key = try string()
      guard take(":") else { throw problem("a colon is expected") }
      guard members.updateValue(try value(), forKey: key) == nil else {
        throw JSONSyntaxProblem(message: "the key \"\(key)\" stands twice", offset: start)
      }
    } while take(",")
    guard take("}") else { throw problem("a comma or } is expected") }
    return members
  }

  private mutating func elements() throws(JSONSyntaxProblem) -> [JSONValue] {
    place += 1
    var elements: [JSONValue] = []
    if take("]") { return elements }
    repeat { elements.append(try value()) } while take(",")
    guard take("]") else { throw problem("a comma or ] is expected") }
    return elements
  }

  private mutating func word() throws(JSONSyntaxProblem) -> JSONValue.Content {
    let start = place
    while let byte = next, !" \n\r\t,:]}[{\"".utf8.contains(byte) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
        if place == start { throw problem("a value is expected") }
        throw JSONSyntaxProblem(message: "\(word) is no value", offset: start)
      }
      return .number(word)
    }
  }

  // MARK: - Strings

  private mutating func string() throws(JSONSyntaxProblem) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw problem("the string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"):
        place += 1
        text += Array(String(try escaped()).utf8)
      case 0..<0x20:
        throw problem("a control character stands in a string")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw problem("a quote is expected")
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
    UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
  ]

  private mutating func escaped() throws(JSONSyntaxProblem) -> Unicode.Scalar {
    guard let byte = next else { throw problem("an escape is expected") }
    if let scalar = Self.escapes[byte] {
      place += 1
      return scalar
    }
    guard byte == UInt8(ascii: "u") else { throw problem("there is no such escape") }
    let high = try unit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    // Two escapes together are one character beyond the first 65,536.
    guard high < 0xDC00, next == UInt8(ascii: "\\") else { throw problem("half a character") }
    place += 1
    guard next == UInt8(ascii: "u") else { throw problem("half a character") }
    let low = try unit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw problem("half a character") }
    return scalar
  }

  /// The four digits after `u`.
  private mutating func unit() throws(JSONSyntaxProblem) -> UInt32 {
    let digits = bytes[min(place + 1, bytes.count)..<min(place + 5, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits are expected") }
    place += 5
    return unit
  }
}
