public import Revisions

/// How new revision files are named: text with `{rev}`, `{slug}`, `{epoch}`, `{year}`, `{month}`,
/// `{day}`, `{hour}`, `{minute}` and `{second}` in it.
public struct FileNameTemplate: Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Error, Hashable, Sendable {
    case notSQL
    /// Without `{rev}` or `{slug}` two files would soon have one name.
    case noName
    case unknownToken(String)
    case unclosed
    /// An absolute path, `..`, an empty part, or a part that begins with a dot and would be hidden.
    case badPath
    case badCharacter

    /// One sentence, lower case, no full stop.
    public var message: String {
      switch self {
      case .notSQL: "the template must end in .sql"
      case .noName: "the template must contain {rev} or {slug}"
      case .unknownToken(let token): "the template has an unknown {\(token)}"
      case .unclosed: "the template has a brace without its partner"
      case .badPath:
        "the template must be a relative path without .. and without hidden or empty parts"
      case .badCharacter: "the template has a backslash or a control character"
      }
    }
  }

  enum Token: String, Hashable, Sendable, CaseIterable {
    case rev, slug, epoch, year, month, day, hour, minute, second
  }

  private enum Piece: Hashable, Sendable {
    case text(String)
    case token(Token)
  }

  /// As it was written.
  public let text: String
  private let pieces: [Piece]

  /// `{year}{month}{day}_{hour}{minute}_{rev}_{slug}.sql`.
  public static let standard = FileNameTemplate(
    text: "{year}{month}{day}_{hour}{minute}_{rev}_{slug}.sql",
    pieces: [
      .token(.year), .token(.month), .token(.day), .text("_"), .token(.hour), .token(.minute),
      .text("_"), .token(.rev), .text("_"), .token(.slug), .text(".sql"),
    ])

  public init(validating text: String) throws(Problem) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        throw .unclosed
      }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      let name = String(rest[rest.index(after: open)..<close])
      guard let token = Token(rawValue: name) else { throw .unknownToken(name) }
      pieces.append(.token(token))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.init(text: text, pieces: pieces)

    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\\" && $0.value != 0x7F })
    else { throw .badCharacter }
    guard case .text(let end)? = pieces.last, end.hasSuffix(".sql") else { throw .notSQL }
    guard pieces.contains(.token(.rev)) || pieces.contains(.token(.slug)) else { throw .noName }
    let sample = render { _ in "x" }
    let parts = sample.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { throw .badPath }
  }

  private init(text: String, pieces: [Piece]) {
    self.text = text
    self.pieces = pieces
  }

  public var description: String { text }

  /// Whether it puts files into folders of their own, which only a recursive database reads.
  public var hasFolders: Bool { text.utf8.contains(UInt8(ascii: "/")) }

  /// The name of a new revision's file, relative to its versions folder.
  public func fileName(revision: RevisionID, message: String, time: CivilTime) -> String {
    render { token in
      switch token {
      case .rev: revision.text
      case .slug: Slug.make(from: message)
      case .epoch: String(time.epoch)
      case .year: CivilTime.padded(time.year, 4)
      case .month: CivilTime.padded(time.month)
      case .day: CivilTime.padded(time.day)
      case .hour: CivilTime.padded(time.hour)
      case .minute: CivilTime.padded(time.minute)
      case .second: CivilTime.padded(time.second)
      }
    }
  }

  private func render(_ value: (Token) -> String) -> String {
    pieces.reduce(into: "") { name, piece in
      switch piece {
      case .text(let text): name += text
      case .token(let token): name += value(token)
      }
    }
  }
}
