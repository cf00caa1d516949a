/// How SQLite reads and writes names.
enum SQLiteName {
  /// Two names are one when this is the same: only ASCII letters have a case
  /// (https://sqlite.org/datatype3.html#collation, NOCASE).
  static func folded(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return name }
    return String(
      decoding: name.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Internal tables and indexes begin so, and nothing else may
  /// (https://sqlite.org/fileformat2.html#intschema).
  static func isInternal(_ name: String) -> Bool { folded(name).hasPrefix("sqlite_") }

  /// The name for a comparison: folded, and quoted only where it would be read as something else.
  static func canonical(_ name: String) -> String {
    let folded = folded(name)
    return isWord(folded) && !isReserved(folded) && !values.contains(folded)
      ? folded : enclosed(folded)
  }

  /// The name as our statements write it: quoted where it is no word or some keyword.
  static func quoted(_ name: String) -> String {
    let folded = folded(name)
    let isPlain =
      isWord(folded) && name.utf8.allSatisfy { $0 < 0x80 && $0 != 0x24 }
      && !isReserved(folded) && !values.contains(folded) && !otherKeywords.contains(folded)
    return isPlain ? name : enclosed(name)
  }

  static func quoted(_ names: some Sequence<String>) -> String {
    names.map { quoted($0) }.joined(separator: ", ")
  }

  static func isReserved(_ keyword: String) -> Bool { reservedKeywords.contains(keyword) }

  private static func enclosed(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, first < 0x30 || first > 0x39, first != 0x24 else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
        true
      default: false
      }
    }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Without quotes these are values, not names.
  private static let values = words("true false current_date current_time current_timestamp")

  /// The keywords (https://sqlite.org/lang_keywords.html) that cannot be names without quotes.
  private static let reservedKeywords = words(
    """
    add all alter and as autoincrement between case check collate commit constraint create default
    deferrable delete distinct drop else escape except exists foreign from group having in index insert
    intersect into is isnull join limit not nothing notnull null on or order primary references
    returning select set table then to transaction union unique update using values when where
    """)

  /// Those that can; quoted all the same, so that no reader stumbles.
  private static let otherKeywords = words(
    """
    abort action after always analyze asc attach before begin by cascade cast column conflict cross
    current database deferred desc detach do each end exclude exclusive explain fail filter first
    following for full generated glob groups if ignore immediate indexed initially inner instead key
    last left like match materialized natural no nulls of offset others outer over partition plan
    pragma preceding query raise range recursive regexp reindex release rename replace restrict right
    rollback row rows savepoint temp temporary ties trigger unbounded vacuum view virtual window with
    within without
    """)
}
