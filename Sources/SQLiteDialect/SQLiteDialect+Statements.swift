public import DialectKit
public import SQLText

extension SQLiteDialect {
  public func objection(
    to statement: SQLStatement, in mode: StatementMode
  ) -> StatementObjection? {
    let words = SQLiteWords(of: statement.text)
    switch (words[0], mode) {
    case ("PRAGMA", _): return pragmaObjection(to: words, in: mode)
    case ("VACUUM", .transaction):
      return StatementObjection(
        reason: "VACUUM cannot run inside a transaction", advice: Self.useAutocommit)
    case ("DETACH", .transaction):
      return StatementObjection(
        reason: "DETACH cannot run inside a transaction that uses the attached database",
        advice: Self.useAutocommit)
    default: return nil
    }
  }

  private static let useAutocommit =
    "put it between `-- migrate: autocommit` and `-- migrate: end`, or write `transaction=none` on "
    + "the section"

  /// Most settings are harmless; asking for one always is, but for a checkpoint.
  private func pragmaObjection(
    to words: SQLiteWords, in mode: StatementMode
  ) -> StatementObjection? {
    // PRAGMA main.journal_mode = wal
    let name = words[2] == "." ? words[3] : words[1]
    let next = words[2] == "." ? words[4] : words[2]
    let isSetting = next == "=" || next == "("
    switch (name, mode) {
    case ("FOREIGN_KEYS", _) where isSetting:
      // Ignored inside a transaction, and outside of one it would last beyond the section.
      return StatementObjection(
        reason: "PRAGMA foreign_keys is set by Aludel and cannot be set by a revision",
        advice:
          "leave it out and begin the section with `-- migrate: upgrade foreign_keys=off` (or "
          + "`downgrade`); the keys are checked before it commits")
    case ("JOURNAL_MODE", .transaction) where isSetting,
      ("SYNCHRONOUS", .transaction) where isSetting, ("WAL_CHECKPOINT", .transaction):
      return StatementObjection(
        reason: "PRAGMA \(name.lowercased()) does not work inside a transaction",
        advice: Self.useAutocommit)
    case ("PAGE_SIZE", .transaction) where isSetting, ("AUTO_VACUUM", .transaction) where isSetting:
      return StatementObjection(
        reason: "PRAGMA \(name.lowercased()) has no effect inside a transaction",
        advice:
          "put it and a VACUUM after it between `-- migrate: autocommit` and `-- migrate: end`")
    default: return nil
    }
  }
}

/// The first few words and signs of a statement, comments skipped, words in upper case.
///
/// Names in quotes count as the words in them, since SQLite takes a quoted name of a PRAGMA too.
struct SQLiteWords {
  private var words: [String] = []

  init(of text: String) {
    var rest = Substring(text).utf8
    while words.count < 6, let byte = rest.first {
      switch byte {
      case UInt8(ascii: " "), 0x09...0x0d: rest.removeFirst()
      case UInt8(ascii: ";") where words.isEmpty: rest.removeFirst()
      case UInt8(ascii: "-") where rest.starts(with: "--".utf8):
        rest = rest[(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)...]
      case UInt8(ascii: "/") where rest.starts(with: "/*".utf8):
        rest = rest[SQLitePreparedStatement.endOfComment(in: rest)...]
      case UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "["):
        let close = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
        rest.removeFirst()
        let name = rest.prefix { $0 != close }
        append(name)
        rest = rest[name.endIndex...].dropFirst()
      default:
        let word = rest.prefix(while: Self.isWordByte)
        if word.isEmpty {
          words.append(String(UnicodeScalar(byte)))
          rest.removeFirst()
        } else {
          append(word)
          rest = rest[word.endIndex...]
        }
      }
    }
  }

  /// Empty beyond the end.
  subscript(_ index: Int) -> String {
    words.indices.contains(index) ? words[index] : ""
  }

  private mutating func append(_ word: Substring.UTF8View) {
    words.append(Substring(word).uppercased())
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
