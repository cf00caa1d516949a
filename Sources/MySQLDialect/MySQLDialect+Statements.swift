public import DialectKit
public import SQLText

extension MySQLDialect {
  /// Why a statement of a revision cannot run on our connection, in whichever mode.
  ///
  /// Lock, work and bookkeeping share one session, so what a statement does to the session it does to
  /// them. Statements that only commit are none of this: the journal is made for those.
  public func objection(
    to statement: SQLStatement, in mode: StatementMode
  ) -> StatementObjection? {
    let words = statement.keywords
    switch words.first {
    case "USE":
      return StatementObjection(
        reason: "USE moves the session to another database, away from the version table",
        advice: "write database.table in the statements instead")
    case "LOAD" where words.contains("LOCAL"):
      return StatementObjection(
        reason: "LOAD … LOCAL reads a file of this machine on the server's word, and is off",
        advice: "use INSERT statements, or LOAD DATA without LOCAL for a file on the server")
    case "LOCK" where words.dropFirst().first?.hasPrefix("TABLE") == true:
      return StatementObjection(
        reason: "under LOCK TABLES the session cannot reach the version table",
        advice:
          "leave LOCK TABLES and UNLOCK TABLES out; only one run at a time works on a database")
    case "FLUSH" where words.contains("LOCK") || words.contains("EXPORT"):
      return StatementObjection(
        reason: "the read lock that FLUSH takes keeps the session from writing the version table",
        advice: "leave the lock out; only one run at a time works on a database")
    case "SET":
      return objection(toSet: statement)
    default:
      break
    }
    if words.contains("RELEASE_ALL_LOCKS") {
      return StatementObjection(
        reason: "RELEASE_ALL_LOCKS gives back the lock that keeps a second run out",
        advice: "release the locks one by one with RELEASE_LOCK")
    }
    return nil
  }

  private func objection(toSet statement: SQLStatement) -> StatementObjection? {
    let words = words(of: statement.text).filter { !["SESSION", "LOCAL"].contains($0) }
    if words.contains(where: { $0.contains("NO_BACKSLASH_ESCAPES") }) {
      return StatementObjection(
        reason:
          "NO_BACKSLASH_ESCAPES changes where strings end, and the file is already cut by the "
          + "usual rule",
        advice: "leave the mode out and double the backslashes")
    }
    for (index, word) in words.enumerated() {
      let names: Bool
      switch word {
      case "NAMES", "CHARACTER_SET_CLIENT", "CHARSET": names = true
      case "SET": names = index > 0 && words[index - 1] == "CHARACTER"
      default: names = false
      }
      guard names, index + 1 < words.count else { continue }
      let charset = words[index + 1].drop { $0 == "'" }
      // `@OLD_…`, as dumps restore it, is what the session had before.
      if charset.hasPrefix("UTF8") || charset == "DEFAULT" || charset.hasPrefix("@") { continue }
      return StatementObjection(
        reason:
          "the file is sent as UTF-8, and the server would read it as \(charset.lowercased())",
        advice: "convert the file to UTF-8 and leave the statement out")
    }
    return nil
  }
}

/// The first word in upper case, where no splitter has told the keywords.
func firstWord(of text: String) -> String {
  text.drop(while: \.isWhitespace).prefix(while: \.isLetter).uppercased()
}

/// Whether an odd number of backslashes stands before a quote: the one case in which strings end
/// elsewhere without backslash escapes, and with them statements.
func hasEscapedQuote(_ sql: String) -> Bool {
  var isEscaped = false
  for byte in sql.utf8 {
    if isEscaped, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return true }
    isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
  }
  return false
}
