/// Edits of what is no table, and what goes when something goes.
extension RandomPostgresSchema {
  mutating func editElsewhere() {
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1, 2: addView()
    case 3:
      if let name = pick(queries.map(\.name)) { removeQuery(name) }
    case 4: editEnum()
    case 5:
      domains["d_text"] =
        pick([
          "text", "text CHECK (VALUE <> '')", "text DEFAULT 'd' CHECK (length(VALUE) < 99)",
          hasRows ? "text" : "text NOT NULL CONSTRAINT \"No Blank\" CHECK (VALUE <> ' ')",
        ]) ?? "text"
    case 6:
      let name = pick(["\"Z\"", "w"]) ?? "w"
      attributes[name] = attributes[name] == nil ? pick(["date", "integer[]", "mood"]) : nil
      if let type = attributes[name] { held.insert(type) }
    case 7:
      sequences["s1"] = pick(["", "AS integer", "CYCLE CACHE 5 MAXVALUE 99", "START 7"]) ?? ""
    case 8: functions["twice"] = pick(Self.functionBodies) ?? ""
    default: functions["other.\"Half\""] = pick(Self.functionBodies) ?? ""
    }
  }

  private mutating func editEnum() {
    // A composite type that has it keeps it from losing values, on the way back if not before.
    let free = enums.keys.filter { !held.contains($0) }
    guard let name = pick(free.sorted()), var values = enums[name] else { return }
    let new = "v\(Int.random(in: 0..<5, using: &random))"
    let extra = values.filter { $0.hasPrefix("v") }
    if happens(in: 50), !values.contains(new) {
      values.insert(new, at: Int.random(in: 0...values.count, using: &random))
    } else if let gone = pick(extra) {
      values.removeAll { $0 == gone }
    } else {
      values.shuffle(using: &random)
    }
    enums[name] = values
  }

  private mutating func addView() {
    guard let table = pick(tables.keys.sorted()), let whole = tables[table] else { return }
    let number = Int.random(in: 0..<6, using: &random)
    let name = number < 4 ? "v\(number)" : "other.\"V \(number)\""
    removeQuery(name)
    let columns = whole.columns.filter { _ in random.next() % 2 == 0 }.map(\.name)
    let list =
      (whole.parent == nil ? ["id"] : ["k_1"]) + columns.filter { $0 != "id" && $0 != "k_1" }
    let needs = Set(list.map { "\(table).\($0)" })
    let start = whole.parent == nil ? "id" : "k_1"
    var query: Query
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where whole.parent == nil:
      query = Query(
        text:
          "CREATE MATERIALIZED VIEW # AS SELECT \(list.joined(separator: ", ")) FROM \(table) WITH NO DATA",
        needs: needs, isMaterialized: true)
      let index = "m_\(number)"
      query.statements = [
        "CREATE UNIQUE INDEX \(index) ON @ (id)", "COMMENT ON MATERIALIZED VIEW @ IS 'm'",
      ]
    case 1:
      query = Query(
        text:
          "CREATE FUNCTION #() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(\(list.last ?? start)) "
          + "FROM \(table); END", needs: needs, isFunction: true)
    case 2:
      query = Query(
        text:
          "CREATE VIEW # WITH (security_barrier) AS SELECT count(*) AS n, \(start) IS NULL AS \"No\" FROM \(table) "
          + "GROUP BY 2", needs: ["\(table).\(start)"])
    case 3:
      let others = queries.filter { !$0.query.isFunction && $0.query.text.contains("SELECT id") }
      guard let other = pick(others.map(\.name)) else { return }
      query = Query(
        text:
          "CREATE VIEW # AS SELECT o.id, t.\(start) AS other_id, o AS whole FROM \(other) o, \(table) t",
        needs: ["\(table).\(start)", other])
    case 4 where whole.parent == nil:
      query = Query(
        text: "CREATE VIEW # AS SELECT twice(id) AS id2, id FROM \(table) WHERE id BETWEEN 1 AND 4",
        needs: ["\(table).id", "twice"])
    default:
      query = Query(
        text: "CREATE VIEW # AS SELECT \(list.joined(separator: ", ")) FROM \(table) AS t "
          + "WHERE \(start) IS NOT NULL WITH CHECK OPTION", needs: needs)
      query.statements =
        happens(in: 40) ? ["COMMENT ON COLUMN @.\(start) IS 'one'"] : []
      if happens(in: 30) {
        query.statements.append(
          "CREATE TRIGGER vt INSTEAD OF INSERT ON @ FOR EACH ROW EXECUTE FUNCTION touch()")
        query.text = query.text.replacing(" WITH CHECK OPTION", with: "")
      }
    }
    queries.append((name, query))
  }

  // MARK: - What goes along

  private mutating func removeQuery(_ name: String) {
    guard queries.contains(where: { $0.name == name }) else { return }
    queries.removeAll { $0.name == name }
    release([name])
  }

  /// Removes the views and functions that need one of these.
  mutating func release(_ gone: Set<String>) {
    for name in queries.filter({ !$0.query.needs.isDisjoint(with: gone) }).map(\.name) {
      removeQuery(name)
    }
  }

  /// Puts another column in the place of one; what can stand over any type stays.
  mutating func replace(_ column: Column, in table: inout Table, _ owner: String) {
    guard let index = table.columns.firstIndex(where: { $0.name == column.name }) else { return }
    let old = table.columns[index]
    table.columns[index] = column
    guard old.type != column.type else { return }
    let isAny = { (part: Part) in part.text.contains("(\(column.name) IS") }
    table.indexes = table.indexes.filter {
      !$0.value.columns.contains(column.name) || isAny($0.value)
    }
    table.constraints = table.constraints.filter {
      !$0.value.columns.contains(column.name) || isAny($0.value)
    }
    table.foreignKeys = table.foreignKeys.filter { !$0.value.columns.contains(column.name) }
    table.statements = table.statements.filter {
      !$0.value.columns.contains(column.name) || $0.value.text.hasPrefix("COMMENT")
    }
    for computed in table.columns where computed.base == column.name {
      remove(computed.name, from: &table)
      release(["\(owner).\(computed.name)"])
    }
  }

  mutating func remove(_ name: String, from table: inout Table) {
    func stays(_ part: Part) -> Bool { !part.columns.contains(name) }
    table.indexes = table.indexes.filter { stays($0.value) }
    table.constraints = table.constraints.filter { stays($0.value) }
    table.foreignKeys = table.foreignKeys.filter { stays($0.value) }
    table.statements = table.statements.filter { stays($0.value) }
    table.triggers = table.triggers.filter { stays($0.value) }
    table.policies = table.policies.filter { stays($0.value) }
    let computed = table.columns.filter { $0.base == name }.map(\.name)
    table.columns.removeAll { $0.name == name }
    for column in computed { remove(column, from: &table) }
  }
}
