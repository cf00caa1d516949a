import SchemaModel

/// What can happen to the rows of a table that is rebuilt.
struct SQLiteRebuildHazards {
  private let change: SQLiteTableChange
  private let old: SQLiteTableDefinition
  private let new: SQLiteTableDefinition
  private var table: String { change.table.name }

  init(_ change: SQLiteTableChange, _ old: SQLiteTableDefinition, _ new: SQLiteTableDefinition) {
    self.change = change
    self.old = old
    self.new = new
  }

  var ofCopying: [Hazard] {
    var hazards = [
      Hazard(
        .rewrite,
        "copies all rows of \(table), which takes its size once more, and drops what ANALYZE found")
    ]
    for column in new.columns {
      guard let source = old.column(named: column.id.name) else {
        hazards += SQLiteTableChange.hazards(ofAdding: column)
        continue
      }
      hazards += self.hazards(from: source, to: column)
    }
    for change in change.changes {
      if let constraint = change.new, constraint.id.kind.isConstraint {
        hazards += self.hazards(of: constraint)
      }
    }
    if new.isStrict, !old.isStrict {
      hazards.append(failure("where a value of \(table) is not of its column's type"))
    }
    return hazards
  }

  private func failure(_ condition: String) -> Hazard { Hazard(.mayFail, "fails \(condition)") }

  private func hazards(of constraint: SchemaObject) -> [Hazard] {
    let columns = constraint[.columns] ?? ""
    switch constraint.id.kind {
    case .primaryKey:
      return [failure("where rows of \(table) agree in the key (\(columns)), or have none")]
    case .unique: return [failure("where rows of \(table) agree in (\(columns))")]
    case .check: return [SQLiteTableChange.hazard(of: constraint)]
    case .foreignKey:
      let parent = constraint[.references] ?? ""
      return [
        failure("before the commit where (\(columns)) of \(table) has no row in \(parent)")
      ]
    default: return []
    }
  }

  private func hazards(from old: SchemaObject, to new: SchemaObject) -> [Hazard] {
    let path = new.id.path
    if new[.generated] != nil {
      return old[.generated] == nil
        ? [Hazard(.dataLoss, "replaces what \(path) holds by what is generated")] : []
    }
    var hazards: [Hazard] = []
    if new[.notNull] != nil, old[.notNull] == nil {
      hazards.append(
        failure(
          "where \(path) is null: fill it before, UPDATE \(SQLiteName.quoted(table)) SET "
            + "\(SQLiteName.quoted(old.id.name)) = … WHERE \(SQLiteName.quoted(old.id.name)) IS NULL"
        ))
    }
    let source = SQLiteAffinity(of: old[.type], isStrict: self.old.isStrict)
    let target = SQLiteAffinity(of: new[.type], isStrict: self.new.isStrict)
    if source != target {
      if let conversion = target.loss(from: source) {
        hazards.append(Hazard(.dataLoss, "\(conversion) in \(path)"))
      }
    }
    if self.new.isStrict, self.old.isStrict, old[.type] != new[.type] {
      hazards.append(failure("where a value of \(path) is no \((new[.type] ?? "").uppercased())"))
    }
    return hazards
  }
}

/// What a column makes of values that are put into it (https://sqlite.org/datatype3.html#determination_of_column_affinity).
enum SQLiteAffinity {
  case integer, text, blob, real, numeric

  /// - Parameter type: in lower case; nil for a column without one.
  init(of type: String?, isStrict: Bool) {
    guard let type else {
      self = .blob
      return
    }
    func has(_ part: String) -> Bool {
      let part = Array(part.utf8)
      return type.utf8.indices.contains { type.utf8[$0...].starts(with: part) }
    }
    if isStrict, type == "any" {
      self = .blob
    } else if has("int") {
      self = .integer
    } else if has("char") || has("clob") || has("text") {
      self = .text
    } else if has("blob") {
      self = .blob
    } else if has("real") || has("floa") || has("doub") {
      self = .real
    } else {
      self = .numeric
    }
  }

  /// What is lost when values come here from a column of another affinity; nil when nothing is.
  func loss(from source: SQLiteAffinity) -> String? {
    switch (source, self) {
    case (.text, .integer), (.text, .numeric), (.blob, .integer), (.blob, .numeric):
      "makes numbers of text that looks like one, as 7 of '007',"
    case (.text, .real), (.blob, .real):
      "makes floating-point numbers of text that looks like one, as 7.0 of '007',"
    case (.integer, .real), (.numeric, .real): "rounds integers beyond 2^53"
    case (.real, .text), (.numeric, .text), (.blob, .text): "makes text of numbers, of 15 digits,"
    default: nil
    }
  }
}
