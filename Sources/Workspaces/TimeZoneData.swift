/// The rules of one zone, as a file of the zone database gives them (RFC 8536, version 2 and later).
///
/// Read by ourselves because the C library knows one zone a process, set by a variable.
public struct TimeZoneData: Hashable, Sendable {
  public let name: String
  /// When the offset changed, ascending, and to what.
  private let transitions: [Transition]
  private let first: Int
  /// What holds after the latest transition.
  private let rule: PosixTimeZone?

  private struct Transition: Hashable, Sendable {
    var epoch: Int64
    var offset: Int
  }

  /// Nil for what is no such file.
  init?(name: String, parsing bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    // The first block has 32-bit times for readers of version 1.
    guard let old = reader.header(), old.version >= UInt8(ascii: "2"),
      reader.skip(old.size(timeSize: 4)), let counts = reader.header(),
      let times = reader.numbers(counts.times, size: 8),
      let kinds = reader.numbers(counts.times, size: 1)
    else { return nil }
    var offsets: [Int] = []
    for _ in 0..<counts.types {
      guard let offset = reader.numbers(1, size: 4)?.first, reader.skip(2) else { return nil }
      offsets.append(Int(Int32(truncatingIfNeeded: offset)))
    }
    guard let initial = offsets.first,
      reader.skip(
        counts.characters + counts.leaps * 12 + counts.standardFlags + counts.utcFlags + 1)
    else { return nil }
    var transitions: [Transition] = []
    for (time, kind) in zip(times, kinds) {
      guard offsets.indices.contains(Int(kind)) else { return nil }
      transitions.append(Transition(epoch: time, offset: offsets[Int(kind)]))
    }
    self.name = name
    self.transitions = transitions
    first = initial
    rule = PosixTimeZone(parsing: Array(reader.rest.prefix { $0 != UInt8(ascii: "\n") }))
  }

  func offset(at epoch: Int64) -> Int {
    guard let last = transitions.last else { return rule?.offset(at: epoch) ?? first }
    if epoch >= last.epoch, let rule { return rule.offset(at: epoch) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].epoch <= epoch { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }

  private struct Header {
    var version: UInt8
    var utcFlags: Int
    var standardFlags: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int

    func size(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standardFlags
        + utcFlags
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var offset = 0

    var rest: ArraySlice<UInt8> { bytes[offset...] }

    init(bytes: [UInt8]) {
      self.bytes = bytes
    }

    mutating func skip(_ count: Int) -> Bool {
      guard count >= 0, count <= bytes.count - offset else { return false }
      offset += count
      return true
    }

    /// Big-endian, signed.
    mutating func numbers(_ count: Int, size: Int) -> [Int64]? {
      let start = offset
      guard skip(count * size) else { return nil }
      return (0..<count).map { index in
        let number = bytes[(start + index * size)..<(start + (index + 1) * size)]
          .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 8 ? Int64(bitPattern: number) : Int64(number)
      }
    }

    mutating func header() -> Header? {
      let start = offset
      guard skip(20), bytes[start..<(start + 4)].elementsEqual("TZif".utf8),
        let counts = numbers(6, size: 4)
      else { return nil }
      let limit = Int64(bytes.count)
      guard counts.allSatisfy({ $0 <= limit }) else { return nil }
      return Header(
        version: bytes[start + 4], utcFlags: Int(counts[0]), standardFlags: Int(counts[1]),
        leaps: Int(counts[2]), times: Int(counts[3]), types: Int(counts[4]),
        characters: Int(counts[5]))
    }
  }
}
