import Foundation
import Revisions
import Testing

/// Thousands of random questions that were put to the real Alembic, answered here as well.
@Suite struct AlembicFixtureTests {
  struct Answer {
    var question: AlembicFixture.Question
    var ours: String
    /// Whether Alembic says so, too.
    var agrees: Bool
    var difference: AlembicDifference?
  }

  private static let fixture = Result { try AlembicFixture.read() }

  private static let answers = fixture.map { fixture in
    fixture.questions.map { question in
      let ours = outcome(question.graph, question.command, question.targets, from: question.rows)
      return Answer(
        question: question, ours: ours, agrees: question.agrees(ours),
        difference: AlembicDifference(question, ours: ours))
    }
  }

  @Test func answersAreAlembics() throws {
    let compared = try Self.answers.get().filter { $0.difference == nil }
    for answer in compared.filter({ !$0.agrees }).prefix(10) {
      Issue.record("\(answer.question): \(answer.ours), Alembic: \(answer.question.answer)")
    }
    #expect(compared.count(where: \.agrees) >= 8_000)
  }

  /// Each rule is needed, and what we do instead is a sound plan or an error with a name.
  @Test(arguments: AlembicDifference.allCases)
  func differencesAreReal(_ difference: AlembicDifference) throws {
    let covered = try Self.answers.get().filter { $0.difference == difference }
    #expect(covered.contains { !$0.agrees })
    for answer in covered where answer.ours.hasPrefix("FAULT") || answer.ours.contains("unexpected")
    {
      Issue.record("\(answer.question): \(answer.ours)")
    }
  }

  static let plain = ["name", "head", "heads", "base"].flatMap { [$0, "label@\($0)"] }
  static let walking = ["name", "head", "base"].flatMap {
    ["\($0)-N", "\($0)+N", "label@\($0)-N", "label@\($0)+N"]
  }.filter { !$0.hasSuffix("head+N") }

  /// Every command is asked for every form of a target, with success.
  @Test(
    arguments: [
      (.upgrade, plain + walking + ["+N", "label@+N"]),
      (.downgrade, plain.filter { !$0.hasSuffix("heads") } + walking + ["-N", "label@-N"]),
      (.stamp, plain + ["name name", "heads name", "name label@name"]),
      (.resolve, plain),
      (
        .history,
        [":", "name:", ":name", "name:heads", "current:", ":current", "label@base:", ":label@head"]
          + [":name-N", ":name+N", "-N:", "-N:current"]
      ),
    ] as [(Command, [String])])
  func everyFormIsAsked(_ command: Command, _ forms: [String]) throws {
    let asked = try Self.fixture.get().questions.filter {
      $0.command == command && !$0.answer.hasPrefix("error") && !$0.answer.hasPrefix("crash")
    }
    #expect(Set(forms).subtracting(asked.map(\.form)) == [])
  }

  /// A new version of Alembic is a reason to ask again.
  @Test func theVersionIsTheOneThatWouldBeInstalled() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scripts/support/python-with-alembic")
    let wanted = try String(contentsOf: script, encoding: .utf8)
    #expect(wanted.contains("alembic==\(try Self.fixture.get().version) "))
  }
}

extension AlembicFixture.Question {
  /// The targets with every name as `name`, every label as `label` and every number as `N`.
  fileprivate var form: String {
    if command == .history {
      return targets.split(separator: ":", omittingEmptySubsequences: false)
        .map { Self.form(of: $0) }.joined(separator: ":")
    }
    return targets.split(separator: " ").map { Self.form(of: $0) }.joined(separator: " ")
  }

  private static func form(of target: Substring) -> String {
    guard let expression = try? TargetExpression(parsing: String(target)) else { return "" }
    var form = expression.label == nil ? "" : "label@"
    if let word = expression.word { form += expression.name == nil ? "\(word)" : "name" }
    if let offset = expression.offset { form += offset.direction == .up ? "+N" : "-N" }
    return form
  }
}
