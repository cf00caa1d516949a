import SQLText

/// The bytes of a file with an index of its lines.
struct SourceText {
  let bytes: [UInt8]
  private let lineStarts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte-order mark is no column of its own.
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The place of a byte; beyond the end, the end.
  func position(ofByte offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    let start = min(lineStarts[low], offset)
    let column = bytes[start..<offset].count { $0 & 0b1100_0000 != 0b1000_0000 }
    return SourcePosition(offset: offset, line: low + 1, column: column + 1)
  }

  /// A line by its number from 1, without its end; control characters become spaces.
  func line(_ number: Int) -> String? {
    guard lineStarts.indices.contains(number - 1) else { return nil }
    let start = lineStarts[number - 1]
    let end = lineStarts.indices.contains(number) ? lineStarts[number] - 1 : bytes.count
    guard start <= end else { return nil }
    var line = bytes[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return String(decoding: line.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }
}
