import CAllocations
import Revisions
import SampleHistories
import Testing

/// That planning takes memory in proportion to the history: what grows faster costs seconds in a history
/// of ten years, and a clock would not tell it on a busy machine.
@Suite(.enabled(if: callocations_are_counted())) struct AllocationTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var history: @Sendable (_ size: Int) -> SampleHistory
  }

  static let shapes = [
    Shape(testDescription: "line", history: SampleHistory.line),
    Shape(testDescription: "diamonds", history: SampleHistory.diamonds),
    Shape(testDescription: "overlapping branches", history: SampleHistory.branches),
    Shape(testDescription: "branches side by side", history: SampleHistory.fan),
    Shape(testDescription: "ladder", history: SampleHistory.ladder),
  ]

  enum Work: String, CaseIterable, Sendable {
    case build, upgrade, downgrade
  }

  @Test(arguments: shapes, Work.allCases) func growWithTheHistory(
    shape: Shape, work: Work
  ) throws {
    let small = shape.history(100)
    let large = shape.history(400)
    let (few, many) = (try allocations(work, small), try allocations(work, large))
    let growth = Double(many) / Double(few)
    let expected = Double(large.size) / Double(small.size)
    #expect(growth <= 1.05 * expected, "\(few), then \(many)")
  }

  private func allocations(_ work: Work, _ history: SampleHistory) throws -> Int {
    let graph = try RevisionGraph(history.revisions, databaseLabel: nil)
    let top = try graph.planUpgrade(to: [.heads], rows: HeadSet([])).end
    let before = callocations_of_thread()
    switch work {
    case .build: _ = try RevisionGraph(history.revisions, databaseLabel: nil)
    case .upgrade: _ = try graph.planUpgrade(to: [.heads], rows: HeadSet([]))
    case .downgrade: _ = try graph.planDowngrade(to: [.base], rows: top)
    }
    return Int(callocations_of_thread() - before)
  }
}
