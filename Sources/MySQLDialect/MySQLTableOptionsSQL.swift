import SchemaModel

/// What stands behind the parentheses of `CREATE TABLE`, and what `ALTER TABLE` says of it.
enum MySQLTableOptionsSQL {
  /// Facts of a table that are no `NAME=value`.
  private static let others: Set<Fact> = [
    .columnOrder, .partitioning, .partitions, .systemVersioning, .definition, .unknownFeature,
    .collation, .engine, .comment,
  ]

  /// What the server makes a new copy of the table for.
  static let rewriting: Set<Fact> = [.engine, Fact("row_format"), Fact("key_block_size")]

  /// Everything that is known: what is not said would come from settings of a database or server.
  static func all(of table: SchemaObject) -> String {
    var words: [String] = []
    if let engine = table[.engine] { words.append("ENGINE=\(engine)") }
    if let collation = table[.collation] { words.append(defaults(collation)) }
    for (fact, value) in table.facts where !others.contains(fact) {
      words.append(assignment(fact, value))
    }
    if let comment = table[.comment] { words.append("COMMENT=\(comment)") }
    if let versioning = table[.systemVersioning] { words.append(versioning) }
    return words.joined(separator: " ")
  }

  /// The options that differ, each as a clause of `ALTER TABLE`.
  static func clauses(from old: SchemaObject, to new: SchemaObject, facts: [Fact]) -> [String] {
    facts.compactMap { fact in
      switch fact {
      case .engine: new[fact].map { "ENGINE=\($0)" }
      case .collation: new[fact].map(defaults)
      case .comment: "COMMENT=\(new[fact] ?? "''")"
      case _ where others.contains(fact): nil
      default:
        if let value = new[fact] {
          assignment(fact, value)
        } else if facts.contains(.engine), old[fact]?.first == "'" {
          // An option of that engine, which another does not know.
          nil
        } else {
          assignment(fact, reset(fact))
        }
      }
    }
  }

  private static func defaults(_ collation: String) -> String {
    "DEFAULT CHARSET=\(MySQLPartSQL.charset(of: collation)) COLLATE=\(collation)"
  }

  private static func assignment(_ fact: Fact, _ value: String) -> String {
    let name = fact.name.hasSuffix(" directory") ? fact.name : fact.name.quotedUnlessWord
    return "\(name.uppercased())=\(value)"
  }

  /// The value that takes an option away (https://mariadb.com/kb/en/create-table/#table-options).
  private static func reset(_ fact: Fact) -> String {
    switch fact.name {
    case "max_rows", "min_rows", "avg_row_length", "checksum", "delay_key_write", "key_block_size":
      "0"
    case "union": "()"
    case "connection", "compression": "''"
    default: "DEFAULT"
    }
  }
}

extension String {
  /// An option of an engine may be called anything.
  fileprivate var quotedUnlessWord: String {
    allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? self : MySQLNames.spelled(self)
  }
}
