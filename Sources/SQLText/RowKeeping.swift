/// What a statement may do to the rows of tables, as far as its text tells.
extension SQLStatement {
  /// Whether it certainly puts no row into any table: it makes, changes or drops an object and fills none.
  public var fillsNoTable: Bool {
    switch keywords.first {
    case "ALTER", "DROP", "COMMENT": return true
    // A function that is called for a value may do anything.
    case "SET": return !text.utf8.contains(UInt8(ascii: "("))
    case "CREATE" where keywords.contains("TABLE"):
      // What fills a new table begins with one of the others, or is `TABLE other`.
      return text.utf8.count(of: "TABLE") == 1
        && ["SELECT", "VALUES", "EXECUTE", "WITH"].allSatisfy { text.utf8.count(of: $0) == 0 }
    case "CREATE":
      let others: Set = ["INDEX", "VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "SEQUENCE", "TYPE"]
      return !others.isDisjoint(with: keywords)
    default: return false
    }
  }
}

extension String.UTF8View {
  /// How often an ASCII word in upper case occurs, in whichever case, also inside of others.
  fileprivate func count(of word: StaticString) -> Int {
    let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    return indices.count { index in
      self[index] & 0xDF == bytes[0]
        && self[index...].lazy.map { $0 & 0xDF }.starts(with: bytes)
    }
  }
}
