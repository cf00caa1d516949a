import SchemaModel

/// An enum whose values change: new ones are added in their places; where some go, or change places, the
/// type is made anew beside the old one and every column is moved over.
struct PostgresEnumeration {
  let old: SchemaObject
  let new: SchemaObject

  init(from old: SchemaObject, to new: SchemaObject) {
    self.old = old
    self.new = new
  }

  /// The values as literals; a comma inside of one does not part it.
  private static func values(_ object: SchemaObject) -> [String] {
    var values: [String] = []
    var value = ""
    var isQuoted = false
    for scalar in (object[.values] ?? "").unicodeScalars {
      if scalar == "'" { isQuoted.toggle() }
      if !isQuoted, scalar == "," {
        values.append(value)
        value = ""
      } else if isQuoted || scalar != " " {
        value.unicodeScalars.append(scalar)
      }
    }
    return value.isEmpty ? values : values + [value]
  }

  /// Whether the old values are all there in their order.
  static func canGrow(from old: SchemaObject, to new: SchemaObject) -> Bool {
    var rest = values(old)[...]
    for value in values(new) where value == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  func statements(
    _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    Self.canGrow(from: old, to: new) ? additions : try recast(current, desired)
  }

  /// A value can be used once it is committed (manual, ALTER TYPE).
  private var additions: [SchemaStatement] {
    let (before, after) = (Self.values(old), Self.values(new))
    return after.enumerated().compactMap { index, value in
      guard !before.contains(value) else { return nil }
      // Everything in front of it is there by now; at the end is where it comes by itself.
      let next = after[(index + 1)...].first { before.contains($0) }
      let place = next.map { next in
        index == 0 ? " BEFORE \(next)" : " AFTER \(after[index - 1])"
      }
      return SchemaStatement(
        "ALTER TYPE \(new.id.sql) ADD VALUE \(value)\(place ?? "")", needsAutocommit: true)
    }
  }

  private func recast(
    _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let id = new.id
    try refuseOtherUsers(current, desired)
    let aside = PostgresName.clipped(id.name, suffix: "__old")
    let kept = Self.values(new)
    let gone = Self.values(old).filter { !kept.contains($0) }
    var statements = [
      SchemaStatement("ALTER TYPE \(id.sql) RENAME TO \(PostgresName.quoted(aside))"),
      SchemaStatement("CREATE TYPE \(id.sql) AS ENUM (\(new[.values] ?? ""))"),
    ]
    let hazards =
      gone.isEmpty
      ? [] : [Hazard(.mayFail, "fails when a row holds \(gone.joined(separator: " or "))")]
    for column in columns(current, desired) {
      let name = column.id.quotedName
      let type = column[.type] ?? ""
      let text = type.hasSuffix("[]") ? "text[]" : "text"
      var clauses = ["ALTER COLUMN \(name) TYPE \(type) USING \(name)::\(text)::\(type)"]
      if current[column.id]?.columnDefault != nil {
        clauses.insert("ALTER COLUMN \(name) DROP DEFAULT", at: 0)
      }
      if let value = column.columnDefault {
        clauses.append("ALTER COLUMN \(name) SET DEFAULT \(value)")
      }
      if let table = column.parent {
        let rewrite = Hazard(.rewrite, "writes all rows of \(table.path) anew")
        statements.append(
          PostgresTableStatements.alter(table, clauses, hazards: hazards + [rewrite]))
      }
    }
    statements.append(SchemaStatement("DROP TYPE \(PostgresName.quoted(id.schema, aside))"))
    // The new type has no comment yet; one that changes is written anyway.
    let keepsComment = old[.comment] == new[.comment]
    return statements + (keepsComment ? PostgresSchemaRules.comment(on: new) : [])
  }

  /// The columns that have the type and stay, as they shall be; those of children follow theirs of the
  /// parent. One that becomes something else does so later, from the new type, and has no default until
  /// then.
  private func columns(_ current: SchemaSnapshot, _ desired: SchemaSnapshot) -> [SchemaObject] {
    current.sorted.compactMap { column in
      guard column.id.kind == .column, column.dependencies.contains(new.id),
        column[.inheritance] == nil, column[.generated] == nil, var later = desired[column.id],
        later[.generated] == nil
      else { return nil }
      if later[.type] != column[.type] {
        later[.type] = column[.type]
        later[.defaultValue] = nil
        later[.foldedDefault] = nil
      }
      return later
    }
  }

  private func refuseOtherUsers(
    _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) throws(SchemaRefusal) {
    let user = current.objects.values.filter { object in
      [.attribute, .domain, .rangeType].contains(object.id.kind)
        && object.dependencies.contains(new.id) && desired[object.id] != nil
    }.map(\.id).min()
    guard let user else { return }
    throw SchemaRefusal(
      new.id, reason: "values of an enum cannot go or change places while \(user) uses it",
      advice: "make another enum beside it, move the columns there, and drop this one")
  }
}
