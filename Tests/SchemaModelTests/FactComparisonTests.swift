import SchemaModel
import Testing

struct FactComparisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var comparison: FactComparison
    var current: String?
    var desired: String?
    var differs: Bool
    var testDescription: String { "\(comparison): \(current ?? "-") to \(desired ?? "-")" }

    init(_ comparison: FactComparison, _ current: String?, _ desired: String?, _ differs: Bool) {
      self.comparison = comparison
      self.current = current
      self.desired = desired
      self.differs = differs
    }
  }

  @Test(arguments: [
    Case(.exact, "1", "1", false), Case(.exact, "1", "2", true), Case(.exact, nil, "1", true),
    Case(.exact, "1", nil, true), Case(.exact, nil, nil, false),
    Case(.settled, "1", "(1)", true), Case(.settled, "1", "1", false),
    Case(.ignored, "1", "2", false), Case(.ignored, nil, "2", false),
    Case(.unlessMadeUp, "1", "~2", false), Case(.unlessMadeUp, nil, "~2", false),
    Case(.unlessMadeUp, "~1", "~2", false), Case(.unlessMadeUp, "~1", "1", false),
    Case(.unlessMadeUp, "~1", "2", true), Case(.unlessMadeUp, "11", "1", true),
    Case(.unlessMadeUp, "1", "1", false), Case(.unlessMadeUp, "1", nil, true),
    Case(.unlessMadeUp, "~1", nil, true), Case(.unlessMadeUp, nil, nil, false),
    Case(.order, "a\nb\nc", "a\nc", false), Case(.order, "a\nc", "a\nb\nc", false),
    Case(.order, "a\nb\nc", "a\nx\nc\nb", true), Case(.order, "a\nb", "b\na", true),
    Case(.order, nil, "a\nb", false), Case(.order, "a", nil, false),
  ])
  func `what is a difference`(_ expected: Case) {
    #expect(
      expected.comparison.differs(expected.current, from: expected.desired) == expected.differs)
  }
}
