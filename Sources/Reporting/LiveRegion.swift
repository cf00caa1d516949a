public import Orchestration

/// The rows at the foot of a terminal that tell what runs now, one for each database that works.
///
/// Whole lines are printed above them and stay; the rows themselves are drawn anew each time.
public struct LiveRegion: Sendable {
  private let terminal: Terminal
  private let databases: [String]
  private var running = RunningSteps()
  /// When each database's step began, in milliseconds of any clock.
  private var starts: [String: Int64] = [:]
  private var drawn = 0

  /// - Parameter databases: their names, in the order of their rows.
  public init(terminal: Terminal, databases: [String]) {
    self.terminal = terminal
    self.databases = databases
  }

  public mutating func note(_ event: RunEvent, at now: Int64) {
    running.note(event)
    if case .stepStarted(let step) = event { starts[step.database] = now }
  }

  /// What takes the rows off the screen, so that lines can be printed where they stood.
  public mutating func erased() -> String {
    defer { drawn = 0 }
    // Up to the first row, then clear to the end of the screen (ECMA-48: CUU, ED).
    return drawn == 0 ? "" : "\u{1B}[\(drawn)A\u{1B}[J"
  }

  /// What draws the rows at the cursor, which stands at the start of a line.
  public mutating func drawnRows(at now: Int64) -> String {
    let rows = rows(at: now)
    drawn = rows.count
    return rows.map { $0 + "\n" }.joined()
  }

  /// A step that is over at once gets no row: nobody could read it.
  private static let patience = 300

  private func rows(at now: Int64) -> [String] {
    func elapsed(_ database: String) -> Int {
      Int(clamping: max(0, now - (starts[database] ?? now)))
    }
    let working = databases.filter { elapsed($0) >= Self.patience }
      .compactMap { running.steps[$0] }
    let width = working.map(\.step.database.displayWidth).max() ?? 0
    return working.map { running in
      let step = running.step
      let padding = String(repeating: " ", count: width - step.database.displayWidth)
      let row =
        "  \(terminal.hasUnicode ? "▸" : ">") \(step.database)\(padding)  \(step.revision)  "
        + "\(running.progress)  \(RunningSteps.time(elapsed(step.database)))  \(step.title.sanitized)"
      // A row that wrapped would take two lines off the screen.
      return terminal.paint(row.cut(to: terminal.width - 1), .dim)
    }
  }
}

extension String {
  /// As much of the text as fits into so many columns.
  fileprivate func cut(to columns: Int) -> String {
    var result = String.UnicodeScalarView()
    var width = 0
    for scalar in unicodeScalars {
      width += scalar.displayWidth
      if width > columns { break }
      result.append(scalar)
    }
    return String(result)
  }
}
