import Orchestration
import Reporting
import Revisions
import Testing

@Suite struct PlanFileTests {
  private static func revision(_ database: String, _ id: String) throws -> WorkspaceRevision {
    WorkspaceRevision(database: database, revision: try RevisionID(validating: id))
  }

  private static func plan() throws -> SavedPlan {
    let (a1, b1) = (try revision("main", "a1"), try revision("größe \"x\"", "b1"))
    return SavedPlan(
      workspace: "shop \u{1F6D2}\n", direction: .upgrade,
      databases: [
        SavedPlan.Database(
          name: "main", dialect: "postgresql", start: HeadSet([]), end: HeadSet([a1.revision]),
          hasVersionTable: true),
        SavedPlan.Database(
          name: "größe \"x\"", dialect: "mysql", start: HeadSet([]), end: HeadSet([b1.revision]),
          hasVersionTable: false),
      ],
      steps: [
        SavedPlan.Step(a1, checksum: "c1", file: "main/a1.sql"),
        SavedPlan.Step(b1, checksum: "c2", file: "a\\b.sql", waitsFor: [a1]),
      ])
  }

  private static func read(_ text: String) throws(PlanFileProblem) -> SavedPlan {
    try PlanFile.read(Array(text.utf8), file: "plan.json", for: .upgrade)
  }

  @Test func comesBackAsItWas() throws {
    let plan = try Self.plan()
    let text = PlanFile.text(of: plan)
    #expect(try Self.read(text) == plan)
    #expect(PlanFile.text(of: try Self.read(text)) == text)
    #expect(PlanFile.isPlan(Array(text.utf8)))
  }

  @Test func escapesAreRead() throws {
    let text = PlanFile.text(of: try Self.plan())
      .replacing("\u{1F6D2}", with: "\\ud83d\\uDED2").replacing("ö", with: "\\u00f6")
    #expect(try Self.read(text) == Self.plan())
  }

