import SchemaModel

/// What must be known before a change of a table is made.
enum MySQLHazards {
  static func ofAdding(_ part: SchemaObject) -> [Hazard] {
    let table = part.id.owner ?? ""
    switch part.id.kind {
    case .column: return ofAdding(column: part, to: table)
    case .primaryKey, .unique:
      return [
        Hazard(.mayFail, "fails while rows of \(table) have the same \(part[.columns] ?? "")")
      ]
    case .check where part[.enforcement] == nil:
      return [
        Hazard(
          .mayFail, "fails while \(table) has rows for which \(part[.definition] ?? "") is false")
      ]
    default: return []
    }
  }

  private static func ofAdding(column: SchemaObject, to table: String) -> [Hazard] {
    var hazards: [Hazard] = []
    if column[.storage] == "STORED" || column[.autoIncrement] != nil {
      hazards.append(Hazard(.rewrite, "copies all rows of \(table)"))
    }
    if column[.notNull] != nil, column[.defaultValue] == nil, column[.autoIncrement] == nil,
      column[.generated] == nil
    {
      hazards.append(
        Hazard(
          .mayFail,
          "gives rows that are there 0, an empty text or its like for \(column.id.path), and fails "
            + "where its type has none"))
    }
    if let check = column[.check], column[.notNull] != nil || column[.defaultValue] != nil {
      hazards.append(Hazard(.mayFail, "fails where rows are there and \(check) is false"))
    }
    return hazards
  }

  /// Each of them once.
  static func unique(_ hazards: [Hazard]) -> [Hazard] {
    var seen: Set<Hazard> = []
    return hazards.filter { seen.insert($0).inserted }
  }

  static func ofChanging(
    _ old: SchemaObject, to new: SchemaObject, _ facts: [Fact]
  ) -> [Hazard] {
    let table = new.id.owner ?? ""
    var hazards: [Hazard] = []
    if facts.contains(.type) {
      let (oldType, newType) = (MySQLType(old[.type] ?? ""), MySQLType(new[.type] ?? ""))
      if !newType.holdsAll(of: oldType) {
        let range = "from \(oldType.spelled) to \(newType.spelled)"
        hazards.append(
          newType.rounds(oldType)
            ? Hazard(.dataLoss, "rounds or cuts values of \(new.id.path) on the way \(range)")
            : Hazard(
              .mayFail,
              "fails while \(new.id.path) has values that do not go \(range), or cuts them where "
                + "sql_mode is not strict"))
      }
    }
    if facts.contains(.notNull), new[.notNull] != nil {
      hazards.append(Hazard(.mayFail, "fails while \(new.id.path) is null in a row"))
    }
    if facts.contains(.collation), let from = old[.collation], let to = new[.collation],
      MySQLPartSQL.charset(of: from) != MySQLPartSQL.charset(of: to)
    {
      let charset = MySQLPartSQL.charset(of: to)
      if charset != "utf8mb4" {
        hazards.append(
          Hazard(.mayFail, "fails while \(new.id.path) has characters that \(charset) has not"))
      }
    }
    if facts.contains(.check), let check = new[.check] {
      hazards.append(Hazard(.mayFail, "fails while \(table) has rows for which \(check) is false"))
    }
    let rewriting: Set<Fact> = [.type, .collation, .notNull, .storage, .generated]
    if !rewriting.isDisjoint(with: facts) {
      hazards.append(Hazard(.rewrite, "may copy all rows of \(table)"))
    }
    return hazards
  }
}
