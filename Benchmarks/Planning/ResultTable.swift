/// Prints rows as a Markdown table. Ratios and the time for each revision or edge are of the least times,
/// which other programs disturb the least.
struct ResultTable {
  private static let head = [
    "work", "over", "× size", "× time", "revisions + edges", "ns each", "min", "median", "max",
  ]

  func printHead() {
    line(Self.head)
    line(Self.head.map { _ in "---" })
  }

  /// - Parameter rows: the same work over growing histories.
  func print(_ rows: [Row]) {
    var before: Row?
    for row in rows {
      var ratios = ["", ""]
      if let before {
        ratios = [
          number(Double(row.size) / Double(before.size)),
          number(row.time.least / before.time.least),
        ]
      }
      let each = row.time.least * 1e6 / Double(row.size)
      line(
        [row.work, row.history] + ratios + ["\(row.size)", "\(Int(each))"]
          + [row.time.least, row.time.median, row.time.most].map { number($0) + " ms" },
        remark: row.remark)
      before = row
    }
  }

  private func line(_ cells: [String], remark: String = "") {
    Swift.print("| " + cells.joined(separator: " | ") + remark + " |")
  }

  /// With one decimal.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