  /// Keys that nobody knows are skipped, and are no part of what comes back.
  @Test func otherKeys() throws {
    let text = PlanFile.text(of: try Self.plan())
      .replacing("\"type\" :", with: "\"note\" : {\"by\":[1,null]}, \"type\" :")
      .replacing("\"file\" :", with: "\"more\" : 1e99, \"file\" :")
    #expect(try Self.read(text) == Self.plan())
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// Of the whole file.
    var change: @Sendable (String) -> String
    var problem: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "empty", change: { _ in "" }, problem: "not JSON"),
    Case(name: "cut off", change: { String($0.prefix(40)) }, problem: "not JSON"),
    Case(name: "two values", change: { $0 + "{}" }, problem: "not JSON"),
    Case(
      name: "a comma too many", change: { $0.replacing("\"main\",", with: "\"main\",,") },
      problem: "not JSON"),
    Case(
      name: "a bare word", change: { $0.replacing(": true", with: ": True") },
      problem: "not JSON"),
    Case(
      name: "half a character",
      change: { $0.replacing("\u{1F6D2}", with: "\\ud83d") }, problem: "not JSON"),
    Case(
      name: "lists without end", change: { _ in String(repeating: "[", count: 100_000) },
      problem: "not JSON"),
    Case(
      name: "lists too deep",
      change: { _ in
        String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
      }, problem: "not JSON"),
    Case(
      name: "objects too deep in a key that nobody knows",
      change: {
        $0.replacing(
          "\"type\" :",
          with: "\"more\" : " + String(repeating: "{\"x\":", count: 100_000) + "1"
            + String(repeating: "}", count: 100_000) + ", \"type\" :")
      }, problem: "not JSON"),
    Case(name: "a list", change: { _ in "[]" }, problem: "no plan"),
    Case(name: "another object", change: { _ in "{\"type\":\"status\"}" }, problem: "no plan"),
    Case(name: "no type", change: { _ in "{\"format_version\":1}" }, problem: "no plan"),
    Case(name: "a type of another type", change: { _ in "{\"type\":1}" }, problem: "no plan"),
    Case(
      name: "another version", change: { $0.replacing("_version\" : 1", with: "_version\" : 3") },
      problem: "version 3"),
    Case(
      name: "another version in another shape",
      change: { _ in "{\"format_version\":2,\"plan\":[],\"steps\":7,\"type\":\"plan\"}" },
      problem: "version 2"),
    Case(
      name: "a version that is no number",
      change: { $0.replacing("_version\" : 1", with: "_version\" : \"1\"") },
      problem: "format_version: a whole number is expected"),
    Case(
      name: "a key that is missing at the top",
      change: { $0.replacing("\"digest\"", with: "\"d\"") },
      problem: "digest: it is missing"),
    Case(
      name: "a key that is null", change: { $0.replacing(": \"c2\"", with: ": null") },
      problem: "steps[1].checksum: it is null"),
    Case(
      name: "no list", change: { $0.replacing("\"steps\" :", with: "\"steps\" : {}, \"x\" :") },
      problem: "steps: a list is expected"),
    Case(
      name: "no object", change: { $0.replacing("\"steps\" : [", with: "\"steps\" : [ 1,") },
      problem: "steps[0]: an object is expected"),
    Case(
      name: "no text", change: { $0.replacing("\"shop \u{1F6D2}\\n\"", with: "{}") },
      problem: "workspace: a string is expected"),
    Case(
      name: "no direction",
      change: { $0.replacing("\"direction\" : \"upgrade\"", with: "\"direction\" : \"up\"") },
      problem: "direction: upgrade or downgrade is expected"),
    Case(
      name: "a wait for no revision",
      change: { $0.replacing("\"main/a1\"", with: "\"main\"") },
      problem: "steps[1].waits_for[0]: database/revision is expected"),
    Case(
      name: "a wait for no id",
      change: { $0.replacing("\"main/a1\"", with: "\"main/a 1\"") },
      problem: "steps[1].waits_for[0]: the id of a revision is expected"),
    Case(
      name: "a step that goes the other way",
      change: {
        $0.replacing("\"direction\" : \"upgrade\"", with: "\"direction\" : \"downgrade\"")
          .replacing("\"digest\"", with: "\"direction\" : \"upgrade\", \"digest\"")
      }, problem: "steps[0].direction: the plan goes the other way"),
    Case(
      name: "another type", change: { $0.replacing(": true", with: ": 1") },
      problem: "databases[0].version_table: true or false is expected"),
    Case(
      name: "no id", change: { $0.replacing("\"a1\"", with: "\"a 1\"") },
      problem: "databases[0].end[0]: the id of a revision is expected"),
    Case(
      name: "a key that is missing", change: { $0.replacing("\"checksum\" : \"c1\",", with: "") },
      problem: "steps[0].checksum: it is missing"),
    Case(
      name: "a step of no database",
      change: { $0.replacing("\"database\" : \"main\"", with: "\"database\" : \"x\"") },
      problem: "steps[0].database: it is none of the plan's databases"),
    Case(
      name: "an edited checksum", change: { $0.replacing("\"c1\"", with: "\"c3\"") },
      problem: "edited"),
    Case(
      name: "an edited order",
      change: { $0.replacing("main/a1\"", with: "main/b1\"") }, problem: "edited"),
  ]

  @Test(arguments: cases) func problems(_ test: Case) throws {
    let text = test.change(PlanFile.text(of: try Self.plan()))
    let problem = #expect(throws: PlanFileProblem.self) { try Self.read(text) }
    guard let problem else { return }
    #expect(problem.file == "plan.json")
    let words =
      switch problem.kind {
      case .missing: "missing"
      case .notJSON: "not JSON"
      case .value(let key, let message): "\(key): \(message)"
      case .notAPlan: "no plan"
      case .unknownVersion(let version): "version \(version)"
      case .edited: "edited"
      case .otherDirection(let direction): direction.rawValue
      }
    #expect(words == test.problem)
  }

  @Test func otherDirection() throws {
    let text = PlanFile.text(of: try Self.plan())
    let problem = #expect(throws: PlanFileProblem.self) {
      try PlanFile.read(Array(text.utf8), file: "plan.json", for: .downgrade)
    }
    #expect(problem?.kind == .otherDirection(.upgrade))
  }
}
