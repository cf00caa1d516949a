/// A `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1-2017 section 8.3, with the wider hours of
/// RFC 8536 section 3.3.1): standard time, summer time, and when the one becomes the other.
struct PosixTimeZone: Hashable, Sendable {
  private let standard: Int
  private let summer: Summer?

  private struct Summer: Hashable, Sendable {
    var offset: Int
    var start: Change
    var end: Change
  }

  /// A day of each year with a time of day in seconds.
  private struct Change: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// Week 5 is the last one; Sunday is 0.
      case weekday(month: Int, week: Int, day: Int)
      /// From 1, the leap day left out.
      case julian(Int)
      /// From 0, the leap day counted.
      case dayOfYear(Int)
    }

    var day: Day
    var seconds: Int

    /// In seconds of local time since 1970.
    func moment(in year: Int) -> Int64 {
      let days: Int
      switch day {
      case .weekday(let month, let week, let weekday):
        let first = CivilTime.daysSince1970(year: year, month: month, day: 1)
        let next = CivilTime.daysSince1970(
          year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        let firstWeekday = ((first + 4) % 7 + 7) % 7  // 1970-01-01 was a Thursday
        var day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        while day >= next { day -= 7 }
        days = day
      case .julian(let number):
        let january = CivilTime.daysSince1970(year: year, month: 1, day: 1)
        let isLeap = CivilTime.daysSince1970(year: year + 1, month: 1, day: 1) - january == 366
        days = january + number - 1 + (isLeap && number >= 60 ? 1 : 0)
      case .dayOfYear(let number):
        days = CivilTime.daysSince1970(year: year, month: 1, day: 1) + number
      }
      return Int64(days) * 86400 + Int64(seconds)
    }
  }

  init?(parsing bytes: [UInt8]) {
    var reader = Reader(rest: bytes[...])
    guard reader.name(), let west = reader.time(limit: 24) else { return nil }
    standard = -west
    guard !reader.rest.isEmpty else {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = standard + 3600
    if reader.rest.first != UInt8(ascii: ",") {
      guard let west = reader.time(limit: 24) else { return nil }
      offset = -west
    }
    guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
      return nil
    }
    summer = Summer(offset: offset, start: start, end: end)
  }

  func offset(at epoch: Int64) -> Int {
    guard let summer else { return standard }
    let days = (epoch + Int64(standard)).flooredDivision(by: 86400)
    let year = CivilTime.date(daysSince1970: Int(days)).year
    let start = summer.start.moment(in: year) - Int64(standard)
    let end = summer.end.moment(in: year) - Int64(summer.offset)
    // South of the equator summer reaches over the new year.
    let isSummer =
      start < end ? epoch >= start && epoch < end : !(epoch >= end && epoch < start)
    return isSummer ? summer.offset : standard
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: scalar) else { return false }
      rest.removeFirst()
      return true
    }

    /// `CET` or `<+03>`.
    mutating func name() -> Bool {
      if take("<") {
        rest = rest.drop { $0 != UInt8(ascii: ">") }
        return take(">")
      }
      let count = rest.prefix {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
      }.count
      rest = rest.dropFirst(count)
      return count >= 3
    }

    mutating func number(limit: Int) -> Int? {
      let digits = rest.prefix(3).prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      rest = rest.dropFirst(digits.count)
      guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= limit else {
        return nil
      }
      return number
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(limit: Int) -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(limit: limit) else { return nil }
      var seconds = hours * 3600
      if take(":") {
        guard let minutes = number(limit: 59) else { return nil }
        seconds += minutes * 60
        if take(":") {
          guard let part = number(limit: 59) else { return nil }
          seconds += part
        }
      }
      return isNegative ? -seconds : seconds
    }

    /// `,M3.5.0/2`, `,J60`, `,59`.
    mutating func change() -> Change? {
      guard take(",") else { return nil }
      let day: Change.Day
      if take("M") {
        guard let month = number(limit: 12), month >= 1, take("."), let week = number(limit: 5),
          week >= 1, take("."), let weekday = number(limit: 6)
        else { return nil }
        day = .weekday(month: month, week: week, day: weekday)
      } else if take("J") {
        guard let number = number(limit: 365), number >= 1 else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(limit: 365) else { return nil }
        day = .dayOfYear(number)
      }
      guard take("/") else { return Change(day: day, seconds: 7200) }
      guard let seconds = time(limit: 167) else { return nil }
      return Change(day: day, seconds: seconds)
    }
  }
}
