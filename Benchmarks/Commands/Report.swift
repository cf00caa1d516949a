/// Prints what was measured as Markdown tables.
struct Report {
  func title(_ text: String) {
    print("\n### \(text)\n")
  }

  /// Times, and aludel's as a share of each other one's.
  func times(_ results: [Comparison.Result]) {
    line(["work", "aludel", "compared with", "takes", "ratio", "least to most", "wanted"])
    line(["---", "--:", "---", "--:", "--:", "--:", "--:"])
    for result in results {
      let ours = duration(result.times(of: 0).median)
      guard !result.comparison.others.isEmpty else {
        line([result.comparison.work, ours, "", "", "", "", ""])
        continue
      }
      for (index, other) in result.comparison.others.enumerated() {
        let ratio = result.ratio(to: index + 1)
        line([
          result.comparison.work, ours, other.name,
          duration(result.times(of: index + 1).median), digits(ratio.median),
          "\(digits(ratio.least)) to \(digits(ratio.most))",
          other.goal.map { "≤ \(digits($0))" } ?? "",
        ])
      }
    }
  }

  /// The most memory that each side had.
  func memory(_ results: [Comparison.Result]) {
    line(["work", "by", "memory", "takes"])
    line(["---", "---", "--:", "--:"])
    for result in results {
      let sides = [result.comparison.aludel] + result.comparison.others
      for (index, side) in sides.enumerated() {
        line([
          result.comparison.work, side.name, "\(digits(result.memory(of: index).median)) MB",
          duration(result.times(of: index).median),
        ])
      }
    }
  }

  private func line(_ cells: [String]) {
    print("| " + cells.joined(separator: " | ") + " |")
  }

  /// - Parameter milliseconds: of one run.
  private func duration(_ milliseconds: Double) -> String {
    milliseconds < 1000
      ? digits(milliseconds) + " ms" : digits(milliseconds / 1000) + " s"
  }

  /// Two digits that mean something, three from 100 on.
  private func digits(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    var scale = 1.0
    var places = 0
    while value * scale < 10, places < 4 {
      scale *= 10
      places += 1
    }
    let rounded = Int((value * scale).rounded())
    guard places > 0 else { return "\(rounded)" }
    let (whole, rest) = rounded.quotientAndRemainder(dividingBy: Int(scale))
    let fraction = String(rest)
    return "\(whole)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
