import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  /// What needs what, by `pg_depend`, which knows everything but what the bodies of functions in
  /// quotes use.
  mutating func readDependencies() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype FROM pg_depend
      WHERE deptype IN ('n', 'a', 'i', 'P', 'S') AND objid >= 16384 AND refobjid >= 16384
      """)
    var needs: [Int: Set<Int>] = [:]
    var defaultNeeds: [PostgresAddress: Set<Int>] = [:]
    for row in rows {
      let address = PostgresAddress(row[0], row[1], row[2])
      guard let dependant = place(of: address) else { continue }
      let used = PostgresAddress(row[3], row[4], row[5])
      guard let needed = place(of: used), needed != dependant,
        isNeeded(objects[needed], by: objects[dependant])
      else { continue }
      needs[dependant, default: []].insert(needed)
      if address.catalog == PostgresCatalog.attributeDefault.rawValue {
        defaultNeeds[address, default: []].insert(needed)
      }
    }
    addInheritance(to: &needs)
    addEnumerations(to: &needs)
    let ownDefaults = defaultNeeds.compactMap { address, needed in
      aliases[address].flatMap { places[$0] }.flatMap { column in
        needed.contains { objects[$0].id.kind.isCalled } && objects[column][.generated] == nil
          && objects[column].id.kind == .column ? (column: column, needed: needed) : nil
      }
    }
    for (column, needed) in ownDefaults { needs[column]?.subtract(needed) }
    for (dependant, needed) in needs {
      objects[dependant].dependencies += needed.map { objects[$0].id }
      objects[dependant].dependencies.sort()
    }
    for (column, needed) in ownDefaults { separateDefault(of: column, needing: needed) }
  }

  /// The object at a place of the catalog, or the one that it belongs to; nil for what was not read.
  private func place(of address: PostgresAddress) -> Int? {
    var address = address
    // From an array over a table's row type to the table it is two steps.
    for _ in 0..<4 {
      if let place = places[address] { return place }
      if let next = aliases[address] ?? members[address] {
        address = next
      } else if address.column != 0 {
        address = address.whole
      } else {
        return nil
      }
    }
    return nil
  }

  /// Without what goes without saying, and without a sequence's way to its owner, which would close a
  /// circle with the default that calls it.
  private func isNeeded(_ needed: SchemaObject, by dependant: SchemaObject) -> Bool {
    dependant.parent != needed.id && needed.parent != dependant.id
      && !(dependant.id.kind == .sequence && needed.id.kind == .column)
  }

  /// A column that comes from a parent table needs the parent's column.
  private func addInheritance(to needs: inout [Int: Set<Int>]) {
    guard objects.contains(where: { $0[.inheritance] != nil }) else { return }
    var tables: [ObjectID: Int] = [:]
    var columns: [ObjectID: Int] = [:]
    for (index, object) in objects.enumerated() {
      if object.id.kind == .table { tables[object.id] = index }
      if object.id.kind == .column { columns[object.id] = index }
    }
    for (index, object) in objects.enumerated() where object[.inheritance] != nil {
      guard let table = object.parent.flatMap({ tables[$0] }) else { continue }
      for parent in needs[table] ?? [] where objects[parent].id.kind == .table {
        let id = objects[parent].id
        let column = ObjectID(.column, schema: id.schema, owner: id.name, object.id.name)
        if let column = columns[column] { needs[index, default: []].insert(column) }
      }
    }
  }

  /// A change of an enum can be one of every column of that type, which what stands over such a column
  /// does not outlive; so it is told to need the enum, too.
  private func addEnumerations(to needs: inout [Int: Set<Int>]) {
    for (dependant, needed) in needs where objects[dependant].blocksTypeChanges {
      for column in needed where objects[column].id.kind == .column {
        for type in needs[column] ?? [] where objects[type].id.kind == .enumeration {
          needs[dependant]?.insert(type)
        }
      }
    }
  }

  private mutating func separateDefault(of column: Int, needing needed: Set<Int>) {
    let id = objects[column].id
    guard let expression = objects[column][.defaultValue] else { return }
    objects[column][.defaultValue] = nil
    objects.append(
      SchemaObject(
        ObjectID(.defaultExpression, schema: id.schema, owner: id.owner, id.name),
        parent: objects[column].parent, [.definition: expression],
        dependencies: (needed.map { objects[$0].id } + [id]).sorted()))
  }
}

extension ObjectKind {
  /// What an expression can call and what may have to be made anew.
  var isCalled: Bool { [.function, .procedure, .aggregate].contains(self) }
}

extension SchemaObject {
  /// Whether the server refuses to change the type of a column that this uses (manual, ALTER TABLE;
  /// `RememberAllDependentForRebuilding` in its sources).
  var blocksTypeChanges: Bool {
    switch id.kind {
    case .view, .materializedView, .rule, .policy, .trigger: true
    // Only those with a body that the server has read: BEGIN ATOMIC.
    case .function, .procedure: true
    case .column: self[.generated] != nil
    default: false
    }
  }
}
