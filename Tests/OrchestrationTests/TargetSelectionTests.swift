import Aludel
import Revisions
import Testing

@testable import Orchestration

/// Three databases: `main` and `analytics` with histories of their own, `replica` with main's.
///
///     main, replica: aaaa1111 - aaaa2222 (billing)
///     analytics:     bbbb1111 - abab2222 (billing), 7
struct TargetSelectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var targets: [String]
    var names: [String] = []
    /// `database:target,target …`, or the error.
    var expected: String
    var testDescription: String { (names.map { "-n \($0)" } + targets).joined(separator: " ") }
  }

  static let cases = [
    Case(targets: [], expected: "main: replica: analytics:"),
    Case(targets: [], names: ["*a*"], expected: "main: replica: analytics:"),
    Case(targets: [], names: ["re*"], expected: "replica:"),
    Case(targets: [], names: ["analytics", "main"], expected: "main: analytics:"),
    Case(targets: [], names: ["mian"], expected: "unknown database mian"),
    Case(targets: ["heads"], expected: "main:heads replica:heads analytics:heads"),
    Case(targets: ["+1"], names: ["main"], expected: "main:+1"),
    Case(targets: ["-1"], expected: "main:-1 replica:-1 analytics:-1"),
    Case(targets: ["main/head"], expected: "main:main/head"),
    Case(
      targets: ["main@head", "analytics/abab"],
      expected: "main:main@head analytics:analytics/abab"),
    Case(targets: ["nowhere/head"], expected: "unknown database nowhere"),
    Case(
      targets: ["main/head"], names: ["analytics"], expected: "unknown target main/head: nothing"),
    // A database's own label selects it alone, although a branch of main is called so as well.
    Case(targets: ["analytics@head"], expected: "analytics:analytics@head"),
    Case(targets: ["analytics"], expected: "analytics:analytics"),
    Case(targets: ["analytics@head"], names: ["main"], expected: "main:analytics@head"),
    // A label that some databases have selects those.
    Case(
      targets: ["billing@head"],
      expected: "main:billing@head replica:billing@head analytics:billing@head"),
    Case(targets: ["billing@abab2222"], expected: "analytics:billing@abab2222"),
    Case(targets: ["billing@bbbb"], expected: "analytics:billing@bbbb"),
    // An id that one database has; one that two have in the same stream.
    Case(targets: ["7"], expected: "analytics:7"),
    Case(targets: ["bbbb1111"], expected: "analytics:bbbb1111"),
    Case(targets: ["aaaa1"], expected: "main:aaaa1 replica:aaaa1"),
    Case(targets: ["aaaa1"], names: ["main"], expected: "main:aaaa1"),
    Case(
      targets: ["a"],
      expected:
        "ambiguous a: main/aaaa1111 main/aaaa2222 main/analytics replica/aaaa1111 "
        + "replica/aaaa2222 replica/analytics analytics/abab2222"),
    Case(targets: ["zzzz"], expected: "unknown target zzzz: nothing"),
    Case(
      targets: ["aaaa1112"], expected: "unknown target aaaa1112: main/aaaa1111 replica/aaaa1111"),
    // Known, but not to what `-n` lets through.
    Case(
      targets: ["7"], names: ["main"], expected: "unknown target 7: analytics/7"),
    Case(
      targets: ["heads", "7"], expected: "main:heads replica:heads analytics:heads,7"),
  ]

  @Test(arguments: cases) func selects(_ item: Case) async throws {
    let sandbox = try Sandbox()
    try sandbox.workspaceFile(["main", "replica", "analytics"])
    for database in ["main", "replica"] {
      try sandbox.revision("aaaa1111", in: database, upgrade: "")
      try sandbox.revision(
        "aaaa2222", in: database, after: "aaaa1111", header: "branch_labels: billing, analytics",
        upgrade: "")
    }
    try sandbox.revision("bbbb1111", in: "analytics", upgrade: "")
    try sandbox.revision(
      "abab2222", in: "analytics", after: "bbbb1111", header: "branch_labels: billing", upgrade: "")
    try sandbox.revision("7", in: "analytics", upgrade: "")
    try #expect(outcome(item, in: sandbox) == item.expected)
  }

  private func outcome(_ item: Case, in sandbox: Sandbox) throws -> String {
    let loaded = try LoadedWorkspace(
      file: nil, environment: nil, variables: [:], workingDirectory: sandbox.folder,
      registry: .standard)
    do throws(AludelError) {
      let targets = item.targets.compactMap { try? TargetExpression(parsing: $0) }
      return try TargetSelection.select(
        from: loaded.streams, targets: targets, names: item.names
      )
      .map { "\($0.stream.name):" + $0.targets.map(\.description).joined(separator: ",") }
      .joined(separator: " ")
    } catch {
      switch error {
      case .unknownDatabase(let pattern, _): return "unknown database \(pattern)"
      case .unknownTarget(let target, _, let candidates):
        return "unknown target \(target): \(listed(candidates))"
      case .ambiguousTarget(let target, let candidates):
        return "ambiguous \(target): \(listed(candidates))"
      default: return "\(error)"
      }
    }
  }

  private func listed(_ candidates: [TargetCandidate]) -> String {
    candidates.isEmpty
      ? "nothing" : candidates.map { "\($0.database)/\($0.name)" }.joined(separator: " ")
  }
}
