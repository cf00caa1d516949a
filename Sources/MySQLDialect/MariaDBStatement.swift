import DialectKit
import SQLText

/// A statement as the `mariadb` client would read it from a file.
///
/// The client cuts the file by its delimiter, drops comments, and has commands of its own (`client/mysql.cc`
/// in the server's sources).
struct MariaDBStatement {
  /// Without the comments before it, which the client would drop.
  private let text: String
  /// Whether a semicolon that is code stands in it.
  private var holdsSemicolon = false
  /// Whether the server would keep a comment that the client drops, as part of a routine's body.
  private var losesComments = false
  /// A quoted text has a line that ends in CR LF, and the client reads LF.
  private var losesCarriageReturn = false
  private(set) var objection: StatementObjection?

  private let dialect: MySQLDialect

  init(_ statement: SQLStatement, dialect: MySQLDialect) {
    self.dialect = dialect
    text = statement.textWithoutLeadingComments
    let bytes = Array(text.utf8)
    let lexemes = SQLStatement(text: text).lexemes(rules: .mysql)
    var hasComment = false
    for (index, lexeme) in lexemes.enumerated() {
      let content = bytes[lexeme.range]
      switch lexeme.kind {
      case .comment:
        hasComment = true
        if Self.misleads(content, before: bytes[lexeme.range.upperBound...].first) {
          objection = Self.objectionToComment
        }
      case .executableMark where content.last == UInt8(ascii: "/"):
        if bytes[lexeme.range.upperBound...].first == UInt8(ascii: "*") {
          objection = Self.objectionToComment
        }
      case .sign(UInt8(ascii: ";")): holdsSemicolon = true
      case .sign(UInt8(ascii: "\\")):
        let next = index + 1 < lexemes.count ? bytes[lexemes[index + 1].range] : []
        if next.first != UInt8(ascii: "N") { objection = Self.objection(to: "a backslash") }
      case .string, .quotedName:
        losesCarriageReturn = losesCarriageReturn || Self.hasLineEnd(content)
      default: break
      }
    }
    let words = statement.keywords
    losesComments =
      hasComment && !Self.routines.isDisjoint(with: words)
      && ["CREATE", "ALTER"].contains(words.first)
    if objection == nil, let word = words.first, Self.commands.contains(word) {
      objection = Self.objection(to: "a statement that begins with \(word)")
    }
    if objection == nil, losesCarriageReturn, !losesComments {
      objection = StatementObjection(
        reason:
          "a quoted text has a line that ends in CR LF, and the mariadb client reads it as LF",
        advice: "save the file with line feeds, or write CHAR(13, 10) into the text")
    }
  }

  func write(to script: inout ScriptText) {
    if losesComments {
      // As a value it reaches the server whole.
      let isExact = !losesCarriageReturn
      let value: SQLValue = .text(text)
      return script.statement(
        "EXECUTE IMMEDIATE "
          + (isExact ? dialect.literal(value) : "_utf8mb4 X'\(Quoting.hexadecimal(text.utf8))'"))
    }
    guard holdsSemicolon else { return script.statement(text) }
    let delimiter = Self.delimiter(for: text)
    script.line("DELIMITER \(delimiter)")
    script.statement(text, terminator: "\n" + delimiter)
    script.line("DELIMITER ;")
  }

  private static let routines: Set<String> = [
    "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE",
  ]

  /// What the client takes for a command of its own at the beginning of a statement.
  private static let commands: Set<String> = [
    "CHARSET", "CLEAR", "CONNECT", "DELIMITER", "EDIT", "EGO", "EXIT", "GO", "HELP", "NOPAGER",
    "NOTEE", "NOWARNING", "PAGER", "PRINT", "PROMPT", "QUIT", "REHASH", "SANDBOX", "SOURCE",
    "STATUS",
    "SYSTEM", "TEE", "USE", "WARNINGS",
  ]

  private static func objection(to what: String) -> StatementObjection {
    StatementObjection(
      reason: "the mariadb client would take \(what) for a command of its own",
      advice: "write the statement without it, or run the revision online")
  }

  private static let objectionToComment = StatementObjection(
    reason: "the mariadb client would see the comment end elsewhere than the server does",
    advice: "write no /*! in another comment, and a blank behind */ and before *")

  /// Whether the client loses its way in a comment: at a mark of executable comments inside (also one for
  /// version 999999, which no server has), and at a star right behind a hint.
  private static func misleads(_ comment: ArraySlice<UInt8>, before next: UInt8?) -> Bool {
    guard comment.starts(with: "/*".utf8) else { return false }
    if comment.starts(with: "/*+".utf8), next == UInt8(ascii: "*") { return true }
    return ["/*!", "/*M!"].contains { comment.contains($0.utf8) }
      || comment.dropFirst().contains("/*+".utf8)
  }

  private static func hasLineEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A }
  }

  private static func delimiter(for text: String) -> String {
    var delimiter = "//"
    var number = 0
    while text.utf8.contains(delimiter.utf8) {
      number += 1
      delimiter = number == 1 ? "$$" : "//aludel\(number)//"
    }
    return delimiter
  }
}
