/// A moment as clocks in a time zone show it (proleptic Gregorian calendar).
public struct CivilTime: Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let epoch: Int64
  /// East of UTC, in seconds.
  public let offset: Int
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int

  /// - Parameter epoch: seconds since 1970; kept within the years -9999 to 9999.
  public init(epoch: Int64, zone: TimeZoneRule = .utc) {
    let epoch = min(max(epoch, -377_705_116_800), 253_402_214_400)
    let offset = zone.offset(at: epoch)
    let local = epoch + Int64(offset)
    let days = local.flooredDivision(by: 86400)
    let seconds = Int(local - days * 86400)
    (year, month, day) = Self.date(daysSince1970: Int(days))
    self.epoch = epoch
    self.offset = offset
    hour = seconds / 3600
    minute = seconds / 60 % 60
    second = seconds % 60
  }

  /// `2026-11-21T10:15:00Z`, or with the offset: `2026-11-21T11:15:00+01:00`.
  public var iso8601: String {
    let date = "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))"
    let time = "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))"
    guard offset != 0 else { return "\(date)T\(time)Z" }
    let minutes = abs(offset) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))"
    return "\(date)T\(time)\(zone)"
  }

  static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }

  /// Counts in years that begin in March, so that the leap day comes last, and in eras of 400 years,
  /// which all have 146,097 days.
  static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let days = daysSince1970 + 719_468  // from 0000-03-01
    let era = days.flooredDivision(by: 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * marchMonth + 2) / 5 + 1
    )
  }

  /// The other way round.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year.flooredDivision(by: 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension BinaryInteger {
  /// Rounded down, not towards zero. The divisor is a positive constant.
  func flooredDivision(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
