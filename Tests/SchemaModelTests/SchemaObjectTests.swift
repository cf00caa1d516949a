import SchemaModel
import Testing

@Suite struct SchemaObjectTests {
  @Test func factsAreSortedAndUnique() {
    var column = SchemaObject(
      ObjectID(.column, owner: "users", "mail"),
      [.type: "text", .notNull: nil, .defaultValue: "''"])
    #expect(column.facts.map(\.fact) == [.defaultValue, .type])
    column[.comment] = "where letters go"
    column[.type] = "varchar"
    column[.defaultValue] = nil
    #expect(column.facts.map(\.fact) == [.comment, .type])
    #expect(column[.type] == "varchar")
    #expect(column[.notNull] == nil)
  }

  @Test func partsGoWithTheirWhole() {
    let table = ObjectID(.table, schema: "public", "users")
    let snapshot = SchemaSnapshot([
      SchemaObject(table),
      SchemaObject(
        ObjectID(.column, schema: "public", owner: "users", "b"), parent: table, position: 1),
      SchemaObject(
        ObjectID(.column, schema: "public", owner: "users", "a"), parent: table, position: 2),
      SchemaObject(ObjectID(.view, schema: "public", "everybody"), dependencies: [table]),
    ])
    #expect(snapshot.children()[table]?.map(\.id.name) == ["b", "a"])
    #expect(
      snapshot.leavingOut { $0.id == table }.sorted.map(\.id.description) == [
        "view public.everybody"
      ])
  }
}
