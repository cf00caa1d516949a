import Revisions
import SQLText
import Spelling

/// Makes sections of the pieces of a file.
struct BodyReader {
  private enum Word: String, CaseIterable {
    case upgrade, downgrade, autocommit, end
  }
  private enum Option: String, CaseIterable {
    case transaction = "transaction=none"
    case foreignKeys = "foreign_keys=off"
  }

  private let file: RevisionFile
  private let rules: LexicalRules
  private var problems: [RevisionFileProblem] = []
  private var body = RevisionBody()
  private var section: Section?
  /// Where the text of the open section begins.
  private var textStart = 0
  private var autocommit: SourcePosition?
  private var reportedStray = false

  init(file: RevisionFile, rules: LexicalRules) {
    self.file = file
    self.rules = rules
  }

  mutating func read(_ pieces: [ScriptPiece]) throws(RevisionFileProblems) -> RevisionBody {
    for piece in pieces {
      switch piece {
      case .statement(let statement): take(statement)
      case .directive(let directive): take(directive)
      }
    }
    closeSection(at: file.bytes.count)
    if !problems.isEmpty {
      throw RevisionFileProblems(problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return body
  }

  // MARK: Statements

  private mutating func take(_ statement: SQLStatement) {
    guard let transaction = section?.transaction else {
      // One is enough: the others are wrong for the same reason.
      if !reportedStray {
        problem(
          .statementOutsideSection, at: statement.head,
          "a statement stands before the first section",
          advice: "write -- migrate: upgrade on the line above it")
      }
      reportedStray = true
      return
    }
    if transaction == .transaction, let control = TransactionControl.of(statement, rules: rules) {
      problem(
        .transactionControl, at: statement.head, Self.objection(to: statement, which: control),
        advice: "remove it, or write transaction=none on the section's first line")
    }
    section?.statements.append(SectionStatement(statement, isAutocommit: autocommit != nil))
  }

  private static func objection(
    to statement: SQLStatement, which control: TransactionControl
  ) -> String {
    let words = statement.keywords
    let isOneWord = !["PREPARE", "START", "XA"].contains(words.first)
    let name = words.prefix(isOneWord ? 1 : 2).joined(separator: " ")
    switch control {
    case .begins: return "\(name) would begin a transaction inside the section's own"
    case .ends: return "\(name) would end the transaction that the section runs in"
    case .setsAutocommit: return "SET autocommit would end the transaction that the section runs in"
    }
  }

  // MARK: Directives

  private mutating func take(_ directive: Directive) {
    guard let first = directive.words.first else {
      problem(
        .unknownDirective, at: directive.position, "-- migrate: needs a word",
        advice: "words: \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
      return
    }
    switch Word(rawValue: first.text) {
    case .upgrade: open(.upgrade, directive)
    case .downgrade: open(.downgrade, directive)
    case .autocommit: beginAutocommit(directive)
    case .end: endAutocommit(directive)
    case nil: unknown(first, among: Word.allCases.map(\.rawValue))
    }
  }

  private mutating func open(_ direction: Direction, _ directive: Directive) {
    closeSection(at: directive.position.offset)
    var section = Section(
      direction: direction, checksum: Checksum(of: []), position: directive.position)
    var seen: Set<Option> = []
    for word in directive.words.dropFirst() {
      guard let option = Option(rawValue: word.text) else {
        unknown(word, among: Option.allCases.map(\.rawValue))
        continue
      }
      if !seen.insert(option).inserted {
        problem(.unknownDirective, at: word.position, "\"\(word.text)\" stands here twice")
      }
      switch option {
      case .transaction: section.transaction = .none
      case .foreignKeys: section.suspendsForeignKeys = true
      }
    }
    if let earlier = body.section(direction) {
      problem(
        .duplicateSection, at: directive.position,
        "a second \(direction.rawValue) section, after the one of line \(earlier.position.line)")
    }
    self.section = section
    let rest = file.bytes[min(directive.end, file.bytes.count)...]
    textStart = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? file.bytes.count
  }

  private mutating func closeSection(at end: Int) {
    if let autocommit {
      problem(
        .unbalancedAutocommit, at: autocommit, "this autocommit block has no end in its section",
        advice: "write -- migrate: end behind its last statement")
    }
    autocommit = nil
    guard var section else { return }
    section.checksum = Checksum(of: file.bytes[min(textStart, end)..<end])
    switch section.direction {
    case .upgrade: body.upgrade = body.upgrade ?? section
    case .downgrade: body.downgrade = body.downgrade ?? section
    }
    self.section = nil
  }

  private mutating func beginAutocommit(_ directive: Directive) {
    refuseMoreWords(directive)
    if section == nil {
      problem(
        .unbalancedAutocommit, at: directive.position, "autocommit stands before the first section")
    } else if let autocommit {
      problem(
        .unbalancedAutocommit, at: directive.position,
        "autocommit stands inside the block of line \(autocommit.line)")
    } else {
      autocommit = directive.position
    }
  }

  private mutating func endAutocommit(_ directive: Directive) {
    refuseMoreWords(directive)
    if autocommit == nil {
      problem(.unbalancedAutocommit, at: directive.position, "end without an autocommit before it")
    }
    autocommit = nil
  }

  private mutating func refuseMoreWords(_ directive: Directive) {
    if directive.words.count > 1 {
      let word = directive.words[1]
      problem(
        .unknownDirective, at: word.position,
        "\(directive.words[0].text) stands alone, without \"\(word.text)\"")
    }
  }

  private mutating func unknown(_ word: Directive.Word, among known: [String]) {
    problem(
      .unknownDirective, at: word.position, "unknown word \"\(word.text)\" after -- migrate:",
      advice: Spelling.advice(for: word.text, among: known, called: "words"))
  }

  private mutating func problem(
    _ code: RevisionFileProblem.Code, at position: SourcePosition, _ message: String,
    advice: String? = nil
  ) {
    problems.append(
      RevisionFileProblem(code, path: file.path, at: position, message: message, advice: advice))
  }
}
