import DialectKit
import SQLText

/// A statement as psql would read it from a file.
///
/// psql cuts the file by a small grammar of its own (`psqlscan.l` in the server's sources): a semicolon
/// ends a statement unless it stands in parentheses or between the BEGIN and END of a function.
struct PsqlStatement {
  /// The statement without a terminator, such that psql sends it without replacing variables.
  private(set) var text: String
  /// Why psql would cut it elsewhere.
  private(set) var objection: StatementObjection?

  init(_ statement: SQLStatement) {
    text = statement.text
    let bytes = Array(statement.text.utf8)
    let lexemes = statement.lexemes(rules: .postgresql)
    var reader = Reader()
    var blanks: [Int] = []
    var index = 0
    while index < lexemes.count {
      let lexeme = lexemes[index]
      let next = index + 1 < lexemes.count ? lexemes[index + 1].kind : .space
      switch lexeme.kind {
      case .word: reader.word(Substring(decoding: bytes[lexeme.range], as: UTF8.self).lowercased())
      case .sign(UInt8(ascii: ":")):
        if next == .sign(UInt8(ascii: ":")) {
          index += 1  // a cast, whatever follows
        } else if [.word, .number, .string, .quotedName, .sign(UInt8(ascii: "{"))].contains(next) {
          blanks.append(lexeme.range.upperBound)  // `:name` would be a variable of psql
        }
      case .sign(let byte): reader.sign(byte)
      case .string where Self.continuesWithEscape(bytes[lexeme.range]):
        objection = StatementObjection(
          reason: "psql does not see that the E'…' string goes on in the next line",
          advice: "write it as one string, or join two with ||")
      default: break
      }
      index += 1
    }
    objection = objection ?? reader.objection
    guard !blanks.isEmpty else { return }
    var written: [UInt8] = []
    var start = 0
    for blank in blanks {
      written += bytes[start..<blank]
      written.append(UInt8(ascii: " "))
      start = blank
    }
    text = String(decoding: written + bytes[start...], as: UTF8.self)
  }

  /// Whether an `E'…'` string has a further part with a backslash: psql reads line by line, and that part
  /// as a string without escapes.
  private static func continuesWithEscape(_ string: ArraySlice<UInt8>) -> Bool {
    guard let first = string.first, first | 0x20 == UInt8(ascii: "e") else { return false }
    let quote = UInt8(ascii: "'")
    var isEscaped = false
    var index = string.startIndex + 2
    while index < string.endIndex {
      let byte = string[index]
      index += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == quote {
        guard index < string.endIndex, string[index] == quote else { break }
        index += 1
      }
    }
    return string[index...].contains(UInt8(ascii: "\\"))
  }

  /// What psql keeps in mind from lexeme to lexeme.
  private struct Reader {
    private var parentheses = 0
    private var begins = 0
    /// The first words, where they are of `CREATE [OR REPLACE] {FUNCTION | PROCEDURE}`.
    private var firstWords: [String] = []
    private var isCut = false
    private var command: Bool = false

    mutating func word(_ word: String) {
      if firstWords.count < 4 { firstWords.append(word) }
      guard parentheses == 0, makesRoutine else { return }
      switch word {
      case "begin": begins += 1
      case "case" where begins > 0: begins += 1
      case "end" where begins > 0: begins -= 1
      default: break
      }
    }

    private var makesRoutine: Bool {
      let routines: Set<String> = ["function", "procedure"]
      guard firstWords.first == "create", firstWords.count > 1 else { return false }
      if routines.contains(firstWords[1]) { return true }
      return firstWords.count > 3 && firstWords[1] == "or" && firstWords[2] == "replace"
        && routines.contains(firstWords[3])
    }

    mutating func sign(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "("): parentheses += 1
      case UInt8(ascii: ")"): parentheses = max(0, parentheses - 1)
      case UInt8(ascii: ";") where parentheses == 0 && begins == 0: isCut = true
      case UInt8(ascii: "\\"): command = true
      default: break
      }
    }

    var objection: StatementObjection? {
      if command {
        return StatementObjection(
          reason: "psql would take the backslash for a command of its own",
          advice: "write the statement without it")
      }
      if isCut {
        return StatementObjection(
          reason: "psql would end the statement at a semicolon inside it",
          advice: "put the statement's body in dollar quotes")
      }
      guard parentheses > 0 || begins > 0 else { return nil }
      return StatementObjection(
        reason: "psql would read on beyond the end of the statement, for "
          + (begins > 0 ? "an END to a word BEGIN or CASE" : "a closing parenthesis"),
        advice: begins > 0
          ? "put a name like that in double quotes, or the body in dollar quotes"
          : "close the parenthesis")
    }
  }
}
