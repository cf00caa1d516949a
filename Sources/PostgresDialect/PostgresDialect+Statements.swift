public import DialectKit
public import SQLText

extension PostgresDialect {
  /// What PostgreSQL refuses inside a transaction block, as far as the text shows it.
  ///
  /// The list is what calls `PreventInTransactionBlock` in the server's sources
  /// (`src/backend/tcop/utility.c`, `src/backend/commands`). It leaves out what depends on the catalog:
  /// `REINDEX TABLE` of a partitioned table, `DROP SUBSCRIPTION` with a slot, a procedure that commits.
  public func objection(
    to statement: SQLStatement, in mode: StatementMode
  ) -> StatementObjection? {
    guard mode == .transaction else { return nil }
    var words = PostgresWords(of: statement.text)
    let first = words.next() ?? ""
    guard Self.suspects.contains(first) else { return nil }  // so that a long INSERT is not read
    return Self.objection(to: first, followedBy: Array(words.prefix { $0 != ";" }))
  }

  private static let suspects: Set<String> = [
    "ALTER", "CLUSTER", "COMMIT", "CREATE", "DISCARD", "DROP", "REINDEX", "ROLLBACK", "VACUUM",
  ]

  private static func objection(
    to first: String, followedBy rest: [String]
  ) -> StatementObjection? {
    switch (first, rest.first ?? "") {
    case ("VACUUM", _): return refused("VACUUM")
    case ("DISCARD", "ALL"): return refused("DISCARD ALL")
    case ("CREATE", "DATABASE"), ("DROP", "DATABASE"), ("CREATE", "TABLESPACE"),
      ("DROP", "TABLESPACE"), ("ALTER", "SYSTEM"):
      return refused("\(first) \(rest[0])")
    case ("ALTER", "DATABASE"):
      return rest.hasRun("SET", "TABLESPACE") ? refused("ALTER DATABASE … SET TABLESPACE") : nil
    case ("ALTER", "TABLE"):
      guard rest.hasRun("DETACH", "PARTITION"), rest.last == "CONCURRENTLY" else { return nil }
      return refused("ALTER TABLE … DETACH PARTITION … CONCURRENTLY")
    case ("CREATE", "INDEX"), ("CREATE", "UNIQUE"), ("DROP", "INDEX"):
      let next = rest.drop { $0 == "UNIQUE" || $0 == "INDEX" }.first
      return next == "CONCURRENTLY" ? refused("\(first) INDEX CONCURRENTLY") : nil
    case ("REINDEX", _): return objection(toReindex: rest)
    case ("CLUSTER", _):
      let named = rest.withoutOptions.first { $0 != "VERBOSE" }
      return named == nil ? refused("CLUSTER of all tables") : nil
    case ("CREATE", "SUBSCRIPTION"):
      // Without a slot to make on the other server it is a matter of this one only.
      let makesSlot = !rest.isOff("CREATE_SLOT") && !rest.isOff("CONNECT")
      return makesSlot ? refused("CREATE SUBSCRIPTION with create_slot") : nil
    case ("ALTER", "SUBSCRIPTION"):
      let refreshes =
        rest.hasRun("REFRESH", "PUBLICATION")
        || rest.hasRun("SET", "PUBLICATION") || rest.hasRun("ADD", "PUBLICATION")
        || rest.hasRun("DROP", "PUBLICATION")
      return refreshes && !rest.isOff("REFRESH") ? refused("ALTER SUBSCRIPTION with refresh") : nil
    case ("COMMIT", "PREPARED"), ("ROLLBACK", "PREPARED"): return refused("\(first) PREPARED")
    default: return nil
    }
  }

  private static func objection(toReindex rest: [String]) -> StatementObjection? {
    let options = rest.options
    if options.contains("CONCURRENTLY"), !options.isOff("CONCURRENTLY") {
      return refused("REINDEX CONCURRENTLY")
    }
    let words = rest.withoutOptions
    if words.dropFirst().first == "CONCURRENTLY" { return refused("REINDEX CONCURRENTLY") }
    switch words.first {
    case "SCHEMA", "DATABASE", "SYSTEM": return refused("REINDEX \(words.first ?? "")")
    default: return nil
    }
  }

  private static func refused(_ what: String) -> StatementObjection {
    StatementObjection(
      reason: "\(what) cannot run inside a transaction",
      advice: "put it between `-- migrate: autocommit` and `-- migrate: end`, or write "
        + "`transaction=none` on the section")
  }
}

extension [String] {
  /// Whether the two words follow each other somewhere.
  fileprivate func hasRun(_ first: String, _ second: String) -> Bool {
    zip(self, dropFirst()).contains { $0 == first && $1 == second }
  }

  /// The words in the parentheses that the list begins with, without the commas.
  fileprivate var options: [String] {
    first == "(" ? dropFirst().prefix { $0 != ")" }.filter { $0 != "," } : []
  }

  fileprivate var withoutOptions: [String] {
    guard first == "(" else { return self }
    return Array(drop { $0 != ")" }.dropFirst())
  }

  /// Whether an option is written as off: `create_slot = false`, `concurrently off`.
  fileprivate func isOff(_ option: String) -> Bool {
    guard let index = firstIndex(of: option) else { return false }
    let value = self[(index + 1)...].first { $0 != "=" }
    return value == "FALSE" || value == "OFF" || value == "0"
  }
}
