/// Columns of text, each as wide as its widest cell; the last one is not padded, and one that is empty
/// in every row takes no room.
package struct TextTable: Sendable {
  package struct Cell: Sendable {
    package var text: String
    package var role: Role?

    package init(_ text: String, _ role: Role? = nil) {
      // A tab's width depends on where it stands.
      self.text = text.sanitized.replacing("\t", with: " ")
      self.role = role
    }
  }

  private var rows: [[Cell]] = []
  private let indent: String

  package init(indent: Int = 2) {
    self.indent = String(repeating: " ", count: indent)
  }

  package var isEmpty: Bool { rows.isEmpty }

  package mutating func add(_ cells: [Cell]) {
    rows.append(cells)
  }

  package mutating func addHeader(_ titles: [String]) {
    add(titles.map { Cell($0, .dim) })
  }

  package func lines(for terminal: Terminal) -> [String] {
    let columnCount = rows.map(\.count).max() ?? 0
    var widths = Array(repeating: 0, count: columnCount)
    for row in rows {
      for (index, cell) in row.enumerated() {
        widths[index] = max(widths[index], cell.text.displayWidth)
      }
    }
    return rows.map { row in
      let lastFilled = row.lastIndex { !$0.text.isEmpty } ?? 0
      var line = indent
      for (index, cell) in row.enumerated() where index <= lastFilled {
        line += cell.role.map { terminal.paint(cell.text, $0) } ?? cell.text
        if index < lastFilled, widths[index] > 0 {
          line += String(repeating: " ", count: widths[index] - cell.text.displayWidth + 2)
        }
      }
      return line
    }
  }
}
