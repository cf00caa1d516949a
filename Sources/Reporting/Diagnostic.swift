/// An error as it is told: what happened, where, what it left behind, and the next command.
public struct Diagnostic: Hashable, Sendable {
  /// A line of a source text with the place that is meant.
  public struct Excerpt: Hashable, Sendable {
    public var line: Int
    public var text: String
    /// In Unicode scalars from 1; nil points at the whole line.
    public var column: Int?
    /// What stands beside the caret.
    public var note: String?

    public init(line: Int, text: String, column: Int?, note: String? = nil) {
      self.line = line
      self.text = text
      self.column = column
      self.note = note
    }
  }

  /// What to do: a sentence, or one with a command that can be pasted.
  public struct Hint: Hashable, Sendable {
    public var text: String
    public var command: String?

    public init(_ text: String, command: String? = nil) {
      self.text = text
      self.command = command
    }

    var sentence: String { command.map { "\(text): \($0)" } ?? text }
  }

  /// A stable word for programs: `unknown_revision`.
  public var code: String
  /// One sentence, lower case, no full stop.
  public var headline: String
  public var database: String?
  public var file: String?
  public var line: Int?
  public var column: Int?
  public var excerpt: Excerpt?
  /// Further lines under the headline.
  public var facts: [String]
  public var hints: [Hint]

  public init(
    code: String, _ headline: String, database: String? = nil, file: String? = nil,
    line: Int? = nil, column: Int? = nil, excerpt: Excerpt? = nil, facts: [String] = [],
    hints: [Hint] = []
  ) {
    self.code = code
    self.headline = headline
    self.database = database
    self.file = file
    self.line = line
    self.column = column
    self.excerpt = excerpt
    self.facts = facts
    self.hints = hints
  }

  /// The lines for a person.
  public func lines(for terminal: Terminal) -> [String] {
    var lines = [terminal.paint("error:", .error) + " " + headline.sanitized]
    if let file {
      let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
      lines.append("  " + terminal.paint(file.sanitized + place, .dim))
    }
    if let excerpt { lines += excerpt.lines(for: terminal) }
    for fact in facts {
      lines += fact.sanitized.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "  " + $0 }
    }
    return lines
  }

  /// The hints, each a line of its own.
  public func hintLines(for terminal: Terminal) -> [String] {
    hints.map { terminal.paint("hint:", .hint) + " " + $0.sentence.sanitized }
  }
}

extension Diagnostic.Excerpt {
  /// The line with its number, and a caret under the place. A long line is cut around the place.
  func lines(for terminal: Terminal) -> [String] {
    let number = String(line)
    let gutter = String(repeating: " ", count: number.count)
    let scalars = Array(text.sanitized.replacing("\t", with: " ").unicodeScalars)
    let room = max(40, terminal.width - number.count - 6)
    let place = min(max(0, (column ?? 1) - 1), scalars.count)
    let start = place > room - 10 ? place - room / 2 : 0
    var shown = String(String.UnicodeScalarView(scalars[start..<min(scalars.count, start + room)]))
    if start > 0 { shown = "…" + shown.dropFirst() }
    var lines = ["  \(terminal.paint("\(number) |", .dim)) \(shown)"]
    if column != nil || note != nil {
      let caret = column == nil ? "" : String(repeating: " ", count: place - start) + "^"
      let words = [caret.isEmpty ? nil : caret, note?.sanitized].compactMap { $0 }
        .joined(separator: " ")
      lines.append(
        "  \(terminal.paint("\(gutter) |", .dim)) \(terminal.paint(words, .error))")
    }
    return lines
  }
}
