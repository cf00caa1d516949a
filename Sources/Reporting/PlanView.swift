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
        TextTable.Cell(step.direction.rawValue),
        TextTable.Cell(step.database, .heading),
        TextTable.Cell(step.revision.text, .identifier),
        TextTable.Cell(step.title),
      ])
    }
    lines += table.lines(for: terminal)
    return lines
  }

  public var json: String {
    JSONOutput.line(
      PlanObject(
        steps: plan.steps.map {
          PlanObject.Step(
            database: $0.database, revision: $0.revision.text, direction: $0.direction.rawValue)
        }))
  }
}

private struct PlanObject: Encodable {
  struct Step: Encodable {
    var database: String
    var revision: String
    var direction: String
  }

  var type = "plan"
  var formatVersion = JSONOutput.formatVersion
  var steps: [Step]
}
