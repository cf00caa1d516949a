import Orchestration
import Revisions

/// Draws a history, newest first, as lines of a graph with a revision's text beside its node.
///
/// A column stands for a line of descent: it waits for the revision that its last one names as parent.
/// Columns that wait for the same revision join above it; a merge opens one column for each further
/// parent.
struct GraphDrawing {
  private(set) var lines: [String] = []
  private let terminal: Terminal
  private let glyphs: Glyphs
  private var columns: [RevisionID?] = []

  init(_ entries: [RevisionListing.Entry], terminal: Terminal) {
    self.terminal = terminal
    self.glyphs = terminal.hasUnicode ? .unicode : .ascii
    let shown = Set(entries.map(\.revision.id))
    for entry in entries { draw(entry, shown: shown) }
  }

  private mutating func draw(_ entry: RevisionListing.Entry, shown: Set<RevisionID>) {
    let id = entry.revision.id
    let waiting = columns.indices.filter { columns[$0] == id }
    let column = waiting.first ?? freeColumn()
    if waiting.count > 1 {
      appendJoin(at: column, others: waiting.dropFirst(), closing: glyphs.joinEnd)
      for other in waiting.dropFirst() { columns[other] = nil }
      dropFreeColumns()
    }
    columns[column] = id
    appendNode(entry, at: column)

    let parents = entry.revision.parents.filter(shown.contains)
    columns[column] = parents.first
    var opened: [Int] = []
    for parent in parents.dropFirst() {
      let free = freeColumn(after: column)
      columns[free] = parent
      opened.append(free)
    }
    if !opened.isEmpty { appendJoin(at: column, others: opened[...], closing: glyphs.forkEnd) }
    dropFreeColumns()
  }

  private mutating func freeColumn(after start: Int = -1) -> Int {
    if let free = columns.indices.first(where: { $0 > start && columns[$0] == nil }) { return free }
    columns.append(nil)
    return columns.count - 1
  }

  private mutating func dropFreeColumns() {
    while let last = columns.last, last == nil { columns.removeLast() }
  }

  private mutating func appendNode(_ entry: RevisionListing.Entry, at column: Int) {
    var line = "  "
    for index in columns.indices {
      if index == column {
        line += entry.isCurrent ? glyphs.current : glyphs.node
      } else {
        line += columns[index] == nil ? " " : glyphs.vertical
      }
      line += " "
    }
    line += " " + terminal.paint(entry.revision.id.text, .identifier)
    line += "  " + entry.revision.title.sanitized
    let marks = ListingView.marks(of: entry)
    if !marks.isEmpty { line += "  " + terminal.paint(marks.joined(separator: " "), .label) }
    for dependency in entry.revision.dependencies {
      line += "  " + terminal.paint("(needs \(dependency.description.sanitized))", .dim)
    }
    lines.append(line)
  }

  /// A line from `column` to the last of `others`, ending each of them with `closing`.
  private mutating func appendJoin(at column: Int, others: ArraySlice<Int>, closing: String) {
    guard let last = others.last else { return }
    var line = "  "
    for index in columns.indices {
      let isOther = others.contains(index)
      let reaches = index >= column && index < last
      if index == column {
        line += glyphs.tee
      } else if isOther {
        line += index == last ? closing : glyphs.crossing(closing)
      } else if index > column && index < last {
        line += columns[index] == nil ? glyphs.horizontal : glyphs.cross
      } else {
        line += columns[index] == nil ? " " : glyphs.vertical
      }
      line += reaches ? glyphs.horizontal : " "
    }
    while line.last == " " { line.removeLast() }
    lines.append(line)
  }
}

private struct Glyphs {
  var node: String
  var current: String
  var vertical: String
  var horizontal: String
  var tee: String
  var cross: String
  var joinEnd: String
  var joinCrossing: String
  var forkEnd: String
  var forkCrossing: String

  func crossing(_ closing: String) -> String {
    closing == joinEnd ? joinCrossing : forkCrossing
  }

  static let unicode = Glyphs(
    node: "○", current: "◆", vertical: "│", horizontal: "─", tee: "├", cross: "┼", joinEnd: "╯",
    joinCrossing: "┴", forkEnd: "╮", forkCrossing: "┬")

  static let ascii = Glyphs(
    node: "o", current: "*", vertical: "|", horizontal: "-", tee: "+", cross: "+", joinEnd: "'",
    joinCrossing: "'", forkEnd: ".", forkCrossing: ".")
}
