public import Orchestration
import Revisions

/// `plan` and `--dry-run`: the steps in the order in which they would run.
public struct PlanView: Sendable {
  let plan: RunPlan

  public init(_ plan: RunPlan) {
    self.plan = plan
  }

  public func lines(for terminal: Terminal) -> [String] {
    var lines = RunSummary.plan(plan, terminal: terminal)
    guard !plan.steps.isEmpty else { return lines }
    lines.append("")
    var table = TextTable()
    for (index, step) in plan.steps.enumerated() {
      table.add([
        TextTable.Cell("\(index + 1)", .dim),
        TextTable.Cell(step.description.direction.rawValue),
        TextTable.Cell(step.description.database, .heading),
        TextTable.Cell(step.description.revision.text, .identifier),
        TextTable.Cell(step.description.title),
        TextTable.Cell(waits(of: step), .dim),
      ])
    }
    lines += table.lines(for: terminal)
    return lines
  }

  private func waits(of step: RunPlan.Step) -> String {
    let notes =
      (step.description.isTakeover ? [step.description.takeover] : [])
      + (step.waitsFor.isEmpty
        ? [] : ["after " + step.waitsFor.map(\.description).joined(separator: ", ")])
    return notes.joined(separator: "; ")
  }

  public var json: String { JSONOutput.line(PlanObject(plan.saved)) }
}
