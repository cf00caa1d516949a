/// A comment of a schema that says what the thing behind it was called before:
/// `-- renamed from: mail`.
public struct RenameNote: Hashable, Sendable {
  /// What the comment is about.
  public enum Place: Hashable, Sendable {
    /// What the statement makes: a table, a type.
    case object(QualifiedName)
    /// A column of a table.
    case column(Identifier, of: QualifiedName)
    /// A value of an enum.
    case value(String, of: QualifiedName)
    /// Nothing follows that could have had another name.
    case nowhere
  }

  public var place: Place
  /// As the catalog would show it.
  public var oldName: String
  /// Where the comment begins in its file.
  public var position: SourcePosition

  public init(place: Place, oldName: String, position: SourcePosition) {
    self.place = place
    self.oldName = oldName
    self.position = position
  }

  /// The notes of a statement and of the comments before it.
  ///
  /// A comment on a line of its own is about what comes next; one behind other text is about what
  /// begins on that line.
  public static func notes(in statement: SQLStatement, rules: LexicalRules) -> [RenameNote] {
    // Nearly no comment is one of these.
    guard statement.text.utf8.count < 1 << 24, mayHoldNote(statement.text) else { return [] }
    return RenameNoteReader(statement, rules: rules).notes()
  }

  private static func mayHoldNote(_ text: String) -> Bool {
    let wanted = Array("renamed".utf8)
    var matched = 0
    for byte in text.utf8 {
      let lower = byte | 0x20
      matched = lower == wanted[matched] ? matched + 1 : (lower == wanted[0] ? 1 : 0)
      if matched == wanted.count { return true }
    }
    return false
  }
}

/// Finds the notes of one statement and what they stand at.
private struct RenameNoteReader {
  private let statement: SQLStatement
  private let rules: LexicalRules
  private let bytes: [UInt8]
  /// All but space and comments, with how deep in parentheses each stands.
  private var tokens: [(lexeme: Lexeme, depth: Int)] = []
  private var comments: [Lexeme] = []

  init(_ statement: SQLStatement, rules: LexicalRules) {
    self.statement = statement
    self.rules = rules
    bytes = Array(statement.text.utf8)
    var depth = 0
    for lexeme in statement.lexemes(rules: rules) {
      switch lexeme.kind {
      case .space, .executableMark: continue
      case .comment: comments.append(lexeme)
      case .sign(UInt8(ascii: ")")):
        depth -= 1
        tokens.append((lexeme, depth))
      case .sign(UInt8(ascii: "(")):
        tokens.append((lexeme, depth))
        depth += 1
      default: tokens.append((lexeme, depth))
      }
    }
  }

  func notes() -> [RenameNote] {
    let found = comments.compactMap { comment in
      oldName(in: comment).map { (comment.range.lowerBound, $0) }
    }
    guard !found.isEmpty else { return [] }
    let made = made()
    return found.map { offset, name in
      RenameNote(
        place: made.map { place(of: offset, in: $0) } ?? .nowhere, oldName: name,
        position: statement.position(ofByte: offset))
    }
  }

  // MARK: - The comment

