/// A text with `${VAR}` and `${VAR:-default}` in it, taken apart.
///
/// `$${` is a literal `${`; any other `$` stands for itself. A default ends at the next `}` and is
/// taken when the variable is not set or empty, as in a shell.
struct VariableText {
  enum Piece: Hashable {
    case text(String)
    case variable(name: String, fallback: String?)
  }

  enum Failure: Error, Hashable {
    case unclosed
    case badName
  }

  let pieces: [Piece]

  var hasVariables: Bool {
    pieces.contains { if case .variable = $0 { true } else { false } }
  }

  /// What stands before the first variable.
  var literalPrefix: String {
    if case .text(let text)? = pieces.first { text } else { "" }
  }

  init(parsing text: String) throws(Failure) {
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var rest = Array(text.utf8)[...]
    let dollar = UInt8(ascii: "$")
    let brace = UInt8(ascii: "{")
    while let byte = rest.first {
      if rest.starts(with: [dollar, dollar, brace]) {
        literal.append(contentsOf: [dollar, brace])
        rest = rest.dropFirst(3)
      } else if rest.starts(with: [dollar, brace]) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { throw .unclosed }
        let inside = rest[(rest.startIndex + 2)..<end]
        rest = rest[(end + 1)...]
        let nameEnd = inside.firstIndex(of: UInt8(ascii: ":")) ?? inside.endIndex
        guard Self.isName(inside[..<nameEnd]) else { throw .badName }
        var fallback: String?
        if nameEnd < inside.endIndex {
          guard inside[nameEnd...].starts(with: ":-".utf8) else { throw .badName }
          fallback = String(decoding: inside[(nameEnd + 2)...], as: UTF8.self)
        }
        if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
        literal = []
        let name = String(decoding: inside[..<nameEnd], as: UTF8.self)
        pieces.append(.variable(name: name, fallback: fallback))
      } else {
        literal.append(byte)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
    self.pieces = pieces
  }

  /// The text with the variables' values, and the names of those that have none, and of those whose
  /// value was no UTF-8 text, in order.
  func expanded(
    with variables: [String: String]
  ) -> (text: String, missing: [String], mangled: [String]) {
    var text = ""
    var missing: [String] = []
    var mangled: [String] = []
    for piece in pieces {
      switch piece {
      case .text(let literal):
        text += literal
      case .variable(let name, let fallback):
        let value = variables[name]
        if value?.isMangled == true, !mangled.contains(name) { mangled.append(name) }
        if let fallback {
          text += value.flatMap { $0.isEmpty ? nil : $0 } ?? fallback
        } else if let value {
          text += value
        } else if !missing.contains(name) {
          missing.append(name)
        }
      }
    }
    return (text, missing, mangled)
  }

  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) else {
      return false
    }
    return bytes.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

extension String {
  /// Whether it was read from bytes that are not UTF-8: each of those has become U+FFFD, which nobody
  /// writes.
  var isMangled: Bool { unicodeScalars.contains("\u{fffd}") }
}
