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

    public func line(for terminal: Terminal) -> String {
      terminal.paint("hint:", .hint) + " " + sentence.sanitized
    }
  }

  /// Whether work can go on in spite of it.
  public var isWarning = false
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
    let label = isWarning ? terminal.paint("warning:", .warning) : terminal.paint("error:", .error)
    var lines = [label + " " + headline.sanitized]
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
    hints.map { $0.line(for: terminal) }
  }
}

extension Diagnostic.Excerpt {
  /// The line with its number, and a caret under the place. A long line is cut around the place.
  func lines(for terminal: Terminal) -> [String] {
    let number = String(line)
    let gutter = String(repeating: " ", count: number.count)
    // One piece for each scalar, since the column counts those and some take more room when shown.
    let pieces = text.unicodeScalars.map { $0 == "\t" ? " " : String($0).sanitized }
    let room = max(40, terminal.width - number.count - 6)
    let place = min(max(0, (column ?? 1) - 1), pieces.count)
    let start = firstShown(of: pieces, place: place, room: room)
    var shown = start > 0 ? "…" : ""
    var caretOffset = shown.displayWidth
    var end = start
    while end < pieces.count, shown.displayWidth + pieces[end].displayWidth <= room {
      if end < place { caretOffset += pieces[end].displayWidth }
      shown += pieces[end]
      end += 1
    }
    if end < pieces.count { shown += "…" }
    var lines = ["  \(terminal.paint("\(number) |", .dim)) \(shown)"]
    if column != nil || note != nil {
      let caret = column == nil ? nil : String(repeating: " ", count: caretOffset) + "^"
      // What a server says may have several lines; they stay to the right of the bar.
      let words = (note ?? "").sanitized.split(separator: "\n").map(String.init)
      let first = [caret, words.first].compactMap { $0 }.joined(separator: " ")
      for text in [first] + words.dropFirst() {
        lines.append("  \(terminal.paint("\(gutter) |", .dim)) \(terminal.paint(text, .error))")
      }
    }
    return lines
  }

  /// Where the shown part begins: at the beginning if the place is in reach of it, else half a line
  /// before the place.
  private func firstShown(of pieces: [String], place: Int, room: Int) -> Int {
    let before = pieces[..<place].reduce(0) { $0 + $1.displayWidth }
    guard before > room - 10 else { return 0 }
    var start = place
    var width = 0
    while start > 0, width + pieces[start - 1].displayWidth < room / 2 {
      start -= 1
      width += pieces[start].displayWidth
    }
    return start
  }
}
