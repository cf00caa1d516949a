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

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// Of the whole file.
    var change: @Sendable (String) -> String
    var problem: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "empty", change: { _ in "" }, problem: "1:1 it ends too soon"),
    Case(
      name: "cut off", change: { String($0.prefix(40)) }, problem: "4:15 it ends too soon"),
    Case(
      name: "two values", change: { $0 + "{}" }, problem: "51:1 something stands behind the end"),
    Case(
      name: "a comma too many", change: { $0.replacing("\"main\",", with: "\"main\",,") },
      problem: "8:23 a key in quotes is expected"),
    Case(
      name: "a key twice",
      change: { $0.replacing("\"type\" : \"plan\"", with: "\"type\" : \"plan\", \"type\" : 1") },
      problem: "48:20 the key \"type\" stands twice"),
    Case(
      name: "a bare word", change: { $0.replacing(": true", with: ": True") },
      problem: "12:25 True is no value"),
    Case(
      name: "half a character",
      change: { $0.replacing("\u{1F6D2}", with: "\\ud83d") }, problem: "49:30 half a character"),
    Case(
      name: "too deep", change: { _ in String(repeating: "[", count: 100_000) },
      problem: "1:33 it is nested too deeply"),
    Case(name: "a list", change: { _ in "[]" }, problem: "no plan"),
    Case(name: "another object", change: { _ in "{\"type\":\"status\"}" }, problem: "no plan"),
    Case(
      name: "another version", change: { $0.replacing("_version\" : 1", with: "_version\" : 3") },
      problem: "version 3"),
    Case(
      name: "a version that is no number",
      change: { $0.replacing("_version\" : 1", with: "_version\" : 1.5") },
      problem: "28:22 format_version: a whole number is expected"),
    Case(
      name: "another type", change: { $0.replacing(": true", with: ": 1") },
      problem: "12:25 databases[0].version_table: true or false is expected"),
    Case(
      name: "no id", change: { $0.replacing("\"a1\"", with: "\"a 1\"") },
      problem: "6:9 databases[0].end[0]: the id of a revision is expected"),
    Case(
      name: "a key that is missing", change: { $0.replacing("\"checksum\" : \"c1\",", with: "") },
      problem: "30:5 steps[0].checksum: it is missing"),
    Case(
      name: "a step of no database",
      change: { $0.replacing("\"database\" : \"main\"", with: "\"database\" : \"x\"") },
      problem: "32:20 steps[0].database: it is none of the plan's databases"),
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
    let place = problem.line.map { "\($0):\(problem.column ?? 0) " } ?? ""
    let words =
      switch problem.kind {
      case .syntax(let message): message
      case .value(let key, let message): "\(key): \(message)"
      case .notAPlan: "no plan"
      case .unknownVersion(let version): "version \(version)"
      case .edited: "edited"
      case .otherDirection(let direction): direction.rawValue
      }
    #expect(place + words == test.problem)
  }

  @Test func otherDirection() throws {
    let text = PlanFile.text(of: try Self.plan())
    let problem = #expect(throws: PlanFileProblem.self) {
      try PlanFile.read(Array(text.utf8), file: "plan.json", for: .downgrade)
    }
    #expect(problem?.kind == .otherDirection(.upgrade))
  }
}
