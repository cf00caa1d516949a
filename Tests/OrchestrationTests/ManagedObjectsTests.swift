import Aludel
import SchemaModel
import Testing

@testable import Orchestration

struct ManagedObjectsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var settings = ""
    /// The paths that are left.
    var kept: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "everything but our own tables",
      kept: [
        "app", "app.log", "app.log.id", "public.orders", "public.orders.user", "public.tmp_a",
        "public.total(integer)", "public.users", "public.users.id",
      ]),
    Case(
      name: "include", settings: "include = [\"public.*\"]",
      kept: [
        "app", "public.orders", "public.orders.user", "public.tmp_a", "public.total(integer)",
        "public.users", "public.users.id",
      ]),
    Case(
      name: "exclude", settings: "exclude = [\"tmp_*\", \"app.*\", \"app\", \"total\"]",
      kept: ["public.orders", "public.orders.user", "public.users", "public.users.id"]),
  ]

  @Test(arguments: cases) func managed(_ example: Case) throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "aludel.toml",
      "[databases.main]\nurl = \"postgresql://u@localhost/d\"\nversions = \"v\"\n"
        + example.settings)
    try sandbox.write("v/.gitkeep", "")
    let workspace = try LoadedWorkspace(
      file: nil, environment: nil, variables: [:], workingDirectory: sandbox.folder,
      registry: .standard)
    let stream = try #require(workspace.streams.first)
    let objects = ManagedObjects(of: stream)
    #expect(
      objects.managed(in: Self.snapshot).sorted.map(\.id.path).sorted() == example.kept)
    #expect(
      objects.all(in: Self.snapshot).sorted.map(\.id.path).sorted() == Self.cases[0].kept)
  }

  static let snapshot: SchemaSnapshot = {
    func table(_ schema: String, _ name: String, _ part: String?) -> [SchemaObject] {
      let id = ObjectID(.table, schema: schema, name)
      let parts = part.map {
        [SchemaObject(ObjectID(.column, schema: schema, owner: name, $0), parent: id)]
      }
      return [SchemaObject(id)] + (parts ?? [])
    }
    var snapshot = SchemaSnapshot(
      table("public", "users", "id") + table("public", "tmp_a", nil) + table("app", "log", "id")
        + table("public", "aludel_version", "version_num")
        + table("public", "aludel_version_history", "id")
        + [
          SchemaObject(ObjectID(.schema, "app")),
          SchemaObject(ObjectID(.function, schema: "public", "total(integer)")),
        ])
    let orders = ObjectID(.table, schema: "public", "orders")
    snapshot.insert(SchemaObject(orders))
    snapshot.insert(
      SchemaObject(
        ObjectID(.foreignKey, schema: "public", owner: "orders", "user"), parent: orders,
        dependencies: [ObjectID(.table, schema: "public", "users")]))
    return snapshot
  }()
}
