import SchemaModel
import Testing

@Suite struct SchemaSurroundingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var current: String
    var desired: String
    /// The tables and foreign keys that are there before the change.
    var part: [String]
    /// Whether the catalog tells what foreign keys need.
    var checksKeys = true
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "what has nothing to do with it is left out", current: "table a: x; table b: x",
      desired: "table a: x y; table b: x", part: ["a"]),
    Case(
      name: "nothing changes", current: "table a: x; table b: x", desired: "table a: x; table b: x",
      part: []),
    Case(
      name: "what a changed table refers to, and not what that refers to",
      current: "table a: x k>b; table b: x l>c; table c: x",
      desired: "table a: x y k>b; table b: x l>c; table c: x", part: ["a", "a.k", "b"]),
    Case(
      name: "what refers to a changed table, with that key alone",
      current: "table a: x; table b: x k>a l>c; table c: x m>b",
      desired: "table a: x y; table b: x k>a l>c; table c: x m>b", part: ["a", "b", "b.k"]),
    Case(
      name: "what a new table refers to", current: "table a: x; table b: x",
      desired: "table a: x; table b: x; table c: x k>b", part: ["b"]),
    Case(
      name: "what a table that goes has referred to",
      current: "table a: x; table b: x; table c: x k>b", desired: "table a: x; table b: x",
      part: ["b", "c", "c.k"]),
    Case(
      name: "keys whose needs the text alone tells",
      current: "table a: x k>B; table b: x l>c; table c: x",
      desired: "table a: x y k>B; table b: x l>c; table c: x", part: ["a", "a.k", "b"],
      checksKeys: false),
    Case(
      name: "a key to itself stays", current: "table a: x; table b: x k>a l>b",
      desired: "table a: x y; table b: x k>a l>b", part: ["a", "b", "b.k", "b.l"]),
    Case(
      name: "views stay, and what they need",
      current: "table a: x; table b: x; table c: x; view v of b.x",
      desired: "table a: x y; table b: x; table c: x; view v of b.x", part: ["a", "b"]),
    Case(
      name: "what only a text names", current: "table a: x; table b: x; table c: x; other o b,1",
      desired: "table a: x y; table b: x; table c: x; other o b,1", part: ["a", "b"]),
    Case(
      name: "who uses what changes is changed with it, and needs its own keys",
      current: "table a: x!f k>b; table b: x; table c: x; function f of 1",
      desired: "table a: x!f k>b; table b: x; table c: x; function f of 2",
      part: ["a", "a.k", "b"]),
    Case(
      name: "what is not known by a word", current: "table a: x; table b-c: x; table d: x",
      desired: "table a: x y; table b-c: x; table d: x", part: ["a", "b-c"]),
    Case(
      name: "tables with triggers", current: "table a: x; table b: x; table c: x; trigger t on b x",
      desired: "table a: x y; table b: x; table c: x; trigger t on b x", part: ["a", "b"]),
  ]

  @Test(arguments: cases) func parts(_ example: Case) {
    let current = toy(example.current, checksKeys: example.checksKeys)
    let desired = toy(example.desired, checksKeys: example.checksKeys)
    let part = surroundings(current, desired).part(of: current)
    let names = part.sorted.filter { $0.id.kind == .table || $0.id.kind == .foreignKey }
      .map(\.id.path)
    #expect(names == example.part)
    // Of what is there, everything is but keys.
    for object in current.objects.values where object.id.kind != .foreignKey {
      guard let parent = object.parent else { continue }
      #expect((part[object.id] != nil) == (part[parent] != nil), "\(object.id)")
    }
  }

  private func surroundings(
    _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) -> SchemaSurroundings {
    let changes = SchemaComparison(from: current, to: desired, rules: ToyRules()).changes
    return SchemaSurroundings(of: changes, in: [current, desired])
  }

  /// The parts can be made by themselves, and there plans between the whole schemas do what they should.
  @Test(arguments: [false, true]) func partsAreEnoughForThePlansOfTheWhole(rebuilds: Bool) throws {
    var dice = Dice(seed: 11)
    let rules = ToyRules(rebuilds: rebuilds)
    var leftOut = 0
    for _ in 0..<400 {
      let current = randomSchema(&dice, tables: "abcdefgh", checksKeys: !rebuilds)
      let desired = current.edited(like: randomSchema(&dice, tables: "ab", checksKeys: !rebuilds))
      let changes = SchemaComparison(from: current, to: desired, rules: rules).changes
      let surroundings = SchemaSurroundings(of: changes, in: [current, desired])
      let (before, after) = (surroundings.part(of: current), surroundings.part(of: desired))
      leftOut += current.objects.count - before.objects.count
      var server = ToyServer(objects: [:], rebuilds: rebuilds)
      for (old, new, reached) in [
        (SchemaSnapshot(), before, before), (current, desired, after), (desired, current, before),
      ] {
        for group in try SchemaPlan(from: old, to: new, rules: rules).groups {
          try server.run(group)
        }
        let left = SchemaComparison(
          from: SchemaSnapshot(server.objects.values), to: reached, rules: ToyRules())
        #expect(left.isEmpty)
      }
    }
    #expect(leftOut > 1_000)
  }
}

extension SchemaSnapshot {
  /// With the tables of another one in place of those of the same name, and without keys and views that then
  /// have nothing to stand on.
  fileprivate func edited(like other: SchemaSnapshot) -> SchemaSnapshot {
    let names = Set(other.objects.keys.filter { $0.kind == .table })
    var edited = leavingOut { names.contains($0.id) }
    for object in other.objects.values { edited.insert(object) }
    while true {
      let rest = edited.leavingOut { !$0.dependencies.allSatisfy { edited[$0] != nil } }
      if rest.objects.count == edited.objects.count { return edited }
      edited = rest
    }
  }
}
