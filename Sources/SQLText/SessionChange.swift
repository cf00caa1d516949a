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
  public var mayMoveNames: Bool {
    switch keywords.first {
    case "SET", "RESET", "DISCARD": !Self.movingWords.isDisjoint(with: keywords)
    default: keywords.contains("SET_CONFIG") || keywords.contains("SEARCH_PATH")
    }
  }

  private static let movingWords: Set<String> = [
    "SEARCH_PATH", "SCHEMA", "ROLE", "AUTHORIZATION", "ALL",
  ]
}
