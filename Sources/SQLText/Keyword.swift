/// The words by which bodies, data and client commands are told.
enum Keyword: String, CaseIterable {
  case aggregate, alter, atomic, begin, `case`, character, copy, create, definer, delimiter, `do`
  case each, `else`, elseif, end, event, execute, exists, explain, `for`, from, function, handler
  case `if`, insert, loop, not, or, precedes, follows, procedure, `repeat`, replace, `return`
  case returns, row, rule, select, set, stdin, stdout, temp, temporary, then, trigger, until
  case update, call, delete, when, `while`, with, `as`

  /// The keyword that an unquoted word is, in any case of its letters.
  init?(_ word: ArraySlice<UInt8>) {
    guard let key = Self.key(word), let keyword = Self.byKey[key] else { return nil }
    self = keyword
  }

  /// Up to sixteen letters as one number, so that looking a word up makes no string.
  private static func key(_ word: some Collection<UInt8>) -> UInt128? {
    guard word.count <= 16 else { return nil }
    var key: UInt128 = 0
    for byte in word { key = key << 8 | UInt128(byte | 0x20) }
    return key
  }

  private static let byKey: [UInt128: Keyword] = {
    var table: [UInt128: Keyword] = [:]
    for keyword in allCases {
      if let key = key(keyword.rawValue.utf8) { table[key] = keyword }
    }
    return table
  }()
}
