/// Why a text cannot be split, and where.
public struct SplitProblem: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// It opens here and is never closed.
    case unterminated(Construct)
    /// Client libraries stop reading at a NUL, so what stands after it would be lost.
    case nulByte
    /// The first byte that is not part of well-formed UTF-8.
    case invalidUTF8(UInt8)
    /// A command of psql, by name without the backslash.
    case metaCommand(String)
    /// More text on the line that ends `COPY … FROM stdin;`: the data must begin on the next one.
    case textAfterCopy
    /// `DELIMITER` without an argument.
    case missingDelimiter
  }

  public enum Construct: Hashable, Sendable {
    case string, quotedName, comment, executableComment
    /// With its tag, `$body$`.
    case dollarQuote(String)
    /// With the word or the sign that opens it.
    case body(String)
  }

  public var kind: Kind
  /// The opening of what is not closed; else the thing itself.
  public var position: SourcePosition

  public init(_ kind: Kind, at position: SourcePosition) {
    self.kind = kind
    self.position = position
  }

  /// One sentence, without the place.
  public var message: String {
    switch kind {
    case .unterminated(.string): "a string that begins here is not closed"
    case .unterminated(.quotedName): "a quoted name that begins here is not closed"
    case .unterminated(.comment): "a comment that begins here is not closed"
    case .unterminated(.executableComment):
      "an executable comment that begins here is not closed"
    case .unterminated(.dollarQuote(let tag)): "a \(tag) quote that begins here is not closed"
    case .unterminated(.body(let word)): "a body that begins here with \(word) is not closed"
    case .nulByte: "a NUL byte at offset \(position.offset)"
    case .invalidUTF8(let byte):
      "the byte 0x\(Self.hex(byte)) at offset \(position.offset) is not UTF-8"
    case .metaCommand(let name): "\\\(name) is a command of psql, not SQL"
    case .textAfterCopy: "the data of COPY … FROM stdin must begin on the line after it"
    case .missingDelimiter: "DELIMITER needs a delimiter"
    }
  }

  /// What to do about it, where there is one answer.
  public var advice: String? {
    switch kind {
    case .metaCommand: "remove the line, or write the SQL that it stands for"
    case .nulByte, .invalidUTF8: "save the file as UTF-8"
    default: nil
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}
