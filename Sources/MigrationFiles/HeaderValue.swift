import SQLText

/// What stands behind a key, and where. The place is counted only when somebody asks.
struct HeaderValue {
  var bytes: ArraySlice<UInt8>
  /// The line up to the end of the value, and its place.
  private var line: ArraySlice<UInt8>
  private var lineStart: SourcePosition

  init(_ bytes: ArraySlice<UInt8>, line: ArraySlice<UInt8>, at lineStart: SourcePosition) {
    self.bytes = bytes
    self.line = line
    self.lineStart = lineStart
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var position: SourcePosition { lineStart.advanced(over: line[..<bytes.startIndex]) }

  /// A part of the value.
  func part(_ bytes: ArraySlice<UInt8>) -> HeaderValue {
    HeaderValue(bytes, line: line, at: lineStart)
  }

  /// The parts between commas, without the white space around them.
  var entries: [HeaderValue] {
    bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      part($0.trimmed)
    }
  }
}

extension ArraySlice<UInt8> {
  var trimmed: ArraySlice<UInt8> {
    drop { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }.trimmedAtEnd
  }

  var trimmedAtEnd: ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex,
      self[end - 1] == 0x20 || (self[end - 1] >= 0x09 && self[end - 1] <= 0x0D)
    {
      end -= 1
    }
    return self[..<end]
  }
}
