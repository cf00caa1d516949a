import DialectKit
import SQLText

/// What the catalog showed of a statement before it was sent, so that one can tell afterwards whether it
/// took effect.
struct StatementEvidence {
  private let facts: [CatalogFact]
  private let before: [CatalogPresence]

  /// - Parameter before: what it showed, fact by fact.
  /// - Returns: nil where nobody knows that any more.
  init?(of facts: [CatalogFact], before: [CatalogPresence]?) {
    guard let before, before.count == facts.count else { return nil }
    (self.facts, self.before) = (facts, before)
  }

  /// Whether a statement that failed has left something all the same, as DDL can that commits by
  /// itself (`DROP TABLE a, b` where there is no `b`). What it left unfinished is removed.
  func hasLeftSomething(on connection: any Connection) throws(DatabaseError) -> Bool {
    var hasLeft = false
    for (fact, presence) in zip(facts, before) {
      var now = try connection.presence(of: fact.object)
      if now == .invalid, presence == .absent {
        try connection.discard(fact.object)
        now = try connection.presence(of: fact.object)
      }
      hasLeft = hasLeft || now != presence
    }
    return hasLeft
  }
}

extension StatementTrace {
  /// What the catalog shows once a statement took effect; empty where it shows nothing of it.
  static func facts(
    of statement: SQLStatement, after earlier: some Sequence<SQLStatement>, rules: LexicalRules
  ) -> [CatalogFact] {
    guard case .facts(let facts) = of(statement, after: earlier, rules: rules) else { return [] }
    return facts
  }
}

/// What became of a statement that was announced and never settled.
enum StatementVerdict {
  case tookEffect
  /// It left nothing, or may be run once more whatever it left. `debris` must be removed before.
  case runAgain(debris: [CatalogObject])
  /// Only a person can tell.
  case undecided

  /// Asks the catalog.
  init(
    on statement: SQLStatement, after earlier: some Sequence<SQLStatement>, rules: LexicalRules,
    from connection: any Connection
  ) throws(DatabaseError) {
    switch StatementTrace.of(statement, after: earlier, rules: rules) {
    case .repeatable: self = .runAgain(debris: [])
    case .nothing: self = .undecided
    case .facts(let facts):
      var found: [CatalogPresence] = []
      for fact in facts { found.append(try connection.presence(of: fact.object)) }
      let pairs = Array(zip(facts, found))
      if pairs.allSatisfy({ $0.isThere ? $1 == .present : $1 == .absent }) {
        self = .tookEffect
      } else if pairs.allSatisfy({ $0.isThere ? $1 == .absent || $1 == .invalid : $1 == .present })
      {
        self = .runAgain(debris: pairs.filter { $1 == .invalid }.map(\.0.object))
      } else {
        self = .undecided
      }
    }
  }
}