  private func oldName(in comment: Lexeme) -> String? {
    var text = bytes[comment.range]
    func skip(while condition: (UInt8) -> Bool) {
      text = text.drop(while: condition)
    }
    if text.starts(with: "/*".utf8) {
      text = text.dropFirst(2).dropLast(2)
    } else {
      skip { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "#") }
    }
    skip(while: \.isBlank)
    for word in ["renamed", "from"] {
      guard String(decoding: text.prefix(word.utf8.count), as: UTF8.self).lowercased() == word
      else { return nil }
      text = text.dropFirst(word.utf8.count)
      skip(while: \.isBlank)
    }
    guard text.first == UInt8(ascii: ":") else { return nil }
    text = text.dropFirst()
    skip(while: \.isBlank)
    while text.last?.isBlank == true { text.removeLast() }
    return text.isEmpty ? nil : name(text)
  }

  /// Quoted, it is taken as it is; else as the engine reads a bare name.
  private func name(_ text: ArraySlice<UInt8>) -> String {
    let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'")]
    if let first = text.first, text.count > 2, quotes.contains(first), text.last == first {
      return NameReader.unquoted(text)
    }
    let name = String(decoding: text, as: UTF8.self)
    return rules.lowercasesNames ? name.lowercased() : name
  }

  // MARK: - What the statement makes

  private struct Made {
    enum Kind {
      case table, enumeration, other
    }
    var kind: Kind
    var name: QualifiedName
    /// Where each of its items begins, and where their list ends.
    var items: [Int] = []
    var end = 0
  }

  /// What is behind `CREATE`, with the items between the first parentheses behind its name.
  private func made() -> Made? {
    guard word(0) == "CREATE" else { return nil }
    let kinds: [String: Made.Kind] = [
      "TABLE": .table, "TYPE": .enumeration, "VIEW": .other, "SEQUENCE": .other, "DOMAIN": .other,
    ]
    guard
      var index = tokens.indices.first(where: { index in
        word(index).map { kinds[$0] != nil } == true
      }), index < 8, let kind = word(index).flatMap({ kinds[$0] })
    else { return nil }
    index += 1
    while let next = word(index), ["IF", "NOT", "EXISTS"].contains(next) { index += 1 }
    guard let first = identifier(index) else { return nil }
    var name = QualifiedName(name: first)
    if isSign(index + 1, "."), let second = identifier(index + 2) {
      name = QualifiedName(schema: first, name: second)
      index += 2
    }
    var made = Made(kind: kind, name: name)
    let isEnum = kind == .enumeration && word(index + 1) == "AS" && word(index + 2) == "ENUM"
    if kind == .enumeration, !isEnum { made.kind = .other }
    guard made.kind != .other,
      let opening = tokens[index...].indices.first(where: { isSign($0, "(") })
    else { return made }
    let list = tokens[(opening + 1)...].prefix { $0.depth >= 1 || !isSign($0.lexeme, ")") }
    for position in list.indices {
      let isFirst = position == opening + 1
      let follows = !isFirst && tokens[position - 1].depth == 1 && isSign(position - 1, ",")
      if isFirst || follows { made.items.append(position) }
    }
    made.end =
      list.endIndex < tokens.count ? tokens[list.endIndex].lexeme.range.lowerBound : bytes.count
    return made
  }

  private func place(of comment: Int, in made: Made) -> RenameNote.Place {
    let lineStart = bytes[..<comment].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // Behind the end of another statement, whose last line is not ours to see.
    if lineStart == 0, statement.start.column > 1 { return .nowhere }
    let isAlone = bytes[lineStart..<comment].allSatisfy(\.isBlank)
    let head = tokens[0].lexeme.range.lowerBound
    if isAlone {
      if comment < head { return .object(made.name) }
      guard comment < made.end,
        let item = made.items.first(where: { tokens[$0].lexeme.range.lowerBound > comment })
      else { return .nowhere }
      return place(ofItem: item, in: made)
    }
    let before = made.items.last { tokens[$0].lexeme.range.lowerBound < comment }
    if let before, tokens[before].lexeme.range.lowerBound >= lineStart {
      return place(ofItem: before, in: made)
    }
    return head >= lineStart && comment < made.end ? .object(made.name) : .nowhere
  }

  private func place(ofItem index: Int, in made: Made) -> RenameNote.Place {
    switch made.kind {
    case .table:
      // A constraint of the table is not a column, and holds nothing.
      let constraints: Set<String> = [
        "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "KEY", "INDEX", "LIKE",
      ]
      if let word = word(index), constraints.contains(word) { return .nowhere }
      return identifier(index).map { .column($0, of: made.name) } ?? .nowhere
    case .enumeration:
      guard tokens[index].lexeme.kind == .string else { return .nowhere }
      return .value(NameReader.unquoted(bytes[tokens[index].lexeme.range]), of: made.name)
    case .other: return .nowhere
    }
  }

  // MARK: - Tokens

  private func word(_ index: Int) -> String? {
    guard tokens.indices.contains(index), tokens[index].lexeme.kind == .word else { return nil }
    return String(decoding: bytes[tokens[index].lexeme.range], as: UTF8.self).uppercased()
  }

  private func identifier(_ index: Int) -> Identifier? {
    guard tokens.indices.contains(index) else { return nil }
    let text = bytes[tokens[index].lexeme.range]
    switch tokens[index].lexeme.kind {
    case .quotedName: return Identifier(NameReader.unquoted(text))
    case .word:
      let name = String(decoding: text, as: UTF8.self)
      return Identifier(rules.lowercasesNames ? name.lowercased() : name)
    default: return nil
    }
  }

  private func isSign(_ index: Int, _ sign: Character) -> Bool {
    tokens.indices.contains(index) && isSign(tokens[index].lexeme, sign)
  }

  private func isSign(_ lexeme: Lexeme, _ sign: Character) -> Bool {
    guard let byte = sign.asciiValue else { return false }
    return lexeme.kind == .sign(byte)
  }
}
