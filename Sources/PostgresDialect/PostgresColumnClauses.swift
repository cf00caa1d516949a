import SchemaModel

/// What `ALTER TABLE` must say to give a column other facts.
struct PostgresColumnClauses {
  private(set) var clauses: [String] = []
  private(set) var hazards: [Hazard] = []
  /// What must be done in a statement before.
  private(set) var clausesBefore: [String] = []
  private(set) var after: [SchemaStatement] = []

  /// - Parameter isSkipped: whether a fact comes from the parent table, by the statement for that.
  init(
    from old: SchemaObject, to new: SchemaObject, skipping isSkipped: (Fact) -> Bool
  ) {
    let column = "ALTER COLUMN \(new.id.quotedName) "
    let path = new.id.path
    let changesType = [Fact.type, .collation].contains { old[$0] != new[$0] && !isSkipped($0) }
    let changesDefault = old[.defaultValue] != new[.defaultValue] && !isSkipped(.defaultValue)
    let losesExpression = old[.generated] != nil && new[.generated] == nil

    if losesExpression { clauses.append(column + "DROP EXPRESSION") }
    if old[.identity] != nil, new[.identity] == nil {
      // The server looks at the new type first, and that must be one that can count.
      if changesType {
        clausesBefore.append(column + "DROP IDENTITY")
      } else {
        clauses.append(column + "DROP IDENTITY")
      }
    }
    // The default need not be one for the new type.
    let dropsDefault =
      old[.defaultValue] != nil && changesDefault
      && (new[.defaultValue] == nil || changesType)
    if dropsDefault { clauses.append(column + "DROP DEFAULT") }
    if changesType { changeType(from: old, to: new) }
    if changesDefault, let value = new.columnDefault {
      clauses.append(column + "SET DEFAULT \(value)")
    }
    if old[.notNull] != new[.notNull], !isSkipped(.notNull) {
      switch new[.notNull] {
      case nil: clauses.append(column + "DROP NOT NULL")
      case "yes":
        clauses.append(column + "SET NOT NULL")
        hazards.append(
          Hazard(.mayFail, "fails when \(path) holds nulls: give those rows a value before"))
      default: clauses.append("ADD NOT NULL \(new.id.quotedName) NOT VALID")
      }
    }
    changeIdentity(from: old, to: new)
  }

  private mutating func changeType(from old: SchemaObject, to new: SchemaObject) {
    let (before, type) = (old[.type] ?? "", new[.type] ?? "")
    let name = new.id.quotedName
    var sql = "ALTER COLUMN \(name) TYPE \(type)"
    if let collation = new[.collation] { sql += " COLLATE \(collation)" }
    guard before != type else {
      clauses.append(sql)
      hazards.append(Hazard(.lock, "builds the indexes of \(new.id.ownerPath) anew"))
      return
    }
    let change = PostgresTypeChange(from: before, to: type)
    if let using = change.using {
      sql +=
        " USING "
        + using.split(separator: "%", omittingEmptySubsequences: false)
        .joined(separator: name)
    }
    clauses.append(sql)
    let path = new.id.path
    if change.isLossy {
      hazards.append(
        Hazard(.dataLoss, "cuts or rounds values of \(path) that \(type) cannot hold exactly"))
    }
    if !change.isWidening {
      hazards.append(
        Hazard(.mayFail, "fails when a value of \(path) cannot become \(type)"))
    }
    if !change.isFree {
      hazards.append(Hazard(.rewrite, "writes all rows of \(new.id.ownerPath) anew"))
    }
  }

  /// What makes a column that is there count.
  static func addition(of identity: String, to column: SchemaObject) -> String {
    let options = PostgresSequenceOptions.creation(of: column)
    return "ADD GENERATED \(identity) AS IDENTITY"
      + (options.isEmpty ? "" : " (\(options.joined(separator: " ")))")
  }

  private mutating func changeIdentity(from old: SchemaObject, to new: SchemaObject) {
    guard let identity = new[.identity] else { return }
    let column = "ALTER COLUMN \(new.id.quotedName) "
    guard let before = old[.identity] else {
      clauses.append(column + Self.addition(of: identity, to: new))
      after.append(PostgresSequenceOptions.continuation(of: new.id))
      return
    }
    var sets: [String] = []
    if before != identity { sets.append("SET GENERATED \(identity)") }
    sets += PostgresSequenceOptions.alteration(from: old, to: new, type: new[.type]).map {
      "SET " + $0
    }
    if !sets.isEmpty { clauses.append(column + sets.joined(separator: " ")) }
  }
}

/// The options of a sequence, and of the one behind an identity column.
enum PostgresSequenceOptions {
  private static let words: [(fact: Fact, word: String)] = [
    (.start, "START WITH"), (.increment, "INCREMENT BY"), (.minimum, "MINVALUE"),
    (.maximum, "MAXVALUE"), (.cache, "CACHE"),
  ]

  /// Those that differ from what a sequence has anyway.
  static func creation(of object: SchemaObject) -> [String] {
    words.compactMap { fact, word in object[fact].map { "\(word) \($0)" } }
      + (object[.cycle] == nil ? [] : ["CYCLE"])
  }

  /// Those that change, with the defaults spelt out.
  ///
  /// - Parameter type: the sequence's type; nil for bigint.
  static func alteration(
    from old: SchemaObject, to new: SchemaObject, type: String?
  ) -> [String] {
    let isAscending = new[.increment].map { !$0.hasPrefix("-") } ?? true
    let range = PostgresSequence.defaultRange(of: type ?? "bigint", isAscending: isAscending)
    let minimum = new[.minimum] ?? String(range.lowerBound)
    let maximum = new[.maximum] ?? String(range.upperBound)
    var options: [String] = []
    for (fact, word) in words where old[fact] != new[fact] {
      let value =
        switch fact {
        case .start: new[.start] ?? (isAscending ? minimum : maximum)
        case .minimum: minimum
        case .maximum: maximum
        default: new[fact] ?? "1"
        }
      options.append("\(word) \(value)")
    }
    if old[.cycle] != new[.cycle] { options.append(new[.cycle] == nil ? "NO CYCLE" : "CYCLE") }
    return options
  }

  /// Lets a new sequence go on behind the numbers that the column already holds.
  static func continuation(of column: ObjectID) -> SchemaStatement {
    let table = PostgresName.literal(column.ownerSQL)
    return SchemaStatement(
      """
      SELECT pg_catalog.setval(
        pg_catalog.pg_get_serial_sequence(\(table), \(PostgresName.literal(column.name))),
        coalesce(max(\(column.quotedName)), 0) + 1, false) FROM \(column.ownerSQL)
      """)
  }
}
