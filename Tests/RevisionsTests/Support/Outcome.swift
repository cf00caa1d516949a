import Revisions

enum Command: String, CaseIterable, Sendable {
  case upgrade, downgrade, stamp
  /// Questions: what a target means, and the revisions of a range.
  case resolve, history
}

/// What a command would do, in one line: `+a +b => {b}`, `-b => {a}`, `error: unknown_revision`; for
/// `resolve` and `history` the revisions, sorted for the former.
///
/// Also folds the deltas over the rows and says so if they do not give the maximal sets.
func outcome(
  _ graph: RevisionGraph, _ command: Command, _ targets: String, from start: HeadSet
) -> String {
  do {
    if command == .history {
      return listed(try graph.history(TargetRange(parsing: targets), rows: start))
    }
    let expressions = try targets.split(separator: " ").map {
      try TargetExpression(parsing: String($0))
    }
    let plan: DatabasePlan
    switch command {
    case .upgrade: plan = try graph.planUpgrade(to: expressions, rows: start)
    case .downgrade: plan = try graph.planDowngrade(to: expressions, rows: start)
    case .stamp: plan = try graph.planStamp(to: expressions, rows: start)
    case .resolve, .history:
      return listed(Set(try expressions.flatMap { try graph.resolve($0, rows: start) }).sorted())
    }
    if let fault = fault(of: plan, in: graph) { return "FAULT: \(fault)" }
    if command == .stamp, graph.applied(plan.end).heads != plan.end {
      return "FAULT: \(plan.end) is not maximal"
    }
    let steps = plan.steps.map { ($0.direction == .upgrade ? "+" : "-") + $0.revision.text }
    return (steps + ["=>", plan.end.description]).joined(separator: " ")
  } catch let error as TargetError {
    return "error: \(error.code)"
  } catch let problem as TargetSyntaxProblem {
    return "error: \(problem.code)"
  } catch {
    return "unexpected: \(error)"
  }
}

private func listed(_ revisions: [RevisionID]) -> String {
  revisions.map(\.text).joined(separator: " ")
}

/// Why a plan cannot be right whatever was asked for, or nil.
func fault(of plan: DatabasePlan, in graph: RevisionGraph) -> String? {
  var now = plan.start
  for step in plan.steps {
    let before = graph.applied(now)
    switch step.direction {
    case .upgrade:
      if before.contains(step.revision) { return "\(step.revision) is applied twice" }
      for needed in graph.parents(of: step.revision, .full) where !before.contains(needed) {
        return "\(step.revision) comes before \(needed)"
      }
    case .downgrade:
      if !before.contains(step.revision) { return "\(step.revision) is not there to take down" }
      for child in graph.children(of: step.revision, .full) where before.contains(child) {
        return "\(step.revision) is taken down before \(child)"
      }
    }
    for row in step.delta.removed where !now.contains(row) { return "no row \(row) to remove" }
    for row in step.delta.added where now.contains(row) { return "row \(row) is there already" }
    now = now.applying(step.delta)
    let after = Set(before.revisions).symmetricDifference(graph.applied(now).revisions)
    if after != [step.revision] { return "\(step.revision) changes \(after.sorted())" }
    if graph.applied(now).heads != now { return "\(now) is not maximal" }
  }
  if plan.steps.isEmpty { return nil }
  return now == plan.end ? nil : "ends at \(now) and not at \(plan.end)"
}
