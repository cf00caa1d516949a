/// Expressions as the server writes them.
enum PostgresExpression {
  /// In parentheses, unless one pair already holds the whole of it.
  static func enclosed(_ expression: String) -> String {
    isEnclosed(expression) ? expression : "(\(expression))"
  }

  private static func isEnclosed(_ expression: String) -> Bool {
    var depth = 0
    var quote: UInt8?
    let bytes = Array(expression.utf8)
    for (index, byte) in bytes.enumerated() {
      if let open = quote {
        if byte == open { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        default: break
        }
        if depth == 0, index < bytes.count - 1 { return false }
      }
    }
    return bytes.first == UInt8(ascii: "(") && depth == 0
  }
}
