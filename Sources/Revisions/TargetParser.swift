/// Why a text is not a target.
public struct TargetSyntaxProblem: Error, Hashable, Sendable {
  public enum Reason: Error, Hashable, Sendable {
    case empty
    /// Nothing before `/`.
    case emptyDatabase
    /// Nothing after `/` or `@`.
    case emptyWord
    /// A byte that no id, label or target holds, and where, in bytes from 0.
    case badCharacter(UInt8, at: Int)
    /// Something after the number of `+N` or `-N`, and where, in bytes from 0. Alembic ignores it.
    case trailingText(at: Int)
    /// A name of more than 255 bytes.
    case tooLong
    /// A range needs exactly one `:`; so many were there.
    case colons(Int)
    /// The two sides of a range name two databases.
    case twoDatabases(String, String)
  }

  public var text: String
  public var reason: Reason

  public init(text: String, reason: Reason) {
    self.text = text
    self.reason = reason
  }

  /// A stable word for machines.
  public var code: String { "invalid_target" }
}

extension TargetSyntaxProblem: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .empty: "the target is empty"
    case .emptyDatabase: "the target '\(text)' has no database before '/'"
    case .emptyWord: "the target '\(text)' names no revision"
    case .badCharacter(let byte, let offset):
      "the target '\(text)' has \(Self.spelled(byte)) at byte \(offset), where it cannot stand"
    case .trailingText(let offset):
      "the target '\(text)' goes on after its number, at byte \(offset)"
    case .tooLong: "the target holds a name of more than 255 bytes"
    case .colons(0): "the range '\(text)' has no ':'"
    case .colons(let count): "the range '\(text)' has \(count) colons"
    case .twoDatabases(let first, let second):
      "the range '\(text)' names two databases, \(first) and \(second)"
    }
  }

  private static func spelled(_ byte: UInt8) -> String {
    byte == 0x20
      ? "a space"
      : (0x21...0x7E).contains(byte)
        ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte 0x\(String(byte, radix: 16))"
  }
}

extension TargetExpression {
  /// - Throws: what is wrong with the text; whether its names exist is a graph's affair.
  public init(parsing text: String) throws(TargetSyntaxProblem) {
    do { self = try TargetParser(bytes: Array(text.utf8)).expression() } catch {
      throw TargetSyntaxProblem(text: text, reason: error)
    }
  }
}

/// Reads a target from left to right, over bytes: the language is ASCII, whatever a database is called.
private struct TargetParser {
  let bytes: [UInt8]

  func expression() throws(TargetSyntaxProblem.Reason) -> TargetExpression {
    guard !bytes.isEmpty else { throw .empty }
    var start = 0
    var database: String?
    // The last one: no id or label holds a slash, a database's name may.
    if let slash = bytes.lastIndex(of: UInt8(ascii: "/")) {
      guard slash > 0 else { throw .emptyDatabase }
      database = text(0..<slash)
      start = slash + 1
    }
    var label: String?
    if let at = bytes[start...].firstIndex(of: UInt8(ascii: "@")) {
      try check(start..<at)
      // Alembic reads `@head` as `head`.
      label = at == start ? nil : text(start..<at)
      start = at + 1
    }
    guard start < bytes.count else { throw .emptyWord }
    let sign = offsetStart(from: start)
    try check(start..<sign)
    let offset = try offset(from: sign)
    let word = sign == start ? nil : word(text(start..<sign))
    guard let word else {
      guard let offset else { throw .emptyWord }
      return TargetExpression(relative: offset, label: label, database: database)
    }
    return TargetExpression(word, label: label, database: database, offset: offset)
  }

  private func word(_ text: String) -> TargetExpression.Word {
    switch text {
    case "head": .head
    case "heads": .heads
    case "base": .base
    case "current": .current
    default: .name(text)
    }
  }

  /// Where `+`, or `-` before a digit, begins the offset; a dash before anything else is part of a label.
  private func offsetStart(from start: Int) -> Int {
    for position in start..<bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "+") { return position }
      if byte == UInt8(ascii: "-"), position + 1 < bytes.count, isDigit(bytes[position + 1]) {
        return position
      }
    }
    return bytes.count
  }

  private func offset(
    from start: Int
  ) throws(TargetSyntaxProblem.Reason) -> TargetExpression.Offset? {
    guard start < bytes.count else { return nil }
    guard start + 1 < bytes.count, isDigit(bytes[start + 1]) else {
      throw .badCharacter(bytes[start], at: start)
    }
    var count = 0
    for position in (start + 1)..<bytes.count {
      guard isDigit(bytes[position]) else { throw .trailingText(at: position) }
      let (tens, over) = count.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      count = over || carry ? Int.max : sum
    }
    return TargetExpression.Offset(bytes[start] == UInt8(ascii: "+") ? .up : .down, count)
  }

  /// The characters of a label, which are those of an id and `-`.
  private func check(_ range: Range<Int>) throws(TargetSyntaxProblem.Reason) {
    guard !range.isEmpty else { return }
    do { try NameProblem.check(bytes[range], allowsDash: true) } catch {
      switch error {
      case .tooLong: throw .tooLong
      case .badCharacter(let byte, let offset):
        throw .badCharacter(byte, at: range.lowerBound + offset)
      case .empty, .reserved: break
      }
    }
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
