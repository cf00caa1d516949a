/// What a statement does to the transaction that it runs in.
///
/// The one rule about transactions of a file's own, for all engines: who wraps statements in a
/// transaction refuses these. What an engine only refuses to run inside one is its dialect's to know.
public enum TransactionControl: Hashable, Sendable {
  /// `BEGIN`, `START TRANSACTION`, `XA START`.
  case begins
  /// `COMMIT`, `END`, `ROLLBACK` but not to a savepoint, `ABORT`, `PREPARE TRANSACTION`, the other `XA`
  /// statements.
  case ends
  /// `SET autocommit`.
  case setsAutocommit

  /// - Returns: nil for all other statements, among them savepoints, and `COMMIT PREPARED` and
  ///   `ROLLBACK PREPARED`, which end a transaction that no session is in any more.
  public static func of(_ statement: SQLStatement, rules: LexicalRules) -> TransactionControl? {
    let words = statement.keywords
    func word(_ index: Int) -> String? { index < words.count ? words[index] : nil }
    switch word(0) {
    case "BEGIN": return word(1) == "NOT" && word(2) == "ATOMIC" ? nil : .begins
    case "START": return word(1) == "TRANSACTION" ? .begins : nil
    case "COMMIT": return word(1) == "PREPARED" ? nil : .ends
    case "END", "ABORT": return .ends
    case "ROLLBACK" where word(1) == "PREPARED": return nil
    case "ROLLBACK":
      let next = word(1) == "WORK" || word(1) == "TRANSACTION" ? 2 : 1
      return word(next) == "TO" ? nil : .ends
    // `PREPARE transaction FROM '…'` prepares a statement of that name.
    case "PREPARE": return word(1) == "TRANSACTION" && word(2) != "FROM" ? .ends : nil
    case "XA":
      switch word(1) {
      case "BEGIN", "START": return .begins
      case "RECOVER": return nil
      default: return .ends
      }
    case "SET" where rules.bodies == .compound && words.contains("AUTOCOMMIT"):
      return setsAutocommit(statement, rules: rules) ? .setsAutocommit : nil
    default: return nil
    }
  }

  /// Whether `autocommit` is assigned to, as a variable of the server and not of the user: after `SET`,
  /// a comma, `SESSION`, `LOCAL` or `@@`.
  private static func setsAutocommit(_ statement: SQLStatement, rules: LexicalRules) -> Bool {
    let bytes = Array(statement.text.utf8)
    var lexer = Lexer(bytes[...], rules: rules)
    var isTarget = false
    var signs = 0
    while let token = try? lexer.next() {
      switch token.kind {
      case .space, .lineComment, .blockComment, .executableOpening, .executableClosing: continue
      case .word:
        let word = String(decoding: bytes[token.start..<token.end], as: UTF8.self).lowercased()
        if word == "autocommit", isTarget, signs != 1 { return true }
        isTarget = (isTarget && ["session", "local"].contains(word)) || word == "set"
        signs = 0
      case .sign(UInt8(ascii: ",")): (isTarget, signs) = (true, 0)
      case .sign(UInt8(ascii: "@")): signs += 1
      case .sign(UInt8(ascii: ".")): break
      default: isTarget = false
      }
    }
    return false
  }
}
