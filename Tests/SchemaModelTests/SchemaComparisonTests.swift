import SchemaModel
import Testing

struct SchemaComparisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var current: String
    var desired: String
    var unsettled: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "other words for what may be the same", current: "table a: x y; view v of a.x a.y",
      desired: "table a: x y; view v of a.y a.x", unsettled: ["view v definition"]),
    Case(
      name: "what needs other things is something else", current: "table a: x y; view v of a.x",
      desired: "table a: x y; view v of a.y"),
    Case(name: "what is new", current: "table a: x", desired: "table a: x; view v of a.x"),
  ]

  /// A column may need another type and have the same default.
  @Test func anotherFactMayBeWhatNeedsThem() {
    let column = ObjectID(.column, owner: "a", "x")
    func schema(type: String, _ text: String) -> SchemaSnapshot {
      SchemaSnapshot([
        SchemaObject(
          column, [.type: type, .definition: text],
          dependencies: [ObjectID(ObjectKind("domain"), type)])
      ])
    }
    let comparison = SchemaComparison(
      from: schema(type: "d", "(1)"), to: schema(type: "e", "1"), rules: ToyRules())
    #expect(comparison.unsettled(by: ToyRules()) == [FactOfObject(column, .definition)])
  }

  /// Which differences the engine is asked about.
  @Test(arguments: cases) func unsettled(_ example: Case) {
    let comparison = SchemaComparison(
      from: toy(example.current), to: toy(example.desired), rules: ToyRules())
    #expect(
      comparison.unsettled(by: ToyRules()).map { "\($0.object) \($0.fact)" } == example.unsettled)
  }
}
