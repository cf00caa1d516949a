import SQLText
import SchemaModel
import Testing

@testable import Orchestration

struct RenameChoicesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var renames: [String] = []
    var notes: [RenameNote.Place] = []
    /// `old=new`
    var chosen: [String]
    var unused: [String] = []
    var testDescription: String { name }
  }

  static let users = QualifiedName(name: "users")

  /// Goes: `app.users.mail`, `app.users.old`, `app.tmp`. Comes: `app.users.email`, `app.people`.
  static let cases = [
    Case(name: "nothing was said", chosen: []),
    Case(
      name: "a column", renames: ["users.mail=users.email"],
      chosen: ["app.users.mail=app.users.email"]),
    Case(
      name: "with the schema", renames: ["app.users.mail=app.users.email"],
      chosen: ["app.users.mail=app.users.email"]),
    Case(
      name: "the new name alone", renames: ["users.mail=email"],
      chosen: ["app.users.mail=app.users.email"]),
    Case(name: "a table", renames: ["tmp=people"], chosen: ["app.tmp=app.people"]),
    Case(
      name: "of this database", renames: ["main/tmp=people"], chosen: ["app.tmp=app.people"]),
    Case(
      name: "of another database", renames: ["other/tmp=people"], chosen: [],
      unused: ["other/tmp=people"]),
    Case(
      name: "what does not go", renames: ["users.name=users.email"], chosen: [],
      unused: ["users.name=users.email"]),
    Case(
      name: "a table is no column", renames: ["tmp=users.email"], chosen: [],
      unused: ["tmp=users.email"]),
    Case(
      name: "one name comes once", renames: ["users.mail=users.email", "users.old=users.email"],
      chosen: ["app.users.mail=app.users.email"], unused: ["users.old=users.email"]),
    Case(
      name: "a note", notes: [.column("email", of: users)],
      chosen: ["app.users.mail=app.users.email"]),
    Case(
      name: "a note about another schema's table",
      notes: [.column("email", of: QualifiedName(schema: "x", name: "users"))], chosen: []),
    Case(
      name: "an option comes before a note", renames: ["users.old=users.email"],
      notes: [.column("email", of: users)], chosen: ["app.users.old=app.users.email"]),
  ]

  @Test(arguments: cases) func choice(_ example: Case) {
    func column(_ name: String) -> ObjectID {
      ObjectID(.column, schema: "app", owner: "users", name)
    }
    var choices = RenameChoices(renames: example.renames, drops: [])
    let chosen = choices.renames(
      of: [column("mail"), column("old"), ObjectID(.table, schema: "app", "tmp")],
      to: [column("email"), ObjectID(.table, schema: "app", "people")], in: "main",
      notes: example.notes.map { RenameNote(place: $0, oldName: "mail", position: .start) })
    #expect(chosen.map { "\($0.old.path)=\($0.new.path)" } == example.chosen)
    #expect(choices.unused.map(\.text) == example.unused)
  }

  @Test func dropsAreToldByOptionsAndAnswers() {
    let old = ObjectID(.column, owner: "users", "mail")
    var choices = RenameChoices(renames: [], drops: ["users.mail", "other/users.age"])
    let isDropped = choices.isDropped(old, in: "main")
    #expect(isDropped)
    #expect(choices.unused.map(\.text) == ["other/users.age"])
    let age = ObjectID(.column, owner: "users", "age")
    let isKept = !choices.isDropped(age, in: "main")
    choices.drop(age, in: "main")
    let isAnswered = choices.isDropped(age, in: "main")
    let isDroppedElsewhere = choices.isDropped(age, in: "other")
    #expect(isKept && isAnswered && isDroppedElsewhere)
    #expect(choices.unused.isEmpty)
  }
}
