/// Durations as the workspace file writes them: a whole number and a unit, `500ms`, `10s`, `5m`, `1h`.
package enum DurationText {
  /// The longest that every engine can be told: 2^31 - 1 ms, some 24 days.
  static let limit: Duration = .milliseconds(Int(Int32.max))

  package static let advice =
    "write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\""

  /// Nil for anything else, and for more than 24 days.
  package static func parse(_ text: String) -> Duration? {
    let digits = text.utf8.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard let digitText = String(digits), let number = Int64(digitText), number <= Int64(Int32.max)
    else { return nil }
    let duration: Duration
    switch String(text.utf8.dropFirst(digits.count)) {
    case "ms": duration = .milliseconds(number)
    case "s": duration = .seconds(number)
    case "m": duration = .seconds(number * 60)
    case "h": duration = .seconds(number * 3600)
    default: return nil
    }
    return duration <= limit ? duration : nil
  }
}
