import Revisions

/// One database's turn: steps that can run one after the other without a look at another database.
struct ScriptTurn {
  var database: String
  var steps: [Step]
}

/// Cuts the steps of several databases into as few turns as a simple rule gives: a database goes on as
/// long as none of its steps waits for another.
enum ScriptOrder {
  /// - Parameter ordered: all steps in an order in which they could run.
  static func turns(_ ordered: [WorkspaceStep]) -> [ScriptTurn] {
    var waiting: [(database: String, steps: ArraySlice<WorkspaceStep>)] = []
    for (name, steps) in Dictionary(grouping: ordered, by: \.database) {
      waiting.append((name, steps[...]))
    }
    let firstPlace = Dictionary(
      ordered.enumerated().map { ($1.database, $0) }, uniquingKeysWith: { first, _ in first })
    waiting.sort { firstPlace[$0.database, default: 0] < firstPlace[$1.database, default: 0] }
    var done: Set<WorkspaceRevision> = []
    var turns: [ScriptTurn] = []
    func isReady(_ step: WorkspaceStep) -> Bool { step.waitsFor.allSatisfy(done.contains) }
    // The given order is one in which the steps could run, so somebody can always go on.
    while let index = waiting.firstIndex(where: { $0.steps.first.map(isReady) ?? false }) {
      var turn = ScriptTurn(database: waiting[index].database, steps: [])
      while let next = waiting[index].steps.first, isReady(next) {
        turn.steps.append(next.step)
        done.insert(WorkspaceRevision(database: turn.database, revision: next.step.revision))
        waiting[index].steps.removeFirst()
      }
      turns.append(turn)
    }
    return turns
  }
}
