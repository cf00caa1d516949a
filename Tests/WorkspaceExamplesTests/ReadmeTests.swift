import Foundation
import Testing

/// What the READMEs of the workspaces show is what happens.
@Suite struct ReadmeTests {
  @Test(arguments: ["desired-schema", "first-steps", "long-history", "monorepo"])
  func tellsTheTruth(workspace: String) async throws {
    try await walk(workspace, in: Example(workspace))
  }

  /// The front page shows what `scripts/quickstart` says.
  @Test func tellsTheTruthAtTheDoor() async throws {
    let readme = Example.repository.appending(path: "README.md")
    try await Walk(readme).take(in: Example("first-steps"))
  }

  @Test(.enabled(if: Alembic.python != nil, "ALUDEL_TEST_PYTHON names no Python with Alembic"))
  func tellsTheTruthAboutAlembic() async throws {
    try await walk("adopting-alembic", in: Example("adopting-alembic"))
  }

  @Test(.enabled(if: ServerDatabase.areThere, "needs both test servers"))
  func tellsTheTruthAboutServers() async throws {
    try await walk("main-and-analytics", in: .mainAndAnalytics())
  }

  @Test(.enabled(if: ServerDatabase.areThere, "needs both test servers"))
  func tellsTheTruthAboutThreeEngines() async throws {
    try await walk("three-engines", in: .threeEngines())
  }

  private func walk(_ workspace: String, in example: Example) async throws {
    let file = Example.workspaces.appending(path: workspace).appending(path: "README.md")
    try await Walk(file).take(in: example)
  }
}
