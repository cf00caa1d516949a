import SchemaModel
import Testing

@Suite struct RenameCandidateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// Tables with their columns: `users: id mail`.
    var current: [String]
    var desired: [String]
    var candidates: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing goes", current: ["users: id"], desired: ["users: id mail"]),
    Case(name: "nothing comes", current: ["users: id mail"], desired: ["users: id"]),
    Case(
      name: "a column for a column", current: ["users: id mail"], desired: ["users: id email"],
      candidates: ["users.mail=users.email"]),
    Case(
      name: "one for two", current: ["t: a b"], desired: ["t: c d b"],
      candidates: ["t.a=t.c", "t.a=t.d"]),
    Case(
      name: "columns of two tables have nothing to do with each other",
      current: ["t: a b", "u: x"], desired: ["t: b", "u: x c"]),
    Case(
      name: "a table for a table, by half of its columns", current: ["users: id mail age"],
      desired: ["people: id mail"], candidates: ["users=people"]),
    Case(
      name: "tables with other columns are others", current: ["users: id mail age name"],
      desired: ["orders: id total day place"]),
  ]

  @Test(arguments: cases) func pairs(_ example: Case) {
    let (current, desired) = (snapshot(example.current), snapshot(example.desired))
    let comparison = SchemaComparison(from: current, to: desired, rules: ToyRules())
    let found = comparison.renameCandidates(from: current, to: desired)
      .map { "\($0.old.path)=\($0.new.path)" }
    #expect(found == example.candidates)
  }

  @Test func whatIsComputedHoldsNoData() {
    var current = snapshot(["t: a b"])
    let id = ObjectID(.column, owner: "t", "b")
    current.insert(SchemaObject(id, parent: ObjectID(.table, "t"), [.generated: "a + 1"]))
    let desired = snapshot(["t: a c"])
    let comparison = SchemaComparison(from: current, to: desired, rules: ToyRules())
    #expect(comparison.renameCandidates(from: current, to: desired).isEmpty)
  }

  private func snapshot(_ tables: [String]) -> SchemaSnapshot {
    var snapshot = SchemaSnapshot()
    for table in tables {
      let words = table.split { $0 == ":" || $0 == " " }.map(String.init)
      let id = ObjectID(.table, words[0])
      snapshot.insert(SchemaObject(id))
      for column in words.dropFirst() {
        snapshot.insert(
          SchemaObject(ObjectID(.column, owner: words[0], column), parent: id, [.type: "text"]))
      }
    }
    return snapshot
  }
}
