/// What a statement may change for those that come after it in its session, as far as its text tells.
extension SQLStatement {
  /// Whether it sets something for the session: `SET`, `RESET`, `SELECT set_config(…)`.
  public var changesSession: Bool {
    switch keywords.first {
    case "SET", "RESET": true
    case "SELECT": keywords.contains("SET_CONFIG")
    default: false
    }
  }

  /// Whether names without a schema may mean something else after it: PostgreSQL looks for them along
  /// `search_path`, which may hold the role's name.
  var mayMoveNames: Bool {
    let words: Set<String> = ["SEARCH_PATH", "SCHEMA", "ROLE", "AUTHORIZATION", "ALL"]
    switch keywords.first {
    case "SET", "RESET", "DISCARD": return !words.isDisjoint(with: keywords)
    default: return keywords.contains("SET_CONFIG") || keywords.contains("SEARCH_PATH")
    }
  }
}
