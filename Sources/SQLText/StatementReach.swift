/// Whether a statement acts on something outside of the database that the session is connected to.
///
/// Somebody's schema or history is tried out on a scratch database beside the real one: a `USE`, an
/// `ATTACH` or a name with another database in front would leave it. Told from the text alone, for what
/// the statement makes, changes and drops; what it only reads does not matter.
public enum StatementReach {
  /// - Parameter schemasAreDatabases: whether `a.b` names the table of another database.
  public static func leavesDatabase(
    _ statement: SQLStatement, rules: LexicalRules, schemasAreDatabases: Bool
  ) -> Bool {
    let words = statement.keywords
    guard let verb = words.first else { return false }
    if verb == "USE" || verb == "ATTACH" { return true }
    if ["CREATE", "ALTER", "DROP"].contains(verb) {
      var next = words.dropFirst()
      if next.starts(with: ["OR", "REPLACE"]) { next = next.dropFirst(2) }
      // What belongs to the server and not to a database.
      var kinds: Set = ["DATABASE", "TABLESPACE", "ROLE", "USER", "SYSTEM", "SERVER"]
      if schemasAreDatabases { kinds.insert("SCHEMA") } else { kinds.remove("SERVER") }
      // `ALTER USER MAPPING` is of the database.
      if let kind = next.first, kinds.contains(kind), next.dropFirst().first != "MAPPING" {
        return true
      }
    }
    if schemasAreDatabases, actsOnServer(words) { return true }
    guard schemasAreDatabases, var reader = NameReader(statement, rules: rules) else {
      return false
    }
    return reader.namesOtherDatabase()
  }
}

extension StatementReach {
  /// What MySQL and MariaDB change for every session, or for every user.
  fileprivate static func actsOnServer(_ words: [String]) -> Bool {
    switch words.first {
    case "SET":
      ["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD"].contains(words.dropFirst().first)
        || words.starts(with: ["SET", "DEFAULT", "ROLE"])
    case "INSTALL", "UNINSTALL", "KILL", "SHUTDOWN": true
    default: false
    }
  }
}

extension NameReader {
  /// Whether one of the names that the statement acts on has a database in front of it.
  fileprivate mutating func namesOtherDatabase() -> Bool {
    let verbs: Set<String> = [
      "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "INSERT", "REPLACE", "UPDATE", "DELETE",
      "LOAD",
    ]
    guard takeOne(of: verbs) != nil else { return false }
    if take("OR") { _ = take("REPLACE") }
    // Up to the first name that is not a word of the grammar.
    let grammar: Set<String> = [
      "TEMPORARY", "ONLINE", "OFFLINE", "IGNORE", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY",
      "QUICK",
      "UNIQUE", "FULLTEXT", "SPATIAL", "AGGREGATE", "TABLE", "TABLES", "VIEW", "SEQUENCE", "INDEX",
      "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "IF", "NOT", "EXISTS", "INTO", "FROM", "DATA",
    ]
    while true {
      if takeOne(of: grammar) != nil { continue }
      if take("ALGORITHM") || take("DEFINER") {
        guard take(sign: "=") else { return false }
        skip()
        if take(sign: "(") { skip() }
        if take(sign: "@") { skip() }
        continue
      }
      if take("SQL") {
        _ = take("SECURITY")
        skip()
        continue
      }
      break
    }
    repeat {
      if let name = qualifiedName(), name.schema != nil { return true }
      // `RENAME TABLE a TO b`, `CREATE INDEX i ON t`, `CREATE TRIGGER t … ON t`
      while let item = next, item != .sign(UInt8(ascii: ",")), item != .sign(UInt8(ascii: "(")) {
        if take("TO") || take("ON") {
          if let name = qualifiedName(), name.schema != nil { return true }
          continue
        }
        skip()
      }
    } while take(sign: ",")
    return false
  }
}
