import Orchestration
import Revisions

/// What stands beside a revision's node: id, title, marks and dependencies.
///
/// On a terminal that is too narrow it goes on in further lines beside the graph: nothing is cut off, and
/// the terminal does not break the lines of the graph.
struct RevisionText {
  private struct Word {
    var text: String
    var role: Role?
    /// How many spaces part it from the one before.
    var gap: Int
  }

  private var words: [Word] = []
  private let indent: Int

  init(_ entry: RevisionListing.Entry) {
    let id = entry.revision.id.text
    indent = min(id.count + 2, 14)
    add(id, .identifier)
    add(entry.revision.title.sanitized, nil)
    add(ListingView.marks(of: entry).joined(separator: " "), .label)
    for dependency in entry.revision.dependencies {
      addWhole("(needs \(dependency.description.sanitized))")
    }
    for dependant in entry.neededBy {
      addWhole("(needed by \(dependant.description.sanitized))")
    }
  }

  /// What breaks between its words.
  private mutating func add(_ text: String, _ role: Role?) {
    var gap = words.isEmpty ? 0 : 2
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      words.append(Word(text: String(word), role: role, gap: gap))
      gap = 1
    }
  }

  private mutating func addWhole(_ text: String) {
    words.append(Word(text: text, role: .dim, gap: 2))
  }

  /// - Parameter room: how many columns there are; nil for as many as it takes.
  func lines(for terminal: Terminal, room: Int?) -> [String] {
    // With less than that the text would be a column of single words.
    let room = room.flatMap { $0 >= indent + 12 ? $0 : nil } ?? .max
    var lines: [[Word]] = [[]]
    var width = 0
    for word in words {
      let needed = word.gap + word.text.displayWidth
      let isFirst = lines[lines.count - 1].isEmpty
      if !isFirst, width + needed > room {
        lines.append([])
        width = indent + needed - word.gap
      } else {
        width += needed
      }
      lines[lines.count - 1].append(word)
    }
    return lines.enumerated().map { index, words in
      (index == 0 ? "" : String(repeating: " ", count: indent)) + painted(words, terminal)
    }
  }

  /// Words of one role are painted together.
  private func painted(_ words: [Word], _ terminal: Terminal) -> String {
    var line = ""
    var rest = words[...]
    while let first = rest.first {
      var text = first.text
      rest = rest.dropFirst()
      while let next = rest.first, next.role == first.role, next.gap == 1 {
        text += " " + next.text
        rest = rest.dropFirst()
      }
      if !line.isEmpty { line += String(repeating: " ", count: first.gap) }
      line += first.role.map { terminal.paint(text, $0) } ?? text
    }
    return line
  }
}
