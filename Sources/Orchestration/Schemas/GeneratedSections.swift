import MigrationFiles
import Revisions
import SQLText
import SchemaModel

/// The body of a generated revision.
struct GeneratedBody: Sendable {
  var upgrade: GeneratedSection
  /// Empty where there is no way back.
  var downgrade: GeneratedSection
  /// Why there is no way back.
  var irreversible: String?
}

/// What stands in one section of a generated revision.
struct GeneratedSection: Hashable, Sendable {
  var statements: [SchemaStatement]
  /// Whether its first line says `foreign_keys=off`.
  var suspendsForeignKeys: Bool
  /// What stands before the first statement, a line each.
  var notes: [String]

  init(_ statements: [SchemaStatement], suspendsForeignKeys: Bool, notes: [String] = []) {
    self.statements = statements
    self.suspendsForeignKeys = suspendsForeignKeys
    self.notes = notes
  }

  /// The section without its first line, as it is read by these rules.
  func text(rules: LexicalRules) -> String {
    var lines = notes.map(Self.comment)
    if !lines.isEmpty, !statements.isEmpty { lines.append("") }
    var isAutocommit = false
    for (index, statement) in statements.enumerated() {
      if statement.needsAutocommit != isAutocommit {
        lines.append(isAutocommit ? "-- migrate: end" : "-- migrate: autocommit")
        isAutocommit.toggle()
      }
      lines += statement.hazards.map { Self.comment("\($0.kind.label): \($0.message)") }
      lines += Self.terminated(statement.text, rules)
      let isLast = index == statements.count - 1
      // What has more lines or remarks than one stands apart.
      if !isLast, isLong(statement) || isLong(statements[index + 1]) { lines.append("") }
    }
    if isAutocommit { lines.append("-- migrate: end") }
    return lines.joined(separator: "\n")
  }

  /// The text with a line end, as the place in a template wants it that stands alone on its line.
  func inTemplate(rules: LexicalRules) -> String {
    let text = text(rules: rules)
    return text.isEmpty ? "" : text + "\n"
  }

  /// A body of Oracle's mode ends nowhere that the text alone could tell: it has a `DELIMITER` around it.
  private static func terminated(_ text: String, _ rules: LexicalRules) -> [String] {
    let plain = text + ";"
    let read = try? StatementSplitter(rules: rules).statements(in: plain)
    guard rules.hasDelimiterCommand, read?.map(\.text) != [text] else { return [plain] }
    var delimiter = "//"
    while text.contains(delimiter) { delimiter += "/" }
    return ["DELIMITER \(delimiter)", text, delimiter, "DELIMITER ;"]
  }

  private func isLong(_ statement: SchemaStatement) -> Bool {
    !statement.hazards.isEmpty || statement.text.contains("\n")
  }

  /// A name in a message may hold anything; a comment is one line.
  private static func comment(_ text: String) -> String {
    "-- " + text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension Hazard.Kind {
  /// As comments in files begin with it.
  package var label: String {
    switch self {
    case .dataLoss: "data loss"
    case .mayFail: "may fail"
    case .rewrite: "rewrites the table"
    case .lock: "locks"
    }
  }
}

extension String {
  /// Writes `foreign_keys=off` on the first line of a section of this file.
  mutating func suspendForeignKeys(_ direction: Direction) {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      guard let start = Directive.beginningOfWords(in: bytes[...]) else { continue }
      let words = bytes[start...].split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      guard words.first.map({ String(decoding: $0, as: UTF8.self) }) == direction.rawValue else {
        continue
      }
      lines[index] = line.trimmedAtEnd + " foreign_keys=off"
      break
    }
    self = lines.joined(separator: "\n")
  }

  private var trimmedAtEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
