import Glibc

/// How clocks differ from UTC.
public enum TimeZoneRule: Hashable, Sendable {
  /// Always so many seconds east of UTC.
  case fixed(Int)
  /// As this machine is set up.
  case local
  /// A zone of the IANA database: `Europe/Berlin`.
  case named(TimeZoneData)

  public static let utc = TimeZoneRule.fixed(0)

  public enum Problem: Error, Hashable, Sendable {
    /// Neither `UTC`, `local`, an offset nor something that can be a zone's name.
    case malformed
    /// No file of that name in the zone database.
    case unknown
    /// The zone database itself is missing: the machine has no `tzdata` package.
    case databaseMissing
  }

  /// `UTC`, `local`, `+02:00`, `-0330`, or a zone's name, which is read from the zone database.
  public init(
    validating text: String, database: String = "/usr/share/zoneinfo"
  ) throws(Problem) {
    switch text {
    case "UTC", "utc", "Z": self = .utc
    case "local": self = .local
    default:
      if text.hasPrefix("+") || text.hasPrefix("-") {
        guard let seconds = Self.offset(text) else { throw .malformed }
        self = .fixed(seconds)
        return
      }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      let isName = parts.allSatisfy { part in
        part.utf8.first.map(Self.isLetter) ?? false
          && part.utf8.allSatisfy {
            Self.isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
              || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
          }
      }
      guard isName else { throw .malformed }
      guard FilePaths.kind(of: database) == .folder else { throw .databaseMissing }
      guard let bytes = try? readRegularFile("\(database)/\(text)", named: text),
        let data = TimeZoneData(name: text, parsing: bytes)
      else { throw .unknown }
      self = .named(data)
    }
  }

  /// East of UTC in seconds, at a moment in seconds since 1970.
  public func offset(at epoch: Int64) -> Int {
    switch self {
    case .fixed(let seconds): return seconds
    case .named(let data): return data.offset(at: epoch)
    case .local:
      var moment = time_t(epoch)
      var parts = tm()
      tzset()
      return localtime_r(&moment, &parts) == nil ? 0 : parts.tm_gmtoff
    }
  }

  private static func offset(_ text: String) -> Int? {
    let digits = Array(text.utf8.dropFirst().filter { $0 != UInt8(ascii: ":") })
    let colon = text.utf8.dropFirst().firstIndex(of: UInt8(ascii: ":"))
    if let colon, text.utf8.distance(from: text.utf8.startIndex, to: colon) != 3 { return nil }
    guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      digits.count == 4 || (digits.count == 2 && colon == nil),
      text.utf8.count - digits.count == (colon == nil ? 1 : 2)
    else { return nil }
    let numbers = digits.map { Int($0 - UInt8(ascii: "0")) }
    let hours = numbers[0] * 10 + numbers[1]
    let minutes = numbers.count == 4 ? numbers[2] * 10 + numbers[3] : 0
    guard hours <= 15, minutes < 60 else { return nil }
    return (hours * 60 + minutes) * (text.hasPrefix("-") ? -60 : 60)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
  }
}
