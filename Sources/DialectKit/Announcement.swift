public import SQLText

/// A row of ours that tells of a statement before it begins, because no transaction protects it.
public struct Announcement {
  /// What the catalog shows once the statement took effect; empty when it shows nothing of it.
  public var facts: [CatalogFact]
  /// What the row says where none of the facts holds yet, so that the catalog will tell whether the
  /// statement took effect, and what it says otherwise.
  public var outcomes: (clear: SQLFragment, blind: SQLFragment)
  /// Puts a time, in milliseconds since 1970, into the form that our rows have:
  /// `2026-11-21T10:15:00Z`.
  public var timestamp: (Int64) -> String
  /// Makes the statement that writes the row. The time is that of the announcement, as text.
  public var row: (_ outcome: SQLFragment, _ time: SQLFragment) -> SQLFragment

  public init(
    _ facts: [CatalogFact], outcomes: (clear: SQLFragment, blind: SQLFragment),
    timestamp: @escaping (Int64) -> String,
    row: @escaping (_ outcome: SQLFragment, _ time: SQLFragment) -> SQLFragment
  ) {
    self.facts = facts
    self.outcomes = outcomes
    self.timestamp = timestamp
    self.row = row
  }

  /// - Parameter found: what the catalog shows of each fact's object.
  func outcome(of found: [CatalogPresence]) -> SQLFragment {
    found == facts.map(\.presenceBefore) ? outcomes.clear : outcomes.blind
  }
}

extension CatalogFact {
  /// What the catalog shows as long as the fact does not hold.
  public var presenceBefore: CatalogPresence { isThere ? .absent : .present }
}
