import Orchestration
import Revisions
import Testing

/// What must hold after a fault.
extension FaultTrial {
  /// The report tells the truth.
  func check(
    _ report: RunReport, _ request: RunRequest, before: [Content], after: [Content], _ place: String
  ) throws {
    for (index, outcome) in report.databases.enumerated() {
      let place = "\(place) \(outcome)"
      if let current = outcome.current {
        #expect(current.revisions.map(\.text) == after[index].versions, "\(place)")
      }
      if !outcome.changedSomething {
        #expect(before[index].effects == after[index].effects, "\(place)")
      } else if outcome.current != nil, request.action != .ensureVersion {
        #expect(before[index] != after[index], "\(place)")
      }
      if !outcome.isFailure {
        #expect(after[index].lasting == undisturbed[index].lasting, "\(place)")
      }
    }
    let lasting = after.map(\.lasting)
    if report.exitCode == 0 { #expect(lasting == undisturbed.map(\.lasting), "\(place)") }
    if report.exitCode == 1 { #expect(before.map(\.effects) == after.map(\.effects), "\(place)") }
  }

  /// What the databases hold is what their version rows and their journals say.
  func check(truthOf contents: [Content], _ direction: Direction, _ place: String) {
    for content in contents {
      #expect(content.kept == ["1", "2"], "\(place)")
      for revision in Self.revisions {
        let fullness = content.fullness(of: revision, direction)
        #expect(fullness.allSatisfy { $0 <= 1 }, "\(place): \(revision) \(fullness)")
        #expect(fullness == fullness.sorted(by: >), "\(place): \(revision) \(fullness)")
        if content.isApplied(revision) == (direction == .upgrade) {
          #expect(fullness == [1, 1, 1, 1], "\(place): \(revision)")
        } else {
          #expect(fullness.contains(0) || content.hasJournal(of: revision), "\(place): \(revision)")
        }
      }
    }
    // two/r1 depends on one/r1.
    switch direction {
    case .upgrade where contents[1].fullness(of: "r1", .upgrade).contains(1):
      #expect(contents[0].isApplied("r1"), "\(place)")
    case .downgrade where contents[0].fullness(of: "r1", .downgrade).contains(1):
      #expect(!contents[1].isApplied("r1"), "\(place)")
    default: break
    }
  }

  func check(
    status: StatusReport, of contents: [Content], _ direction: Direction, _ place: String
  ) {
    for (content, database) in zip(contents, status.databases) {
      #expect(database.current == content.versions, "\(place)")
      var step: InterruptedStep?
      for case .error(.interrupted(_, let found)) in database.problems { step = found }
      #expect((step != nil) == (database.state == .interrupted), "\(place)")
      for revision in Self.revisions
      where content.isApplied(revision) != (direction == .upgrade) {
        let effects = content.fullness(of: revision, direction).reduce(0, +)
        guard effects > 0 || step?.revision.text == revision else { continue }
        guard let step, step.revision.text == revision else {
          Issue.record("\(place): \(database.name) is half-way through \(revision) unnoticed")
          continue
        }
        if let statement = step.ambiguousStatement {
          #expect(effects == statement || effects == statement - 1, "\(place)")
        } else {
          #expect(effects == step.appliedCount, "\(place)")
        }
      }
    }
  }
}
