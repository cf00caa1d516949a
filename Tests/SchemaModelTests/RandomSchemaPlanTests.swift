import SchemaModel
import Testing

/// Plans between random schemas, carried out on a model of a server that refuses what cannot be: an object
/// whose needs are not there, and the drop of one that others still need.
@Suite struct RandomSchemaPlanTests {
  @Test(arguments: [false, true])
  func everyStatementFindsWhatItNeeds(rebuilds: Bool) throws {
    var dice = Dice(seed: 7)
    var statements = 0
    for _ in 0..<400 {
      let current = randomSchema(&dice, checksKeys: !rebuilds)
      let desired = randomSchema(&dice, checksKeys: !rebuilds)
      let plan = try SchemaPlan(
        from: current, to: desired, rules: ToyRules(rebuilds: rebuilds))
      var server = ToyServer(objects: current.objects, rebuilds: rebuilds)
      for group in plan.groups { try server.run(group) }
      let left = SchemaComparison(
        from: SchemaSnapshot(server.objects.values), to: desired, rules: ToyRules())
      #expect(left.isEmpty)
      statements += plan.statements.count
    }
    #expect(statements > 1_000)
  }
}

/// - Parameter tables: their names, of a letter each; some are left out.
func randomSchema(
  _ dice: inout Dice, tables names: String = "abcd", checksKeys: Bool
) -> SchemaSnapshot {
  let tables = names.map(String.init).filter { _ in dice.roll(4) > 0 }
  var pieces: [String] = []
  for table in tables {
    let columns = ["x", "y", "z"].filter { _ in dice.roll(3) > 0 }
      .map { dice.roll(3) == 0 ? "\($0)=int" : $0 }
    let keys = tables.filter { _ in dice.roll(3) == 0 }.map { "k\($0)>\($0)" }
    pieces.append("table \(table): " + (columns + keys).joined(separator: " "))
    if let column = columns.first?.prefix(1), dice.roll(2) == 0 {
      pieces.append("index i\(table) on \(table) \(column)")
      if dice.roll(2) == 0 { pieces.append("view v\(table) of \(table).\(column)") }
    }
  }
  if let table = tables.last, dice.roll(2) == 0 { pieces.append("view w of \(table)") }
  return toy(pieces.joined(separator: ";"), checksKeys: checksKeys)
}

/// A server's catalog that minds its dependencies.
struct ToyServer {
  var objects: [ObjectID: SchemaObject]
  var rebuilds: Bool

  struct Complaint: Error { var words: String }

  mutating func run(_ group: ChangeGroup) throws {
    // One statement sees only its own end.
    let goes = Set(group.changes.compactMap { if case .drop(let old) = $0 { old.id } else { nil } })
    let isDrop = goes.contains(group.root)
    if rebuilds, group.root.kind == .table, !isDrop, group.rootChange == nil {
      for object in objects.values where object.parent == group.root && object.id.kind == .index {
        objects[object.id] = nil
      }
    }
    for change in group.changes {
      switch change {
      case .drop(let old):
        guard objects.removeValue(forKey: old.id) != nil else {
          throw Complaint(words: "\(old.id) is not there")
        }
      case .alter(_, let new, _):
        guard objects[new.id] != nil else { throw Complaint(words: "\(new.id) is not there") }
        if let user = objects.values.first(where: {
          $0.id.kind == .view && $0.dependencies.contains(new.id)
        }) {
          throw Complaint(words: "\(user.id) uses \(new.id)")
        }
        objects[new.id] = new
      case .create(let new):
        guard objects.updateValue(new, forKey: new.id) == nil else {
          throw Complaint(words: "\(new.id) is there")
        }
      }
    }
    for object in objects.values {
      for need in object.dependencies + (object.parent.map { [$0] } ?? [])
      where objects[need] == nil {
        throw Complaint(words: "\(object.id) needs \(need) after \(group)")
      }
    }
  }
}

/// A small generator that gives the same numbers everywhere.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number from 0 up to `sides`.
  mutating func roll(_ sides: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % sides
  }
}
