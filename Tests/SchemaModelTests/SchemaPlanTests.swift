import SchemaModel
import Testing

@Suite struct SchemaPlanTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var current = ""
    var desired = ""
    var rebuilds = false
    var statements: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing", current: "table a: x", desired: "table a: x", statements: []),
    Case(
      name: "a table comes with its parts, an index after it",
      desired: "table a: x y; index i on a x",
      statements: ["a: +a +x +y", "i: +i"]),
    Case(
      name: "what is referred to comes first, whatever its name",
      desired: "table a: x k>b; table b: y", statements: ["b: +b +y", "a: +a +x +k"]),
    Case(
      name: "of two tables that refer to each other the keys come last",
      desired: "table a: x k>b; table b: y l>a",
      statements: ["a: +a +x", "b: +b +y +l", "a: +k"]),
    Case(
      name: "a table may refer to itself", desired: "table a: x k>a", statements: ["a: +a +x +k"]),
    Case(
      name: "parts and indexes go with their table", current: "table a: x; index i on a x",
      statements: ["a: -a -x -i"]),
    Case(
      name: "what refers goes first", current: "table a: x; table b: y k>a",
      statements: ["b: -b -y -k", "a: -a -x"]),
    Case(
      name: "of two tables that refer to each other the keys go first",
      current: "table a: x k>b; table b: y l>a",
      statements: ["a: -k", "b: -b -y -l", "a: -a -x"]),
    Case(
      name: "views over a changed column are made anew, and views over them",
      current: "table a: x; view v of a.x; view w of v; view z of a",
      desired: "table a: x=int; view v of a.x; view w of v; view z of a",
      statements: ["w: -w", "v: -v", "a: ~x(type)", "v: +v", "w: +w"]),
    Case(
      name: "a view moves from one column to another",
      current: "table a: x y; view v of a.x", desired: "table a: y z; view v of a.z",
      statements: ["v: -v", "a: -x +z", "v: +v"]),
    Case(
      name: "a table makes room for a view of its name",
      current: "table a: x; table b: y", desired: "view a of b; table b: y",
      statements: ["a: -a -x", "a: +a"]),
    Case(
      name: "a default's function is there before the column, and goes after it",
      current: "table a: x y!f; function f of", desired: "table a: x z!g; function g of",
      statements: ["g: +g", "a: -y +z", "f: -f"]),
    Case(
      name: "a default that calls a function over its own table comes after both",
      desired: "table a: x y!f; function f of a", statements: ["a: +a +x", "f: +f", "a: +y"]),
    Case(
      name: "a rebuilt table loses its indexes", current: "table a: x y; index i on a y",
      desired: "table a: x=int y; index i on a y", rebuilds: true,
      statements: ["a: ~x(type)", "i: +i"]),
    Case(
      name: "an index is dropped before its table is rebuilt",
      current: "table a: x y; index i on a y; index j on a y",
      desired: "table a: x y z; index i on a y; index k on a y", rebuilds: true,
      statements: ["j: -j", "a: +z", "i: +i", "k: +k"]),
  ]

  @Test(arguments: cases)
  func order(_ example: Case) throws {
    let plan = try SchemaPlan(
      from: toy(example.current), to: toy(example.desired),
      rules: ToyRules(rebuilds: example.rebuilds))
    #expect(plan.statements.map(\.text) == example.statements)
    #expect(plan.isEmpty == example.statements.isEmpty)
  }

  @Test func refusalsAreToldTogether() {
    #expect {
      try SchemaPlan(
        from: toy("sequence a x; sequence b x"), to: toy("sequence a y; sequence b y"),
        rules: ToyRules())
    } throws: { error in
      (error as? SchemaRefusals)?.refusals.map(\.object.name) == ["a", "b"]
    }
  }

  @Test func ignoredAndEquivalentFactsAreNoDifference() {
    let old = SchemaObject(ObjectID(.view, "v"), [.definition: "a", .comment: "old"])
    let new = SchemaObject(ObjectID(.view, "v"), [.definition: "b", .comment: "new"])
    let (current, desired) = (SchemaSnapshot([old]), SchemaSnapshot([new]))
    let comparison = SchemaComparison(from: current, to: desired, rules: ToyRules())
    #expect(comparison.changes == [.alter(from: old, to: new, facts: [.definition])])
    let definition = FactOfObject(old.id, .definition)
    #expect(comparison.unsettled(by: ToyRules()) == [definition])
    #expect(
      SchemaComparison(
        from: current, to: desired, rules: ToyRules(), equivalences: [definition]
      ).isEmpty)
  }
}
