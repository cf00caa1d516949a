extension SQLStatement {
  /// The word by which a statement changes rows, where it names one of the tables.
  ///
  /// Told from the text alone: what a function does that it calls is not seen.
  public func changesRows(ofOneOf tables: [String], rules: LexicalRules) -> String? {
    let verbs: Set<String> = ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "COPY"]
    guard var reader = NameReader(self, rules: rules), let first = keywords.first,
      verbs.contains(first) || first == "WITH"
    else { return nil }
    let spellings = Set(tables.map { $0.lowercased() })
    var verb = first == "WITH" ? nil : first
    var isNamed = false
    while let item = reader.next {
      switch item {
      case .word(let word, let name):
        if verb == nil, verbs.contains(word) { verb = word }
        if spellings.contains(name.lowercased()) { isNamed = true }
      case .quotedName(let name):
        if spellings.contains(name.lowercased()) { isNamed = true }
      default: break
      }
      reader.skip()
    }
    return isNamed ? verb : nil
  }
}
