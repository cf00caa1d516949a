import Orchestration
import Revisions

/// Draws a history, newest first, as lines of a graph with a revision's text beside its node.
///
/// A column stands for a line of descent: it waits for the revision that its last one names as parent.
/// Columns that wait for the same revision join above it. A merge draws a line to each further parent:
/// to the column that waits for it already, or else to a new one.
struct GraphDrawing {
  private(set) var lines: [String] = []
  private let terminal: Terminal
  private let glyphs: Glyphs
  private var columns: [RevisionID?] = []
  /// Where the last line has a base: what began right below it would look like its parent.
  private var columnOfBase: Int?

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
    if columnOfBase == column { append(verticals()) }
    let joined = waiting.dropFirst()
    if !joined.isEmpty {
      var cells = verticals()
      connect(&cells, from: column, to: Array(joined))
      for other in joined {
        cells[other].down = false
        columns[other] = nil
      }
      append(cells)
      dropFreeColumns()
    }
    columns[column] = id
    appendNode(entry, at: column)
    columnOfBase = entry.revision.parents.isEmpty ? column : nil

    let parents = entry.revision.parents.filter(shown.contains)
    columns[column] = parents.first
    appendMerge(at: column, with: parents.dropFirst())
    if parents.isEmpty, !entry.revision.parents.isEmpty { appendEnd(at: column) }
    dropFreeColumns()
  }

  // MARK: - Columns

  private mutating func freeColumn(after start: Int = -1) -> Int {
    if let free = columns.indices.first(where: { $0 > start && columns[$0] == nil }) { return free }
    columns.append(nil)
    return columns.count - 1
  }

  private mutating func dropFreeColumns() {
    while let last = columns.last, last == nil { columns.removeLast() }
  }

  // MARK: - Lines

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
    let room = terminal.isInteractive ? terminal.width - line.displayWidth - 1 : nil
    let text = RevisionText(entry).lines(for: terminal, room: room)
    lines.append(line + " " + text[0])
    for further in text.dropFirst() { lines.append(below(entry, at: column) + " " + further) }
  }

  /// What stands to the left of a revision's further lines of text.
  private func below(_ entry: RevisionListing.Entry, at column: Int) -> String {
    var line = "  "
    for index in columns.indices {
      let isEmpty =
        index == column ? entry.revision.parents.isEmpty : columns[index] == nil
      line += (isEmpty ? " " : glyphs.vertical) + " "
    }
    return line
  }

  private mutating func appendMerge(at column: Int, with others: ArraySlice<RevisionID>) {
    guard !others.isEmpty else { return }
    var opened: [Int] = []
    var reached: [Int] = []
    for parent in others {
      if let waiting = columns.firstIndex(of: parent) {
        reached.append(waiting)
      } else {
        let free = freeColumn(after: column)
        columns[free] = parent
        opened.append(free)
      }
    }
    var cells = verticals()
    for index in opened { cells[index].up = false }
    connect(&cells, from: column, to: reached + opened)
    append(cells)
  }

  /// The history goes on below what is shown.
  private mutating func appendEnd(at column: Int) {
    var line = "  "
    for index in columns.indices {
      line += index == column ? "~" : columns[index] == nil ? " " : glyphs.vertical
      line += " "
    }
    while line.last == " " { line.removeLast() }
    lines.append(line)
  }

  /// Every line of descent going straight on.
  private func verticals() -> [Cell] {
    columns.map { Cell(up: $0 != nil, down: $0 != nil) }
  }

  private func connect(_ cells: inout [Cell], from column: Int, to others: [Int]) {
    guard let first = (others + [column]).min(), let last = (others + [column]).max() else {
      return
    }
    for index in first...last {
      let isEnd = index == column || others.contains(index)
      cells[index].left = index > first
      cells[index].right = index < last
      cells[index].isCrossed = !isEnd && cells[index].up
    }
  }

  private mutating func append(_ cells: [Cell]) {
    var line = "  "
    for cell in cells {
      line += cell.isCrossed ? glyphs.vertical : glyphs.joint(cell)
      line += cell.right ? glyphs.horizontal : " "
    }
    while line.last == " " { line.removeLast() }
    lines.append(line)
  }
}

/// Where lines leave one place of the picture.
private struct Cell: Hashable {
  var up = false
  var down = false
  var left = false
  var right = false
  /// A line of descent that another line only passes by.
  var isCrossed = false
}

private struct Glyphs {
  var node: String
  var current: String
  var vertical: String
  var horizontal: String
  /// By the number of a cell's directions: up 1, down 2, left 4, right 8.
  var joints: [String]

  func joint(_ cell: Cell) -> String {
    joints[
      (cell.up ? 1 : 0) + (cell.down ? 2 : 0) + (cell.left ? 4 : 0) + (cell.right ? 8 : 0)]
  }

  static let unicode = Glyphs(
    node: "○", current: "◆", vertical: "│", horizontal: "─",
    joints: [" ", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼"])

  static let ascii = Glyphs(
    node: "o", current: "*", vertical: "|", horizontal: "-",
    joints: [" ", "|", "|", "|", "-", "'", ".", "+", "-", "'", ".", "+", "-", "'", ".", "+"])
}
