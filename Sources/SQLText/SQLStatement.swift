/// A place in a text.
public struct SourcePosition: Hashable, Sendable {
  /// In UTF-8 bytes, from 0.
  public var offset: Int
  /// From 1.
  public var line: Int
  /// In Unicode scalars, from 1.
  public var column: Int

  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  public static let start = SourcePosition(offset: 0, line: 1, column: 1)

  /// The place reached by reading `text` from here, stopping after `bytes` bytes.
  @inlinable
  public func advanced<Bytes: Collection>(over text: Bytes, bytes: Int? = nil) -> SourcePosition
  where Bytes.Element == UInt8 {
    var position = self
    for byte in text.prefix(bytes ?? text.count) {
      position.offset += 1
      if byte == UInt8(ascii: "\n") {
        position.line += 1
        position.column = 1
      } else if byte & 0b1100_0000 != 0b1000_0000 {  // not a UTF-8 continuation byte
        position.column += 1
      }
    }
    return position
  }
}

/// One statement as it goes to the server.
public struct SQLStatement: Hashable, Sendable {
  /// The statement with the comments before it and without its terminator.
  public var text: String
  /// Where `text` begins in its file.
  public var start: SourcePosition
  /// Where the statement proper begins, after leading comments: what a message points at.
  public var head: SourcePosition
  /// The leading words in upper case, at most twelve, with comments, signs, literals and quoted
  /// names left out: `["CREATE", "INDEX", "CONCURRENTLY"]`. What rules about kinds of statements
  /// look at. Words inside MySQL's executable comments count.
  public var keywords: [String]
  /// The data lines of a `COPY … FROM stdin` block, without the closing `\.`.
  public var copyData: String?

  public init(
    text: String, start: SourcePosition = .start, head: SourcePosition? = nil,
    keywords: [String] = [], copyData: String? = nil
  ) {
    self.text = text
    self.start = start
    self.head = head ?? start
    self.keywords = keywords
    self.copyData = copyData
  }

  /// The place in the file of a byte of `text`; beyond the end, the end.
  public func position(ofByte offset: Int) -> SourcePosition {
    start.advanced(over: text.utf8, bytes: max(0, min(offset, text.utf8.count)))
  }
}
