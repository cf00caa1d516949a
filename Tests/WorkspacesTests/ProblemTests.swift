import Testing

@testable import Workspaces

@Suite("problems of a workspace file")
struct ProblemTests {
  @Test(arguments: ProblemCase.all)
  func saysWhatIsWrong(_ example: ProblemCase) throws {
    let workspace = try TestWorkspace()
    try workspace.write("", to: "file.sql")
    try workspace.link("outside", to: "/usr")
    let variables = ["EMPTY": "", "CANARY": "canary"]
    var found: [String] = []
    do {
      _ = try workspace.load(
        example.text, environment: example.environment, variables: variables)
    } catch {
      found = error.problems.map(Self.line)
      for problem in error.problems {
        let shown = "\(problem) \(problem.advice ?? "") \(problem.sourceLine ?? "")"
        #expect(!shown.contains("canary"))
        #expect(!shown.contains("hunter2"))
        #expect(problem.sourceLine?.contains("://") != true)
      }
    }
    #expect(found == example.expected)
  }

  static func line(_ problem: ConfigurationProblem) -> String {
    var line =
      "\(problem.line ?? 0):\(problem.column ?? 0) \(problem.code.rawValue) \(problem.message)"
    if let advice = problem.advice { line += " (\(advice))" }
    return line
  }

  @Test func namesAreUnique() {
    #expect(Set(ProblemCase.all.map(\.name)).count == ProblemCase.all.count)
  }
}
